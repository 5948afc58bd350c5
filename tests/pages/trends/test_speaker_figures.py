"""Charts of one speaker hold the figures they are given, in both themes."""

from __future__ import annotations

from typing import Any

import pytest

from pages.components.shared.palette import DARK, LIGHT
from pages.components.trends.speaker_figures import (
    describe_pace,
    describe_words,
    pace_figure,
    speaker_rate_figure,
    words_figure,
)
from refiner.insight.improvement import LoggedTalk, word_changes
from refiner.insight.intervals import Counted
from tests.support.insight import FALLING

TONES = pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])


@TONES
def test_a_speakers_rate_has_its_interval_its_target_and_the_way_to_each_run(tones: Any) -> None:
    figure = speaker_rate_figure(FALLING, 2.5, tones)
    band, line = figure.data
    assert list(line.y) == [6.0, 6.0, 3.0, 3.0]
    assert [data[0] for data in line.customdata] == [1, 2, 3, 4]
    assert band.y[0] == FALLING[0].interval[1]
    assert figure.layout.shapes[0].y0 == 2.5
    assert speaker_rate_figure(FALLING, None, tones).layout.shapes == ()


@TONES
def test_words_move_from_an_open_mark_to_a_full_one(tones: Any) -> None:
    figure = words_figure(word_changes(FALLING), tones)
    earlier, later = figure.data[-2:]
    assert (list(earlier.x), list(later.x)) == ([4.0, 2.0], [1.0, 2.0])
    assert (earlier.marker.symbol, later.marker.symbol) == ("circle-open", "circle")
    assert [a.text for a in figure.layout.annotations] == ["fell clearly"]


def test_words_are_listed_only_if_they_moved_by_more_than_chance() -> None:
    assert describe_words(word_changes(FALLING)) == "“like” fell from 4.0 to 1.0 per 100 words."
    assert "random variation" in describe_words(word_changes(FALLING[:2]))
    assert "Add one more talk" in describe_words([])


def test_a_word_with_markup_is_drawn_as_text() -> None:
    talks = [
        LoggedTalk(n, "2026-01-01", "<b>", Counted(1, 10), None, {"<i>x": 1}, (0.0, 9.0))
        for n in (1, 2)
    ]
    figure = words_figure(word_changes(talks), LIGHT)
    assert "<i>" not in str(figure.data[-1].y)
    assert "<b><b>" not in str(speaker_rate_figure(talks, None, LIGHT).data[1].customdata)


def test_pace_is_drawn_where_the_length_is_known() -> None:
    untimed = LoggedTalk(9, "2026-02-01", "", Counted(1, 500), None, {}, (0.0, 1.0))
    assert list(pace_figure([*FALLING, untimed], None, LIGHT).data[0].y) == [200.0] * 4
    aimed = pace_figure(FALLING, 140, LIGHT)
    assert [note.text for note in aimed.layout.annotations] == ["target 140"]
    assert describe_pace(FALLING, 140).endswith("the last one 200, above the target (140).")
    assert describe_pace([untimed]).startswith("Pace appears after two talks")
    assert (
        describe_pace(FALLING) == "From 200 to 200 words a minute over 4 talks; the last one 200."
    )
