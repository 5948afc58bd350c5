"""A provider that plays a script, for tests and demonstrations.

Nothing here is random: the same script and the same requests give the same pieces, delays
and faults. Time passes on the event loop's clock alone.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from refiner.llm.backends import Finish, Piece, Text, Usage
from refiner.llm.prompts import Request

AnswerDocument = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """One answer as it is played.

    `answer` is a document, raw text, or the pieces to send. `first_s` passes before the
    first piece and `pause_s` before every later one. With `stop_after` (characters) the
    answer stops there: `error` is raised, or it `hangs`, or it just ends. An `error`
    alone is raised before the first piece. `finish` None sends no finish reason, `usage`
    None no usage.
    """

    answer: AnswerDocument | str | Sequence[str] = ""
    first_s: float = 0.0
    pause_s: float = 0.0
    piece_chars: int = 64
    stop_after: int | None = None
    error: Exception | None = None
    hangs: bool = False
    finish: str | None = "stop"
    usage: Usage | None = None

    def pieces(self) -> list[str]:
        if isinstance(self.answer, Mapping):
            text = json.dumps(self.answer, ensure_ascii=False)
        elif isinstance(self.answer, str):
            text = self.answer
        else:
            return list(self.answer)
        size = self.piece_chars
        return [text[start : start + size] for start in range(0, len(text), size)]


Answer = AnswerDocument | str | Exception | Scene | Callable[[Request], AnswerDocument]
Script = Mapping[str, Answer | list[Answer]]


class ScriptedBackend:
    """Answers by call name ("analysis", "coaching", "regeneration").

    A list is played one answer per request, its last one again for every further request;
    a function is called with the request. `requests` are those received, in order;
    `left_early` those whose stream was closed before its end. A call that the script does
    not name is a mistake in the script: LookupError.
    """

    def __init__(self, script: Script, name: str = "scripted") -> None:
        self.name = name
        self.requests: list[Request] = []
        self.left_early: list[Request] = []
        self._script = script
        self._calls: Counter[str] = Counter()

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        self.requests.append(request)
        scene = self._next_scene(request)
        try:
            async with aclosing(_play(scene)) as pieces:
                async for piece in pieces:
                    yield piece
        except (GeneratorExit, asyncio.CancelledError):
            self.left_early.append(request)
            raise

    async def aclose(self) -> None:
        """Nothing is held open."""

    def _next_scene(self, request: Request) -> Scene:
        if request.call not in self._script:
            raise LookupError(f"the script has no answer for {request.call!r}")
        answer = self._script[request.call]
        if isinstance(answer, list):
            answer = answer[min(self._calls[request.call], len(answer) - 1)]
        self._calls[request.call] += 1
        if isinstance(answer, Scene):
            return answer
        if isinstance(answer, Exception):
            return Scene(error=answer)
        return Scene(answer(request) if callable(answer) else answer)


async def _play(scene: Scene) -> AsyncGenerator[Piece, None]:
    remaining = scene.stop_after if scene.stop_after is not None else (0 if scene.error else None)
    pause = scene.first_s
    for piece in scene.pieces() or [""]:
        await asyncio.sleep(pause)
        pause = scene.pause_s
        text = piece if remaining is None else piece[:remaining]
        if text:
            yield Text(text)
        if remaining is not None:
            remaining -= len(text)
            if remaining == 0:
                break
    if scene.hangs:
        await asyncio.Event().wait()
    if scene.error:
        raise scene.error
    if scene.finish is not None:
        yield Finish(scene.finish)
    if scene.usage is not None:
        yield scene.usage
