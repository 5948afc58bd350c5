"""A running run shows its advice the moment it is final."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from pages.components.refine.running import (
    describe_progress,
    describe_status,
    running_advice_html,
)
from refiner.decision import Decision
from refiner.model import Source, Transcript
from refiner.run.view import RunView
from refiner.timeline import CallSpan
from tests.support.sample_document import coaching

TALK = Transcript("Um, the plan is ready.", Source(None, "text", "0" * 64))
SPANS = (CallSpan("analysis", 10.0), CallSpan("coaching", 10.0, 3_000.0))
DECISION = Decision(False, "within", 3_500.0)
VIEW = RunView(7, "running", TALK, 9_000.0, spans=SPANS)


def test_final_advice_is_shown_while_the_analysis_is_still_being_written() -> None:
    advice: Any = coaching("preliminary", "Let the pauses work")
    view = replace(VIEW, coaching_text="", coaching=advice, advice_ready_ms=4_100.0)
    shown = running_advice_html(view)
    assert "Let the pauses work" in shown
    assert "Draft" not in shown
    assert "advice is final" in describe_status(view)
    assert "ready in 4.1 s" in describe_progress(replace(view, decision=DECISION))


def test_advice_that_is_not_final_is_marked_as_a_draft() -> None:
    view = replace(VIEW, coaching_text='{"headline": "Let the pauses work')
    assert "Draft, still being written" in running_advice_html(view)


def draw_a_long_run() -> None:
    from pages.components.refine.running import show_running
    from refiner.model import Source, Transcript
    from refiner.run.view import RunView

    talk = Transcript("um so it goes on " * 80_000, Source(None, "text", "0" * 64))
    show_running(RunView(7, "running", talk, 9_000.0))


def test_a_very_long_transcript_is_not_drawn_at_every_tick() -> None:
    at = AppTest.from_function(draw_a_long_run, default_timeout=30).run()
    assert not at.exception
    html = "".join(element.proto.body for element in at.get("html"))
    assert "A transcript of 400,000 words is shown when the run has ended." in html
    assert len(html) < 10_000
