"""The timeline draws the fillers at the seconds that the transcript gives."""

from __future__ import annotations

from typing import Any

import pytest

from pages.components.refine.timeline import (
    describe_pace_and_pauses,
    describe_timeline,
    timeline_figure,
)
from pages.components.shared.palette import LIGHT
from tests.support.sample_document import document


def window(start: float, words: int, fillers: int, wpm: int | None = 150) -> Any:
    return {
        "start_s": start,
        "end_s": start + 60,
        "words": words,
        "fillers": fillers,
        "words_per_minute": wpm,
    }


def timed(*windows: dict[str, Any], **changes: Any) -> Any:
    """A talk with so many fillers in each of its minutes, and one rejected span."""
    fillers = sum(w["fillers"] for w in windows)
    made = document("{-like} " + "{+um} " * fillers)
    places = [w["start_s"] + 5.0 * n for w in windows for n in range(w["fillers"])]
    for filler, at in zip(made["fillers"], [1.0, *places], strict=True):
        filler["at_s"] = at
    made["pace"] = {
        "times": "words",
        "start_s": 0.0,
        "end_s": 60.0 * len(windows),
        "words_per_minute": 150,
        "windows": list(windows),
        "long_pauses": [],
        "clusters": [],
    } | changes
    return made


def drawn(made: Any) -> Any:
    return timeline_figure(made["pace"], made["fillers"], LIGHT)


def test_only_refined_fillers_stand_on_the_line_in_minutes() -> None:
    figure = drawn(timed(window(0, 100, 2)))
    assert list(figure.data[1].x) == [0.0, 5 / 60]
    assert list(figure.data[0].y) == [2.0]


def test_a_person_s_verdict_moves_the_bars_too() -> None:
    made = timed(window(0, 100, 2))
    made["fillers"][1] |= {"ai": False, "label": False}
    assert list(drawn(made).data[0].y) == [1.0]


def test_long_pauses_are_drawn_where_they_began() -> None:
    made = timed(window(0, 100, 2), long_pauses=[{"start_s": 30.0, "seconds": 3.2, "offset": 4}])
    (line,) = drawn(made).layout.shapes
    assert line.x0 == 0.5
    assert "1 pause of 2 s or more, the longest 3 s" in describe_pace_and_pauses(made["pace"])


@pytest.mark.parametrize(
    ("windows", "says"),
    [
        ([window(0, 100, 1), window(60, 100, 6)], "Fillers cluster between 1:00 and 2:00: 6.0 per"),
        ([window(0, 100, 3), window(60, 100, 4)], "The fillers are spread evenly"),
        ([window(0, 100, 0)], "There are no fillers"),
        ([window(0, 100, 5)], "The fillers are spread evenly"),
    ],
)
def test_finding_names_the_minute_in_which_fillers_gather(
    windows: list[dict[str, Any]], says: str
) -> None:
    made = timed(*windows)
    assert describe_timeline(made["pace"], made["fillers"]).startswith(says)


def test_pace_line_has_its_range_and_owns_up_to_estimates() -> None:
    made = timed(window(0, 100, 1, 120), window(60, 100, 1, 170), times="segments")
    assert describe_pace_and_pauses(made["pace"]) == (
        "150 words a minute, from 120 to 170; "
        "each word's time is estimated from its caption or turn."
    )


def test_possible_hesitations_are_rings_until_a_person_judges_them() -> None:
    made = timed(window(0, 100, 1))
    found: Any = [
        {"start_s": 30.0, "end_s": 30.3, "offset": 4},
        {"start_s": 40.0, "end_s": 40.3, "offset": 9, "label": False},
    ]
    rings = timeline_figure(made["pace"], made["fillers"], LIGHT, found).data[2]
    assert list(rings.x) == [0.5]
    assert rings.hovertemplate.startswith("possible hesitation, not transcribed at")
    assert rings.customdata[0][-1] == 30.0
