"""Words to watch are counted separately from the fillers; pace against its target."""

from __future__ import annotations

import pytest

from refiner.errors import InputError
from refiner.insight.intervals import Counted
from refiner.insight.watched import (
    MAX_WATCHED,
    compare_pace,
    count_watched,
    describe_pace_target,
    describe_watched,
    parse_watched,
)
from tests.support.sample_document import document

TALK = "To be clear, {+um}, we {-like} it. To be  clear: it was {+like} clear, clearly."


def test_words_come_between_commas_or_on_lines_each_once() -> None:
    assert parse_watched(" actually, to  be clear\nActually;; ") == ("Actually", "to be clear")
    assert parse_watched("") == ()
    assert parse_watched("あの、えっと，その") == ("あの", "えっと", "その")


@pytest.mark.parametrize("text", ["?!", "x" * 41, ",".join(map(str, range(MAX_WATCHED + 1)))])
def test_what_is_not_a_word_gets_one_clear_line(text: str) -> None:
    with pytest.raises(InputError, match="words to watch"):
        parse_watched(text)


def test_a_watched_word_is_counted_wherever_it_occurs_and_changes_no_filler_count() -> None:
    run = document(TALK)
    before = dict(run["counts"])
    clear, like, absent = count_watched(run, ("to be clear", "Like", "moreover"))
    assert (clear.count, clear.fillers) == (2, None)
    assert (like.count, like.fillers) == (2, 1)
    assert (absent.count, absent.per_100_words) == (0, 0.0)
    assert run["counts"] == before


@pytest.mark.parametrize(
    ("word", "text", "times"),
    [
        ("well", "Well, a well-known well.", 2),
        ("that", "That's it: that.", 1),
        ("so-called", "A so‑called, so-called plan.", 2),
        ("I'm", "I’m here, Iʼm here.", 2),
        ("enfin", "Qu’enfin, enfin.", 2),
        ("at the end of the day", "At the\nend of  the day.", 1),
        ("sort of", "Sort of; a sort-of plan", 1),
    ],
)
def test_a_watched_word_is_the_word_and_no_part_of_a_longer_one(
    word: str, text: str, times: int
) -> None:
    assert [found.count for found in count_watched(document(text), (word,))] == [times]


def test_without_blanks_a_word_is_counted_and_no_rate_is_made_of_it() -> None:
    run = document("それはあのですね、あのー。", language="ja")
    (found,) = count_watched(run, ("あの",))
    assert (found.count, found.per_100_words) == (2, None)


@pytest.mark.parametrize(
    ("talks", "sentence"),
    [
        ([(9, 300), (8, 300), (1, 300), (0, 300)], "went from 2.8 to 0.2 per 100 words."),
        ([(3, 300), (2, 300)], "to 0.7 per 100 words, which is within random variation."),
        ([(3, 300)], "was said 3 times in one talk."),
        ([(0, 300), (0, 200)], "was said 0 times in 2 talks."),
    ],
)
def test_how_a_watched_word_went_over_the_talks_is_one_sentence(
    talks: list[tuple[int, int]], sentence: str
) -> None:
    assert describe_watched("so", [Counted(*talk) for talk in talks]).endswith(sentence)


@pytest.mark.parametrize(
    ("pace", "sentence"),
    [
        (140, "on target (140)"),
        (154, "on target (140)"),
        (155, "above the target (140)"),
        (125, "below the target (140)"),
    ],
)
def test_a_pace_within_a_tenth_of_the_target_is_on_target(pace: float, sentence: str) -> None:
    assert compare_pace(pace, 140) == sentence


def test_a_pace_is_compared_only_if_the_length_is_known() -> None:
    given = document(words=70, duration_s=30.0)
    assert describe_pace_target(given, 140) == "Pace 140 words a minute: on target (140)."
    assert "is not known" in describe_pace_target(document(duration_source="estimated"), 140)
