"""Slots in a draft, and the phrases in which each may be used.

A figure is true only for what it counts: `fillers.total` must count fillers, a rate must say
its unit, a word's number must go with that word. Whatever is said around a slot and is not
listed here makes the sentence unfit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

from refiner.advice.habit_counts import HABIT_COUNTS
from refiner.patterns import compile_later

_SLOT = compile_later(r"\{\{\s*([^{}]*?)\s*\}\}")
_MARK = compile_later(r"@([a-z]+)(?:=([^@]*))?@")
_WHOLE_MARK = compile_later("@[a-z]+@")
NAMED = compile_later(r"FILLER<[^<>]*>")

SLOT_NAMES = {
    "fillers.total": "total",
    "fillers.per_minute": "perminute",
    "fillers.per_100_words": "perhundred",
    "talk.words": "words",
    "talk.minutes": "minutes",
    "talk.words_per_minute": "pace",
    "history.talks": "talks",
    "history.fillers.per_100_words": "earlier",
    "history.change": "change",
    "goal.fillers.per_100_words": "goal",
    "goal.words_per_minute": "goalpace",
}
_HABIT = compile_later(r"(talk|goal)\.habits\.(\w+)")
_CODES = dict(zip(HABIT_COUNTS, ascii_lowercase, strict=False))  # a kind may read as a word
_BY_WORD = compile_later(r"(fillers|goal)\s*\.\s*by_word\s*(?:\.\s*|(?=\[))(.+)", re.IGNORECASE)


def mask(sentence: str) -> str:
    """Each slot of the sentence as `@name@`, that of a word as `@word=um@` or `@goalword=um@`.

    That of a habit is `@habit=b@` or `@goalhabit=b@`, by its code.
    """

    def replace(match: re.Match[str]) -> str:
        name = re.sub(r"\s*\.\s*", ".", match[1]) if "by_word" not in match[1] else match[1]
        if name.lower() in SLOT_NAMES:
            return f"@{SLOT_NAMES[name.lower()]}@"
        by_word, habit = _BY_WORD.fullmatch(match[1].strip()), _HABIT.fullmatch(name.strip())
        if habit is not None and habit[2] in _CODES:
            return f"@{'habit' if habit[1] == 'talk' else 'goalhabit'}={_CODES[habit[2]]}@"
        if by_word is None:
            return "@unknown@"
        word = " ".join(by_word[2].strip(" \t\"'“”‘’`[]").casefold().split()).replace("’", "'")
        return f"@{'word' if by_word[1].lower() == 'fillers' else 'goalword'}={word}@"

    return _SLOT.sub(replace, sentence)


def without_marks(text: str) -> str:
    return NAMED.sub("FILLER", _MARK.sub("SLOT", text))


_F = r"(?:filler words|fillers?)"
_HERE = (
    r"(?: (?:in|of|for|over) (?:this|the|your|today's) (?:whole |entire )?"
    r"(?:talk|transcript|recording|take)| today| here| so far| now| this time)?"
)
_IS = r"(?: ?:| is| was| are| were| of| at| stands at| stood at| comes to| came to|,)?"
_CAME = (
    r"(?:(?: ?,)? (?:came up|comes up|has come(?: up)?|has appeared"
    r"|(?:(?:was|is) )?(?:said|used|heard|counted)"
    r"|appeared|appears|occurred|occurs"
    r"|turned up|turns up|slipped in|crept in|was there|showed up|shows up))?"
)
_YOU_SAID = r"(?: (?:(?:that|which) )?you (?:said|used|made))?"
_FOUND = r"(?: (?:was|were) (?:counted|found|heard|noted|marked))?"
_MINUTE = r"(?:a|per|each|every|/) ?minute"
_PER_100 = (
    r"(?:per|in|for|in every|for every|out of|of|every) (?:100|a hundred|one hundred|hundred) words"
)
_BOUND = (
    r"(?:(?:at most|no more than|fewer than|less than|at or below|below|under"
    r"|within|up to|about|around|towards?|to|for) )?"
)
_LESS = r"(?: or (?:fewer|less|below|lower)| at most)?"
# Only words that count nothing, since what is said around a figure is not read again.
_OCCASION = (
    r"(?:(?:mock|team|staff|board|client|sales|project|status|weekly|public|practice|job) )?"
    r"(?:talk|speech|presentation|meeting|recording|transcript|rehearsal|lesson|lecture|interview"
    r"|call|pitch|demo|update|review|session|webinar|keynote|debate|one)"
)
_NEXT = rf"(?: (?:next time|(?:in|at|by|for|during) (?:the|your) next {_OCCASION}|next))?"
_IN_NEXT = rf"(?: (?:in|of|from|at) (?:the|your|each) (?:next )?{_OCCASION})?"
_NOW = r"(?: (?:now|today|in this talk|this time))?"

_ENDS = (  # nothing more is said of the figure
    r"(?=$|[.:!]|,? (?:and|so|then) (?:aim|check|count|compare|measure|look|see|turn|try|work|go"
    r"|note|record|pause|breathe)\b)"
)

# With the marks that a text must have for each.
_PHRASES = tuple(
    (_WHOLE_MARK.findall(pattern), compile_later(rf"(?<![\w'])(?:{pattern})(?![\w'])"))
    for pattern in (
        rf"(?:^|(?<=, )|(?<=: ))(?:you )?(?:start|begin) (?:from|at) @total@ {_F}{_HERE}{_ENDS}",
        *(
            rf"(?:(?:the|your|today's) )?(?:baseline|starting (?:point|value|figure|rate))"
            rf"(?: is|:| of)? {figure}{_ENDS}"
            for figure in (
                rf"@total@ {_F}",
                rf"@perminute@ {_F} {_MINUTE}",
                rf"@perhundred@ {_F} {_PER_100}",
            )
        ),
        *(
            r"(?:bring|cut|get|lower|reduce|take) (?:the |your )?(?:filler )?rate(?: down)? from"
            rf" {rate}(?= (?:by|in|for|at) (?:the|your) next)"
            for rate in (
                rf"@perhundred@ (?:{_F} )?{_PER_100}",
                rf"@perminute@ (?:{_F} )?{_MINUTE}",
            )
        ),
        rf"(?:finish|end|give|tell|deliver|record|make) (?:the|your) next {_OCCASION}"
        rf" (?:with|using) (?:under|below|fewer than|less than) @total@ {_F}",
        rf"(?:the |your )?(?:filler )?rate {_PER_100}(?: of [a-z ]{{1,30}})? (?:with|to|against)"
        rf" @perhundred@(?: {_PER_100})?",
        rf"total {_F}(?: count)?{_HERE}{_IS} @total@",
        rf"{_F}{_CAME}{_HERE} @total@ times",
        rf"{_F}(?: count| total| number"
        rf"| words)?{_HERE}{_IS} @total@(?: times)?(?: in (?:all|total))?",
        rf"(?:the |your |a )?(?:total|count|tally"
        rf"|number)(?: of {_F}{_YOU_SAID})?{_HERE}{_IS} @total@(?: {_F}{_FOUND})?{_HERE}",
        rf"(?:i|we|the (?:data|count|transcript|analysis|workbench)) (?:counted|found|heard|noted"
        rf"|show|shows"
        rf"|lists|marks) @total@ {_F}(?: in (?:all|total)| altogether)?{_HERE}",
        rf"@total@ (?:times )?{_F}(?: in (?:all|total)| altogether)?{_FOUND}{_HERE}",
        r"@total@ (?:in (?:all|total)|altogether|overall)",
        rf"(?:all|the|your|these|those) @total@(?: {_F})?",
        rf"(?:(?:filler|your|the) )?(?:rate|pace){_HERE}{_IS} @perminute@ (?:{_F} )?{_MINUTE}",
        rf"{_F}{_HERE}{_IS}(?: came| come)? (?:at )?@perminute@ (?:times )?{_MINUTE}",
        rf"(?:averag(?:e|ed|ing) )?@perminute@ (?:{_F} )?{_MINUTE}",
        rf"(?:number of )?{_F} {_PER_100}(?: (?:with|against|to|was|is|of|at|:))? @perhundred@",
        rf"(?:number of )?{_F} {_MINUTE}(?: (?:with|against|to|was|is|of|at|:))? @perminute@",
        rf"compare (?:the |your )?(?:number of )?{_F} {_MINUTE}{_IN_NEXT} (?:with|to|against)"
        rf" @perminute@(?: {_MINUTE})?",
        rf"compare (?:the |your )?(?:number of )?{_F} {_PER_100}{_IN_NEXT} (?:with|to|against)"
        rf" @perhundred@(?: {_PER_100})?",
        rf"from @perhundred@ to @goal@ {_F} {_PER_100}{_NEXT}",
        r"total (?:beside|with|to|against|next to) today's @total@",
        rf"(?:(?:filler|your|the) )?rate{_HERE}{_IS} @perhundred@ (?:{_F} )?{_PER_100}",
        rf"@perhundred@ (?:{_F} )?{_PER_100}",
        r"@words@[ -](?:spoken )?words?(?: (?:long|in all|in total|altogether))?",
        r"@minutes@ minutes of (?:material|talk|talking|speech|speaking|story)",
        r"@minutes@[ -]minutes?(?: (?:long|in all|in total|altogether))?",
        r"@pace@ words (?:a|per|each|every|/) ?minute",
        r"(?:your |the )?(?:last|past|previous|earlier) @talks@(?: talks?)?",
        r"@talks@ (?:(?:earlier|previous|past|prior|other) )?talks?",
        rf"(?:(?:your |the )?(?:earlier|previous|past|last) (?:talks?|ones?|rates?|average)|before"
        rf"|so far|until now)(?:,? (?:you|had|were|was|is|averaged?|average|came to|stood|at|which"
        rf"|with|of|have|has|a rate|rate|the|your|compared)){{0,5}}{_IS}"
        rf" @earlier@ (?:{_F} )?{_PER_100}"
        r"(?: (?:before|until now|so far))?",
        rf"@earlier@ (?:{_F} )?{_PER_100}(?: (?:in|over|across) (?:your "
        rf"|the )?(?:earlier|previous|past) talks| before| until now| so far"
        rf"| earlier)",
        r"(?:(?:compared (?:with|to)|against|since|from|next to) (?:your "
        r"|the )?(?:earlier|previous|past|last)(?: talks?)?|(?:the "
        r"|your )?change(?: (?:since|from|against) (?:your |the )?(?:earlier"
        r"|previous|past|last)(?: talks?)?)?)(?: ?[:,-]| is| was)? @change@",
        rf"next\b[^.@]*?(?:fewer|lower"
        rf"|less)(?: {_F})?(?: {_PER_100})? than(?: today's)?(?: rate)?(?: of)? @(?:perhundred"
        rf"|perminute)@",
        rf"(?:fewer|lower|less)(?: {_F})?(?: {_PER_100})? than @perhundred@(?: {_PER_100})?"
        r" in (?:the|your) next",
        rf"from @perhundred@(?: {_PER_100})? (?:down )?to @goal@ {_PER_100}{_NEXT}",
        rf"(?:number of )?{_F} {_PER_100} {_BOUND}@goal@{_NEXT}",
        rf"(?:goal|target)(?: is|:| of)? @goal@{_LESS}",
        rf"{_F} from @total@(?= (?:down )?to (?:at most |under |below |fewer than )?\w+)",
        rf"(?:compare|check) (?:the|its|your|that|this) (?:count|number|total)(?: of {_F})?"
        rf"{_IN_NEXT} (?:with|to|against) @total@",
        rf"(?:the |your )?(?:rate|count|number|total)(?: down)? (?:to|at|below|under) @goal@"
        rf" (?:{_F} )?{_PER_100}{_NEXT}",
        rf"{_BOUND}@goal@ (?:{_F} )?{_PER_100}{_LESS}{_NEXT}",
        "words a minute @pace@ now, @goalpace@ next time",
        *(
            f"{HABIT_COUNTS[kind].label} @habit={code}@ now, @goalhabit={code}@ next time"
            for kind, code in _CODES.items()
        ),
    )
)
_TARGET = compile_later(
    r"\b(?:next|at most|no more than|or fewer|below|under|cut|reduce|lower"
    r"|limit|goal|target|aim|bring"
    r"|compare|if|when|get|go|reach|towards?|down to|keep|stay)\b"
)
_WRONG_BEFORE = compile_later(
    r"(?:\b(?:just|only|merely|mere|some|as many as|as few as|over|under|above|below|beyond|nearly"
    r"|almost|about|around|roughly|approximately|than|up to|least|most|minus|plus|times|every|each"
    r"|another|extra|further|not|without|from|half|double|twice|by)|[-/\d.]"
    r"|FILLER<[^<>]*>(?: ?s)? ?[,:-]? ?(?:all|the|these|those)?) ?$"
)
_WRONG_AFTER = compile_later(
    r" ?(?:[-/\d%]|plus\b|or (?:so|more|fewer|less)\b|and (?:counting|more)\b|more\b|less\b|fewer\b"
    r"|times\b|percent\b|per\b|hundred\b|dozen\b|(?:a|each|every) (?:second|hour|sentence|word)\b"
    r"|(?:a|each|every) minute\b|an hour\b"
    r"|(?:were|are|was|is) (?:\w+ )?(?:fillers?|FILLER)|out of\b"
    r"|of\b(?! (?:them|these|those|which)\b)|and a half"
    r"|FILLER<|of (?:them|these|those) (?:fell|came|landed|sat|stood|were|are|sit|fall|come)\b"
    # A place in the talk: the figure is that of the whole.
    r"|alone\b|(?:before|after|when|while|during|near|between|at the"
    r"|on the(?! (?:scoreboard|tape|page|transcript|recording|record|chart|sheet|list)\b))\b"
    r"|in (?:the|your|its|each|every|that) (?!(?:next|coming)\b"
    r"|(?:whole |entire )?(?:talk|speech|transcript|recording)\b))"
)
_AS_YOU_GO = compile_later(r" ?(?:while|when) (?:you )?(?:\w+ing|keep|hold|stay)\b")
_REACHED = compile_later(r"\b(?:was|were|reached|met|beat|hit|missed|achieved|done|made)\b")
_IF = compile_later(r"\b(?:if|when|once)\b")
_GOALS = compile_later(r"@goal@|@goalpace@|@goal(?:word|habit)=")


def read(text: str, mentioned: Sequence[str]) -> tuple[str, str | None]:
    """The sentence with its slot phrases as SLOT, and what is wrong with a slot, if anything."""
    if "@" not in text:
        return NAMED.sub("FILLER", text), None
    if _GOALS.search(text) and not _TARGET.search(text):
        return text, "a goal that is not said to be one"
    if _GOALS.search(text) and _REACHED.search(text) and not _IF.search(text):
        return text, "a goal that is said to be reached"
    fault: list[str] = []

    def replace(match: re.Match[str]) -> str:
        goal = _GOALS.search(match[0])
        before, after = text[: match.start()], text[match.end() :]
        wrong = _WRONG_BEFORE.search(before) if not goal else None
        if wrong or (not _AS_YOU_GO.match(after) and _WRONG_AFTER.match(after)):
            fault.append("a slot whose number is changed by the words around it")
        return " SLOT "

    phrases = [phrase for marks, phrase in _PHRASES if all(mark in text for mark in marks)]
    for pattern in (*_word_phrases(text, mentioned), *phrases):
        text = pattern.sub(replace, text)
    if _MARK.search(text):
        fault.append("a slot that does not say what it counts")
    return " ".join(NAMED.sub("FILLER", text).split()), fault[0] if fault else None


def _word_phrases(text: str, mentioned: Sequence[str]) -> list[re.Pattern[str]]:
    """How the number of one word may be said; its name is `FILLER` beside it."""
    marks = (m[2] for m in _MARK.finditer(text) if m[1] in ("word", "goalword"))
    words = dict.fromkeys(marks)  # in their order: the words before a figure are read already
    patterns = []
    for word in words:
        w, g = re.escape(f"@word={word}@"), re.escape(f"@goalword={word}@")
        name = rf"(?:the (?:word|filler) )?FILLER<{re.escape(word)}>(?: ?s| ?es)?"
        to = (
            rf"(?:,|;| and| -)? ?(?:(?:aim|go) for |bring it (?:down )?to |then "
            rf"|next time )?{_BOUND}"
        )
        patterns += [
            rf"(?:say|use) {name} (?:fewer|less) than {w} times (?:(?:in|at|for) (?:the|your) next"
            rf" {_OCCASION}|when you next|next time)",
            rf"of (?:the|your|these|those) @total@ {_F} ?,? {w} (?:are|were|was|is) {name}",
            rf"(?:(?:your|the|today's) )?{name} (?:count|total|tally|number){_HERE}{_IS} {w}",
            r"(?:(?:its|the|your|today's) )?(?:(?:starting|current|present) )?"
            rf"(?:count|number|total|tally|value) (?:of|for) {name}{_HERE}{_IS} {w}(?: times)?",
            rf"{name}(?: ?, which)?{_CAME}{_HERE}{_IS} {w}(?: times)?{_NOW}"
            rf"(?:{to}{g}(?: times)?{_LESS}{_NEXT})?",
            rf"{w} (?:times(?: (?:was|is) (?:it )?|,? )?|uses of |instances of "
            rf"|occurrences of )?{name}",
            rf"{w} times (?:you|this talk) (?:said|say|used|use) {name}",
            rf"{w}(?: times)? (?:for|with|of) {name}",
            rf"(?:its |the |your )?(?:count|number|total) of {name}{_IN_NEXT}"
            rf" (?:with|to|against|beside) {w}",
            rf"(?:today's )?(?:count|total|number) of {w} {name}",
            r"(?:count|number|total) (?:is |are |comes )?(?:at or below|at|below"
            rf"|under) {g}{_LESS}",
            rf"{name} count{_IN_NEXT} (?:with|to|against) {w}",
            rf"(?:new |next )?count of {name} is (?:below|under|lower than|less than) {w}",
            rf"(?:result|number|count|total|tally) (?:with|to|against) {g}",
            rf"(?:count|tally|mark|note) (?:the |your |each )?{name}[^@.;]{{0,60}} (?:with|to"
            rf"|against|beside) {w}",
            rf"{name} ?\( ?(?:there (?:are|were) )?{w}(?: times)?{_HERE} ?\)",
            rf"(?:goal|target)(?: is|:| of)? {g}{_LESS}",
            rf"{name}(?:(?! from\b)[^@.;0-9]){{0,60}}? {_BOUND}{g}(?: times)?{_LESS}{_NEXT}",
            rf"{name}[^@.;]{{0,40}}? from {w} to {g}{_NEXT}",
            rf"from {w} to {g} (?:times |uses of )?{name}{_NEXT}",
            rf"{_BOUND}{g}{_LESS} {name}{_LESS}{_NEXT}",
            rf"{_BOUND}{g} (?:times |uses of |instances of )?{name}{_LESS}{_NEXT}",
        ]
        if list(mentioned) == [word] or not list(mentioned):
            it = r"(?:it|this word|that word|the word)"
            patterns += [rf"{it}{_CAME}{_HERE}{_IS} {w}(?: times)?"] if mentioned else []
    return [re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])") for pattern in patterns]
