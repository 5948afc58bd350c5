"""Spans as a collector gets them: from the program's own process, decoded from the wire."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.llm.prompts import PROMPT_VERSION
from refiner.run.session import Session
from refiner.telemetry import CONTENT_SWITCH, RunTrace, is_traced, send_trace
from tests.support.collector import Collector, attributes_of, collecting
from tests.support.loopback import Loopback, Reply, error, serving
from tests.support.talks import advice, analysis_answer, scripted_talk

ROOT = Path(__file__).parents[1]
TALK = scripted_talk(3, 1)


@contextmanager
def model_and_collector(**replies: Reply) -> Iterator[tuple[Loopback, Collector]]:
    script = {
        "analysis": Reply(analysis_answer(3, 1), first_s=0.1),
        "coaching": Reply(advice()),
        "regeneration": Reply(advice()),
    } | replies
    with serving(script) as server, collecting() as collector:
        yield server, collector


def run_program(folder: Path, server: Loopback, extra: Mapping[str, str]) -> None:
    """A run of the command line in a process of its own."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "OPENAI_BASE_URL": server.url,
        "REFINER_DB": str(folder / "runs.db"),
        "REFINER_LOG": str(folder / "refiner.log"),
        "REFINER_STRATEGY": "early",
    }
    subprocess.run(
        [sys.executable, "-m", "refiner", "run", "-", "--json"],
        input=TALK.text,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment | dict(extra),
        timeout=60,
        check=True,
    )


def run_session(server: Loopback) -> Session:
    settings = Settings(provider="openai", strategy="early", cache=False, db=None, log=None)
    session = Session(TALK, settings.with_changes(base_url=server.url), None, echo=False)
    asyncio.run(session.run())
    assert session.document is not None
    return session


def by_name(collector: Collector) -> dict[str, Any]:
    """Each span with its attributes; calls by what they are for."""
    found = {}
    for span in collector.spans:
        attributes = attributes_of(span)
        found[attributes.get("refiner.call", span.name)] = (span, attributes)
    return found


@pytest.mark.slow
def test_a_run_and_its_calls_are_spans_without_a_word_of_the_talk(tmp_path: Path) -> None:
    with model_and_collector() as (server, collector):
        run_program(tmp_path, server, {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url})
        spans = by_name(collector)
    assert set(collector.paths) == {"/v1/traces"}
    assert collector.resource["service.name"] == "speech-refiner"
    run_span, run_values = spans.pop("invoke_workflow speech-refiner")
    assert sorted(spans) == ["analysis", "coaching", "regeneration"]
    wanted = {
        "gen_ai.operation.name": "invoke_workflow",
        "gen_ai.agent.name": "speech-refiner",
        "refiner.status": "done",
        "refiner.counts.rule": 3,
        "refiner.counts.ai": 1,
        "refiner.decision.regenerate": True,
        "refiner.coaching_regenerated": True,
        "gen_ai.usage.input_tokens": 3000,
        "gen_ai.usage.output_tokens": 600,
    }
    assert {name: run_values[name] for name in wanted} == wanted
    span, values = spans["analysis"]
    wanted = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.output.type": "json",
        "gen_ai.prompt.name": "speech_analysis",
        "gen_ai.prompt.version": PROMPT_VERSION,
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 200,
        "gen_ai.response.id": "c1",
        "gen_ai.response.finish_reasons": ["stop"],
        "server.address": "127.0.0.1",
        "server.port": server.port,
    }
    assert {name: values[name] for name in wanted} == wanted
    assert span.name == f"chat {values['gen_ai.request.model']}"
    assert 0.1 <= values["gen_ai.response.time_to_first_chunk"] < 5
    for call, _ in spans.values():
        assert (call.trace_id, call.parent_span_id) == (run_span.trace_id, run_span.span_id)
        assert run_span.start_time_unix_nano <= call.start_time_unix_nano
        assert call.start_time_unix_nano <= call.end_time_unix_nano
        assert call.end_time_unix_nano <= run_span.end_time_unix_nano
    for words in (b"of the plan", b"You judge", b"Begin with the noun"):
        assert words not in collector.raw


@pytest.mark.slow
def test_messages_and_answers_are_sent_with_the_standards_own_switch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with model_and_collector() as (server, collector):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv(CONTENT_SWITCH, "SPAN_ONLY")
        run_session(server)
        _, values = by_name(collector)["analysis"]
    (system,) = json.loads(values["gen_ai.system_instructions"])
    assert system["content"].startswith("You judge")
    ((question,),) = (m["parts"] for m in json.loads(values["gen_ai.input.messages"]))
    assert json.loads(question["content"])["transcript"].startswith("[1:Um], point 1")
    ((answer,),) = (m["parts"] for m in json.loads(values["gen_ai.output.messages"]))
    assert json.loads(answer["content"]) == analysis_answer(3, 1)


@pytest.mark.slow
def test_an_answer_that_ends_without_a_reason_is_given_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unexplained = Reply(analysis_answer(3, 1), finish=None)
    with model_and_collector(analysis=unexplained) as (server, collector):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv(CONTENT_SWITCH, "true")
        run_session(server)
        _, values = by_name(collector)["analysis"]
    assert "gen_ai.response.finish_reasons" not in values
    (message,) = json.loads(values["gen_ai.output.messages"])
    assert message["finish_reason"] == "unknown"


@pytest.mark.slow
def test_a_failed_call_is_an_error_with_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = error(401, message="no such key")
    with model_and_collector(analysis=refused) as (server, collector):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        run_session(server)
        spans = by_name(collector)
    span, values = spans["analysis"]
    assert (span.status.code, values["error.type"]) == (2, "denied")
    run_span, run_values = spans["invoke_workflow speech-refiner"]
    assert run_span.status.code == 0  # it ended in a result
    assert run_values["refiner.fallback_mode"] is True


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "a collector"])
def test_a_missing_collector_is_reported_and_costs_no_result(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, endpoint: str
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    with model_and_collector() as (server, _):
        assert run_session(server).status == "done"
    lost = "spans are lost: the collector of OTEL_EXPORTER_OTLP_ENDPOINT did not take them"
    assert send_trace(RunTrace("local", None, 1.0, [], {})) == lost
    assert [r.levelname for r in caplog.records if r.name.startswith("opentelemetry")] == [
        "ERROR",
        "ERROR",
    ]


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "OTEL_EXPORTER_OTLP_PROTOCOL=grpc"),
        (
            {
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/json",
            },
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/json",
        ),
    ],
)
def test_another_protocol_is_named_and_not_tried(monkeypatch, environ, named):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    warning = f"spans are not sent: {named} is not supported, http/protobuf is"
    assert send_trace(RunTrace("local", None, 1.0, [], {})) == warning


@pytest.mark.parametrize(
    ("environ", "traced"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c", "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_nothing_is_sent_unless_an_endpoint_is_configured(monkeypatch, tmp_path, environ, traced):
    monkeypatch.chdir(tmp_path)
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert is_traced() is traced
