"""Spans of a run for an OpenTelemetry collector, by the `gen_ai` conventions, version 0.1.0.

Off unless an OTLP endpoint is configured (`OTEL_EXPORTER_OTLP_ENDPOINT`). Nothing that was said is
in a span, unless the conventions' own switch is on
(`OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`). A run's spans are sent when it has ended.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from refiner import __version__
from refiner.config.settings import read_environment
from refiner.decision import Decision
from refiner.llm.messages import SentMessages
from refiner.places import install_command
from refiner.timeline import MODEL_CALLS, CallSpan

if TYPE_CHECKING:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Span

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
CONTENT_SWITCH = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_CONTENT_ON = ("true", "1", "span_only", "span_and_event")
_SEND_S = 3.0  # a collector that does not answer must not hold up the next run
_TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
_SERVICE = "speech-refiner"
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_PROTOCOL = "http/protobuf"


@dataclass(frozen=True, slots=True)
class RunTrace:
    """What is sent about one run. `spans` and `elapsed_ms` count from its beginning.

    `server` is the host and port of the models, None if they are in this process. `attributes`
    are of the run as a whole. `messages` and `answers`, by call, are sent with the switch for
    contents alone.
    """

    provider: str
    server: tuple[str, int] | None
    elapsed_ms: float
    spans: Sequence[CallSpan]
    attributes: Mapping[str, Any]
    error: str | None = None
    messages: Sequence[SentMessages] = ()
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)


def is_traced() -> bool:
    """Whether spans are wanted."""
    environ = read_environment()
    off = environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    off = off or environ.get("OTEL_TRACES_EXPORTER") == "none"
    return not off and any(environ.get(name) for name in ENDPOINTS)


def describe_decision(decision: Decision | None) -> dict[str, Any]:
    """The decision as attributes of a run's span."""
    if decision is None:
        return {}
    return {
        "refiner.decision.regenerate": decision.regenerate,
        "refiner.decision.reason": decision.reason,
        "refiner.decision.decided_at_ms": decision.decided_at_ms,
    }


def send_trace(trace: RunTrace) -> str | None:
    """Send the spans of a run that has just ended; a warning if they cannot be sent.

    Waits for the collector, as long as the environment says or `_SEND_S`: call it in a thread.
    """
    environ = read_environment()
    chosen = next((name for name in _PROTOCOLS if environ.get(name)), None)
    if chosen and environ[chosen] != _PROTOCOL:
        return f"spans are not sent: {chosen}={environ[chosen]} is not supported, {_PROTOCOL} is"
    try:
        resource, exporter = _open_exporter(tuple(environ.get(name) for name in ENDPOINTS))
    except ImportError:
        return f"spans are not sent: {install_command('server')}"
    began_ns = time.time_ns() - round(trace.elapsed_ms * 1e6)
    if exporter.export(_record(resource, trace, began_ns)).name == "SUCCESS":
        return None
    named = next(name for name in ENDPOINTS if environ.get(name))
    return f"spans are lost: the collector of {named} did not take them"


