"""The shipped weights: small, for learnt forms alone, without a passage of speech."""

from __future__ import annotations

import math

import pytest

from refiner.analyst.features import LEARNT
from refiner.analyst.weights import WEIGHTS_PATH, chance_of, load_weights, logit_of
from refiner.detection.rules.table import RULE_LINES


def test_a_logit_is_the_sum_of_weights_that_are_there() -> None:
    assert logit_of({"a": 1.0, "b": 0.5, "c": 1.0}, {"a": 2.0, "b": -1.0}) == 1.5
    assert chance_of(0.0) == 0.5
    assert chance_of(-1e6) == pytest.approx(0.0)
    assert math.isclose(chance_of(2.0) + chance_of(-2.0), 1.0)


def test_the_weights_are_small_and_of_learnt_forms_alone() -> None:
    assert WEIGHTS_PATH.stat().st_size < 100_000
    assert {name.split("|")[0] for name in load_weights()} == set(LEARNT)


@pytest.mark.parametrize("form", LEARNT)
def test_a_weight_of_a_rule_belongs_to_a_line_that_is_in_the_table(form: str) -> None:
    """A line that was reworded since the training would lose its weight unseen."""
    lines = {f"{'filler' if x.filler else 'literal'}: {x.why}" for x in RULE_LINES[form]}
    named = {name.split("|")[1] for name in load_weights() if name.startswith(f"{form}|")}
    assert {n for n in named if ": " in n} <= lines
