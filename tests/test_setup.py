"""The package as people install it: a wheel, in an environment that holds only what it requires.

Nothing is fetched: the requirements' files are linked from this environment.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from refiner import __version__
from tests.support.environment import make_environment
from tests.support.image import find_copied
from tests.support.workbench import running_workbench

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
MAX_BYTES = 60_000_000
DELETED = "refiner/deleted_since.py"
TALK = "Um, so we, uh, looked at the plan. It was, like, huge. You know, I like it."


def tracked_files() -> list[str]:
    """What is in the repository; without one, what is in the folder."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        return listed.stdout.splitlines()
    folders = [path for name in ("refiner", "pages", "data") for path in (ROOT / name).rglob("*")]
    found = [*ROOT.glob("*"), *(ROOT / ".streamlit").glob("*"), *folders]
    ours = (path.relative_to(ROOT) for path in found if path.is_file())
    return [path.as_posix() for path in ours if "__pycache__" not in path.parts]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what the container's image is built from, in a folder of an earlier build."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in find_copied(tracked_files()):
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    left_over = source / "build" / "lib" / DELETED
    left_over.parent.mkdir(parents=True)
    left_over.write_text("")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--quiet", "--no-index", "--no-build-isolation", "--no-deps"]
    subprocess.run([*build, "--wheel-dir", str(target), str(source)], check=True)
    (made,) = target.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `speech-refiner`, installed in a new environment.

    Without an index, a wheel that requires what is not there is refused.
    """
    folder = tmp_path_factory.mktemp("environment")
    python = make_environment(folder, read_metadata(wheel).get_all("Requires-Dist", []))
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run([*install, "--no-cache", "--no-index", "--offline", str(wheel)], check=True)
    return folder / "bin" / "speech-refiner"


def read_metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def test_the_wheel_holds_every_file_of_the_program_and_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < MAX_BYTES
    inside = set(zipfile.ZipFile(wheel).namelist())
    beside = ("app.py", "pages/", "data/", ".streamlit/")
    wanted = {
        name if name.startswith("refiner/") else f"refiner/_workbench/{name}"
        for name in tracked_files()
        if name.startswith(("refiner/", *beside)) and (ROOT / name).exists()
    }
    assert wanted - inside == set()


def test_what_only_an_earlier_build_had_is_not_in_the_wheel(wheel: Path) -> None:
    assert DELETED not in zipfile.ZipFile(wheel).namelist()


def test_nothing_of_development_is_in_the_environment(program: Path) -> None:
    code = "from importlib.util import find_spec as f; print([f(n) is None for n in NAMES])"
    names = ["streamlit", "refiner", "pytest", "ruff", "authlib"]
    done = subprocess.run(
        [program.with_name("python"), "-c", code.replace("NAMES", repr(names))],
        capture_output=True,
        text=True,
        cwd=program.parent,
        check=True,
    )
    assert json.loads(done.stdout.lower()) == [False, False, True, True, True]


def test_a_run_of_the_installed_program_is_kept_in_the_users_folder(
    program: Path, tmp_path: Path
) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "REFINER_ANALYST": "fast"}
    environment |= {"XDG_DATA_HOME": str(tmp_path / "state")}
    (tmp_path / "elsewhere").mkdir()

    def call(*arguments: str) -> str:
        done = subprocess.run(
            [program, *arguments],
            input=TALK,
            capture_output=True,
            text=True,
            cwd=tmp_path / "elsewhere",
            env=environment,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert call("--version") == f"speech-refiner {__version__}\n"
    document = json.loads(call("run", "-", "--json"))
    assert document["counts"]["ai"] > 0
    kept = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.db")]
    assert kept == ["state/speech-refiner/runs.db"]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert json.loads(call("list", "--json"))["run_id"] == document["run_id"]


def test_the_installed_workbench_is_healthy_in_another_folder(
    program: Path, tmp_path: Path
) -> None:
    command = (str(program), "serve")
    with running_workbench(tmp_path, command=command, port_option="--port", cwd=tmp_path):
        pass
    assert "Traceback" not in (tmp_path / "server.txt").read_text()
