"""A scale other than percent is read where the verdicts show it; otherwise a warning says so."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.detection.lexicon import lexicon_for
from refiner.llm.verdict_forms import read_verdict
from refiner.run.verdicts import Verdicts, list_words

TEXT = " ".join(
    [f"Um, point {n} of the plan is ready." for n in range(1, 6)]
    + [f"You know, the budget of week {n} is closed." for n in range(1, 6)]
)
LEXICON = lexicon_for("en")


def judge(*figures: Any, first: int = 1) -> Verdicts:
    """The verdicts on `TEXT` from word `first` on: 1 to 5 are "um", 6 to 10 "you know"."""
    verdicts = Verdicts(TEXT, list_words(TEXT, LEXICON), 0.5, LEXICON)
    for number, figure in enumerate(figures, first):
        verdicts.add(read_verdict([number, figure]))
    return verdicts


@pytest.mark.parametrize(
    ("figures", "probabilities"),
    [
        ((1, 0.9, 0.05, 0), [1.0, 0.9, 0.05, 0.0]),
        (("1", "0.9", "1", 0.4), [1.0, 0.9, 1.0, 0.4]),
        ((1.0, 90.0, 5.0, 0.0), [0.01, 0.9, 0.05, 0.0]),
        ((1, 90, 0.4, 0), [0.01, 0.9, 0.4, 0.0]),  # both: each as it is written
        ((1.0, 1, 0, 0), [1.0, 0.01, 0.0, 0.0]),
        (("1 %", 0.9, 0.4, 0), [0.01, 0.9, 0.4, 0.0]),
    ],
)
def test_a_one_means_what_the_other_verdicts_are(
    figures: tuple[Any, ...], probabilities: list[float]
) -> None:
    read = [filler.probability for filler in judge(*figures).fillers()[:4]]
    assert read == [pytest.approx(probability) for probability in probabilities]


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (judge(1, 0, 0, 1, 1), "if the model meant no and yes"),
        (judge(0, 0, 0, 90, first=3), "none of the 3 filled pauses"),
        (judge(9, 8, 10, 7, 9), "another scale"),
        (judge(9, 9, 1, 8, 0, first=6), "a scale to ten"),
        (judge(*[50] * 8), "all 8 verdicts of the analysis are 50 percent"),
    ],
)
def test_figures_that_may_not_be_percents_are_told(verdicts: Verdicts, words: str) -> None:
    (doubt,) = verdicts.doubts()
    assert words in doubt


@pytest.mark.parametrize(
    "verdicts",
    [
        judge(),
        judge(0, 0),  # so few pauses may be words
        judge(0, 0, 95),
        judge(10, 5, 2, 5, 10, first=6),  # all literal
        judge(9, 10, 5, 2, 0, first=6),
        judge(*[97] * 10),
        judge(*[50] * 7),
        judge(1, 0.9, 0.95, 1, 1),
    ],
)
def test_figures_that_are_percents_give_no_warning(verdicts: Verdicts) -> None:
    assert verdicts.doubts() == []
