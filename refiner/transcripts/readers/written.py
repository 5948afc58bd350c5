"""Signs that a text was written and not said: minutes and notes, an interview, a scanned page."""

from __future__ import annotations

import re

from refiner.patterns import compile_later
from refiner.transcripts.cleaning import WORD_OF_PAUSE

_LOOKED_AT = 100_000  # characters
_HEAD = 600  # characters in which minutes say that they are
_MINUTES = compile_later(
    r"^\W{0,5}(?:[\w'’-]+ ){0,4}minutes(?: (?:of|for|from)\b[^\n.?!]{0,80})?\W{0,3}$"
    r"|^\W{0,5}(?:apologies|absent|regrets|minutes taken by|minute taker)\s?:",
    re.IGNORECASE | re.MULTILINE,
)
_PARTS = compile_later(  # lines that notes are ordered by
    r"^\W{0,6}(?:topics?|action (?:items?|points?)|decisions?|next steps|key (?:takeaways|points)"
    r"|takeaways|agenda|what went well|what to work on|open questions)\b(?:\W{0,3}$|\s?:)",
    re.IGNORECASE | re.MULTILINE,
)
_QUESTION = compile_later(
    r"^(?:(?:\*\*|__)[^*_\n]{3,300}\?\W{0,2}(?:\*\*|__)|\d{1,2}[.)]\s[^\n]{3,300}\?)\s*$",
    re.MULTILINE,
)
_REPLY = compile_later(
    r"^(?:On|Am|Le|El) [^\n]{8,140}\b(?:wrote|schrieb|écrit|escribió)\s?.{0,60}:\s*$", re.M
)
_GREETING = compile_later(  # of one person: an audience is greeted aloud
    r"\s*(?:hi|hello|dear|hey)\b(?![^\n]*\b(?:everyone|everybody|all|friends|folks|guests|ladies"
    r"|gentlemen|members|toastmasters|audience)\b)[^\n.?!]{0,40},[ \t]*\n",
    re.IGNORECASE,
)
_CLOSING = compile_later(
    r"^(?:(?:all the |with )?best(?: wishes| regards)?|(?:kind |warm )?regards|cheers|sincerely"
    r"|yours(?: \w+)?),?[ \t]*\n[^\n]{1,60}\s*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_HASHTAGS = compile_later(r"(?:^|\s)#[^\W\d_]\w{2,40}\s+#[^\W\d_]\w{2,40}")
_AMOUNT = compile_later(  # of an ingredient, on a line of its own
    r"^\W{0,4}(?:\d[\d.,/–-]{0,6}|[½¼¾⅓⅔])\s?[½¼¾⅓⅔]?\s?(?:g|kg|mg|ml|cl|dl|l|oz|lbs?|tsp|tbsp|cups?"
    r"|teaspoons?|tablespoons?|pinch(?:es)?|cloves?|sticks?|EL|TL)\b[^\n.?!]{1,80}$",
    re.MULTILINE,
)
_SHARE = compile_later(  # "Yes 5 (17%)"
    r"^[^\n%]{1,120}?[\s(:]\d{1,3}(?:[.,]\d{1,2})?\s?%[^\w\n]{0,4}$", re.MULTILINE
)
_DIALOGUE = compile_later(r"^\s{0,8}[—–―]\s?(?:[^\W\d_]|[¿¡])", re.MULTILINE)
_DASHES = "lines begin with a dash; if it is a dialogue, all its people are counted together"
_SPOKEN_SIGN = compile_later(
    r"\b(?:comma|full stop|period|(?:question|exclamation) mark|new (?:paragraph|line)|komma|punkt"
    r"|fragezeichen|ausrufezeichen|neuer absatz|neue zeile|virgule|point d['’]interrogation"
    r"|à la ligne|coma|punto y aparte|nueva línea|virgola|punto e a capo|vírgula|ponto final)\b",
    re.IGNORECASE,
)
_SIGN = compile_later(r"[.,?!]")
_DICTATED = "signs such as “comma” are written as words, as in a dictation; they were counted"
_OUTLINE = compile_later(
    r"^[ \t]{0,12}(?:(?P<roman>[IVX]{1,5})|(?P<letter>[A-H]|[a-h])|\d{1,2})[.)][ \t]+\S", re.M
)
_INTERVIEW = (
    "lines in bold or with a number are questions, perhaps an interviewer's; these were counted as "
    "words"
)
_SCANNED = compile_later(r"(?:^|[.,:;?!]\s{1,3})[Uu]rn\s?,", re.MULTILINE)


def warn_of_writing(text: str) -> tuple[str, ...]:
    """What shows that words that count were not said, or were misread from paper."""
    head = text[:_LOOKED_AT]
    questions = len(_QUESTION.findall(head))
    lines = sum(bool(line.strip()) for line in head.splitlines())
    kind = _kind_of_writing(head, lines)
    notes = f"this looks like {kind}, not speech; what was written was counted as if said"
    is_dialogue = len(_DIALOGUE.findall(head)) >= max(2, 0.5 * lines)
    return (
        *((notes,) if kind else ()),
        *((_DASHES,) if is_dialogue else ()),
        *((_DICTATED,) if _is_dictated(head) else ()),
        *((f"{questions:,} {_INTERVIEW}",) if questions > 1 else ()),
        *warn_of_scan(text),
    )


def _kind_of_writing(head: str, lines: int) -> str:
    """What was written, by name; empty for what may have been said."""
    if _REPLY.search(head) or (_GREETING.match(head) and _CLOSING.search(head)):
        return "an e-mail"
    if len(_SHARE.findall(head)) >= max(2, 0.5 * lines):
        return "the results of a poll"
    if _is_outline(head, lines):
        return "an outline"
    if WORD_OF_PAUSE.search(head):
        return ""
    if _HASHTAGS.search(head):
        return "a post"
    if len(_AMOUNT.findall(head)) > 2:
        return "a recipe"
    is_minutes = _MINUTES.search(head[:_HEAD]) is not None or len(_PARTS.findall(head)) > 1
    return "minutes or notes" if is_minutes else ""


def _is_dictated(head: str) -> bool:
    return len(_SPOKEN_SIGN.findall(head)) > 2 and not _SIGN.search(head)


def _is_outline(head: str, lines: int) -> bool:
    """Whether most lines have a number or a letter, of two kinds: `I.`, and `A.` below it."""
    marks = list(_OUTLINE.finditer(head))
    letters = sum(mark["letter"] is not None for mark in marks)
    romans = sum(mark["roman"] is not None for mark in marks)
    return len(marks) >= max(4, 0.7 * lines) and letters > 1 and romans > 1


def warn_of_scan(text: str) -> tuple[str, ...]:
    """Warn of "urn," in place of "um,", as character recognition reads it."""
    if _SCANNED.search(text[:_LOOKED_AT]) is None:
        return ()
    return ("“urn” stands where “um” would, as in a scanned page; it was not counted as a filler",)
