"""An event loop whose clock moves only when nothing is left to do.

Sleeping costs no real time and always the same virtual time, so a run of 35.3 seconds
takes milliseconds. Work in threads (`asyncio.to_thread`) takes no virtual time: the
clock stops while any of it is under way.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Clock(selectors.DefaultSelector):
    """A selector that jumps over the wait for the next timer instead of sitting through it."""

    now = 0.0
    working = 0  # calls under way in other threads

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None or self.working:
            return super().select(None)
        self.now += timeout
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """`time()` starts at 0.0, so inside a run it is the seconds elapsed."""

    def __init__(self) -> None:
        self._clock = _Clock()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now

    def run_in_executor(  # type: ignore[override]  # typeshed spells the signature with TypeVarTuple
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, func, *args)
        self._clock.working += 1
        future.add_done_callback(self._worked)
        return future

    def _worked(self, _future: asyncio.Future[Any]) -> None:
        self._clock.working -= 1


def run_virtual(coro: Coroutine[Any, Any, T]) -> T:
    """What `coro` returns, run to its end without real waiting."""
    return run_timed(coro)[0]


def run_timed(coro: Coroutine[Any, Any, T]) -> tuple[T, float]:
    """What `coro` returns, and the virtual seconds that it took."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        result = runner.run(coro)
        return result, runner.get_loop().time()
