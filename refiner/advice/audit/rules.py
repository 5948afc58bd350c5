"""Is a sentence of advice known to be harmless? If not, why.

A sentence is harmless if each of its words is known to be harmless in what the sentence does:

|                           | it names fillers         | it does not                          |
|---------------------------|--------------------------|--------------------------------------|
| states how something is   | `about_fillers.txt`      | `harmless`, `loose`; `quantifiers`   |
|                           |                          | where it is not about how one speaks |
| tells or asks, in general | `harmless` and `loose`;  | and `relative`, `quantifiers`        |
|                           | `relative` farther off   |                                      |

and if neither a figure nor a phrase of harmless words says a quantity. What the tables do not
know is not harmless: a word, a letter of another script, a sign, a numeral.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from refiner.advice.audit.claims import makes_claim
from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.fillers import MENTION, Talk, mask_fillers
from refiner.advice.audit.idioms import blank, blank_idioms
from refiner.advice.audit.learnt import likeness_to_claims
from refiner.advice.audit.plain_text import fold_text, has_numeral
from refiner.advice.audit.practice import blank_practice
from refiner.advice.audit.presumed import presumes_figure
from refiner.advice.audit.slot_marks import mask, without_marks
from refiner.advice.audit.slot_phrases import read
from refiner.advice.audit.wishes import ordered_spans, wished_spans
from refiner.advice.audit.words import Level, level_of, says_quantity, words_of
from refiner.patterns import compile_later
from refiner.spans import Span

QUANTIFIED_FIELDS = ("exercise", "goal", "measurement")  # where practice has its numbers
MAX_SENTENCE_CHARS = 800

_WORD = compile_later(r"[a-z]+(?:'[a-z]+)*'?")
_ALLOWED = compile_later(r"[a-z0-9 .,;:!?'\"()\[\]/&-]*")
_TALLY = compile_later(r"/{2,}|(?<!\w)/|/(?!\w)|\.{4,}|(?:\. ){3,}|([,;:!?&'-])(?: ?\1){2,}")
_MARKS = compile_later(r"([*_~`|#+=])\1{3,}")  # a row of marks is a tally
_ARTICLE = compile_later(r"\b(?:the|an?|your|this|that|about|of) $")
_FIGURE_IN_BRACKETS = compile_later(r"\( ?SLOT ?\)")
_LISTED = compile_later(r"FILLER(?:[ ,.;:/&-]+(?:and )?FILLER){3,}|\b([a-z]+)(?:[ ,.-]+\1\b){2,}")
_OF_TALK = compile_later(
    r"\byour?\b(?: \w+){0,4} FILLER|FILLER(?: \w+){0,3} (?:this talk|the talk|your (?:talk|speech"
    r"|sentences?|points?|answers?|words|opening|story))\b"
)
_UP_TO_LOOSE = (Level.ABOUT_FILLERS, Level.HARMLESS, Level.LOOSE)
NUMBER = "a number outside a slot"
# How like a false statement a sentence may be: one that the tables know, one that they doubt.
TRUSTED, DOUBTED = 0.2, -2.0


def find_fault(
    sentence: str, field: str, talk: Talk, mentioned: Collection[str] = ()
) -> tuple[str | None, set[str]]:
    """Why the sentence must not be shown, None if it may, and the fillers it names.

    `mentioned` are the fillers named before it in the same part of the advice; "" stands for
    fillers as such.
    """
    parts, named, fault = read_parts(sentence, field, talk, mentioned)
    for part in parts:
        fault = fault or _find_quantity(part, field, talk, named)
    if not named and any(part.names for part in parts):
        named = {""}
    return fault, named


def read_parts(
    sentence: str, field: str, talk: Talk, mentioned: Collection[str]
) -> tuple[list[Sentence], set[str], str | None]:
    """The parts between semicolons, the fillers they name, and why they can't be read, if so."""
    if len(sentence) > MAX_SENTENCE_CHARS:
        return [], set(), "too long to be checked"
    if _MARKS.search(sentence):
        return [], set(), "a sign or a letter that is not read"
    bare = mask(sentence)
    if has_numeral(re.sub("[0-9]", "", bare)):
        return [], set(), NUMBER
    masked, named = mask_fillers(fold_text(bare), talk)
    plain = without_marks(masked).lower()
    if not _ALLOWED.fullmatch(plain) or _TALLY.search(plain):
        return [], named, "a sign or a letter that is not read"
    masked, fault = read(masked, field, sorted(mentioned))
    if fault:
        return [], named, fault
    masked = _FIGURE_IN_BRACKETS.sub("", masked)  # the rest is judged by itself
    parts: list[Sentence] = []
    for part in masked.split(";"):
        known = bool(mentioned) or any(before.names for before in parts)
        parts.append(Sentence.of(part.strip(), field, known, field in QUANTIFIED_FIELDS))
    return parts, named, None


