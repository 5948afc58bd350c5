"""How often something happens to speakers in general is no frequency of this talk."""

from __future__ import annotations

import pytest

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.idioms import blank_idioms


def left(text: str) -> str:
    return blank_idioms(text, Sentence.of(text, "advice", False, False))


def test_a_general_truth_may_say_how_often() -> None:
    assert "often" not in left("stillness in the body often brings stillness to the voice")


@pytest.mark.parametrize(
    "text",
    [
        "stillness often follows your question",
        "FILLER often follows a question",
        "the opening often trips",
    ],
)
def test_claims_about_the_talk_or_its_fillers_are_not_idioms(text: str) -> None:
    assert "often" in left(text)
