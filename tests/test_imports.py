"""The structure of the code: which package may import which, and which libraries belong where."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "refiner").rglob("*.py")]


def imported(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def libraries(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=place)
def test_streamlit_and_plotly_are_imported_by_pages_alone(path):
    on_screen = place(path) == "app.py" or place(path).startswith("pages/")
    assert on_screen or not libraries(path) & {"streamlit", "plotly", "pages", "app"}


@pytest.mark.parametrize("path", CODE, ids=place)
def test_openai_is_imported_by_its_backend_alone(path):
    allowed = place(path) == "refiner/llm/backends/openai.py"
    assert allowed or not libraries(path) & {"openai", "httpx2"}


@pytest.mark.parametrize("path", CODE, ids=place)
def test_the_database_is_imported_by_the_store_alone(path):
    allowed = place(path).startswith("refiner/store/")
    assert allowed or not libraries(path) & {"sqlite3", "sqlite_utils"}


# One set a floor; a package imports packages of lower floors only. The values on the lowest one
# may import each other.
FLOORS = [
    {"model", "spans", "errors", "timeline", "formatting", "run_document"},
    {"config", "transcripts", "detection", "decision", "llm"},
    {"advice", "store"},
    {"analyst"},
    {"evaluation", "run"},
    {"insight", "batch"},
    {"cli"},
    {"__main__"},
]
SHARED = "shared"


def floor_of() -> dict[str, int]:
    return {name: floor for floor, names in enumerate(FLOORS) for name in names}


def package_of(name: str) -> str | None:
    """The package or top module of `refiner` that a dotted name belongs to."""
    parts = name.split(".")
    return parts[1] if parts[0] == "refiner" and len(parts) > 1 else None


def test_every_package_has_its_floor():
    found = {path.stem for path in (ROOT / "refiner").iterdir() if path.suffix in {"", ".py"}}
    assert found - {"__init__", "__pycache__"} == set(floor_of())


def test_imports_go_down_the_floors_only():
    floors, wrong = floor_of(), []
    for path in (ROOT / "refiner").rglob("*.py"):
        own = path.relative_to(ROOT / "refiner").with_suffix("").parts[0]
        for name in sorted(imported(path)):
            other = package_of(name)
            if other not in floors or own not in floors or other == own:
                continue
            if floors[other] >= max(floors[own], 1):
                wrong.append(f"{place(path)} imports {name}")
    assert wrong == []


SCREENS = {path.stem for path in (ROOT / "pages").glob("[!_]*.py")}


def screen_of(path: Path) -> str:
    """The screen whose file or folder this is, or `shared`."""
    parts = path.relative_to(ROOT / "pages").with_suffix("").parts
    return parts[1] if parts[0] == "components" else parts[0]


def test_every_folder_of_components_belongs_to_a_screen():
    folders = {p.name for p in (ROOT / "pages" / "components").iterdir() if p.is_dir()}
    assert folders - {"__pycache__"} == SCREENS | {SHARED}


def test_a_screen_imports_its_own_folder_and_the_shared_one():
    wrong = []
    for path in (ROOT / "pages").rglob("*.py"):
        if path.name == "__init__.py":
            continue
        own = screen_of(path)
        for name in sorted(imported(path)):
            parts = name.split(".")
            if parts[:2] == ["pages", "components"] and len(parts) > 2:
                if parts[2] not in {own, SHARED}:
                    wrong.append(f"{place(path)} imports {name}")
            elif parts[0] == "pages" and len(parts) > 1 and parts[1] != "components":
                wrong.append(f"{place(path)} imports {name}")
    assert wrong == []
