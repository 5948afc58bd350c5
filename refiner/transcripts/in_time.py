"""Reading that ends: a large file, or an archive, is read in a process that can be ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from refiner.errors import InputError
from refiner.workers import LONG_BYTES, READING, Send, WorkerCall, WorkerError

T = TypeVar("T")
_ARCHIVE = b"PK"  # of a Word file a few bytes can be a great deal


def read_in_time(
    read: Callable[[], T], data: bytes, timeout_s: float, on_wait: Callable[[], None] = lambda: None
) -> T:
    """`read()`, which reads `data` and can be pickled; `on_wait` as in `WorkerCall.result`.

    Raises InputError as `read` does, and if it takes longer than `timeout_s` or does not survive.
    """
    if len(data) < LONG_BYTES and not data.startswith(_ARCHIVE):
        return read()
    try:
        return cast(T, WorkerCall(_read, read, pool=READING).result(timeout_s, on_wait))
    except TimeoutError:
        why = f"it could not be read within the {timeout_s:g} s of a run"
        raise InputError("transcript", why) from None
    except WorkerError as error:
        raise InputError("transcript", f"it could not be read ({error})") from None


def _read(_send: Send, read: Callable[[], T]) -> T:
    return read()
