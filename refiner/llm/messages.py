"""The exact messages of a run: kept short with its document, rebuilt when someone looks at them.

A request's transcript is the run's own text with numbers in it, so only its place and the places
of the numbers are kept; the instructions are those of the prompt's version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from refiner.llm.numbering import number_words, read_numbered, round_brackets
from refiner.llm.prompts import INSTRUCTIONS, PROMPT_VERSION, Request
from refiner.run_document import SentDict


@dataclass(frozen=True, slots=True)
class SentMessages:
    """One request as it was sent. `is_exact`: false if the program's instructions have changed
    since, or words of the transcript were not kept."""

    call: str
    model: str
    schema_name: str
    prompt_version: str
    system: str
    user: str
    is_exact: bool


def shorten_request(request: Request, text: str) -> SentDict:
    """What is kept of a request about the transcript `text`."""
    document = dict(request.document)
    kept: SentDict = {
        "call": request.call,
        "part": request.part,
        "model": request.model,
        "schema_name": request.schema_name,
        "prompt_version": PROMPT_VERSION,
        "document": document,
        "excerpt": None,
        "numbered": [],
        "sha256": _hash(request.system, request.user_message),
    }
    if "transcript" in document:
        excerpt, spans = read_numbered(document["transcript"])
        start = max(0, round_brackets(text).find(excerpt))
        kept["excerpt"] = [start, start + len(excerpt)]
        kept["numbered"] = [[start + first, start + last] for first, last in spans.values()]
        document["transcript"] = ""
    return kept


def rebuild_messages(sent: Iterable[SentDict], text: str) -> list[SentMessages]:
    """The messages of a run whose transcript is `text`, in the order in which they were sent."""
    return [_rebuild(kept, text) for kept in sent]


def _rebuild(kept: SentDict, text: str) -> SentMessages:
    document: dict[str, Any] = dict(kept["document"])
    if kept["excerpt"] is not None:
        start, end = kept["excerpt"]
        spans = [(first - start, last - start) for first, last in kept["numbered"]]
        document["transcript"] = number_words(text[start:end], spans)
    request = Request(
        kept["call"],
        kept["schema_name"],
        kept["model"],
        INSTRUCTIONS.get(kept["schema_name"], ""),
        document,
        part=kept["part"],
    )
    return SentMessages(
        request.label,
        request.model,
        request.schema_name,
        kept["prompt_version"],
        request.system,
        request.user_message,
        _hash(request.system, request.user_message) == kept["sha256"],
    )


def _hash(system: str, user: str) -> str:
    return hashlib.sha256(f"{system}\n{user}".encode()).hexdigest()


def format_messages(messages: Iterable[SentMessages]) -> str:
    """Every message under a heading, to be read or copied."""
    blocks = []
    for sent in messages:
        doubt = "" if sent.is_exact else "; not exact: instructions or texts have changed since"
        blocks += [
            f"=== {sent.call}: {sent.model}, prompt {sent.prompt_version}, "
            f"answer by schema {sent.schema_name}{doubt}",
            f"--- system\n{sent.system}",
            f"--- user\n{sent.user}\n",
        ]
    return "\n".join(blocks)
