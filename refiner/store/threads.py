"""Work on the run log outside an event loop: a wait for its lock holds up no other run."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")
_THREADS = 4


def _new_pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="refiner-log")


_pool = _new_pool()


def _renew_pool() -> None:
    """A forked process has the pool without its threads."""
    global _pool
    _pool = _new_pool()


os.register_at_fork(after_in_child=_renew_pool)


async def in_log_thread(function: Callable[[], _Result]) -> _Result:
    """What `function` returns; a cancelled caller does not stop what has begun."""
    loop = asyncio.get_running_loop()
    return await asyncio.shield(loop.run_in_executor(_pool, function))
