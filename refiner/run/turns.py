"""Lets one run compute in each round of the event loop, so that runs do not delay each other.

If many runs start or end together, each would otherwise wait until all of them have computed.
With turns, the first run has sent its request, or has its result, while the last still waits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from weakref import WeakKeyDictionary


class _Turns:
    """The runs of one event loop that wait to compute, in the order in which they came."""

    def __init__(self) -> None:
        self._is_taken = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        loop = asyncio.get_running_loop()
        if self._is_taken:
            waiter = loop.create_future()
            self._waiting.append(waiter)
            await waiter
        else:
            self._is_taken = True
            loop.call_soon(self._pass_on, loop)

    def _pass_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called in the next round of the loop: give the turn to the next run that waits."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():  # a cancelled run does not compute
                waiter.set_result(None)
                loop.call_soon(self._pass_on, loop)
                return
        self._is_taken = False


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, _Turns] = WeakKeyDictionary()


async def take_turn() -> None:
    """Wait until no other run computes in this round of the loop; a single run does not wait.

    A turn ends at the caller's next `await`.
    """
    await _turns.setdefault(asyncio.get_running_loop(), _Turns()).take()
