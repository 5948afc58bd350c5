"""Quantities of practice in an exercise, a goal or a measurement: what grammar says they count."""

from __future__ import annotations

import re

from refiner.advice.audit.clauses import Sentence, is_directive
from refiner.advice.audit.fillers import FILLER_NOUNS as _F
from refiner.advice.audit.idioms import blank
from refiner.advice.audit.words import words_of
from refiner.patterns import compile_later

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_COUNT = (
    rf"(?:\d+(?:[.,]\d+)?|(?:{_TENS})[- ](?:{_UNITS})|{_UNITS}|ten|eleven|twelve|\w+teen|{_TENS}"
    r"|(?:a |one )?hundred)"
)
_NUMBER = rf"(?:{_COUNT}|an?|half an?|a couple of|a few|several|(?:half )?a dozen)"
_N = rf"(?:{_NUMBER}(?:(?: to | or |-| and ){_NUMBER})?)"
_ADJECTIVES = r"(?:[ -](?:_+|(?!(?:of|in|to|per|and|or|with)\b)[a-z]+)){0,2}"
_TIME = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|evenings?|mornings?|nights?"
    r"|weekdays?|beats?|breaths?|heartbeats?)"
)
_REPEATS = (
    r"(?:times|rounds?|takes?|sets?|reps?|passes|runs?|tries|attempts?|rehearsals?|recordings?"
    r"|sessions?)"
)
_MATERIAL = (
    r"(?:sentences?|paragraphs?|pages?|lines?|words?|phrases?|headlines?|questions?|answers?"
    r"|topics?|stories|story|examples?|claims?|points?|ideas?|thoughts?|steps?|slides?|cards?"
    r"|versions?|ways?|talks?|presentations?|meetings?|calls?|conversations?|people|friends?"
    r"|objects?|articles?|coins?|pauses?|silences?|exercises?|pockets?|jars?"
    r"|notebooks?|sheets?|columns?|folders?)"
)
_PART = r"(?:day|week|month|morning|evening|night|weekday|session|hour|lunch|weekend|minute)"

