"""A cost is computed from known prices or not at all."""

from __future__ import annotations

import pytest

from refiner.config.settings import Settings
from refiner.llm.prices import cost_usd, likely_run_usd, price_source, total_usd


@pytest.mark.parametrize(
    ("model", "dollars"),
    [
        ("gpt-4o", 0.0125),
        ("gpt-4o-mini", 0.00075),
        ("gpt-4o-2024-11-20", 0.0125),  # a snapshot costs what its model costs
        ("a-model-of-our-own", None),
        ("", None),
    ],
)
def test_a_thousand_tokens_each_way_cost(model: str, dollars: float | None) -> None:
    cost = cost_usd(model, 1000, 1000)
    assert cost == (None if dollars is None else pytest.approx(dollars))


def test_a_call_without_tokens_has_no_known_cost() -> None:
    assert cost_usd("gpt-4o", 0, 0) is None


def test_one_unknown_cost_makes_the_sum_unknown() -> None:
    assert total_usd([0.1, 0.2]) == pytest.approx(0.3)
    assert total_usd([0.1, None]) is None


def test_the_default_models_have_a_price_and_a_long_talk_costs_more() -> None:
    models = Settings().model_analysis, Settings().model_coaching
    short, long = (likely_run_usd(*models, words, words // 16) for words in (500, 30_000))
    assert short is not None
    assert long is not None
    assert 0 < short < long < 1


def test_the_cost_of_a_model_without_a_price_is_unknown() -> None:
    assert likely_run_usd("a-model-of-our-own", "gpt-4o-mini", 500, 30) is None


def test_the_source_of_the_prices_has_its_version() -> None:
    assert price_source().startswith("genai-prices 0.")
