"""Scores: figures that can be checked by hand."""

import random
from collections.abc import Sequence
from typing import Any

import pytest

from refiner.evaluation import evaluate
from refiner.evaluation.gold import JudgedSpan, Sample
from refiner.evaluation.scores import (
    Prediction,
    Tally,
    calibration_of,
    f1_interval,
    outcomes_of,
    sessions_of,
)
from tests.support.gold_samples import ANN, SAMPLES


def keyword(texts: Sequence[str]) -> list[list[Prediction]]:
    """Counts "like", "well" and "um" at every place, surer of "um", and knows no other."""
    found = []
    for text in texts:
        low, spans = text.lower(), []
        for word, sure in (("like", 0.8), ("well", 0.6), ("um", 0.95)):
            at = low.find(word)
            while at >= 0:
                spans.append(Prediction(at, at + len(word), True, sure))
                at = low.find(word, at + 1)
        found.append(spans)
    return found


def report(confidence: float = 0.0) -> Any:
    detectors = {"keyword": keyword}
    return evaluate.evaluate(SAMPLES, "keyword", detectors, confidence=confidence)[0]


def test_scores_by_form_are_those_counted_by_hand() -> None:
    forms = report().forms
    assert forms["fp"].tally == Tally(hits=3)
    assert forms["like"].tally == Tally(hits=1, extra=2)
    assert forms["well"].tally == Tally(hits=1, extra=1)
    assert forms["you know"].tally == Tally(missed=1)
    assert (forms["like"].spans, forms["like"].fillers) == (3, 1)


def test_ambiguous_is_all_but_filled_pauses() -> None:
    found = report()
    assert found.ambiguous.tally == Tally(hits=2, extra=3, missed=1)
    assert found.ambiguous.tally.f1 == pytest.approx(4 / 8)
    assert found.overall.tally == Tally(hits=5, extra=3, missed=1)
    assert found.overall.tally.precision == pytest.approx(5 / 8)
    assert found.overall.tally.recall == pytest.approx(5 / 6)


def test_only_sessions_in_which_people_marked_a_filler_count() -> None:
    sessions = report().sessions
    # Ann: 5 counted, 5 marked. Ben: 2 counted, 1 marked. Cat said none.
    assert sessions.sessions == 2
    assert sessions.off == pytest.approx(1 / 2)
    assert sessions.near == 1.0  # Ben is one off


def test_a_verdict_that_is_not_sure_enough_does_not_count() -> None:
    assert report(confidence=0.7).forms["well"].tally == Tally(missed=1)


@pytest.mark.parametrize(
    ("counted", "human", "off"),
    [(5, 4, False), (10, 8, False), (5, 5, False), (4, 5, True), (11, 8, True), (0, 1, True)],
)
def test_off_means_more_than_a_fifth_of_the_count(counted: int, human: int, off: bool) -> None:
    both = max(counted, human)
    judged = tuple(JudgedSpan(i, i + 1, "x", "like", i < human) for i in range(both))
    found = [Prediction(i, i + 1) for i in range(counted)]
    outcomes = outcomes_of(0, Sample("s", "x" * both, judged), found, 0.7)
    assert sessions_of(outcomes).off == float(off)


def test_a_prediction_is_positive_where_it_overlaps() -> None:
    judged = (JudgedSpan(4, 8, "know", "x", True), JudgedSpan(10, 12, "ab", "x", True))
    gold = Sample("s", "you know, abc", judged)
    wide = [Prediction(0, 8), Prediction(12, 13)]  # the second only touches
    assert [o.counted for o in outcomes_of(0, gold, wide, 0.7)] == [True, False]


def test_calibration_compares_stated_and_observed_probabilities() -> None:
    bins, error = calibration_of(
        [o for i, s in enumerate(SAMPLES) for o in outcomes_of(i, s, in_order(s), 0.7)]
    )
    table = [(b.verdicts, b.confidence, b.accuracy) for b in bins]
    expected = [(2, 0.6, 1 / 2), (3, 0.8, 1 / 3), (3, 0.95, 1.0)]
    assert [pytest.approx(row) for row in expected] == table
    assert error == pytest.approx((2 * 0.1 + 3 * (0.8 - 1 / 3) + 3 * 0.05) / 8)


def in_order(gold: Sample) -> list[Prediction]:
    return sorted(keyword([gold.text])[0], key=lambda p: p.start)


def test_a_detector_without_confidence_has_no_calibration() -> None:
    assert calibration_of(outcomes_of(0, ANN, [Prediction(0, 2)], 0.7)) == ([], None)


def test_intervals_are_drawn_by_conversation() -> None:
    outcomes = [o for i, s in enumerate(SAMPLES) for o in outcomes_of(i, s, in_order(s), 0.0)]
    low, high = f1_interval(SAMPLES, outcomes, random.Random(1))
    # Only "one" (Ann and Ben) and "two" (Cat) are drawn: all of "two" alone gives 0.
    assert low == 0.0
    assert high == Tally.of([o for o in outcomes if o.sample < 2]).f1
