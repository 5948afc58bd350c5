"""What the page says of a paid run before it starts."""

from __future__ import annotations

import pytest

from pages.components.shared.run_options import describe_likely_cost
from refiner.config.settings import Settings


def test_the_likely_cost_of_a_talk_is_given_with_the_source_of_the_prices() -> None:
    sentence = describe_likely_cost(Settings(), 2_000)
    assert "for a talk of 2,000 words" in sentence
    assert "$0.0" in sentence
    assert "genai-prices" in sentence


@pytest.mark.parametrize("model", ["a-model-of-our-own", ""])
def test_an_unknown_price_does_not_count_as_nothing(model: str) -> None:
    assert "not known" in describe_likely_cost(Settings(model_analysis=model), 2_000)
