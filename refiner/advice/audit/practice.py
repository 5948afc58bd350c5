"""Numbers of practice in an exercise, a goal or a measurement: what grammar says they count.

A number stands before a noun ("three calm breaths") or alone. The noun says whether it counts
time, repetitions, what practice itself uses or makes, or fillers: these only as a target or in a
talk to come. What is presumed of this talk is unfit before that (`presumed.py`).
"""

from __future__ import annotations

import re

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.idioms import blank
from refiner.advice.audit.orders import is_directive
from refiner.advice.audit.presumed import COUNT, FILLERS
from refiner.advice.audit.words import words_of
from refiner.patterns import compile_later

_QUANTITY = rf"(?:{COUNT}|half an?|a couple of|a few|several|(?:half )?a dozen)"
_N = rf"(?:{_QUANTITY}(?:(?: to | or |-| and ){_QUANTITY})?\b)"
# Words at which a noun phrase ends.
_CLOSED = (
    r"(?:of|in|on|at|to|for|with|from|by|per|and|or|but|as|than|that|which|who|whose|where|when"
    r"|while|if|until|before|after|during|between|behind|each|every|the|an?|your|my|his|her|its"
    r"|their|this|these|those|it|they|them|you|he|she|we|is|are|was|were|be|been|has|have|had|do"
    r"|does|did|can|could|will|would|should|may|might|must|not|no|aloud|twice|once|then|out|up"
    r"|down|into|onto|over|under|about|without|through|across|around|so|because|since)"
)
_WORD = rf"[ -](?!{_CLOSED}\b)[a-z]+"
_TIME = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|evenings?|mornings?|nights?"
    r"|weekdays?|beats?|breaths?|heartbeats?)"
)
_PART = r"(?:day|week|month|morning|evening|night|weekday|session|hour|lunch|weekend|minute)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"

