"""A figure in a slot is shown only where it is true: what it counts, and what is said around it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.advice.audit.rules import find_fault
from tests.advice.audit.test_rules import FIELDS
from tests.advice.audit.texts import TALK, faults, rows

TRUE = """
headline | {{fillers.total}} fillers in {{talk.minutes}} minutes of persuasive speech
headline | From {{fillers.by_word.um}} “um”s to {{goal.by_word.um}}: pause first
headline | {{history.change}} since your earlier talks
headline | Goal for the next talk: {{goal.fillers.per_100_words}} fillers per 100 words
strength | Your speaking rate is {{talk.words_per_minute}} words per minute, easy to follow.
strength | You had {{fillers.total}} fillers in {{talk.words}} words, and the roof stays in view.
skill | Meeting “so” with silence: it came up {{fillers.by_word.so}} times
skill | Replacing the {{fillers.by_word.um}} “um”s of this talk with a breath
advice | The “um” which you said {{fillers.by_word.um}} times marks the search for a word.
advice | Your count of “you know” reads {{fillers.by_word.you know}}; look at the audience instead.
advice | The figure for this talk is {{fillers.per_minute}} fillers per minute.
advice | The change from your earlier talks is {{history.change}}.
advice | Measured against your earlier talks, the figure is {{history.change}}.
advice | Your baseline from earlier talks is {{history.fillers.per_100_words}} per 100 words.
exercise | Underline the {{fillers.total}} fillers in the transcript, then read the page aloud.
exercise | Tell the story to a friend who counts “like”; try to stay below {{fillers.by_word.like}}.
goal | Bring your rate from {{fillers.per_100_words}} fillers per 100 words to \
{{goal.fillers.per_100_words}} fillers per 100 words.
goal | Bring the rate from {{fillers.per_minute}} fillers per minute down to 2 in the next call.
goal | Bring “so” from {{fillers.by_word.so}} down to at most one in your next recording.
goal | Get below {{fillers.per_100_words}} fillers per 100 words in your next presentation.
goal | Beat your earlier {{history.fillers.per_100_words}} fillers per 100 words in the next talk.
goal | Bring your pace from {{talk.words_per_minute}} to {{goal.words_per_minute}} words a minute.
measurement | If the next count is below {{fillers.total}}, the pauses worked.
measurement | Look at {{history.change}} after your next recording and note how the rate has moved.
measurement | Your history stands at {{history.fillers.per_100_words}} per 100 words across \
{{history.talks}} talks.
measurement | Compare the count of “um” with your goal of {{goal.by_word.um}} “um”s.
measurement | The count of “um” was {{fillers.by_word.um}}; look for {{goal.by_word.um}} or fewer.
motivation | At {{fillers.per_100_words}} fillers per 100 words, you know where to begin.
"""

ANOTHER_NUMBER = """
headline | More than {{fillers.total}} fillers in {{talk.minutes}} minutes
headline | {{fillers.total}} fillers each minute
strength | You had {{fillers.total}} fewer fillers.
strength | At most {{fillers.total}} fillers slipped into this talk.
advice | Your rate is {{fillers.per_100_words}}.
advice | “Um” came up {{fillers.by_word.um}} times and {{fillers.by_word.um}}{{fillers.by_word.um}}.
advice | Your pace rises to {{talk.words_per_minute}} words per minute.
advice | Only the {{fillers.by_word.um}} “um”s spoil your speech.
strength | The story ran {{talk.minutes}} minutes longer than planned.
goal | Bring “um” down from about {{fillers.by_word.um}} to {{goal.by_word.um}}.
goal | Get below {{fillers.per_minute}} fillers in your next recording.
goal | Get below {{fillers.total}} fillers per minute in your next recording.
goal | Stay under {{fillers.total}} fillers again.
measurement | If the next count is below twice {{fillers.total}}, it worked.
measurement | If you said fewer than {{fillers.by_word.um}} “um”s in this talk, keep going.
measurement | Compare your rate with the target of {{goal.by_word.um}} fillers per 100 words.
"""

OF_SOMETHING_ELSE = """
advice | The opening has {{fillers.total}} fillers.
advice | The “um” which you said {{fillers.by_word.um}} times in the opening marks a search.
advice | Your {{fillers.total}} fillers come in the first minute.
exercise | Read the opening, in which you said “um” {{fillers.by_word.um}} times.
exercise | Read the part with {{fillers.total}} fillers.
advice | Most speakers have {{fillers.per_minute}} fillers per minute.
advice | Our audience expects {{fillers.per_100_words}} fillers per 100 words.
advice | The limit is {{fillers.per_100_words}} fillers per 100 words.
advice | Your goal is {{fillers.per_100_words}} fillers per 100 words.
goal | Improve on the {{fillers.total}} fillers that your colleague had.
motivation | You avoided {{fillers.total}} fillers.
advice | Your count of “um” reads {{fillers.total}}.
advice | Your sentences with “um” come up {{fillers.by_word.um}} times.
advice | The rate of “um” stands at {{fillers.per_minute}} a minute.
measurement | Count the “um”s; the number was {{fillers.total}} here.
exercise | Read the {{fillers.total}} sentences that hold a filler.
goal | Bring “um” from {{fillers.by_word.um}} to {{goal.by_word.like}}.
"""

OF_ANOTHER_TALK = """
headline | {{history.fillers.per_100_words}} fillers per 100 words today
advice | This talk has {{history.fillers.per_100_words}} fillers per 100 words.
advice | Your last talk had {{history.fillers.per_100_words}} fillers per 100 words.
advice | Each of your earlier talks had {{history.fillers.per_100_words}} fillers per 100 words.
advice | Your earlier talks had {{fillers.per_100_words}} fillers per 100 words.
advice | In your earlier talks you said “um” {{fillers.by_word.um}} times.
advice | The change is {{fillers.per_100_words}} fillers per 100 words.
advice | The change in your opening is {{history.change}}.
advice | The change in “um” since your earlier talks is {{history.change}}.
measurement | Look at {{history.change}} since last week.
measurement | The last count was {{fillers.total}}.
measurement | Compare the next count with the {{fillers.total}} fillers of your previous talk.
measurement | Your next talk will be at {{fillers.per_100_words}} fillers per 100 words.
"""

REACHED_GOAL = """
headline | {{goal.fillers.per_100_words}} fillers per 100 words in this talk
strength | You went from {{fillers.per_100_words}} fillers per 100 words to \
{{goal.fillers.per_100_words}} fillers per 100 words.
advice | “Um” came up {{goal.by_word.um}} times, often a sign that the next thought is forming.
goal | Keep your {{goal.by_word.um}} “um”s.
goal | Stay at today's {{goal.fillers.per_100_words}} fillers per 100 words.
goal | Bring the rate back to {{goal.fillers.per_100_words}} fillers per 100 words.
goal | Cut {{goal.by_word.um}} “um”s from the next talk.
exercise | Repeat the story until you reach the {{goal.by_word.um}} “um”s that you had in spring.
measurement | Compare the next recording with this talk, which had \
{{goal.fillers.per_100_words}} per 100 words.
motivation | You are {{goal.by_word.um}} “um”s from your goal.
"""


def lines(text: str) -> list[tuple[str, str]]:
    return [(field, said) for field, _, said in (x.partition(" | ") for x in text.split("\n") if x)]


@pytest.mark.parametrize(("field", "text"), lines(TRUE))
def test_a_figure_is_shown_where_it_is_true(field: str, text: str) -> None:
    assert faults(text, field) == []


@pytest.mark.parametrize(("field", "text"), lines(ANOTHER_NUMBER))
def test_words_that_make_another_number_of_a_figure_are_unfit(field: str, text: str) -> None:
    assert faults(text, field)


@pytest.mark.parametrize(("field", "text"), lines(OF_SOMETHING_ELSE))
def test_a_figure_is_not_said_of_what_it_does_not_count(field: str, text: str) -> None:
    assert faults(text, field)


@pytest.mark.parametrize(("field", "text"), lines(OF_ANOTHER_TALK))
def test_a_figure_is_not_said_of_another_talk(field: str, text: str) -> None:
    assert faults(text, field)


@pytest.mark.parametrize(("field", "text"), lines(REACHED_GOAL))
def test_a_goal_is_not_said_to_be_reached(field: str, text: str) -> None:
    assert faults(text, field)


MEASURES = {
    "fillers.total": "count",
    "fillers.by_word.um": "count",
    "goal.by_word.um": "count",
    "fillers.per_minute": "a minute",
    "fillers.per_100_words": "per 100 words",
    "goal.fillers.per_100_words": "per 100 words",
    "history.fillers.per_100_words": "of earlier talks",
    "history.change": "change",
    "history.talks": "talks",
    "talk.words": "words",
    "talk.minutes": "minutes",
    "talk.words_per_minute": "pace",
    "talk.habits.hedging": "habit",
}
WITH_SLOT = [row for row in rows("sound.txt") if "{{" in row[1]]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WITH_SLOT), st.data())
def test_a_figure_of_another_measure_in_the_place_of_a_slot_is_unfit(
    row: tuple[str, str], data: st.DataObject
) -> None:
    field, text = row
    slot = data.draw(st.sampled_from(list(re.finditer(r"\{\{([^{}]*)\}\}", text))))
    measure = MEASURES.get(re.sub(r"by_word\..*", "by_word.um", slot[1]))
    others = [name for name, other in MEASURES.items() if measure and other != measure]
    if others:
        name = data.draw(st.sampled_from(others))
        assert faults(f"{text[: slot.start(1)]}{name}{text[slot.end(1) :]}", field)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([f"{{{{{name}}}}}" for name in MEASURES])
        | st.sampled_from(
            ["“um”s", "times", "fillers per 100 words", "from", "to", "below", "next", ";"]
        ),
        max_size=40,
    ),
    st.sampled_from(FIELDS),
)
def test_slots_in_any_order_are_judged_without_an_error(words: list[str], field: str) -> None:
    faults(" ".join(words), field)


def test_sentences_full_of_slots_are_judged_fast() -> None:
    started = time.process_time()
    for unit in (
        "“um” {{fillers.by_word.um}} ",
        "“um” in this talk in this talk in this talk of it is at was {{fillers.by_word.um}} times ",
        "fillers per 100 words of the next talk with {{fillers.per_100_words}} ",
        "the change since your earlier talks is {{history.change}} ",
    ):
        find_fault(unit * (800 // len(unit)), "measurement", TALK)
    assert time.process_time() - started < 2
