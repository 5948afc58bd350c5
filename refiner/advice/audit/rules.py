"""Is a sentence of advice known to be harmless? If not, why.

A sentence is harmless if each of its words is: no word of quantity, none that the tables do not
know, no sign that is not read; and if the sentence as a whole is not like a false statement, as far
as `learnt.py` can tell. Figures stand in slots, and quantities of practice where grammar says what
they count.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.fillers import MENTION, Talk, mask_fillers
from refiner.advice.audit.idioms import blank, blank_idioms
from refiner.advice.audit.learnt import likeness_to_claims
from refiner.advice.audit.plain_text import fold_text, has_numeral
from refiner.advice.audit.practice import blank_practice
from refiner.advice.audit.presumed import presumes_figure
from refiner.advice.audit.slot_marks import mask, without_marks
from refiner.advice.audit.slot_phrases import read
from refiner.advice.audit.words import is_harmless, says_quantity
from refiner.patterns import compile_later

QUANTIFIED_FIELDS = ("exercise", "goal", "measurement")  # where practice has its numbers
MAX_SENTENCE_CHARS = 800

_WORD = compile_later(r"[a-z]+(?:'[a-z]+)*'?")
_ALLOWED = compile_later(r"[a-z0-9 .,;:!?'\"()\[\]/&-]*")
_TALLY = compile_later(r"/{2,}|(?<!\w)/|/(?!\w)|\.{4,}|(?:\. ){3,}|([,;:!?&'-])(?: ?\1){2,}")
_MARKS = compile_later(r"([*_~`|#+=])\1{3,}")  # a row of marks is a tally
_FIGURE_IN_BRACKETS = compile_later(r"\( ?SLOT ?\)")
_LISTED = compile_later(
    r"FILLER(?:[ ,.;:/&-]+(?:and )?FILLER){3,}|\b([a-z]+(?: [a-z]+)?)(?:[ ,.-]+\1\b){2,}"
)
_OF_TALK = compile_later(
    r"\byour?\b(?: \w+){0,4} FILLER|FILLER(?: \w+){0,3} (?:this talk|the talk|your (?:talk|speech"
    r"|sentences?|points?|answers?|words|opening|story))\b"
)
NUMBER = "a number outside a slot"
LIMIT = -0.5  # how like a false statement a sentence may be


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
    for match in _WORD.finditer(rest):
        word = match[0].rstrip("'")
        if not is_harmless(word) and not _is_topic(word, talk):
            return f"“{word}” says a quantity, or is not in the list of words"
    if likeness_to_claims(sentence, field) > LIMIT:
        return "is like sentences that say how much or how often"
    return None


def _blank_noun(match: re.Match[str]) -> str:
    """A filler noun blanked; the number before it in "six likes" stays."""
    before, _, _ = match[0].rpartition(" ")
    counted = before and not is_harmless(before.split()[0])
    return match[0] if counted else blank(match)


def _is_topic(word: str, talk: Talk) -> bool:
    """Is it a word of the talk that says no quantity?"""
    return talk.has_word(word.removesuffix("'s")) and not says_quantity(word)
