"""A new environment that holds what a package requires and nothing else, without a download.

The installed files of each requirement are linked from this environment, as their own record
lists them; tools of development stay behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_SITE = Path(sysconfig.get_path("purelib"))


def make_environment(folder: Path, requirements: Iterable[str]) -> Path:
    """An environment in `folder` with `requirements` and what they require; its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for package in find_required(requirements):
        _link_files(package, site)
    return folder / "bin" / "python"


def find_required(requirements: Iterable[str]) -> list[Distribution]:
    """The installed packages that `requirements` name, and all that those require here."""
    found: dict[tuple[str, str], Distribution] = {}
    todo = [(Requirement(line), "") for line in requirements]
    while todo:
        wanted, extra = todo.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        for asked in ("", *wanted.extras):
            if (name, asked) not in found:
                found[name, asked] = package = distribution(name)
                todo += [(Requirement(line), asked) for line in package.requires or ()]
    return list({name: package for (name, _), package in found.items()}.values())


def _link_files(package: Distribution, site: Path) -> None:
    """Link what belongs to a package but its commands, which name this environment's Python."""
    for file in package.files or ():
        source = Path(str(package.locate_file(file)))
        if ".." in file.parts or not source.is_file():
            continue
        target = site / source.relative_to(_SITE)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # the new environment is on another disk
            shutil.copy(source, target)
