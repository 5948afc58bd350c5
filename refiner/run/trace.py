"""A run that has ended, as a collector gets it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from refiner.config.settings import Settings
from refiner.errors import SettingsError
from refiner.llm.messages import rebuild_messages
from refiner.run.state import RunState
from refiner.run.view import RunView
from refiner.run_document import RunDocument
from refiner.telemetry import RunTrace, describe_decision
from refiner.timeline import CallSpan

_SPAN_FIELDS = tuple(field.name for field in fields(CallSpan))


def describe_run(view: RunView, settings: Settings, state: RunState | None) -> RunTrace:
    """`state` is None if the run was performed in a worker: then its answers are not known."""
    document = view.document
    sent = state.sent if state else []
    if document is not None and not sent:
        sent = document.get("sent") or []
    attributes: dict[str, Any] = {
        "refiner.run_id": view.run_id,
        "refiner.status": view.status,
        "refiner.strategy": settings.chosen_strategy,
        "refiner.policy": settings.policy,
        "refiner.threshold": settings.threshold,
        "refiner.words": view.transcript.words,
        **describe_decision(view.decision),
        **(_describe_result(document) if document else {}),
    }
    error = view.error or ("cancelled" if view.status == "cancelled" else None)
    return RunTrace(
        settings.chosen_provider,
        _server_of(settings),
        view.elapsed_ms,
        _read_spans(document) if document else view.spans,
        attributes,
        error,
        rebuild_messages(sent, view.transcript.text),
        state.answers if state else {},
    )


def _server_of(settings: Settings) -> tuple[str, int] | None:
    """Host and port of the models' server; None if they are in this process, or not an address."""
    if settings.chosen_provider != "openai":
        return None
    from refiner.llm.backends.addresses import OPENAI_URL, parse_address

    try:
        url = parse_address(settings.base_url or OPENAI_URL)
    except SettingsError:  # the run has failed by it
        return None
    return url.host, url.port or (443 if url.scheme == "https" else 80)


def _describe_result(document: RunDocument) -> dict[str, Any]:
    counts = document["counts"]
    figures = {
        "refiner.optimization": document["optimization"],
        "refiner.counts.rule": counts["rule"],
        "refiner.counts.ai": counts["ai"],
        "refiner.counts.difference": counts["difference"],
        "refiner.coaching_regenerated": document["coaching_regenerated"],
        "refiner.fallback_mode": document["fallback_mode"],
        "refiner.advice_ready_ms": document["timings"]["advice_ready_ms"],
        "gen_ai.usage.input_tokens": document["usage"]["prompt_tokens"],
        "gen_ai.usage.output_tokens": document["usage"]["completion_tokens"],
    }
    return {name: value for name, value in figures.items() if value is not None}


def _read_spans(document: RunDocument) -> list[CallSpan]:
    spans: list[dict[str, Any]] = [dict(span) for span in document["timings"]["spans"]]
    return [
        CallSpan(**{name: value for name, value in span.items() if name in _SPAN_FIELDS})
        for span in spans
    ]
