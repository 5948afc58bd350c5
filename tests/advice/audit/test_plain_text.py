"""A text as a reader sees it: markup, invisible signs and sentence ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refiner.advice.audit.plain_text import (
    drop_pictographs,
    fold_text,
    has_numeral,
    split_sentences,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tw*el*ve", "twelve"),
        ("Tw<b>elve</b>", "twelve"),
        ("Tw\u200belve", "twelve"),
        ("Tw\u00adelve", "twelve"),
        ("T&amp;#119;elve", "twelve"),
        ("Twélve", "twelve"),
        ("Ｔｗｅｌｖｅ", "twelve"),
        ("“um” ‘uh’", '"um" "uh"'),
        ("[twelve](http://example.org)", "[twelve]"),
        ("a — b", "a - b"),
        ("“mail: «Sono io.» …”", '"mail: sono io. ..."'),
        ("«um» “uh”", '"um" "uh"'),
    ],
)
def test_a_word_is_read_through_its_disguise(written: str, read: str) -> None:
    assert fold_text(written) == read


@pytest.mark.parametrize("text", ["7", "½", "Ⅻ", "十二", "१२", "⑫", "²", "𝟏", "🄂"])
def test_numerals_of_any_script_are_seen(text: str) -> None:
    assert has_numeral(text)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        ("Say “We go. Now.” and stop. Then breathe.", [
            "Say “We go. Now.” and stop. ", "Then breathe."
        ]),
        ("Breathe, e.g. at a comma.", ["Breathe, e.g. at a comma."]),
        ("{{fillers.by_word.you know. I}} is one.", ["{{fillers.by_word.you know. I}} is one."]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@given(st.text(max_size=200))
def test_the_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(split_sentences(text)) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("🎯 Pause before you open", "Pause before you open"),
        ("You can do this! 💪🏽", "You can do this!"),
        ("Be your own 👩🏽‍🏫 coach ☕️, daily", "Be your own coach, daily"),
        ("um 🔟 times, 💯", "um times,"),
        ("⭐⭐⭐", ""),
        ("It’s “fine” — café… → №", "It’s “fine” — café… → №"),
        ("3️⃣ ums, ❷ likes, Ⓣⓦⓞ", "3️⃣ ums, ❷ likes, Ⓣⓦⓞ"),
    ],
)
def test_pictographs_go_and_figures_in_other_forms_stay_for_the_audit(text: str, rest: str) -> None:
    assert drop_pictographs(text) == rest


def test_a_filler_in_the_plural_ends_a_sentence() -> None:
    assert split_sentences('Note the "um"s. Then breathe.') == ['Note the "um"s. ', "Then breathe."]
