"""A public name is defined once, and a test is found where its module is."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scripts.draw_floors import ROOT, code_files

TWICE: dict[str, str] = {}  # name: why two modules may both define it
WITHOUT_MODULE = {
    "test_run_document.py": "a type, its page and real runs",
    "pages/test_one_truth.py": "every page and export of one corrected run",
    "run/test_unchanged_documents.py": "whole runs against golden files",
}


def defined_names(path: Path) -> Iterator[str]:
    """Public functions, classes and constants at the top of a module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names: list[str] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        yield from (name for name in names if not name.startswith("_"))


def test_no_public_name_is_defined_in_two_modules() -> None:
    places = defaultdict(list)
    for path in code_files():
        for name in set(defined_names(path)):
            places[name].append(path.relative_to(ROOT).as_posix())
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: twice[name] for name in twice.keys() - TWICE.keys()} == {}
    assert TWICE.keys() <= twice.keys(), "no longer defined twice"


def modules_of(test: Path) -> list[Path]:
    """What `tests/PACKAGE/test_MODULE.py` may be about: the module or the package itself.

    `test_MODULE_ASPECT.py` is about one aspect of the module.
    """
    folder, words = test.parent, test.stem.removeprefix("test_").split("_")
    names = ["_".join(words[:n]) for n in range(len(words), 0, -1)]
    roots = [Path("refiner"), Path("."), Path("pages/components"), Path("pages")]
    found = []
    for root in roots:
        inside = folder.relative_to("pages") if folder.parts[:1] == ("pages",) else folder
        for name in names:
            found += [root / inside / f"{name}.py", root / inside / name / "__init__.py"]
        if folder.name in names:
            found.append(root / inside)
    return [path for path in found if (ROOT / path).exists()]


def test_tests_mirror_the_code() -> None:
    tests = [path.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")]
    of_the_whole = ("deploy", "docs", "imports", "lock", "names", "one_formula", "streamlit_config")
    structure = {Path(f"test_{name}.py") for name in of_the_whole}
    alone = {
        test.as_posix()
        for test in tests
        if test not in structure and test.parts[0] != "browser" and not modules_of(test)
    }
    assert alone - WITHOUT_MODULE.keys() == set()
