"""Replays of a run under the other strategies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages.components.refine.replays import describe_replays, replays_figure
from pages.components.shared.palette import LIGHT
from refiner.insight.counterfactual import replay_strategies
from tests.support.sample_document import document


def test_replays_stand_on_one_axis_with_their_totals() -> None:
    made = document(strategy="early")
    made["decision"] = made["decision"] | {"decided_at_ms": 20_000}
    found = replay_strategies(made)
    figure = replays_figure(found, "early", LIGHT)
    ends = [b + x for b, x in zip(figure.data[0].base, figure.data[0].x, strict=True)]
    assert max(ends) == pytest.approx(max(r.total_ms for r in found) / 1000)
    assert any("this run" in text for text in figure.layout.yaxis.ticktext)
    assert describe_replays(found).startswith("Early decision takes 35.3 s, 2.8 s less than")


def test_costs_that_read_alike_are_called_the_same() -> None:
    made = document(strategy="early")
    made["decision"] = made["decision"] | {"decided_at_ms": 20_000}
    found = [replace(replay, cost_usd=0.0043) for replay in replay_strategies(made)]
    assert describe_replays(found).endswith(", for the same cost.")
