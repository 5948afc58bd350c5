"""The container's files, read as a builder reads them."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = re.findall(
    r"^([A-Z]+) (.*)$", re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.M)), re.M
)


def arguments_of(name: str) -> list[str]:
    """What stands behind each instruction of that name."""
    return [rest for instruction, rest in INSTRUCTIONS if instruction == name]


def in_context(path: str) -> bool:
    """Whether `.dockerignore` lets a file into the build; the last pattern that fits decides."""
    inside = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.removeprefix("!")
        parents = [path, *map(str, Path(path).parents)]
        if line and not line.startswith("#") and any(fits(p, pattern) for p in parents):
            inside = line.startswith("!")
    return inside


def fits(path: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return Path(path).name == pattern[3:]
    return path.count("/") == pattern.count("/") and fnmatch.fnmatch(path, pattern)


def copied_sources() -> list[str]:
    """The files and folders of the repository that are copied into the image."""
    copied = [rest.split()[:-1] for rest in arguments_of("COPY") if not rest.startswith("--from")]
    return [source.rstrip("/") for sources in copied for source in sources]


def find_copied(names: Iterable[str]) -> list[str]:
    """Those of the repository's files `names` that the image is built from."""
    sources = copied_sources()
    return [
        name
        for name in names
        if in_context(name) and any(name == s or name.startswith(f"{s}/") for s in sources)
    ]
