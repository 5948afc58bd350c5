"""Caches paid model responses in the run log.

Only a complete answer that fits its schema is cached; an error never is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from refiner.errors import StoreError, Unusable
from refiner.llm.answer_reader import AnswerReader
from refiner.llm.backends import Backend, Finish, FromCache, Piece, Text, Usage
from refiner.llm.prompts import PROMPT_VERSION, Request
from refiner.llm.schemas import read_answer
from refiner.store import Store
from refiner.store.threads import in_log_thread

_PIECE_CHARS = 4096


class CachedBackend:
    """Another backend, called only for answers that are not cached; closed with this one."""

    def __init__(
        self, inner: Backend, store: Store, server: str, text: str, reasoning: str | None = None
    ) -> None:
        """`text` is the transcript of all requests; cached answers are deleted with it.

        `reasoning`: the effort that is asked for, None for the least that each model takes.
        """
        self.name = inner.name
        self._inner = inner
        self._store = store
        self._server = server
        self._text = text
        self._reasoning = reasoning
        self._advice_keys: list[str] = []

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        key = self.key(request)
        if request.schema_name == "coaching_advice":
            self._advice_keys.append(key)
        cached = None
        with suppress(StoreError):  # without the log, the provider is called
            cached = await in_log_thread(lambda: self._store.answers.get(key))
        if cached is not None:
            yield FromCache()
            for start in range(0, len(cached), _PIECE_CHARS):
                yield Text(cached[start : start + _PIECE_CHARS])
            yield Finish("stop")
            yield Usage(0, 0)
            return
        texts: list[str] = []
        try:
            async with aclosing(self._inner.stream(request)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Text):
                        texts.append(piece.text)
                    yield piece
        finally:  # a stream may fail, or be left, after its document was complete
            with suppress(StoreError, Unusable):
                await in_log_thread(lambda: self.keep(key, "".join(texts), request))

    def keep(self, key: str, answer: str, request: Request) -> None:
        """Cache a complete answer; raises Unusable for any other, StoreError if it fails."""
        reader = AnswerReader(request.keys)
        reader.feed(answer)
        reader.finish()
        if failure := reader.failure():
            raise Unusable(str(failure))
        read_answer(request.schema_name, reader.sections)
        self._store.answers.put(key, answer, self._text)

    def forget_advice(self) -> None:
        """Drop the cached advice, which could not be shown, so the next run asks again."""
        with suppress(StoreError):
            for key in self._advice_keys:
                self._store.answers.drop(key)

    def key(self, request: Request) -> str:
        """A hash of everything that the answer depends on."""
        parts = [
            PROMPT_VERSION,
            self._server,
            request.model,
            request.schema_name,
            request.system,
            request.user_message,
            *filter(None, [self._reasoning]),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    async def aclose(self) -> None:
        await self._inner.aclose()
