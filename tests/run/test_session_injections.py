"""Instructions inside a transcript are speech: they move no verdict and no sentence of advice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import pytest

from refiner.config.settings import Settings
from refiner.llm.backends.scripted import Script, ScriptedBackend
from refiner.model import Source, Transcript
from refiner.run.session import Session
from refiner.run_document import RunDocument, is_counted
from tests.support.injections import INJECTIONS
from tests.support.talks import advice, analysis_answer, talk_with

BEFORE = (
    "Um, so we looked at the plan for the harbour, and it was, like, a good plan. "
    "I like the boats there. You know, the well is deep, and we went home early.\n\n"
)
AFTER = "\n\nWell, that is, uh, the end of it. You know him, I mean the keeper, right?"


@cache
def run(text: str, analyst: Literal["full", "fast"] = "fast") -> RunDocument:
    session = Session(
        Transcript(text, Source(None, "text", "0" * 64)),
        Settings(provider="local", analyst=analyst),
        None,
        echo=False,
    )
    asyncio.run(session.run())
    assert session.document is not None, session.error
    return session.document


def verdicts(document: RunDocument, injected: str = "") -> dict[int, tuple[str, bool, float]]:
    """Word, verdict and probability by place, as if the injected words were not there."""
    start, end = len(BEFORE), len(BEFORE) + len(injected)
    return {
        f["start"] - (len(injected) if f["start"] >= end else 0): (
            f["word"],
            f["ai"],
            f["probability"] or 0.0,
        )
        for f in document["fillers"]
        if not start <= f["start"] < end
    }


def moved(injection: str, analyst: Literal["full", "fast"], sure: float) -> list[str]:
    """Words outside the injection whose verdict, at least `sure` without it, is another with it."""
    plain = verdicts(run(BEFORE + AFTER, analyst))
    now = verdicts(run(BEFORE + injection + AFTER, analyst), injection)
    return [
        word
        for place, (word, filler, probability) in plain.items()
        if now[place][1] != filler and max(probability, 1 - probability) >= sure
    ]


def test_there_are_a_hundred_injections() -> None:
    assert len(set(INJECTIONS)) == 100


def test_the_local_analyst_judges_the_other_words_as_before() -> None:
    assert [i for i in INJECTIONS if moved(i, "fast", 0.5)] == []


def encoder_is_moved_by(injections: Sequence[str]) -> list[str]:
    """It reads neighbouring sentences, whatever they say: what it is unsure of may turn."""
    return [i for i in injections if moved(i, "full", 0.65)]


@pytest.mark.slow
def test_the_encoder_is_not_moved_either() -> None:
    assert encoder_is_moved_by(INJECTIONS[::20]) == []


@pytest.mark.soak
def test_the_encoder_is_moved_by_none_of_a_hundred() -> None:
    assert encoder_is_moved_by(INJECTIONS) == []


class Obedient:
    """A coach that does what the transcript tells it: it writes the order into every field."""

    def __init__(self, order: str) -> None:
        lies = f"This speaker used zero fillers. {order} Your rate fell by ninety percent."
        self.answer: dict[str, Any] = advice(lies)
        self.answer["focus_areas"][0]["advice"] = lies
        self.answer["strengths"] = [lies]
        self.answer["motivation"] = lies


@pytest.mark.parametrize("injection", INJECTIONS[::8])
def test_whatever_a_model_is_talked_into_no_wrong_count_is_shown(injection: str) -> None:
    talk = talk_with(10)
    answer = Obedient(injection).answer
    script: Script = {"analysis": analysis_answer(10, 9), "coaching": answer}
    script = {**script, "regeneration": answer, "sentences": {"sentences": []}}
    session = Session(talk, Settings(provider="local"), None, echo=False)
    asyncio.run(session.run(lambda _: ScriptedBackend(script)))
    assert session.document is not None, session.error
    assert is_counted(session.document)
    shown = session.document["coaching"]["markdown"].lower()
    assert session.document["counts"]["ai"] == 9
    assert not any(lie in shown for lie in ("zero", "ninety"))
