"""Which language a short text is in, or that it is not known; and the one that a person names."""

from __future__ import annotations

import pytest

from refiner.errors import InputError
from refiner.transcripts import read_transcript
from refiner.transcripts.language import find_language, parse_language

UNKNOWN = [
    "Um drei Uhr.",
    "Äh, ja, genau, hm, morgen vielleicht.",
    "Okay super danke tschüss",
    "Hello Kevin Müller Straße Berlin",
    "Juventus Milan Inter Napoli Roma Lazio",
    "Hallo? Hallo? Hallo? Hallo? Hallo?",
    "No no no no no no no no no no no",
    "Bueno, eh, mañana quizá, gracias.",
    "Ciao bella pizza pasta spaghetti",
    "Mhm, okay, ja, mhm, okay.",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_of_a_few_words_no_language_is_guessed_and_the_warning_says_what_to_do(text: str) -> None:
    talk = read_transcript(text.encode())
    assert talk.language is None
    (warning,) = talk.warnings
    assert "too short to tell its language; it was counted as English" in warning
    assert "--language" in warning
    named = read_transcript(text.encode(), language="de")
    assert (named.language, named.given_language, named.warnings) == ("de", "de", ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Um, it was good.", "en"),
        ("Dann haben wir, äh, die Anleitung gesucht.", "de"),
        ("Eu, hum, não sei se vou lá hoje.", "pt"),
        ("Il y a, euh, du monde dans la rue.", "fr"),
    ],
)
def test_a_sentence_is_enough_where_its_words_tell(text: str, code: str) -> None:
    assert find_language(text) == code


@pytest.mark.parametrize(
    ("hint", "code"),
    [
        *[("auto", None), ("", None), ("de", "de"), ("DE", "de"), ("de-AT", "de"), ("pt_BR", "pt")],
        *[("German", "de"), ("deu", "de"), ("en-GB", "en"), ("ja", "ja")],
    ],
)
def test_a_language_is_named_by_its_code_a_locale_or_its_name(hint: str, code: str | None) -> None:
    assert parse_language(hint) == code


@pytest.mark.parametrize("hint", ["klingon", "xx", "d e", "äöü" * 50, "en;de"])
def test_an_unknown_language_is_one_clear_line(hint: str) -> None:
    with pytest.raises(InputError, match=r"must be auto, or one of af ar .* zh$") as refused:
        parse_language(hint)
    assert "\n" not in str(refused.value)
