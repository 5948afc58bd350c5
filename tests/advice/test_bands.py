"""Rates are compared with published figures, and kinds of fillers are kept apart."""

from __future__ import annotations

import pytest

from refiner.advice.bands import BANDS, find_band
from refiner.insight.rates import measured_pace, rates_by_kind
from tests.support.sample_document import document


@pytest.mark.parametrize(
    ("rate", "name"),
    [
        (0.0, "hardly any"),
        (0.7, "hardly any"),
        (0.8, "fewer than average"),
        (3.3, "fewer than average"),
        (3.4, "more than average"),
        (6.7, "more than average"),
        (6.8, "more than twice the average"),
        (40.0, "more than twice the average"),
    ],
)
def test_a_rate_on_a_limit_belongs_to_the_lower_band(rate: float, name: str) -> None:
    assert find_band(rate).name == name


def test_bands_follow_one_another_and_the_last_has_no_end() -> None:
    limits = [b.upto for b in BANDS[:-1] if b.upto is not None]
    assert limits == sorted(limits)
    assert len(limits) == len(BANDS) - 1
    assert BANDS[-1].upto is None


def test_filled_pauses_and_markers_are_shown_apart_and_add_up() -> None:
    every, pauses, others = rates_by_kind(
        document("{+um} {+like} {-well} {?so} word word word word")
    )
    assert (every.fillers, pauses.fillers, others.fillers) == (3, 1, 2)
    assert every.per_100_words == pytest.approx(100 * 3 / 8, abs=0.05)
    assert every.per_minute == pytest.approx(60 * 3 / 40, abs=0.05)


def test_pace_is_given_only_if_the_length_is_known() -> None:
    made = document()
    assert measured_pace(made) == round(60 * made["words"] / 40)
    assert measured_pace(made | {"duration_source": "estimated"}) is None
