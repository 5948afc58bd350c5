"""A silent call is reported while it is silent, and a reason names what failed."""

from __future__ import annotations

from refiner.config.settings import Settings
from refiner.llm.backends.scripted import Scene, Script, ScriptedBackend
from refiner.run.session import Session
from tests.support.talks import advice, analysis_answer, scripted_talk
from tests.support.virtual_time import run_virtual

SILENT = Scene(analysis_answer(10, 9), first_s=100)
SCRIPT: Script = {"analysis": SILENT, "coaching": advice(), "regeneration": advice()}


def run(script: Script, **changes):
    settings = Settings(provider="local", log=None).with_changes(**changes)
    session = Session(scripted_talk(10, 9), settings, None, echo=False)
    run_virtual(session.run(lambda _: ScriptedBackend(script)))
    assert session.document
    return session


def test_a_call_that_stalls_is_reported_when_it_does_and_in_the_warnings():
    session = run(SCRIPT)
    stalls = [note for note in session.view().notes if "no answer" in note]
    assert stalls == ["analysis: no answer for 45 s", "analysis: no answer for 90 s"]
    assert session.document["warnings"] == ["analysis: no answer for 90 s"]


def test_an_answer_with_short_pauses_stalls_never():
    slow = Scene(analysis_answer(10, 9), first_s=40, pause_s=5, piece_chars=400)
    session = run({**SCRIPT, "analysis": slow})
    assert [note for note in session.view().notes if "no answer" in note] == []
    assert session.document["counts"]["ai"] == 9


def test_a_sequential_run_that_hangs_says_why_there_is_no_advice():
    hangs = Scene(analysis_answer(10, 9), first_s=1000)
    document = run({**SCRIPT, "analysis": hangs}, strategy="sequential", timeout_s=20.0).document
    assert document["fallback_reason"] == (
        "rule-based counts: not finished within the 20 s of this run; then template coaching: "
        "not requested, since the analysis gave no counts "
        "(not finished within the 20 s of this run)"
    )
