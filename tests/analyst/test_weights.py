"""The shipped weights: small, calibrated, without a passage of speech."""

from __future__ import annotations

import json

from refiner.analyst.weights import WEIGHTS_PATH, Steps, load_weights


def test_confidence_is_the_share_of_its_step() -> None:
    steps = Steps(0.5, (0.2, 0.5, 0.9), (0.95, 0.6, 0.7, 0.97))
    chances = (0.0, 0.2, 0.49, 0.5, 0.89, 0.9, 1.0)
    assert [steps.confidence(c) for c in chances] == [0.95, 0.6, 0.6, 0.7, 0.7, 0.97, 0.97]


def test_shipped_steps_rise_with_the_chance_of_a_filler() -> None:
    steps = load_weights().steps
    low = [s for e, s in zip((0.0, *steps.edges), steps.shares, strict=True) if e < steps.bar]
    high = [s for e, s in zip((0.0, *steps.edges), steps.shares, strict=True) if e >= steps.bar]
    assert low == sorted(low, reverse=True)
    assert high == sorted(high)


def test_a_verdict_that_is_a_filler_can_pass_the_bar_of_a_run() -> None:
    """Else the analyst's own bar would be a dead letter: see docs/accuracy.md."""
    steps = load_weights().steps
    assert steps.confidence(steps.bar) >= 0.7


def test_the_weights_are_small_and_hold_no_passage_of_speech() -> None:
    assert WEIGHTS_PATH.stat().st_size < 2_000_000
    words = json.loads(WEIGHTS_PATH.read_text(encoding="utf-8"))["words"]["tags"]
    for listed in words.values():
        assert listed.split() == sorted(set(listed.split()))
