"""Two detectors on one gold file: differences on the same conversations, with intervals."""

import random

import pytest

from refiner.evaluation.comparison import (
    Evaluated,
    change_values,
    compare_with_first,
    comparison_table,
)
from refiner.evaluation.evaluate import evaluate
from refiner.evaluation.scores import Prediction
from tests.support.gold_samples import sample

WORDS = "So it was, like, huge. I like it."


def gold(conversations):
    judged = (("like", "like", True), ("like", "like", False))
    return [sample(f"set/{n}-A", WORDS, *judged) for n in range(conversations)]


def finds(share):
    """A detector that finds the filler in this share of the texts, and nothing else."""

    def detect(texts):
        hits = random.Random(1).sample(range(len(texts)), round(share * len(texts)))
        return [[Prediction(11, 15)] if n in hits else [] for n in range(len(texts))]

    return detect


def compared(*shares, conversations=60):
    samples = gold(conversations)
    detectors = {f"finds {share:.0%}": finds(share) for share in shares}
    found = [Evaluated(*evaluate(samples, name, detectors)) for name in detectors]
    return found, compare_with_first(samples, found)


def test_a_clear_difference_is_beyond_chance_and_a_small_one_is_not():
    _, (much, little) = compared(0.5, 0.9, 0.52)
    assert much.change == pytest.approx(2 * 0.9 / 1.9 - 2 * 0.5 / 1.5)
    assert 0 < much.low < much.change < much.high
    assert much.is_beyond_chance
    assert not little.is_beyond_chance


def test_the_interval_is_of_the_same_conversations():
    """What only one finds is few conversations, so the interval is narrower than of either F1."""
    (first, _), (change,) = compared(0.5, 0.55)
    low, high = first.report.ambiguous.f1_95
    assert change.high - change.low < (high - low) / 2


def test_one_table_has_a_line_for_each_detector():
    found, changes = compared(0.5, 0.9)
    head, _, titles, *lines = comparison_table(found, changes).splitlines()
    assert head == "2 detectors, 60 transcripts, as written"
    assert titles.split() == ["detector", "F1", "95%", "from", "the", "first", "sessions", "off"]
    assert [line[:9] for line in lines] == ["finds 50%", "finds 90%"]
    (values,) = change_values(changes)
    assert f"{values['f1_change']:+.3f}" in lines[1]
    assert values["beyond_chance"] is True
