"""Scores follow what the text shows."""

from __future__ import annotations

import re

import pytest

from refiner.advice.habits import TextIndex
from refiner.analyst.quality import Measures, measure, scores


def measured(text: str, fillers: int = 0, duration_s: float | None = None) -> Measures:
    return measure(TextIndex(text), fillers, duration_s)


PLAIN = "We met at noon by the old mill. The river was high that spring, and nobody had slept. " * 6


def test_scores_follow_what_the_text_shows() -> None:
    base = scores(measured(PLAIN))
    assert scores(measured(PLAIN, fillers=6))["fluency"] < base["fluency"]
    assert scores(measured(PLAIN + "We we left left it it. " * 3))["fluency"] < base["fluency"]
    assert scores(measured(PLAIN + "I think maybe perhaps. " * 3))["clarity"] < base["clarity"]
    joined = PLAIN.replace("mill. The", "mill and the").replace(", and nobody", " and nobody")
    longer = joined.replace("slept. We", "slept and we", 5)
    assert scores(measured(longer + "It ended. We left. "))["clarity"] < base["clarity"]
    assert scores(measured("the same word " * 60))["engagement"] < base["engagement"]


@pytest.mark.parametrize(
    ("pace", "pacing"), [(150, 100), (130, 100), (170, 100), (200, 70), (100, 70), (400, 0)]
)
def test_pacing_is_best_at_an_easy_pace(pace: float, pacing: float) -> None:
    m = measured(PLAIN)
    assert scores(measured(PLAIN, duration_s=60 * m.words / pace))["pacing"] == pacing


def test_text_without_full_stops_is_not_scored_on_its_sentences() -> None:
    raw = measured(re.sub(r"[.,]", "", PLAIN).lower())
    assert raw.sentence_words is None
    assert raw.sentence_spread is None
    assert scores(raw)["pacing"] == 70
    assert scores(raw)["clarity"] == 100
