"""Terms for figures, as patterns: their units, their links, and whose they are."""

from __future__ import annotations

F = r"(?:filler words|fillers?)"
MINUTE = r"(?:a|per|each|every|/) ?minute"
PER_100 = (
    r"(?:per|in|for|in every|for every|out of|of|every) (?:100|a hundred|one hundred|hundred) words"
)
COUNT_NOUN = r"(?:count|number|total|tally|figure|value|result)"
# Only words that count nothing, since what is said around a figure is not read again.
_OCCASION = (
    r"(?:(?:mock|team|staff|board|client|sales|project|status|weekly|public|practice|job) )?"
    r"(?:talk|speech|presentation|meeting|recording|transcript|rehearsal|lesson|lecture|interview"
    r"|call|pitch|demo|update|review|session|webinar|keynote|debate|report|take|one)"
)
PACE = r"words (?:a|per|each|every|/) ?minute"
THE = r"(?:(?:the|your|a|its|this|that|today's) )?"
HERE = (
    r"(?: (?:in|of|for|over|from) (?:this|the|your|today's) (?:whole |entire )?"
    r"(?:talk|transcript|recording|take)| today| here| so far| now| this time)?"
)
NEXT = (
    rf"(?: (?:next time|(?:in|at|by|for|during) (?:the|your|my) next {_OCCASION}(?! \w+ing)|next))?"
)
_OF_NEXT = rf"(?: (?:in|of|from|at|for) (?:the|your|each) (?:(?:next|new) )?{_OCCASION})?"
SAID = (
    r"(?: (?:that |which )?(?:you (?:said|say|used|use|made)|(?:was |were |is |are |has )?"
    r"(?:counted|found|heard|noted|marked|said|used|came up|comes up|appeared)))?"
)
IS = (
    r"(?: ?[:,(]| (?:is|was|are|were|be|of|at|reads?|shows?|stands|stood|comes to|came to|came"
    r"|amounts to|remains|there are|there were|shown as))*"
)
LINK = (  # which of them leave the figure true is for its surroundings to say
    r"(?:(?: ?,)? (?:compared? )?(?:with|to|against|beside|next to)|(?: down)? from"
    r"|(?: is| are| stays?| falls?| drops?| (?:should|must) be)?(?: (?:at or )?(?:below|under)"
    r"| (?:(?:fewer|less|lower) )?than| at most| no more than))"
)
TO_FIGURE = rf"(?:{IS}|{_OF_NEXT}{LINK})(?: (?:today's|the|your))? ?$"

EARLIER = (
    r"(?:(?:(?:earlier|previous|past|prior) (?:talks|ones|recordings|rates?|average|value|figure)"
    r"|last (?:talks|ones)|history|talks before)\b|(?:earlier|past) $)"
)
LAST = (  # one talk, of which no figure is known
    r"(?:last|previous|earlier|past) (?:talk|time|week|month|year|recording|meeting|speech|one"
    r"|count|rate|total|number)\b"
)
COMPARED = r"(?:(?:(?:compared|measured) )?(?:with|to|against)|since|from|next to)"
