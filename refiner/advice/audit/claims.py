"""Claims that a talk compares, or that something is not in it, made of harmless words only."""

from __future__ import annotations

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.phrases import phrases


def makes_claim(sentence: Sentence, rest: str, practice: bool) -> bool:
    """Does the sentence make one? `rest` is its text without idioms and practice."""

    def has(section: str, text: str = sentence.text) -> bool:
        return phrases("claims", section).match_in(text)

    about_talk = sentence.states or sentence.names
    of_fillers = sentence.states and sentence.names
    return (
        has("anywhere")
        or (practice and has("in practice"))
        or ((not practice or sentence.mentions) and has("stated of the talk, or beside fillers"))
        or (
            not practice
            and about_talk
            and has("stated of the talk, or beside fillers, outside practice", rest)
        )
        or (of_fillers and has("stated of fillers"))
        or (of_fillers and not practice and has("done to fillers, outside practice"))
    )