def _find_quantity(
    sentence: Sentence, field: str, talk: Talk, named: Collection[str]
) -> str | None:
    """The first rule that the masked sentence breaks, as a reason."""
    text = sentence.text
    if _LISTED.search(text):
        return "words listed one after another"
    practice = field in QUANTIFIED_FIELDS
    if practice and presumes_figure(text):
        return "presumes a figure of this talk or of an earlier one"
    rest = blank_practice(text, sentence) if practice else text
    rest = blank_idioms(rest, sentence)
    if re.search(r"\d", rest):
        return NUMBER
    rest = re.sub(r"FILLER|QUOTE|SLOT", blank, MENTION.sub(_blank_noun, rest))
    absent = any(word and not talk.counts.by_word.get(word, 0) for word in named)
    if sentence.states and absent and _OF_TALK.search(text):
        return "names a filler that this talk does not have"
    doubt = None
    for word, level in _words_out_of_place(sentence, rest, practice, talk):
        if level == Level.UNFIT and word not in words_of("frequencies"):
            return f"“{word}” says a quantity, or is not in the list of words"
        doubt = doubt or f"“{word}” may say a quantity here"
    if doubt is None and makes_claim(sentence, rest, practice):
        doubt = "says how a talk compares, or what is not in it"
    if likeness_to_claims(sentence, field) > (DOUBTED if doubt else TRUSTED):
        return doubt or "is like sentences that say how much or how often"
    return None


def _words_out_of_place(
    sentence: Sentence, rest: str, practice: bool, talk: Talk
) -> Iterator[tuple[str, Level]]:
    """The words that may not be used at their places, with their levels."""
    for match in _WORD.finditer(rest):
        level = level_of(match[0].rstrip("'"))
        allowed = _allowed_levels(sentence, match.start(), practice)
        if level not in allowed and not _is_topic(match, level, sentence, talk):
            yield match[0], level


def _blank_noun(match: re.Match[str]) -> str:
    """A filler noun blanked; the number before it in "six likes" stays."""
    before, _, _ = match[0].rpartition(" ")
    counted = before and level_of(before.split()[0]) == Level.UNFIT
    return match[0] if counted else blank(match)


def _allowed_levels(sentence: Sentence, place: int, practice: bool) -> Collection[Level]:
    """Which words may be used at `place`: the table above."""
    beside = _is_within(place, sentence.claims_of_fillers)
    stated = sentence.states_from is not None and place >= sentence.states_from
    if beside and not practice:
        if stated:
            return (Level.ABOUT_FILLERS,)
        return _UP_TO_LOOSE if sentence.states else (*_UP_TO_LOOSE, Level.RELATIVE)
    may_compare = not stated or _is_within(place, wished_spans(sentence.text))
    relative = (Level.RELATIVE,) if may_compare else ()
    if sentence.names and not practice and (stated or sentence.names_beside(place)):
        return (*_UP_TO_LOOSE, *relative)
    if _is_within(place, ordered_spans(sentence.text)):
        return (*_UP_TO_LOOSE, Level.RELATIVE, Level.QUANTIFIER)
    if not stated:
        denies = () if sentence.states and sentence.names else (Level.QUANTIFIER,)
        return (*_UP_TO_LOOSE, *relative, *denies)
    of_else = not sentence.mentions and sentence.counts_something_else(place)
    if (sentence.mentions or sentence.tells_of_delivery) and not of_else:
        return (*_UP_TO_LOOSE, *relative)
    return (*_UP_TO_LOOSE, *relative, Level.QUANTIFIER)


def _is_within(place: int, spans: Iterable[Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _is_topic(match: re.Match[str], level: Level, sentence: Sentence, talk: Talk) -> bool:
    """Is it a word of the talk? Beside fillers only as "the roof", and if a table knows it."""
    word = match[0]
    if (
        not talk.has_word(word.removesuffix("'s"))
        or level in (Level.RELATIVE, Level.QUANTIFIER)
        or says_quantity(word)
    ):
        return False
    if sentence.names:
        return level <= Level.LOOSE and bool(_ARTICLE.search(match.string[: match.start()]))
    return True
