"""No lie of the list is shown, and good advice is: the rules of the count guarantee."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.advice.audit.phrases import phrase_words
from refiner.advice.audit.rules import find_fault
from refiner.advice.audit.words import words_of
from tests.advice.audit.texts import LIES, LOST, SOUND, TALK, faults, rows, texts

FIELDS = ("headline", "skill", "advice", "exercise", "strength", "goal", "measurement")
FREE_FIELDS = ("headline", "skill", "advice", "strength", "motivation")


def test_no_lie_is_shown() -> None:
    assert [(lie.field, lie.text) for lie in texts(LIES) if not lie.faults()] == []


def test_good_advice_is_shown_in_full() -> None:
    lost = {(sound.field, sound.text): sound.faults() for sound in texts(SOUND)}
    assert {row: found for row, found in lost.items() if found} == {}


def test_texts_that_are_listed_as_lost_are_and_are_few() -> None:
    lost = list(texts(LOST))
    assert [(text.field, text.text) for text in lost if not text.faults()] == []
    assert len(lost) < 0.03 * len(list(texts(SOUND)))


def test_the_lists_are_as_long_as_the_guarantee_says() -> None:
    assert len(list(texts(LIES))) >= 7500
    assert len(list(texts(SOUND))) >= 6500


NUMBER_WORDS = [
    *("zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "nineteen", "twenty", "thirty", "hundred", "thousand", "dozen"),
    *("twice", "thrice", "triple", "many", "several", "few", "countless", "umpteen", "zilch"),
]
NUMBERS = st.integers(0, 10**6).map(str) | st.sampled_from(NUMBER_WORDS)
# Words of quantity that no idiom has: they are unfit wherever they stand.
QUANTITIES = sorted(words_of("quantities") - phrase_words())
CLAIMS = st.sampled_from(
    ["You said um {} times.", "{} fillers in this talk", "Um: {}.", "You used {} ums.",
     "There were {} fillers.", "Your count of “um” is {}.", "Your {} ums came early."]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(CLAIMS, NUMBERS, st.sampled_from(FIELDS))
def test_a_number_of_fillers_is_never_shown(claim: str, number: str, field: str) -> None:
    assert faults(claim.format(number), field)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("sentence", ["Um: twice.", "“Um” = 3.", "Uh was twice.", "Er: thrice."])
def test_a_number_right_beside_a_filler_is_no_practice(sentence: str, field: str) -> None:
    assert faults(sentence, field)


NOISE = st.sampled_from(["\u200b", "\u00ad", "*", "_", "<b>", "</b>", "&#8203;", " ", "-", "."])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["twelve", "eleven", "seven", "twenty", "dozen"]), st.data())
def test_a_number_word_is_not_hidden_by_what_is_put_between_its_letters(
    word: str, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(word) - 1))
    hidden = word[:cut] + data.draw(NOISE) + word[cut:]
    assert faults(f"You said um {hidden} times.", "advice")
    assert faults(f"So it was {hidden} of them.", "advice")


LOOK_ALIKES = str.maketrans({"e": "е", "o": "о", "a": "а", "i": "і", "t": "т", "n": "ո", "w": "ԝ"})


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([w for w in NUMBER_WORDS if len(w) > 2]), st.data())
def test_a_look_alike_letter_makes_a_sentence_unfit(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    changed = word[:at] + word[at].translate(LOOK_ALIKES) + word[at + 1 :]
    if changed != word:
        assert faults(f"You made {changed} of them.", "strength")


@pytest.mark.parametrize("word", ["медленно", "αργά", "慢慢", "ببطء", "धीरे", "ꭰ", "ᴛᴡᴏ", "🤫", "●"])
def test_signs_and_letters_of_other_scripts_are_not_shown(word: str) -> None:
    assert faults(f"Breathe {word} in.", "advice")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300), st.sampled_from(FIELDS))
def test_any_text_is_judged_without_an_error(text: str, field: str) -> None:
    faults(text, field)


FREE_SOUND = [row for row in rows(SOUND) if row[0] in FREE_FIELDS]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(FREE_SOUND),
    st.sampled_from(QUANTITIES) | st.integers(2, 999).map(str),
    st.data(),
)
def test_sound_advice_with_a_quantity_put_anywhere_is_unfit(
    row: tuple[str, str], quantity: str, data: st.DataObject
) -> None:
    field, text = row
    places = [at for at, sign in enumerate(text) if sign == " " and not _is_quoted(text, at)]
    if places:
        at = data.draw(st.sampled_from(places))
        assert faults(f"{text[:at]} {quantity}{text[at:]}", field)


def _is_quoted(text: str, at: int) -> bool:
    before = text[:at]
    return any(before.count(a) != before.count(b) for a, b in ("“”", ("{{", "}}"))) or bool(
        before.count('"') % 2
    )


@pytest.mark.parametrize("length", [800, 8000])
def test_the_longest_sentences_are_judged_fast(length: int) -> None:
    started = time.process_time()
    for unit in ("a ", "the um of ", "“um” ", "one two ", "every pause you say ", "(", "; "):
        find_fault(unit * (length // len(unit)), "exercise", TALK)
    assert time.process_time() - started < 5
