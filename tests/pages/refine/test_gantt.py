"""The timing chart draws the run's own milliseconds."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pages.components.refine.gantt import LANES, describe_timing, gantt_figure
from pages.components.refine.live_gantt import build_live_gantt
from pages.components.shared.palette import DARK, LIGHT, Tones
from tests.support.sample_document import document, spans


def bars(made: Any, tones: Tones = LIGHT) -> dict[str, list[tuple[float, float]]]:
    """Start and end of every bar in each lane, in s."""
    trace = gantt_figure(made, tones).data[0]
    found: dict[str, list[tuple[float, float]]] = {}
    for place, start, width in zip(trace.y, trace.base, trace.x, strict=True):
        lane = LANES[len(LANES) - 1 - round(place)]
        found.setdefault(lane, []).append((start, round(start + width, 6)))
    return found


def test_every_call_is_drawn_in_its_lane_from_start_to_end() -> None:
    drawn = bars(document())
    assert drawn["Analysis"] == [(0.02, 35.3)]
    assert drawn["Coaching"] == [(0.02, 3.26)]
    assert drawn["Rewrite"] == [(35.31, 38.12)]
    assert set(drawn) == set(LANES)


def test_a_step_too_short_to_see_is_still_drawn_and_its_hover_tells_the_truth() -> None:
    trace = gantt_figure(document(), LIGHT).data[0]
    assert trace.x[0] > 0.004
    assert "took 0.00 s" in trace.customdata[0]


def test_the_early_decision_parts_the_analysis_into_its_sections() -> None:
    made = document(strategy="early")
    made["decision"] = made["decision"] | {"decided_at_ms": 20_000}
    drawn = bars(made)
    assert drawn["Analysis"] == [(0.02, 20), (20, 35.3)]


def test_parts_of_a_fan_out_share_the_lane_without_covering_each_other() -> None:
    made = document(strategy="fanout")
    parts = spans(*[("analysis", 20, 9_000 + n) for n in range(3)])
    for part, name in zip(parts, ("quality", "verdicts 1 of 2", "verdicts 2 of 2"), strict=True):
        part["part"] = name
    made["timings"]["spans"] = parts
    trace = gantt_figure(made, LIGHT).data[0]
    edges = sorted((y - w / 2, y + w / 2) for y, w in zip(trace.y, trace.width, strict=True))
    assert all(low[1] <= high[0] + 1e-9 for low, high in pairwise(edges))
    chart = build_live_gantt(parts, 10_000, 10_000)
    assert [(bar["slot"], bar["slots"]) for bar in chart["bars"]] == [(0, 3), (1, 3), (2, 3)]


def test_decision_line_and_sequential_ghost_stand_where_the_document_says() -> None:
    figure = gantt_figure(document(), LIGHT)
    places = {(shape.type, shape.x1) for shape in figure.layout.shapes}
    assert ("line", 35.31) in places
    assert ("rect", 41.36) in places
    assert ("line", document()["timings"]["advice_ready_ms"] / 1000) in places
    texts = [a.text for a in figure.layout.annotations]
    assert texts == ["in sequence: 41.4 s", "rewrite", "advice ready"]


def test_a_sequential_run_compares_nothing() -> None:
    texts = [
        a.text for a in gantt_figure(document(strategy="sequential"), LIGHT).layout.annotations
    ]
    assert not set(texts) & {"kept", "rewrite"}


def test_hover_tells_model_tokens_and_first_token() -> None:
    made = document(provider="openai")
    made["timings"]["spans"][2] |= {
        "model": "gpt-4o",
        "prompt_tokens": 2_000,
        "completion_tokens": 1,
        "first_token_ms": 700,
    }
    hover = gantt_figure(made, LIGHT).data[0].customdata[2]
    assert "model gpt-4o" in hover
    assert "first token at 0.70 s" in hover
    assert "read 2,000 tokens, wrote 1 token" in hover


def test_the_local_analyst_is_not_called_a_model() -> None:
    made = document(provider="local")
    made["timings"]["spans"][2]["model"] = "gpt-4o"
    assert "gpt-4o" not in gantt_figure(made, LIGHT).data[0].customdata[2]


def test_a_failed_call_is_red_and_patterned() -> None:
    made = document()
    made["timings"]["spans"][3]["status"] = "failed"
    trace = gantt_figure(made, LIGHT).data[0]
    assert trace.marker.color[3] == LIGHT.red
    assert trace.marker.pattern.shape[3] == "x"
    assert trace.text[3] == "failed"


def test_a_hostile_model_name_stays_text() -> None:
    made = document(provider="openai")
    made["timings"]["spans"][2]["model"] = "<a href='x'>"
    assert "<a" not in gantt_figure(made, LIGHT).data[0].customdata[2]


def test_both_grounds_have_their_own_tones() -> None:
    assert gantt_figure(document(), DARK).data[0].marker.color[2] == DARK.refined


def test_finding_states_what_was_saved() -> None:
    assert describe_timing(document()) == (
        "This run took 38.1 s; run sequentially, the same calls would have taken 41.4 s."
    )
