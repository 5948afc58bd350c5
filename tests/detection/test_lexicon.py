"""The lexicon: every spelling found, a coach's edits obeyed, a bad file named."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.detection.lexicon import LEXICON_PATH, fold, load_lexicon
from refiner.errors import SettingsError

LEXICON = load_lexicon()

SPELLINGS = {
    "um": ["um", "umm", "Ummmm", "uhm", "UHM", "ehm"],
    "uh": ["uh", "uhh", "Uhhh"],
    "er": ["er", "Err"],
    "erm": ["erm", "ermm"],
    "eh": ["eh", "ehh"],
    "hm": ["hm", "hmm", "Hmmmm"],
    "like": ["like", "LIKE"],
    "you know": ["you know", "y'know", "Y’know", "you\n know", "you  know", "yknow", "ya know"],
    "I mean": ["I mean", "i mean", "I\tmean"],
    "kind of": ["kind of", "kinda"],
    "sort of": ["sort of", "Sorta"],
    "okay": ["okay", "OK", "o.k.", "'kay"],
    "or something": ["or something"],
    "and stuff": ["and stuff"],
    "you know what I mean": ["you know what I mean", "y'know what i mean"],
    "to be honest": ["to be honest", "to be fair"],
    "at the end of the day": ["at the end of the day"],
    "anyway": ["anyway", "anyways"],
    "I would say": ["I would say", "I'd say", "I’d say"],
}


@pytest.mark.parametrize(
    ("word", "spelling"), [(w, s) for w, listed in SPELLINGS.items() for s in listed]
)
@pytest.mark.parametrize("frame", ["{}", "then, {}, we left", "then {} we left", "({})!"])
def test_every_spelling_is_found_as_its_word(word: str, spelling: str, frame: str) -> None:
    text = frame.format(spelling)
    (found,) = LEXICON.occurrences(text)
    assert (found.entry.word, found.text) == (word, spelling)
    assert text[found.start : found.end] == spelling


@pytest.mark.parametrize(
    "text",
    re.split(
        ",",
        "well-known,so-called,likely,alike,umbrella,her,uh-huh,mm-hmm,Google-like,oversee,justice,"
        "well's,the sorting,mankind office",
    ),
)
def test_a_part_of_another_word_is_not_an_occurrence(text: str) -> None:
    assert LEXICON.occurrences(text) == []


@pytest.mark.parametrize("text", ["well--then", "then—well", "well…", "“well”", "'well'", "well-"])
def test_dashes_and_quotation_marks_end_a_word(text: str) -> None:
    assert [o.text for o in LEXICON.occurrences(text)] == ["well"]


def test_the_longest_form_wins_and_nothing_overlaps() -> None:
    found = LEXICON.occurrences("You know what I mean, you know, I mean it.")
    assert [o.entry.word for o in found] == ["you know what I mean", "you know", "I mean"]


def test_classes_are_kept_apart() -> None:
    kinds = {
        o.entry.word: o.entry.kind for o in LEXICON.occurrences("um like I guess to be honest")
    }
    assert kinds == {
        "um": "filled_pause",
        "like": "discourse_marker",
        "I guess": "hedge",
        "to be honest": "crutch_phrase",
    }


def write(folder: Path, text: str) -> Path:
    path = folder / "words.toml"
    path.write_text(text, encoding="utf-8")
    return path


EDITED = """
[en.discourse_marker]
like = {}
right = { spellings = ["riight"] }

[de.filled_pause]
"äh" = { count = "always", spellings = ["äh+m"] }

[speaker."Jane Doe".discourse_marker]
right = { count = "never" }

[speaker."Jane Doe".crutch_phrase]
"at pace" = { count = "always" }
"""


def test_a_speaker_has_words_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path, EDITED)
    text = "right, riight, like at pace"
    general = load_lexicon(path).occurrences(text)
    own = load_lexicon(path, speaker=" jane doe ").occurrences(text)
    assert [o.entry.count for o in general] == ["context", "context", "context"]
    assert [o.entry.count for o in own] == ["never", "never", "context", "always"]
    assert load_lexicon(path, speaker="Nobody") == load_lexicon(path)


def test_another_language_is_another_list(tmp_path: Path) -> None:
    lexicon = load_lexicon(write(tmp_path, EDITED), language="de")
    assert [o.text for o in lexicon.occurrences("Äh, like, äähm, ähhhm")] == ["Äh", "ähhhm"]


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("[en.discourse_marker]\nlike = {\n", "line 2", "not valid TOML"),
        ("[en.discourse_marker]\nlike = {}\nlike = {}\n", "line 3", "not valid TOML"),
        ("[en.noises]\nlike = {}\n", "line 1", "no such class"),
        ("[en.hedge]\n\nlike = { counts = true }\n", "line 3, like", "write {"),
        ('[en.hedge]\nlike = "always"\n', "line 2, like", "write {"),
        ('[en.hedge]\nso = {}\nlike = { count = "often" }\n', "line 3, like", "count is one of"),
        ('[en.hedge]\nlike = { spellings = "lyk" }\n', "line 2, like", "a list"),
        ('[en.hedge]\n"  " = {}\n', "line 2", "not a word"),
        ('[en.hedge]\nlike = { spellings = ["(x)"] }\n', "line 2, like", "not a word"),
        ('[en.hedge]\nso = {}\nlike = { spellings = ["So"] }\n', "line 3, like", 'of "so"'),
        ("[de.hedge]\ngenau = {}\n", "words.toml", 'no words for language "en"'),
        ("[en]\nhedge = 3\n", "words.toml", "a class lists words"),
        ("speaker = 3\n[en.hedge]\nlike = {}\n", "words.toml", "speaker"),
        ("[en.hedge]\nlike = {}\n[speaker.Jo.noises]\nlike = {}\n", "line 3", "no such class"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, text: str, where: str, why: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_lexicon(write(tmp_path, text))
    assert "words.toml" in caught.value.what
    assert where in caught.value.what
    assert why in caught.value.why
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_lexicon(tmp_path / "none.toml")


def test_the_list_that_ships_is_read_once() -> None:
    assert load_lexicon() is load_lexicon(LEXICON_PATH)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_folding_moves_no_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.lists(st.sampled_from(re.split(" ", "kind of you know what I mean um , \n ’ İ like- x"))))
@settings(max_examples=200, deadline=None)
def test_occurrences_cut_out_the_text_in_order_and_never_overlap(words: list[str]) -> None:
    text, last = " ".join(words), 0
    for occurrence in LEXICON.occurrences(text):
        assert last <= occurrence.start < occurrence.end
        assert text[occurrence.start : occurrence.end] == occurrence.text
        last = occurrence.end
