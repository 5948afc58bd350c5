"""No lie of the list is shown, and good advice is: the rules of the count guarantee."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.advice.audit.fillers import Talk
from refiner.advice.audit.phrases import phrase_words
from refiner.advice.audit.plain_text import split_sentences
from refiner.advice.audit.rules import find_fault
from refiner.advice.audit.words import words_of
from refiner.detection.lexicon import load_lexicon
from refiner.model import FillerCounts

COUNTS = FillerCounts("ai", {"um": 8, "like": 4, "so": 2, "you know": 3}, 8, 400, 160.0)
TEXT = (
    "So, um, thanks for coming out tonight. Who here has fixed a roof in the rain? We had, like, "
    "three days left to fix the roof, and it was, like, really cold. Let me show you what we "
    "built in the garden. There were more than twelve people, a dozen of them kids."
)
TALK = Talk(COUNTS, TEXT, load_lexicon())
FIELDS = ("headline", "skill", "advice", "exercise", "strength", "goal", "measurement")
FREE_FIELDS = ("headline", "skill", "advice", "strength", "motivation")


def rows(name: str) -> list[tuple[str, str]]:
    """(field, text) of a list beside this file."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    return [(field, text) for field, text in pairs]


def faults(text: str, field: str) -> list[str]:
    mentioned: set[str] = set()
    found = []
    for sentence in split_sentences(text):
        why, named = find_fault(sentence, field, TALK, mentioned)
        mentioned |= named
        found += [why] if why else []
    return found


def test_no_lie_is_shown() -> None:
    assert [row for row in rows("lies.txt") if not faults(row[1], row[0])] == []


def test_good_advice_is_shown_in_full() -> None:
    lost = {row: faults(row[1], row[0]) for row in rows("sound.txt")}
    assert {row: found for row, found in lost.items() if found} == {}


def test_the_lists_are_as_long_as_the_guarantee_says() -> None:
    assert len(rows("lies.txt")) >= 2500
    assert len(rows("sound.txt")) >= 1200


NUMBER_WORDS = [
    *("zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "nineteen", "twenty", "thirty", "hundred", "thousand", "dozen"),
    *("twice", "thrice", "triple", "many", "several", "few", "countless", "umpteen", "zilch"),
]
NUMBERS = st.integers(0, 10**6).map(str) | st.sampled_from(NUMBER_WORDS)
# Words of quantity that no idiom has: they are unfit wherever they stand.
QUANTITIES = sorted(words_of("quantities") - phrase_words("idioms"))
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


SOUND = [row for row in rows("sound.txt") if row[0] in FREE_FIELDS]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(SOUND), st.sampled_from(QUANTITIES) | st.integers(2, 999).map(str), st.data()
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
