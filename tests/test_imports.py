"""The structure of the code: which package may import which, and which libraries belong where."""

from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from scripts.draw_floors import (
    FLOORS,
    ROOT,
    code_files,
    find_arrows,
    imported,
    room_of,
)

CODE = code_files()


def libraries(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=place)
def test_streamlit_and_plotly_are_imported_by_pages_alone(path):
    on_screen = place(path) == "app.py" or place(path).startswith("pages/")
    assert on_screen or not libraries(path) & {"streamlit", "plotly", "pages", "app"}


@pytest.mark.parametrize("path", CODE, ids=place)
def test_openai_is_imported_by_its_backends_and_its_addresses_alone(path):
    backends = "refiner/llm/backends/"
    allowed = [
        f"{backends}{name}.py"
        for name in ("openai", "openai_batches", "addresses", "transcription")
    ]
    assert place(path) in allowed or not libraries(path) & {"openai", "httpx2"}


@pytest.mark.parametrize("path", CODE, ids=place)
def test_opentelemetry_is_imported_by_its_module_alone_and_only_when_used(path):
    assert place(path) == "refiner/telemetry.py" or "opentelemetry" not in libraries(path)


@pytest.mark.parametrize("path", CODE, ids=place)
def test_the_database_is_imported_by_the_store_alone(path):
    allowed = place(path).startswith("refiner/store/")
    assert allowed or not libraries(path) & {"sqlite3", "sqlite_utils"}


SHARED = "shared"


def test_every_room_has_its_floor():
    rooms = {room_of(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in CODE}
    assert rooms - {None} == {room for floor in FLOORS for room in floor}


def test_imports_go_down_the_floors_only():
    floors = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
    wrong = [(a, b) for a, b in find_arrows() if floors[b] >= max(floors[a], 1)]
    assert wrong == []


def test_values_of_the_lowest_floor_import_each_other_in_no_circle():
    inside: dict[str, set[str]] = {a: set() for a in FLOORS[0]}
    for a, b in find_arrows():
        if a in inside and b in inside:
            inside[a].add(b)
    assert list(TopologicalSorter(inside).static_order())


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
