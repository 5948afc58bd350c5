"""The figure of one word: its word is named beside it, or is the last one named before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refiner.advice.audit.slot_marks import REACH, Figure, end_of_times
from refiner.advice.audit.slot_terms import COUNT_NOUN, HERE, LINK, THE, TO_FIGURE, F
from refiner.patterns import compile_later

_NAME = r"(?:the (?:word|filler) )?FILLER<([^<>]*)>(?: ?e?s\b)?"
_WORD_BEHIND = compile_later(
    rf"(?: times(?: (?:was|is)(?: it)?| ?,| (?:you|this talk) (?:said|say|used|use))?)?"
    rf"(?: or fewer| (?:uses|instances|occurrences) of| places where you (?:say|said|use|used)"
    rf"| for| with| of)? {_NAME}"
)
_IS_WORD = compile_later(rf" (?:are|were|was|is) {_NAME}")
_OF_TOTAL = compile_later(rf"\bof (?:the |your |these |those )?@total@ {F} ?,? $")
_COUNT_OF = compile_later(
    rf"{THE}(?:(?:starting|current|present|new|next) )?(?:{COUNT_NOUN}|goal|target) (?:of|for) "
    r"(?:the (?:word|filler) )?$"
)
# Words that say that a filler was said, and no others: they are not read again.
_CAME_UP = compile_later(
    r"(?:(?: ?[,(:]| ?\b(?:e?s|that|which|you|this talk|we|i|has|have|is|was|are|were|be|comes?"
    r"|came|up|appears?|appeared|occurs|occurred|turns|turned|slipped|crept|there|in|shows?|showed"
    r"|said|says?|uses?|used|heard|found|marked|count|total|tally|counted|reads|stands|stood|at|of"
    rf"|from)\b)|{HERE[:-1]})* ?"
)
_COMPARED = compile_later(rf"[^.0-9]{{0,60}}?{LINK} (?:(?:the|your|today's) )?")
_AIMED = compile_later(r"(?!.* from )[^.0-9]{0,60}")
_COUNTED = compile_later(rf"\b{THE}(?:{COUNT_NOUN}|goal|target){TO_FIGURE}")
_NAMED_BEFORE = compile_later(r"FILLER<([^<>]*)>|@word=([^@]*)@")
_PRONOUN = compile_later(r"\b(?:it|this word|that word|the word)(?= )")
_OF_FILLERS = compile_later(r"\b(?:fillers?|total)\b")
_OF_ELSE = compile_later(  # "sentences with “um” came up"
    r"\b(?:with|before|after|around|without|than|not|by) (?:the word )?FILLER<[^<>]*>(?: ?e?s)?"
    r" (?:come|came|appear|occur|turn|slip|crept|is |are |was |were |has |have |show|count|total)"
)


def name_word(text: str, mark: re.Match[str], mentioned: Sequence[str]) -> Figure | None:
    """The figure with the name of its word; None if nothing names it.

    `mentioned`: the fillers that the sentences before name, which "it" may stand for.
    """
    behind = _WORD_BEHIND.match(text, mark.end())
    if behind is None and _OF_TOTAL.search(text, 0, mark.start()):
        behind = _IS_WORD.match(text, mark.end())
    if behind and behind[1] == mark[2]:
        return Figure.of(mark, end=behind.end())
    is_goal, end, at = mark[1] == "goalword", end_of_times(text, mark), mark.start()
    names = list(_NAMED_BEFORE.finditer(text, max(0, at - REACH), at))
    name = names[-1] if names else None
    if name and (name[1] or name[2]) != mark[2]:
        return None
    known = name is not None or list(mentioned) == [mark[2]]
    pronoun = _PRONOUN.search(text, name.end() if name else 0, at) if known else None
    stated = pronoun or name
    between = text[stated.end() : at] if stated else None
    if between is not None and "@" not in between and not _OF_ELSE.search(text, 0, at):
        if _CAME_UP.fullmatch(between) and stated and not stated[0].startswith("@"):
            count_of = _COUNT_OF.search(text, 0, stated.start())
            return Figure.of(mark, (count_of or stated).start(), end)
        if _COMPARED.fullmatch(between) or (is_goal and _AIMED.fullmatch(between)):
            return Figure.of(mark, end=end)
    counted = _COUNTED.search(text, text.rfind("@", 0, at) + 1, at)
    known = known or (is_goal and not _OF_FILLERS.search(text, 0, at))
    return Figure.of(mark, counted.start(), end) if counted and known else None
