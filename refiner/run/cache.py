"""What was bought is not bought twice: the same request to the same server, answered from the log.

Only a whole answer that fits its schema is kept; a fault is never remembered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from refiner.errors import StoreError, Unusable
from refiner.llm.backends import Backend, Finish, FromCache, Piece, Text, Usage
from refiner.llm.json_stream import SectionReader
from refiner.llm.prompts import PROMPT_VERSION, Request
from refiner.llm.schemas import read_answer
from refiner.store import Store

PIECE_CHARS = 4096


class CachedBackend:
    """Another backend, asked only for what the log does not hold; it is closed with this one."""

    def __init__(self, inner: Backend, store: Store, server: str, text: str) -> None:
        """`text` is the transcript that all requests are about; kept answers go with it."""
        self.name = inner.name
        self._inner = inner
        self._store = store
        self._server = server
        self._text = text
        self._advice: list[str] = []  # keys of the coaching asked for

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        key = self.key(request)
        if request.schema_name == "coaching_advice":
            self._advice.append(key)
        known = None
        with suppress(StoreError):  # without the log, the provider is asked
            known = self._store.answers.get(key)
        if known is not None:
            yield FromCache()
            for at in range(0, len(known), PIECE_CHARS):
                yield Text(known[at : at + PIECE_CHARS])
            yield Finish("stop")
            yield Usage(0, 0)
            return
        said: list[str] = []
        async with aclosing(self._inner.stream(request)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Text):
                    said.append(piece.text)
                yield piece
        with suppress(StoreError, Unusable):
            self.keep(key, "".join(said), request)

    def keep(self, key: str, answer: str, request: Request) -> None:
        """Keep a whole answer; raises Unusable for any other, StoreError where it cannot."""
        reader = SectionReader()
        reader.feed(answer)
        outcome = reader.close()
        if not outcome.complete:
            raise Unusable("the answer breaks off")
        read_answer(request.schema_name, outcome.sections)
        self._store.answers.put(key, answer, self._text)

    def forget_advice(self) -> None:
        """The coaching asked for could not be shown: next time it is written anew."""
        with suppress(StoreError):
            for key in self._advice:
                self._store.answers.drop(key)

    def key(self, request: Request) -> str:
        """Everything that the answer depends on; the user message holds the transcript."""
        parts = [
            PROMPT_VERSION,
            self._server,
            request.model,
            request.schema_name,
            request.system,
            request.user_message,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    async def aclose(self) -> None:
        await self._inner.aclose()
