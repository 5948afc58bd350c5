"""How many processor cores this process may use: a container may have fewer than the machine."""

from __future__ import annotations

import math
import os
from pathlib import Path

_ROOT = Path("/")


def count_cores(root: Path = _ROOT) -> int:
    """The machine's cores, less those that an affinity mask or a control group keeps from us.

    A share of a core counts as a whole one. `root` is where `/proc` and `/sys` are.
    """
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = min(cores, len(os.sched_getaffinity(0)))
    return max(1, math.ceil(min(cores, _group_limit(root))))


def _group_limit(root: Path) -> float:
    """The lowest limit of the control groups that this process is in, in cores.

    https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files, and those of version 1.
    """
    groups = root / "sys/fs/cgroup"
    limits = [math.inf]
    for line in _read_lines(root / "proc/self/cgroup"):
        _, controllers, path = line.split(":", 2)
        is_first = "cpu" in controllers.split(",")
        if controllers and not is_first:
            continue
        top = groups / "cpu" if is_first else groups
        group = top / path.lstrip("/")
        folders = [group, *group.parents]
        if top in folders and ".." not in group.parts:  # else a group outside the container
            folders = folders[: folders.index(top) + 1]
        else:
            folders = [top]
        limits += [_first_version(f) if is_first else _second_version(f) for f in folders]
    return min(limits)


def _second_version(folder: Path) -> float:
    """`cpu.max` holds quota and period in microseconds, or "max" as the quota."""
    return _share(" ".join(_read_lines(folder / "cpu.max")))


def _first_version(folder: Path) -> float:
    names = ("cpu.cfs_quota_us", "cpu.cfs_period_us")
    return _share(" ".join(line for name in names for line in _read_lines(folder / name)))


def _share(quota_and_period: str) -> float:
    try:
        quota, period = map(int, quota_and_period.split())
    except ValueError:  # no limit, or no such file
        return math.inf
    return quota / period if quota > 0 and period > 0 else math.inf


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return []
