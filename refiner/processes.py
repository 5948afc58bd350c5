"""Is a process still there, and not a later one of the same number?"""

from __future__ import annotations

import os
from pathlib import Path


def this_process() -> str:
    """This process as `number@start`; the start is empty where the system does not tell it."""
    return _named(os.getpid())


def is_alive(process: str | None) -> bool:
    """Does `process`, as `this_process` named it, still run?"""
    number = int((process or "0@").split("@")[0])
    if number <= 0:
        return False
    try:
        os.kill(number, 0)
    except PermissionError:
        pass  # there, but another person's
    except (OSError, OverflowError):
        return False
    return process == _named(number)


def _named(number: int) -> str:
    try:
        stat = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return f"{number}@"
    state, *rest = stat.rsplit(")", 1)[1].split()
    if state == "Z":
        return f"{number}@ended"  # a zombie: killed, but not yet reaped
    return f"{number}@{rest[18]}"  # field 22: start time in ticks
