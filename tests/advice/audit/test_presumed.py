"""What a sentence takes for given of this talk or of earlier ones is no practice."""

from __future__ import annotations

import pytest

from refiner.advice.audit.presumed import presumes_figure


@pytest.mark.parametrize(
    "text",
    [
        "take the nine FILLER one by one and put a breath in their place.",
        "find the five likes in your opening and cut them.",
        "go through the four places where you lost the thread.",
        "record the story again and beat your six.",
        "compare the count with the nine of this talk.",
        "turn one FILLER out of your seven into a pause.",
        "one word in ten is a filler, so read ten words aloud.",
        "go from nine FILLER to four.",
        "read the sentence with three fillers and the six fillers after it, nine fillers in all.",
    ],
)
def test_a_number_that_only_this_talk_can_have_is_presumed(text: str) -> None:
    assert presumes_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "read the two sentences in which you hesitated.",
        "practise the opening, the place where you slipped the most.",
        "breathe before each name, because names cost you four FILLER .",
        "nine FILLER today, four next time.",
        "a listener should hear whole paragraphs run clear, something that did not happen today.",
        "listen to the recording twice and notice how seldom a silent pause appears.",
        "drop a bean in a cup on each FILLER ; today the cup would have filled.",
    ],
)
def test_what_was_said_is_presumed(text: str) -> None:
    assert presumes_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "say fewer FILLER than in this talk.",
        "make your ending as clean as your beginning is.",
        "tell the story as smoothly as you told the first half.",
        "ask her to clap at FILLER , a word you use more than any other.",
        "say half as many FILLER as before.",
        "keep your FILLER at three per minute, as they are now.",
    ],
)
def test_a_comparison_with_this_talk_or_earlier_ones_is_presumed(text: str) -> None:
    assert presumes_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "note how the count keeps falling from week to week.",
        "read ten lines aloud, twice daily, to bring back the lower count of last week.",
        "open three paragraphs in silence, for once.",
        "have a second talk in a row without FILLER .",
        "see if FILLER still leads.",
        "the chart has been falling for three weeks.",
    ],
)
def test_a_trend_is_presumed(text: str) -> None:
    assert presumes_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "choose three sentences from your talk and say each one in two different tones.",
        "compare the next talk with today's: SLOT .",
        "record yourself for one minute on what you had for breakfast.",
        "rate your calm from 1 to 10 after each rehearsal.",
        "practise the move from one card to the next.",
        "read a poem at half your usual speed.",
        "replace half of the fillers with silence in the next talk.",
        "stay still afterwards and keep going until the timer ends.",
        "read the three sentences you marked.",
        "the number should fall from week to week.",
    ],
)
def test_what_is_to_be_done_or_heard_next_is_not_presumed(text: str) -> None:
    assert not presumes_figure(text)
