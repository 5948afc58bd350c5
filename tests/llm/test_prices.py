"""A cost is told from the table or not at all."""

from __future__ import annotations

import pytest

from refiner.llm.prices import USD_PER_MILLION, cost_usd


@pytest.mark.parametrize(
    ("model", "dollars"),
    [
        ("gpt-4o", 0.0125),
        ("gpt-4o-mini", 0.00075),
        ("gpt-4o-2024-11-20", 0.0125),  # a snapshot costs what its model costs
        ("gpt-4o-mini-2024-07-18", 0.00075),
        ("gpt-4o-audio", None),
        ("llama3.2", None),
        ("", None),
    ],
)
def test_a_thousand_tokens_each_way_cost(model: str, dollars: float | None) -> None:
    cost = cost_usd(model, 1000, 1000)
    assert cost == (None if dollars is None else pytest.approx(dollars))


def test_every_model_of_the_table_charges_more_for_answers_than_for_questions() -> None:
    assert all(0 < prompt < completion for prompt, completion in USD_PER_MILLION.values())
