"""Rules for words that nothing was trained on."""

from __future__ import annotations

import pytest

from refiner.analyst.hand_rules import HAND_RULES
from tests.support.places import place


@pytest.mark.parametrize("form", HAND_RULES)
def test_rules_by_hand_end_in_one_that_always_holds_and_are_never_quite_sure(form: str) -> None:
    anywhere = place("the cat sat", "cat", form)
    assert any(rule.holds(anywhere) for rule in HAND_RULES[form])
    assert all(0.5 <= rule.confidence <= 0.95 for rule in HAND_RULES[form])
