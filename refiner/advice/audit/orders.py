"""Does a sentence tell someone what to do?"""

from __future__ import annotations

import re

from refiner.advice.audit.words import base_forms, words_of
from refiner.patterns import compile_later

_LEAD = compile_later(
    r"^(?:(?:please|then|now|next|instead|first|finally|so|and|but|or|also|simply|just|today"
    r"|this week|next week|next time|from now on|in the next talk|in your next talk|for a week"
    r"|at home),? )*"
)
# "Penalty drill: talk on for a minute"
_LABEL = compile_later(r"^(?!.*(?:FILLER|filler|SLOT|your?\b).*:)[a-z' -]{3,40}: ")
_CONDITION = compile_later(
    r"(?:if|when|whenever|where|instead of|rather than|before|after|once|each time|every time"
    r"|as soon as|the (?:moment|instant|next time)|at|in|on|for|to|with|over|during|by"
    r"|every (?:day|morning|evening|night))\b[^,]*, (.*)"
)
_SUGGESTION = compile_later(
    r"(?:you (?:can|could|might|may|should|want to|need to|(?:do not|don't) (?:have|need) to)(?!')"
    r"|you succeed (?:when|if|once)"
    r"|you(?: have| will(?: have)?|'ve|'ll(?: have)?) (?:succeeded|succeed|done it|made it|know"
    r"|(?:met|reached) (?:the|your) (?:goal|target))"
    r" (?:when|if|once|that)|let's"
    r"|it (?:may|might|can|could|will) help|(?:consider|try|practi[sc]e) \w+ing)\b"
)
_IS_SUBJECT = compile_later(  # "Pause replaced um" tells of a pause
    r"[\w']+(?: \w+)? (?:is|are|was|were|has|had)\b|[\w']+ (?:\w{3,}ed|took|won|beat|came|became"
    r"|replaces|covers|rules|reigns|wins|beats|takes|comes|becomes|stands|fills|sounds|feels|makes"
    r"|gives|lets|helps|looks|seems|shows|works|tells|brings|leaves|sets|ends|starts|follows)\b"
)


def is_directive(text: str, field: str = "") -> bool:
    """Does the sentence begin with an order, after what may lead up to it?

    A skill may begin with what is to be done: "replacing um with a breath".
    """
    return any(_begins_with_order(rest, field) for rest in (text, _LABEL.sub("", text)))


def _begins_with_order(text: str, field: str) -> bool:
    rest = _LEAD.sub("", text)
    if _SUGGESTION.match(rest):
        return True
    opening = _CONDITION.match(rest)
    rest = _LEAD.sub("", opening[1]) if opening else rest
    word = re.match(r"[\w']+", rest)
    if word is None:
        return False
    forms = {word[0], *(base_forms(word[0]) if field == "skill" else ())}
    if words_of("orders").isdisjoint(forms):
        return False
    return not _IS_SUBJECT.match(rest)
