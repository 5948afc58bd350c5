"""The lock files hold every package that the commands of the README install, each with hashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = {
    "requirements.lock": ["requirements.txt"],
    "requirements-server.lock": ["requirements.txt", "requirements-server.txt"],
    "requirements-dev.lock": [
        "requirements.txt",
        "requirements-server.txt",
        "requirements-audio.txt",
        "requirements-dask.txt",
        "requirements-dev.txt",
    ],
}
_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; .*)? \\$", re.M)


def normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, list[str]]:
    """The versions of each package; several where they depend on the system."""
    found: dict[str, list[str]] = {}
    for pin in _PIN.finditer((ROOT / lock).read_text(encoding="utf-8")):
        found.setdefault(normalise(pin["name"]), []).append(pin["version"])
    return found


def wanted(file: str) -> list[Requirement]:
    lines = (line.split(" #")[0].strip() for line in (ROOT / file).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_locked_at_a_version_that_it_takes(lock: str) -> None:
    locked = pins(lock)
    bad = [
        str(need)
        for file in LOCKS[lock]
        for need in wanted(file)
        if not any(need.specifier.contains(v) for v in locked.get(normalise(need.name), []))
    ]
    assert bad == [], "run: make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes_and_comes_from_nowhere_in_particular(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=\w)", text, flags=re.M)[1:]
    assert len(blocks) == sum(map(len, pins(lock).values()))
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|^--|^-f|^-i| @ ", text, re.M)


@pytest.mark.parametrize("smaller", ["requirements.lock", "requirements-server.lock"])
def test_the_locks_agree(smaller: str) -> None:
    run, develop = pins(smaller), pins("requirements-dev.lock")
    assert {name: develop.get(name) for name in run} == run