_PHRASE = compile_later(rf"\b({_N})((?:{_WORD}){{0,4}})")
_NOUN = compile_later(  # the first plural, or the last word
    rf"(?:{_WORD}){{0,3}}?[ -](?!{_CLOSED}\b)([a-z]*[a-rt-z]s|people|children|men|women|feet)\b"
    rf"|(?:{_WORD}){{1,4}}"
)
_FILLERS = compile_later(rf"(?:{_WORD}){{0,2}}[ -]{FILLERS}")
_TO_COME = compile_later(r"\b(?:next|coming|practi[sc]e|rehearsals?|new|recording|week|by)\b")
_WITH_FILLERS = compile_later(  # "five sentences that begin with FILLER"
    r"(?: (?:with|where|which|that|in|of|start|begin|open|end|have|contain)s?){0,3}(?: (?:an?|your"
    rf"|the))? {FILLERS}"
)
_ALONE = compile_later(r" (?:for|on|in|at|with|after|before|each|every|to|out)\b")
_TIMED = compile_later(
    rf"\b(?:{_N}|an?(?= (?:\w+ )?second\b))(?:{_WORD}){{0,2}}[ -]{_TIME}\b(?! (?:of )?FILLER)"
)
_PERIOD = compile_later(
    rf"\b(?:(?:{_N}|once|twice)(?: times)? (?:a|per|each|every|this|in a) {_PART}"
    rf"|every (?:other |second |single )?(?:{_PART}|{_DAY})|each {_PART}"
    rf"|daily|nightly|weekly|fortnightly|by {_DAY}(?!')"
    r"|\d{1,2}:\d{2}|\d{1,2} ?(?:am|pm|o'clock))\b"
)
_BOUND = (
    r"(?:at (?:the )?(?:most|least)|no (?:fewer|more|less) than|not more than|fewer than|less than"
    r"|under|below|up to|within|max(?:imum)?|allow(?: yourself)?|aim (?:for|at)|stay (?:at|within)"
    r"|(?:limit|ceiling|maximum|budget|target|goal|cap|allowance)(?: of| at| is|:)?"
    r"|(?:limit|cap|keep|hold|reduce|cut|bring|get|lower|take|push|go|come|down)"
    rf" (?:(?!(?:{COUNT}|dozen)\b)\w+ ){{0,6}}(?:down )?(?:to|at|within))"
)
_TARGET = compile_later(
    rf"\b(?<!from ){_BOUND} (?:just |only |about |around |an? )?"
    rf"(?:{_N}|zero|no(?! (?:more|fewer|less)\b)|none|single|half"
    r"|(?:a|one) (?:half|third|quarter))\b"
    rf"(?: per ?cent| \w+ out of {COUNT}\b)?(?! ?(?:%|percent))"
    rf"|\b(?:{_N}|zero|none)(?: \w+)?(?= (?:\w+ ){{0,2}}(?:or (?:fewer|less)|at (?:the )?most)\b)"
    r"|\b(?:or (?:fewer|less)|at (?:the )?most)\b"
    rf"|\b{COUNT}(?: \w+)? (?:out of|of|in) {COUNT}\b(?! \w+ (?:you|has|have|had)\b)"
    rf"|\baim to \w+ {_N} of (?:them|these|those)\b"
)
_SCALE = compile_later(
    r"\b(?:(?:rate|score|mark)s?\b[^.;]* )?(?:from|of) (?:1|one) to (?:5|five|10|ten)\b"
    r"|\b(?:1|one)(?: ?- ?| to )(?:5|five|10|ten)[ -](?:point )?scale\b"
)
_IN_SILENCE = compile_later(
    rf"\bcount(?:ing)? (?:\w+ )?(?:to|from) {COUNT}\b|\bin a row\b"
    rf"|\b(?:for|hold|wait|rest|out) {COUNT}(?=$|[.,;:]| and\b)"
)
_PART_OF = compile_later(
    rf"\b(?:halve|halving|divide by {COUNT})\b"
    r"|\bhalf (?:the |your )?(?:\w+ )?(?:speed|pace|tempo|volume|time)\b"
    r"|\b(?:in|by|to|into) (?:a |one )?(?:half|third|quarter)\b(?! (?:of|the|your)\b)"
    r"|\b(?:let|replace|turn|swap|trade) (?:at least )?half (?:of )?(?:the|them|these|those|your)\b"
    r"|\bby (?:\d+|ten|twenty|thirty|fifty) (?:percent|per cent)"
)
_PER_WORDS = compile_later(r"\bfillers? per (?:100|(?:a |one )?hundred) words\b")
_ANYWHERE = (_PER_WORDS, _SCALE, _TARGET, _PERIOD, _TIMED, _IN_SILENCE, _PART_OF)
_NTH = r"(?:first|second|third|fourth|fifth|last)"
# Words for counting, which say no number themselves.
_COUNTING = compile_later(
    r"\b(?:how (?:many(?: times)?|often|much)|count(?:s|ed|ing)?|tall(?:y|ying|ies|ied)"
    r"|(?<!a )numbers?(?: of)?|rates?|totals?|sums?|tot|fewer|less|improve(?:s|ment)?|progress"
    r"|times|once|twice|thrice|first|usual|filled|next one|half of (?:them|these)|per minute"
    rf"|a minute|without (?:a single|one)(?= )|(?:each|every|any|zero|no|per)(?= {FILLERS})"
    rf"|(?:the|a) {_NTH} (?:time|round|take|run|pass|version|reading|try)"
    rf"|(?:at|after|until) (?:the|your) {_NTH}(?= {FILLERS})"
    r"|(?:if|when|once|until) (?:there (?:are|is)|you (?:hear|find|count|have)) (?:none|zero"
    r"|no)(?!.*\bagain\b)"
    r"|(?:look|watch|aim|hope) for an? (?:\w+ )?(?:downward|falling) (?:trend|line|curve))\b"
)
_PAST = compile_later(
    r"\b(?:was|were|had|did|said|used|lasted|spoke|took|ran|held|kept|came|fell)\b"
)


def blank_practice(text: str, sentence: Sentence) -> str:
    """`text` without the quantities of practice; in what is stated of the talk only time is one."""

    def blank_phrase(match: re.Match[str]) -> str:
        return _blank_counted(match) if _counts_practice(match, sentence) else match[0]

    for pattern in _ANYWHERE:
        text = pattern.sub(blank, text)
    text = _PHRASE.sub(blank_phrase, text)
    if sentence.mentions:
        return _COUNTING.sub(blank, text)
    return re.sub(rf"\b(?!{COUNT}\b)[a-z']+", _blank_word, text)


def _counts_practice(match: re.Match[str], sentence: Sentence) -> bool:
    """Does a number, with the words up to the end of its noun phrase, count practice?"""
    text, end = match.string, match.end(1)
    if _FILLERS.match(text, end):
        return bool(_TO_COME.search(text))
    directs = is_directive(sentence.text)
    noun = _NOUN.match(text, end)
    if noun is None:
        alone = match[1] == "one" or _ALONE.match(text, end)
        return bool(alone) or (directs and not sentence.mentions)
    if noun[1] == "times" and sentence.mentions and not directs:
        return False
    return not _WITH_FILLERS.match(text, noun.end())


def _blank_counted(match: re.Match[str]) -> str:
    return "_" * len(match[1]) + re.sub("[a-z]+", _blank_word, match[2])


def _blank_word(match: re.Match[str]) -> str:
    return blank(match) if match[0] in words_of("practice") else match[0]
