"""Quantities of practice in an exercise, a goal or a measurement: what grammar says they count."""

from __future__ import annotations

import re

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.fillers import FILLER_NOUNS as _F
from refiner.advice.audit.idioms import blank
from refiner.advice.audit.orders import is_directive
from refiner.advice.audit.presumed import COUNT, MATERIAL, PRESUMED, TIME, TODAY
from refiner.advice.audit.words import words_of
from refiner.patterns import compile_later

_NUMBER = rf"(?:{COUNT}|an?|half an?|a couple of|a few|several|(?:half )?a dozen)"
_N = rf"(?:{_NUMBER}(?:(?: to | or |-| and ){_NUMBER})?)"
_ADJECTIVES = r"(?:[ -](?:_+|(?!(?:of|in|to|per|and|or|with)\b)[a-z]+)){0,2}"
_REPEATS = (
    r"(?:times|rounds?|takes?|sets?|reps?|passes|runs?|tries|attempts?|rehearsals?|recordings?"
    r"|sessions?|tellings|readings)"
)
_PART = r"(?:day|week|month|morning|evening|night|weekday|session|hour|lunch|weekend|minute)"

_PERIODIC = compile_later(
    rf"\b(?:(?:{_N}|once|twice)(?: times)? (?:a|per|each|every|this|in a) {_PART}"
    rf"|every (?:other |second |single )?(?:{_PART}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    rf"|each {_PART}|daily|nightly|weekly|fortnightly"
    rf"|on (?:at least )?{_N} (?:different |separate )?(?:days|evenings|mornings))\b"
)
_CLOCK = compile_later(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:am|pm|o'clock)\b"
    r"|\bby (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
_TIMED = compile_later(
    rf"(?<!every )(?<!each )(?<!per )\b(?:first |last |next )?{_N}{_ADJECTIVES}[ -]{TIME}\b"
    rf"(?! (?:of )?FILLER)|\b{COUNT}-(?:second|minute|hour)\b"
)
_UNCOUNTED = rf"(?:(?!(?:{COUNT}|dozen)\b)\w+ )"
_BOUND = (
    r"(?:at most|at least|no fewer than|no more than|not more than|fewer than|less than|under|below"
    r"|target(?: is|:)?|up to|a maximum of|max(?:imum)?|within|aim for|aim at"
    rf"|limit {_UNCOUNTED}{{0,4}}to|keep {_UNCOUNTED}{{0,4}}(?:to|under|below|at|within)"
    r"|stay (?:under|below|within|at)|allow (?:yourself )?"
    r"|(?:reduce|cut|bring|get|lower|take|push|go|come) "
    rf"{_UNCOUNTED}{{0,5}}(?:down )?(?:to|below|under))"
)
_TARGET = compile_later(
    rf"\b(?<!from ){_BOUND} (?:just |only |about |around )?(?:{_N}|zero|no|none|half"
    r"|(?:a|one) (?:half|third|quarter))\b(?: (?:per ?cent|%))?(?: of (?:today's|what it is|that"
    rf"|this))?(?: \w+ out of {COUNT}\b)?(?: or (?:fewer|less)|(?: (?:{_F}))? at (?:the )?most"
    r"(?=$|[.,;:]))?(?! ?(?:%|percent))"
    rf"|\b(?:{_N}|none|zero) or (?:fewer|less)\b"
    rf"|\b{COUNT} \w+ out of {COUNT}\b"
    rf"|\b{COUNT} (?:out of|in) {COUNT} (?:is|means|counts|would be)\b"
    rf"|\bat {COUNT} (?:of|out of) {COUNT}\b"
    rf"|\baim to (?:turn|trade|swap|change|replace|drop|cut) {_N} of (?:them|these|those)\b"
)
_FRACTION = compile_later(
    r"\b(?:halve|halving)\b"
    r"|\b(?:in|by|to|into) (?:a |one )?(?:half|third|quarter)\b(?! (?:of|the|your)\b)"
    r"|\b(?:let|replace|turn|swap|trade) (?:at least )?half (?:of )?(?:the|them|these|those|your)\b"
    r"|\bby (?:\d+|ten|twenty|thirty|fifty) (?:percent|per cent)"
)
_COUNT_TO = compile_later(rf"\bcount(?:ing)? (?:\w+ )?(?:to|from) {COUNT}\b")
_ORDINAL = compile_later(
    r"\bthe (?:first|second|third|fourth|last) (?:time|round|take|run|pass|version|reading|try)\b"
)
_REPEATED = compile_later(
    rf"\b{_N}{_ADJECTIVES} {_REPEATS}\b|\btwice\b|\bthrice\b|\bonce\b|\bone more time\b"
)
_OF_MATERIAL = compile_later(rf"\b{_N}{_ADJECTIVES}[ -](?:{MATERIAL}|[a-z]{{3,}}s)\b")
_OTHER_MATERIAL = compile_later(
    rf"\b{_N}{_ADJECTIVES}[ -](?!(?:times|places|spots|moments|{_F})\b)"
    rf"(?:{MATERIAL}|[a-z]{{3,}}s)\b"
    r"(?! (?:with|where|that|in which|of FILLER|FILLER)\b)|\btwice\b"
    rf"|\b{_N} of (?:your|the|my|these) (?:own )?{MATERIAL}\b"
    r"(?! (?:with|where|that|in which|had)\b)"
    rf"|(?:(?<=write )|(?<=draft )|(?<=compose )|(?<=invent )|(?<=craft ))"
    rf"{_N}{_ADJECTIVES}[ -]{MATERIAL}\b"
)
# Words for counting that may be used next to fillers: the figure itself stays out.
_TO_COUNT = compile_later(
    r"\b(?:count(?:s|ed|ing)?|tall(?:y|ying|ies|ied)|(?<!a )numbers?(?: of)?|rates?|totals?|sums?"
    r"|tot)\b"
)
_COUNTING = compile_later(
    r"\b(?:fewer|less|improve(?:s|ment)?|progress|times|once|first|usual"
    rf"|next one|half of (?:them|these)|filled|(?:the )?one (?:to|at|speaks|talks|section|and)"
    rf"|per minute|a minute|without (?:a single|one)(?= )"
    rf"|(?:each|every|any)(?= (?:{_F}))|(?:zero|no)(?= (?:{_F})))\b"
)
_THIS_TALK = compile_later(
    rf"\b(?:this|the|your|{TODAY}'s) (?:talk|speech)\b|\b{TODAY}\b(?!')|\bhere\b"
)
_PAST = compile_later(
    r"\b(?:was|were|had|did|said|used|lasted|spoke|took|ran|held|kept|came|fell)\b"
)

_SCALE = compile_later(
    r"\b(?:from|of) (?:1|one) to (?:5|five|10|ten)\b|\b(?:1|one)(?: ?- ?| to )(?:5|five|10|ten)[ -]"
    r"(?:point )?scale\b"
)
_HOW_MANY = compile_later(r"\bhow (?:many(?: times)?|often|much)\b")
_REHEARSED = compile_later(
    r"(?:^|(?<=, then )|(?<=and )|(?<=, ))(?:read|say|tell|give|record|rehearse|run through"
    r"|practi[sc]e|speak|deliver) (?:it|this|(?:the|this|your) (?:whole |entire )?(?:talk|speech"
    rf"|story|text|transcript|opening|ending))(?: (?:aloud|out loud|through|slowly))? {COUNT} times"
    r"\b(?! (?:you|FILLER|in|that|an?|per|out|with)\b)"
)
_ANY = (_REHEARSED, _SCALE, _ORDINAL, _PERIODIC, _CLOCK, _COUNT_TO, _TARGET, _TIMED, _FRACTION)
_ONE = compile_later(
    r"\bone (?=(?:\w+ ){0,2}(?:talk|meeting|call|recording)\b|(?:on|in|at|for|with|after|before"
    r"|each|every)\b)"
)
_NO_FILLERS = (*_ANY, _ONE, _REPEATED, _OF_MATERIAL)
_PER_WORDS = compile_later(r"\bfillers? per (?:100|(?:a |one )?hundred) words\b")
# "Give one short update", "choose five words that describe rain": what an order asks for is new.
_ASKED_FOR = compile_later(
    r"(?:^|(?<=[,:] )|(?<=\band )|(?<=\bthen ))(?:(?:then|and|next) )?(?!mark|count|find|reread|fix"
    r"|remove|cut|drop|replace|repeat|listen|compare|halve|note|underline|circle|check|keep)[a-z]+ "
    rf"{_N}{_ADJECTIVES}[ -](?!(?:times|places|spots|moments|passages|points|instances|uses"
    rf"|occurrences|slips?|{_F})\b)[a-z]+\b(?! (?:with|where|in which|of|FILLER|that (?:are|have"
    r"|has"
    r"|contain|contains|start|begin|end|starts|begins|ends|you))\b)"
)
_IN_A_ROW = compile_later(
    rf"\b(?<!the )(?<!your ){_N} (?:{_REPEATS}|days|weeks|talks|answers|calls"
    r"|meetings) in a row\b"
    r"|\b(?:if|when|once|until) (?:there (?:are|is)|you (?:hear|find|count|have)) (?:none|zero"
    r"|no)\b(?!.*\bagain\b)"
    r"|\b(?:look|watch|aim|hope) for an? (?:\w+ )?(?:downward|falling) (?:trend|line|curve)\b"
)
_WITH_FILLERS = (
    _PER_WORDS, _IN_A_ROW, _ASKED_FOR, *_ANY, _OTHER_MATERIAL, _TO_COUNT, _COUNTING, _ONE,
)  # fmt: skip
_DONE_TIMES = compile_later(
    rf"(?<!FILLER )(?<!FILLER s )\b{_N} times\b(?! (?:you|FILLER|in|that|an?|per|out)\b)"
)


def blank_practice(text: str, sentence: Sentence) -> str:
    """`text` without the quantities that count practice.

    Where no filler is named and nothing is said of this talk, every quantity does; beside fillers
    only time, repetitions, material and targets do, and nothing in what is stated of the talk.
    """
    if PRESUMED.search(sentence.text):
        return text
    of_talk = bool(_THIS_TALK.search(text))
    text = _HOW_MANY.sub(blank, text)
    free = not (sentence.states or sentence.mentions or of_talk)
    if free and is_directive(sentence.text):
        return re.sub(r"[a-z0-9']+", _blank_counted, text)
    if not sentence.mentions and not _PAST.search(text):
        text = _TIMED.sub(blank, _PERIODIC.sub(blank, text))
    head = text[: sentence.states_from]
    patterns: tuple[re.Pattern[str], ...] = _NO_FILLERS
    if sentence.mentions:
        patterns = (*_ANY, _TO_COUNT) if of_talk and "SLOT" not in text else _WITH_FILLERS
    if is_directive(sentence.text) and not of_talk:
        patterns = (_DONE_TIMES, *patterns)
    for pattern in patterns:
        head = pattern.sub(blank, head)
    if not sentence.mentions:
        head = re.sub(rf"\b(?!{COUNT}\b)[a-z']+", _blank_counted, head)
    return head + text[len(head) :]


def _blank_counted(match: re.Match[str]) -> str:
    word = match[0]
    counted = word[0].isdigit() or word in words_of("practice")
    return "_" * len(word) if counted else word
