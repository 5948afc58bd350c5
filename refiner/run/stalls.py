"""Says when a call gives no answer for long, as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

STALL_S = 45


class StallWatch:
    """Calls `on_stall` with the seconds of silence, every `STALL_S`."""

    def __init__(self, on_stall: Callable[[int], None]) -> None:
        self._on_stall = on_stall
        self._silent_since = 0.0

    def note_answer(self, pause_s: float = 0.0) -> None:
        """Silence begins now, or after a pause that is known."""
        self._silent_since = asyncio.get_running_loop().time() + pause_s

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        self.note_answer()
        task = asyncio.ensure_future(self._watch())
        try:
            yield
        finally:
            task.cancel()

    async def _watch(self) -> None:
        now = asyncio.get_running_loop().time
        said_s = 0
        while True:
            silent_s = now() - self._silent_since
            said_s = min(said_s, max(0, int(silent_s) // STALL_S * STALL_S))
            if silent_s >= said_s + STALL_S:
                said_s += STALL_S
                self._on_stall(said_s)
            await asyncio.sleep(max(0.01, self._silent_since + said_s + STALL_S - now()))
