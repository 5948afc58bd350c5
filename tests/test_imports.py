"""The structure, held: which module may know which."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "refiner").rglob("*.py")]


def imported(path: Path) -> set[str]:
    """Every module that a file imports, wherever the import stands in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=place)
def test_streamlit_and_plotly_are_imported_on_pages_alone(path):
    on_screen = place(path) == "app.py" or place(path).startswith("pages/")
    assert on_screen or not packages(path) & {"streamlit", "plotly", "pages", "app"}


@pytest.mark.parametrize("path", CODE, ids=place)
def test_openai_is_imported_by_its_backend_alone(path):
    its_own = place(path) == "refiner/backends/openai.py"
    assert its_own or not packages(path) & {"openai", "httpx2"}


@pytest.mark.parametrize("path", CODE, ids=place)
def test_the_database_is_known_to_the_store_alone(path):
    its_own = place(path) in {
        "refiner/store/__init__.py",
        "refiner/store/queries.py",
        "refiner/store/search.py",
        "refiner/store/migrations.py",
    }
    assert its_own or not packages(path) & {"sqlite3", "sqlite_utils"}


LAYERS = [
    # values
    {"errors", "model", "wording", "prices", "spans", "history", "logs"},
    # pure stages
    {"settings", "lexicon", "rules", "bands", "chunks", "decide", "habits", "markdown", "pace"},
    {"partial", "prompts", "samples", "schemas", "slots", "times", "transcripts"},
    {"audit", "coach", "detect", "merge", "switches"},
    {"observe", "parts"},
    {"analyst"},
    # providers and the run log, which know no run
    {"backends", "store"},
    {"cache", "connection", "providers", "evaluation"},
    {"insight"},
    # a run
    {"calls", "work"},
    {"document", "strategies"},
    {"run"},
    # whoever asks for runs
    {"model_detector", "session", "summary"},
    {"batch", "runner"},
    {"commands"},
    {"cli"},
]


def modules() -> set[str]:
    found = (ROOT / "refiner").iterdir()
    return {path.stem for path in found if not path.name.startswith("_")}


def test_every_module_has_its_place():
    placed = [name for layer in LAYERS for name in layer]
    assert sorted(placed) == sorted(modules())


def test_imports_go_one_way_from_values_to_the_command_line():
    level = {name: n for n, layer in enumerate(LAYERS) for name in layer}
    wrong = []
    for path in (ROOT / "refiner").rglob("*.py"):
        own = path.relative_to(ROOT / "refiner").with_suffix("").parts[0]
        for name in imported(path):
            parts = name.split(".")
            known = parts[0] == "refiner" and len(parts) > 1 and parts[1] in level
            if known and own in level and level[parts[1]] > level[own]:
                wrong.append(f"{place(path)} imports {name}")
    assert wrong == []
