"""Idioms blanked: phrases that count nothing of a talk, though a word of theirs could."""

from __future__ import annotations

import re

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.phrases import phrase_words, phrases
from refiner.advice.audit.words import says_quantity
from refiner.patterns import compile_later

_WORD = compile_later(r"[a-z]+")
# "You end with silence, not a hum" says what a talk does not have.
_OF_DELIVERY = compile_later(
    r"\b(?:silen|paus|breath|gap|air\b|quiet|still|stop|beat|voice|fluen|smooth|speech|sentence"
    r"|deliver)"
)
# "A short pause often sounds calm": how often something happens to speakers and listeners.
_FREQUENCY = compile_later(
    r"\b(?:often|usually|sometimes|rarely|seldom|generally|typically|normally|frequently)"
    r"(?= [a-z]+)(?! (?:fewer|more|less|absent|free|clean))"
)
_OF_THIS_TALK = compile_later(
    r"\b(?:your (?!listeners?\b|audience\b|mind\b|brain\b|body\b)|you\b|yours|this|these|those"
    r"|here|today"
    r"|tonight|now|there|was|were|had|did|it|they|them|(?:the|each|every|all|any) (?:\w+ )?(?:talk"
    r"|speech|story|questions?|opening|ending|half|part|section|sentences?|pauses?"
    r"|transitions?|answers?|points?|words?|silences?|gaps?))\b"
)


def blank(match: re.Match[str]) -> str:
    """The same length, without letters, so that offsets stay."""
    return "_" * len(match[0])


def blank_idioms(text: str, sentence: Sentence) -> str:
    """`text` without the idioms that count nothing in such a sentence."""
    text = phrases("anywhere").sub(_blank_idiom, text)
    if not sentence.mentions and not (sentence.states and _OF_DELIVERY.search(text)):
        text = phrases("of something else").sub(_blank_idiom, text)
    if not sentence.mentions:
        end = sentence.states_from if sentence.tells_of_delivery else None
        general = phrases("general").sub(_blank_idiom, text[:end])
        text = general + text[len(general) :]
        if not sentence.states and not _OF_THIS_TALK.search(text):
            text = _FREQUENCY.sub(blank, text)
    if sentence.names:
        order = text[: sentence.states_from]
        blanked = phrases("orders about fillers").sub(_blank_idiom, order)
        text = blanked + text[len(order) :]
    return text


def _blank_idiom(match: re.Match[str]) -> str:
    return _WORD.sub(_blank_word, match[0])


def _blank_word(match: re.Match[str]) -> str:
    """A word blanked, but for one of quantity that only a gap for any word let in."""
    let_in = says_quantity(match[0]) and match[0] not in phrase_words()
    return match[0] if let_in else blank(match)
