"""The model calls of a run, from the spans of its document."""

from __future__ import annotations

from collections.abc import Iterable

from refiner.run_document import RunDocument, SpanDict
from refiner.timeline import sequential_ms


def ended_calls(document: RunDocument, name: str) -> list[SpanDict]:
    """The ended calls of a step; of a part that was requested twice the last, which counts."""
    spans = document["timings"]["spans"]
    ended = (s for s in spans if s["name"] == name and s["end_ms"] is not None)
    return list({s.get("part", ""): s for s in ended}.values())


def total_ms(spans: Iterable[SpanDict]) -> float:
    """What these calls take one after another."""
    return float(sequential_ms((s["start_ms"], s["end_ms"]) for s in spans))


def end_ms(spans: Iterable[SpanDict]) -> float:
    """When the last of these ended calls was over, in ms since the run began."""
    return max(s["end_ms"] or s["start_ms"] for s in spans)