_PERIODIC = compile_later(
    rf"\b(?:(?:{_N}|once|twice)(?: times)? (?:a|per|each|every|this|in a) {_PART}"
    rf"|every (?:other |second |single )?{_PART}|each {_PART}|daily|nightly|weekly|fortnightly"
    rf"|on (?:at least )?{_N} (?:different |separate )?(?:days|evenings|mornings))\b"
)
_CLOCK = compile_later(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:am|pm|o'clock)\b"
    r"|\bby (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
_TIMED = compile_later(
    rf"(?<!every )(?<!each )(?<!per )\b(?:first |last |next )?{_N}{_ADJECTIVES}[ -]{_TIME}\b"
    rf"(?! (?:of )?FILLER)"
)
_UNCOUNTED = rf"(?:(?!(?:{_COUNT}|dozen)\b)\w+ )"
_BOUND = (
    r"(?:at most|at least|no fewer than|no more than|not more than|fewer than|less than|under|below"
    r"|target(?: is|:)?|up to|a maximum of|max(?:imum)?|within|aim for|aim at"
    rf"|limit (?:yourself |it |them )?to|keep {_UNCOUNTED}{{0,4}}(?:to|under|below|at|within)"
    r"|stay (?:under|below|within|at)|allow (?:yourself )?"
    r"|(?:reduce|cut|bring|get|lower|take|push|go|come) "
    rf"{_UNCOUNTED}{{0,5}}(?:down )?(?:to|below|under))"
)
_TARGET = compile_later(
    rf"\b(?<!from ){_BOUND} (?:just |only |about |around )?(?:{_N}|zero|no|none|half"
    r"|(?:a|one) (?:half|third|quarter))\b(?: (?:per ?cent|%))?(?: of (?:today's|what it is|that"
    rf"|this))?(?: or (?:fewer|less))?(?! ?(?:%|percent))|\b(?:{_N}|none|zero) or (?:fewer|less)\b"
    rf"|\b{_COUNT} \w+ out of {_COUNT}\b"
    rf"|\b{_COUNT} (?:out of|in) {_COUNT} (?:is|means|counts|would be)\b"
    rf"|\bat {_COUNT} (?:of|out of) {_COUNT}\b"
)
_FRACTION = compile_later(
    r"\b(?:halve|halving)\b"
    r"|\b(?:in|by|to|into) (?:a |one )?(?:half|third|quarter)\b(?! (?:of|the|your)\b)"
    r"|\b(?:let|replace|turn|swap|trade) (?:at least )?half (?:of )?(?:the|them|these|those|your)\b"
    r"|\bby (?:\d+|ten|twenty|thirty|fifty) (?:percent|per cent)"
)
_COUNT_TO = compile_later(rf"\bcount(?:ing)? (?:\w+ )?(?:to|from) {_COUNT}\b")
_ORDINAL = compile_later(
    r"\bthe (?:first|second|third|fourth|last) (?:time|round|take|run|pass|version|reading|try)\b"
)
_REPEATED = compile_later(
    rf"\b{_N}{_ADJECTIVES} {_REPEATS}\b|\btwice\b|\bthrice\b|\bonce\b|\bone more time\b"
)
_OF_MATERIAL = compile_later(rf"\b{_N}{_ADJECTIVES}[ -](?:{_MATERIAL}|[a-z]{{3,}}s)\b")
_OTHER_MATERIAL = compile_later(
    rf"\b{_N}{_ADJECTIVES}[ -](?!(?:times|places|spots|moments|{_F})\b)"
    rf"(?:{_MATERIAL}|[a-z]{{3,}}s)\b"
    r"(?! (?:with|where|that|in which|of FILLER|FILLER)\b)|\btwice\b"
    rf"|\b{_N} of (?:your|the|my|these) (?:own )?{_MATERIAL}\b"
    r"(?! (?:with|where|that|in which|had)\b)"
    rf"|(?:(?<=write )|(?<=draft )|(?<=compose )|(?<=invent )|(?<=craft ))"
    rf"{_N}{_ADJECTIVES}[ -]{_MATERIAL}\b"
)
# Words for counting that may stand beside fillers: the figure itself stays out.
_COUNTING = compile_later(
    r"\b(?:count(?:s|ed|ing)?|tall(?:y|ying|ies|ied)|number(?:s)?(?: of)?|rates?|totals?|sums?|tot"
    r"|how (?:many|often|much)|fewer|less|improve(?:s|ment)?|progress|times|once|first|usual"
    rf"|next one|half of (?:them|these)|filled|(?:the )?one (?:to|at|speaks|talks|section|and)"
    rf"|per minute|a minute|without (?:a single|one)(?= )"
    rf"|(?:each|every|any)(?= (?:{_F}))|(?:zero|no)(?= (?:{_F})))\b"
)
_TODAY = r"(?:today|tonight|this (?:morning|afternoon|evening))"
_THIS_TALK = compile_later(
    rf"\b(?:this|the|your|{_TODAY}'s) (?:talk|speech)\b|\b{_TODAY}\b(?!')|\bhere\b"
)
_MAKE = ("write", "draft", "compose", "invent", "craft")
_NOT_MADE = "".join(rf"(?<!{verb} )" for verb in (*_MAKE, "than", "most", "least", "under"))
_OF_NUMBER = rf"(?:the|your|those|these|all|of|from|{_TODAY}'s)"
_PRESUMED = compile_later(
    rf"\b{_OF_NUMBER} (?:\w+ )?(?:{_COUNT}|zero|no|dozen|few|couple of) (?:\w+ )?(?:{_F})"
    rf"|\b(?:{_TODAY}|now|currently)(?:'s)?(?: \w+)?: ?{_COUNT}\b"
    rf"|(?<!count down )(?<!counting down )\bfrom (?:a (?:rate|count|total|level"
    rf"|share) of )?(?!1 to (?:5|10)\b)"
    rf"(?:{_COUNT}|a dozen)\b"
    r"(?! to \w+ (?:seconds|minutes|words))"
    r"(?! (?:points? of view|angles|sides|perspectives|positions|corners|distances"
    r"|keywords?|notes|cards|bullet points|prompts|cues)\b)"
    r"(?! (?:\w+ )?(?:colleagues|friends|people|listeners|strangers|teammates|steps|metres|feet"
    r"|examples|stories|topics|books|sources|pictures|photos)\b)"
    rf"|\b(?:the|your|{_TODAY}'s|this|current) (?:count|number|rate|total|score"
    rf"|figure) of {_COUNT}\b"
    r"|\b(?:start(?:ing point)?|baseline|before|previous|current|result|so far|last \w+)"
    rf": ?{_COUNT}\b"
    rf"|\b{_COUNT}-(?:{_F})\b"
    r"|\b(?:previous|current|usual|earlier|present|recent|existing|remaining|original|former)"
    rf" (?:{_COUNT}|dozen)\b(?! (?:{_MATERIAL}|{_TIME})\b)"
    rf"|\b(?:[a-z]+'s|(?:against|with|to) (?:the|your)) {_COUNT}(?=$|[.,;:!?])"
    r"|\b(?:said|used|had|spoke|did)\b[^,;.]*\b(?:once|twice|thrice|half)\b"
    r"|\bas you (?:were|are|did)\b|\bthe way you\b"
    rf"|\b{_TODAY}'s (?:average|share|best|longest|worst|mark|level|tempo|pace) of {_COUNT}\b"
    rf"|\b(?:twice|double|half|more than|less than) (?:what|as (?:much|many)|today|tonight)\b"
    r"|\b(?<!least )(?<!most )(?<!up to )(?:half|quarters?|thirds?|fifths?|most|all|bulk"
    r"|share) of (?:your|the) (?:\w+ )?FILLER"
    rf"|\bfrom an? (?:\w+ )?(?:{_F}) (?:every|per|an?|each|in)\b"
    rf"|FILLER (?:every|each|per) (?:{_COUNT}|few|other|second)\b"
    rf"|\bevery (?:{_COUNT}|few|couple of) (?:words|sentences|lines)\b|\busual FILLER"
    rf"|FILLER ?(?:[:=-]+|is|was|were) ?"
    rf"(?:{_COUNT}|zero|no|none|twice|thrice|once|never|double|triple)\b"
    rf"|\b{_OF_NUMBER} (?:{_COUNT}|dozen) (?:\w+ )?(?:times|places|spots|moments|passages)\b"
    rf"|\b(?:the|your|those|these|all|{_TODAY}'s) (?:{_COUNT}|dozen) (?:\w+ )?(?:sentences|words)\b"
    r"(?! of (?:the|a|this) (?:passage|page|paragraph|sentence))"
    rf"|\b{_OF_NUMBER} (?:{_COUNT}|dozen) (?:likes|sos|you knows|wells|okays|rights|i means)\b"
    rf"|\b{_NOT_MADE}(?:{_COUNT}) (?:\w+ )?(?:times|places|sentences|spots|moments|words|pauses"
    r"|points|paragraphs|passages) (?:that |which |where |in which |when )?"
    r"(?:you (?:said|used|had|started|began|opened|filled)"
    r"|with (?:an? |your |the )?(?:FILLER|filler)|contain|have|had|start|begin|open)"
)
_PAST = compile_later(
    r"\b(?:was|were|had|did|said|used|lasted|spoke|took|ran|held|kept|came|fell)\b"
)

_SCALE = compile_later(
    r"\b(?:from|of) (?:1|one) to (?:5|five|10|ten)\b|\b(?:1|one)(?: ?- ?| to )(?:5|five|10|ten)[ -]"
    r"(?:point )?scale\b"
)
_HOW_MANY = compile_later(r"\bhow (?:many|often|much)\b")
_ANY = (_SCALE, _ORDINAL, _PERIODIC, _CLOCK, _COUNT_TO, _TARGET, _TIMED, _FRACTION)
_ONE = compile_later(
    r"\bone (?=(?:\w+ ){0,2}(?:talk|meeting|call|recording)\b|(?:on|in|at|for|with|after|before"
    r"|each|every)\b)"
)
_NO_FILLERS = (*_ANY, _ONE, _REPEATED, _OF_MATERIAL)
_PER_WORDS = compile_later(r"\bfillers? per (?:100|(?:a |one )?hundred) words\b")
_WITH_FILLERS = (_PER_WORDS, *_ANY, _OTHER_MATERIAL, _COUNTING, _ONE)
_DONE_TIMES = compile_later(
    rf"(?<!FILLER )(?<!FILLER s )\b{_N} times\b(?! (?:you|FILLER|in|that|an?|per)\b)"
)


def blank_practice(text: str, sentence: Sentence) -> str:
    """`text` without the quantities that count practice.

    Where no filler is named and nothing is said of this talk, every quantity does; beside fillers
    only time, repetitions, material and targets do, and nothing in what is stated of the talk.
    """
    if _PRESUMED.search(sentence.text):
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
        patterns = _ANY if of_talk and "SLOT" not in text else _WITH_FILLERS
    if is_directive(sentence.text) and not of_talk:
        patterns = (_DONE_TIMES, *patterns)
    for pattern in patterns:
        head = pattern.sub(blank, head)
    if not sentence.mentions:
        head = re.sub(rf"\b(?!{_COUNT}\b)[a-z']+", _blank_counted, head)
    return head + text[len(head) :]


def _blank_counted(match: re.Match[str]) -> str:
    word = match[0]
    counted = word[0].isdigit() or word in words_of("practice")
    return "_" * len(word) if counted else word
