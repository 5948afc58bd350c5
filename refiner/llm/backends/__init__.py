"""The interface of a model provider: one request in, a stream of pieces out.

A backend does not know strategies, counts or retries. Of its own accord it raises only
`BackendError`; leaving the generator (`aclose`) ends the provider's work too.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from refiner.llm.prompts import Request


@dataclass(frozen=True, slots=True)
class Text:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Finish:
    """Why the provider stopped writing: `stop`, `length`, `content_filter`, ..."""

    reason: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens billed for the call."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class FromCache:
    """First event of a cached answer, for which nothing is billed."""


@dataclass(frozen=True, slots=True)
class ServedModel:
    """The model that answers, as the server names it."""

    name: str


@dataclass(frozen=True, slots=True)
class AnswerId:
    """The answer's number, as the server gives it."""

    number: str


LIMIT_FINISHES = ("length", "max_tokens", "max_output_tokens", "model_length")
"""Reasons of a `Finish` at the limit of tokens, as servers name it, in lower case."""

Piece = Text | Finish | Usage | FromCache | ServedModel | AnswerId


class Backend(Protocol):
    """`name` is the provider's name in the run document: openai, local, simulated, scripted."""

    name: str

    def stream(self, request: Request) -> AsyncGenerator[Piece, None]: ...

    async def aclose(self) -> None: ...
