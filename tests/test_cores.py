"""The cores that a process may use: the machine's, an affinity mask's, a container's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from refiner.cores import count_cores


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({}, 8),
        ({"proc/self/cgroup": "0::/\n"}, 8),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}, 8),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "200000 100000\n"}, 2),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "150000 100000\n"}, 2),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "50000 100000\n"}, 1),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "6400000 100000\n"}, 8),
        (  # a service in a slice: the limit of the slice holds too
            {
                "proc/self/cgroup": "0::/work.slice/a.service\n",
                "sys/fs/cgroup/work.slice/cpu.max": "300000 100000\n",
                "sys/fs/cgroup/work.slice/a.service/cpu.max": "max 100000\n",
            },
            3,
        ),
        (  # a container that sees its own group as the root, named from outside
            {"proc/self/cgroup": "0::/../other\n", "sys/fs/cgroup/cpu.max": "400000 100000\n"},
            4,
        ),
        (
            {
                "proc/self/cgroup": "4:memory:/docker/7\n3:cpu,cpuacct:/docker/7\n0::/\n",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "250000\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            3,
        ),
        (
            {
                "proc/self/cgroup": "3:cpu,cpuacct:/\n",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            8,
        ),
    ],
)
def test_a_containers_limit_bounds_the_cores(tmp_path: Path, files: dict[str, str], cores: int):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert count_cores(tmp_path) == cores


def test_an_affinity_mask_bounds_the_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5})
    assert count_cores(tmp_path) == 2


def test_only_the_function_asks_the_machine_how_many_cores_it_has():
    root = Path(__file__).parents[1]
    files = [
        root / "app.py",
        *(f for d in ("refiner", "pages", "scripts") for f in (root / d).rglob("*.py")),
    ]
    asking = [f.name for f in files if "cpu_count" in f.read_text(encoding="utf-8")]
    assert asking == ["cores.py"]
