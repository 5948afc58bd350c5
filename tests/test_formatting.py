"""Numbers read the same everywhere."""

from __future__ import annotations

import pytest

from refiner.formatting import count, duration, length, money, percent


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [(0.2, "20 %"), (8 / 15, "53.3 %"), (0.0, "0 %"), (1.0, "100 %"), (0.005, "0.5 %")],
)
def test_percent_has_at_most_one_decimal(fraction: float, shown: str) -> None:
    assert percent(fraction) == shown


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [
        (None, "–"),
        (12.4, "12 ms"),
        (340, "0.3 s"),
        (35_280, "35.3 s"),
        (99_940, "99.9 s"),
        (250_000, "4 min 10 s"),
    ],
)
def test_durations_use_the_unit_that_people_would(milliseconds: float | None, shown: str) -> None:
    assert duration(milliseconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(40, "40 s"), (59.6, "1 min"), (324, "5 min 24 s"), (3600, "1 h"), (3900, "1 h 5 min")],
)
def test_lengths_of_talks(seconds: float, shown: str) -> None:
    assert length(seconds) == shown


@pytest.mark.parametrize(
    ("usd", "shown"),
    [(None, "cost unknown"), (0.0, "$0.00"), (0.0143, "$0.0143"), (1.5, "$1.50")],
)
def test_unknown_cost_is_never_zero(usd: float | None, shown: str) -> None:
    assert money(usd) == shown


def test_one_is_singular_and_thousands_are_grouped() -> None:
    assert [count(n, "word") for n in (0, 1, 1204)] == ["0 words", "1 word", "1,204 words"]