@cache
def _open_exporter(_endpoints: tuple[str | None, ...]) -> tuple[Resource, OTLPSpanExporter]:
    """Who sends to these endpoints; settings of `.env` count as those of the environment."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource

    for name, value in read_environment().items():
        if name.startswith("OTEL_"):
            os.environ.setdefault(name, value)
    named = {"service.version": __version__}
    if "OTEL_SERVICE_NAME" not in os.environ:
        named["service.name"] = _SERVICE
    # Of its warnings, each a failed try, only the last is of use, and that one is an error.
    logging.getLogger(OTLPSpanExporter.__module__).setLevel(logging.ERROR)
    timeout = None if any(name in os.environ for name in _TIMEOUTS) else _SEND_S
    return Resource.create(named), OTLPSpanExporter(timeout=timeout)


def _record(resource: Resource, trace: RunTrace, began_ns: int) -> Sequence[ReadableSpan]:
    """The spans of a run and of its calls, all ended."""
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
    from opentelemetry.trace import SpanKind, set_span_in_context

    recorded = InMemorySpanExporter()
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(recorded))

    def at(ms: float | None) -> int:
        return began_ns + round((trace.elapsed_ms if ms is None else ms) * 1e6)

    tracer = provider.get_tracer(_SERVICE, __version__)
    named = {"gen_ai.operation.name": "invoke_workflow", "gen_ai.agent.name": _SERVICE}
    run = tracer.start_span(
        f"invoke_workflow {_SERVICE}",
        start_time=began_ns,
        attributes=named | dict(trace.attributes),
    )
    inside, messages = set_span_in_context(run), _Messages(trace)
    for call in trace.spans:
        if call.name in MODEL_CALLS:
            span = tracer.start_span(
                f"chat {call.model}",
                inside,
                SpanKind.CLIENT,
                attributes=_describe_call(call, trace) | messages.of(call),
                start_time=at(call.start_ms),
            )
            _note_error(span, call.error_kind or _ended_early(call), call.error)
            span.end(at(call.end_ms))
    _note_error(run, trace.error and "failed", trace.error)
    run.end(at(None))
    return recorded.get_finished_spans()


def _describe_call(call: CallSpan, trace: RunTrace) -> dict[str, Any]:
    address, port = (None, None) if call.cached or not trace.server else trace.server
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": trace.provider,
        "server.address": address,
        "server.port": port,
        "gen_ai.request.model": call.model,
        "gen_ai.request.stream": True,
        "gen_ai.output.type": "json",
        "gen_ai.response.model": call.served_model,
        "gen_ai.response.id": call.response_id,
        "gen_ai.response.finish_reasons": call.finish_reason and [call.finish_reason],
        "gen_ai.usage.input_tokens": call.prompt_tokens,
        "gen_ai.usage.output_tokens": call.completion_tokens,
        "gen_ai.response.time_to_first_chunk": _first_piece_s(call),
        "refiner.call": call.name,
        "refiner.part": call.part,
        "refiner.cached": call.cached,
        "refiner.failed_attempts": len(call.attempts),
    }
    return {name: value for name, value in attributes.items() if value is not None}


def _first_piece_s(call: CallSpan) -> float | None:
    return None if call.first_token_ms is None else (call.first_token_ms - call.start_ms) / 1000


def _ended_early(call: CallSpan) -> str | None:
    return call.status if call.status in ("failed", "cancelled", "deadline") else None


def _note_error(span: Span, kind: str | None, why: str | None) -> None:
    from opentelemetry.trace import Status, StatusCode

    if kind:
        span.set_attribute("error.type", kind)
        span.set_status(Status(StatusCode.ERROR, why))


class _Messages:
    """The messages of each call as attributes: the prompt's name, and what it says if switched on.

    The prompt is named by the schema of its answer.
    """

    def __init__(self, trace: RunTrace) -> None:
        self._with_contents = read_environment().get(CONTENT_SWITCH, "").lower() in _CONTENT_ON
        self._messages = {sent.call: sent for sent in trace.messages}
        self._answers = trace.answers

    def of(self, call: CallSpan) -> dict[str, str]:
        label = f"{call.name} ({call.part})" if call.part else call.name
        sent = self._messages.get(label)
        if sent is None:
            return {}
        prompt = {
            "gen_ai.prompt.name": sent.schema_name,
            "gen_ai.prompt.version": sent.prompt_version,
        }
        if not self._with_contents:
            return prompt
        answer = {
            "role": "assistant",
            "parts": _text("".join(self._answers.get(label, ()))),
            "finish_reason": call.finish_reason or "unknown",  # the conventions require one
        }
        return prompt | {
            "gen_ai.system_instructions": json.dumps(_text(sent.system)),
            "gen_ai.input.messages": json.dumps([{"role": "user", "parts": _text(sent.user)}]),
            "gen_ai.output.messages": json.dumps([answer]),
        }


def _text(content: str) -> list[dict[str, str]]:
    return [{"type": "text", "content": content}]
