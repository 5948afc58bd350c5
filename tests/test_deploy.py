"""The container without a builder: its files are checked, and what it runs is run here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.image import DOCKERFILE, INSTRUCTIONS, arguments_of, copied_sources, in_context
from tests.support.workbench import running_workbench

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def run_images_command(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the image starts, with `folder` as its user's home."""
    return subprocess.run(
        [sys.executable, "-m", "refiner", *json.loads(arguments_of("CMD")[0])],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_image_runs_as_a_user_of_its_own_with_one_volume_and_a_health_check() -> None:
    names = [name for name, _ in INSTRUCTIONS]
    last_stage = names[len(names) - names[::-1].index("FROM") :]
    assert arguments_of("USER") == ["refiner"]
    assert last_stage.index("USER") > last_stage.index("RUN")
    assert arguments_of("VOLUME") == ["/state"]
    assert "/_stcore/health" in arguments_of("HEALTHCHECK")[0]
    assert all(re.search(r"python:3\.11-slim", base) for base in arguments_of("FROM"))
    assert "--require-hashes" in arguments_of("RUN")[0]


def test_everything_that_is_copied_is_there_and_nothing_private_is() -> None:
    missing = [s for s in copied_sources() if not (ROOT / s).exists() or not in_context(s)]
    assert missing == []
    private = [
        ".env",
        ".streamlit/secrets.toml",
        "data/runs.db",
        "data/runs.db-wal",
        "data/refiner.log",
        ".git/config",
        "tests/conftest.py",
        "refiner/__pycache__/a.pyc",
    ]
    assert [path for path in private if in_context(path)] == []
    assert in_context("data/encoder/graph.onnx")


def test_the_example_publishes_the_proxy_alone_and_the_workbench_has_few_rights() -> None:
    workbench, proxy = COMPOSE["services"]["workbench"], COMPOSE["services"]["proxy"]
    assert "ports" not in workbench
    assert proxy["ports"] == ["80:80", "443:443"]
    assert workbench["read_only"] is True
    assert workbench["cap_drop"] == ["ALL"]
    state, secrets = workbench["volumes"]
    assert state == "state:/state"
    assert secrets["source"].endswith(".streamlit/secrets.toml")
    assert (secrets["read_only"], secrets["bind"]) == (True, {"create_host_path": False})
    assert proxy["depends_on"]["workbench"]["condition"] == "service_healthy"
    command = json.loads(arguments_of("CMD")[0])
    assert workbench["command"][: len(command)] == command
    port = command[-1]
    assert f"workbench:{port}" in (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")


def test_the_files_say_who_must_be_able_to_read_the_secrets() -> None:
    (user,) = re.findall(r"useradd --uid (\d+)", DOCKERFILE)
    step = f"sudo chown {user} .streamlit/secrets.toml && sudo chmod 400 .streamlit/secrets.toml"
    for name in ("compose.yaml", "docs/deploy.md"):
        assert step in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads every file")
def test_secrets_that_cannot_be_read_end_the_server_in_one_line(tmp_path: Path) -> None:
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text("[auth]\n")
    secrets.chmod(0)
    done = run_images_command(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"{secrets}: cannot be read" in done.stderr


@pytest.mark.slow
def test_the_images_command_serves_and_its_health_check_agrees(tmp_path: Path) -> None:
    start = json.loads(arguments_of("CMD")[0])
    check = json.loads(arguments_of("HEALTHCHECK")[0].partition("CMD ")[2])
    command = (sys.executable, "-m", "refiner", *start[:-2])
    allowed = {"REFINER_LISTEN": "true", "PYTHONPATH": str(ROOT)}
    with running_workbench(
        tmp_path, allowed, command=command, port_option="--port", cwd=tmp_path
    ) as workbench:
        code = check[-1].replace(start[-1], str(workbench.port))
        environment = os.environ | {"no_proxy": "127.0.0.1"}
        assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
    assert subprocess.run([sys.executable, "-c", code], stderr=-3).returncode != 0


@pytest.mark.slow
def test_the_images_command_refuses_without_a_login(tmp_path: Path) -> None:
    done = run_images_command(tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(r"error: address 0\.0\.0\.0: .*there is no login.*\n", done.stderr)
