"""What an exercise, a goal or a measurement presumes of this talk or of earlier ones.

"The five ums", "where you hesitated the least", "as few as today", "it keeps falling": a figure, a
comparison or a trend that is taken for given is no practice, whether or not it has a number.
"""

from __future__ import annotations

from refiner.advice.audit.fillers import FILLER_NOUNS
from refiner.patterns import compile_later

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
COUNT = (
    rf"(?:\d+(?:[.,]\d+)?|(?:{_TENS})[- ](?:{_UNITS})|{_UNITS}|ten|eleven|twelve|\w+teen|{_TENS}"
    r"|(?:a |one )?hundred)"
)
FILLERS = rf"(?:(?:{FILLER_NOUNS}|likes|sos|you knows|wells|okays|rights|i means)(?![\w-]))"
_SOME = r"(?:dozen|handful|couple|few)"
_NOW = r"(?:today|tonight|this (?:morning|afternoon|evening|talk|speech|recording|one)|now|here)"
_BEFORE = r"(?:last|previous|past|earlier|recent|usual|current|present)"
_FIGURE = (
    r"(?:count|number|rate|total|score|level|figure|average|mean|share|trend|record|best|run"
    r"|streak|string)"
)
_SPOTS = r"(?:times|places|spots|moments|slips)"
_PLACES = (
    rf"(?:{_SPOTS}|sentences?|paragraphs?|lines?|words|answers?|points?|passages?|sections?|pauses?"
    r"|gaps?|stretch(?:es)?|transitions?|scenes?)"
)
_THE = r"(?:the|your|its|those|these|all(?: of)?(?: the)?|\w+'s)(?: (?!first|next)\w+)?"
_SAID = (  # in the past, but not of what is practised
    r"(?:(?!plann|mark|circl|underlin|practi|record|note|count|learn|pick|draft|prepar|reach|heard)"
    r"\w+ed|said|had|did|began|lost|made|got|went|held|kept|told|spoke|gave|came|ran|were|was)"
)
_HOW_MUCH = rf"(?:{COUNT}|once|twice|thrice|half|never|no|the (?:most|least|fewest|best))"
_CHANGING = (
    r"(?:fall|dropp|sink|shrink|declin|decreas|com|ris|grow|climb|improv|chang|creep|lead|go)ing"
)

# A number of what only this talk can have: "the five ums", "your three", "the nine of this talk".
_GIVEN = (
    rf"\b{_THE} (?:{COUNT}|zero|no|(?:half-?|a )?{_SOME}(?: of)?|single)[ -](?:(?!of\b)\w+ ){{0,2}}"
    rf"{FILLERS}",
    rf"\b{_THE} {COUNT}(?: (?!times)\w+)? (?!times){_PLACES},? (?:with|without|you {_SAID}"
    rf"|(?:that|which|where|when) (?:you {_SAID}|(?!you\b)\w+))\b",
    rf"\b(?:the|your|those|these) {COUNT} (?:{_SPOTS}|(?:pauses|gaps) in (?:the|your))\b",
    rf"\byour {COUNT} (?:sentences|words|paragraphs|lines)(?=$|[.,;])",
    rf"\b(?:your|\w+'s)(?: \w+)? (?:{COUNT}|{_SOME})(?=$|[.,;:!?]| (?:into|down)\b)",
    rf"\b(?:today|tonight)'s (?:{COUNT}|{_SOME})\b(?!-)",
    rf"\bthe (?!two\b|one\b)(?:{COUNT}|dozen)(?=$|[.,;:!?])",
    rf"\b(?:the|your) (?!one you){COUNT} (?:you|it|per|an?|each|every|out of"
    r"|(?:percent )?(?:of|in|from) (?:this|your|today|tonight|last))\b",
    rf"\b{_BEFORE} {COUNT}\b(?= {FILLERS}|$|[.,;])",
    rf"\b(?:the|your|this|{_NOW}'s|current) {_FIGURE} of {COUNT}\b",
    r"\b(?:the|your|this)(?: new| old)? ?,? (?:low|high|small|falling|rising|good)(?:er|est)?"
    rf" (?:\w+ )?{_FIGURE}\b",
)
# A share of the fillers, or how many there are until they change: "from ten to five".
_SHARE = (
    rf"(?<!least )(?<!replace )\b(?:{COUNT}|half|third|percent|most|all|none) (?:out )?of (?:all )?"
    rf"(?:your|the|those|these|{COUNT}) (?:\w+ )?{FILLERS}",
    rf"\b{COUNT} (?:\w+ )?(?:in|out of|of) {COUNT}(?: \w+)? (?:is|are|has|have|holds?|contains?"
    rf"|opens?|starts?|begins?) (?:\w+ ){{0,3}}{FILLERS}",
    rf"\bfrom (?:a {_FIGURE} of )?(?!(?:1|one) to (?:5|five|10|ten|another|the))(?:{COUNT}|a dozen)"
    rf"(?: (?:{FILLERS}|per|an?|in|{COUNT}|words?|sentence|percent|minute|times|of your \w+))*"
    r" (?:down )?to\b",
    rf"\bfrom an? {FILLERS} (?:every|each|per|an?)\b",
    rf"\bstart from {COUNT} {FILLERS}",
    rf"\b{FILLERS} every (?:{COUNT}|{_SOME}(?: of)?) (?:words|sentences|lines)\b",
    rf"\b{FILLERS}.*\b{COUNT} \w+ in all\b",
)
# What was said, or how: "two sentences where you hesitated", "nine today", "how seldom".
_PAST = (
    rf"\b(?!one you)(?:{COUNT}|once|twice|only|fewest|most|least)(?: (?!how\b|what\b|before\b)\w+)"
    rf"{{0,3}},? (?:that |which |where )?you {_SAID}\b",
    rf"\b(?:where|which|that|as|since|because)(?<!on which) (?:\w+ ){{0,2}}?{_SAID}"
    rf"(?: (?!and\b)\w+){{0,4}} {_HOW_MUCH}\b(?! (?:seconds|beats|minutes))",
    rf"\b(?:the|your)(?: \w+){{1,3}},?(?: in)? (?:where|which) (?:no|every) {FILLERS} \w+ed\b",
    r"\b(?:where|what|that) you now\b",
    rf"\b(?:cost|took) you {_HOW_MUCH}\b",
    r"\b(?<!you )(?:did|was|were|had|has|have)\b[^.;,]* (?:today|tonight|this talk"
    r"|last (?:week|month|time|talk))\b(?!.*SLOT)",
    rf"\b(?:{_NOW}|last time),? (?:you|it|they|there)(?! \w+ at SLOT) \w+",
    rf"\b(?:{_NOW}|last time)\b[^.;]* would have\b",
    rf"\b(?:{_NOW}|before|so far|baseline|result|last \w+)(?: \w+)?: ?{COUNT}\b",
    rf"\b{COUNT}(?: {FILLERS})? (?:today|tonight|now|before(?=[,.;]))\b",
    r"\bhow (?:seldom|rarely|few|steadily)\b",
)
# A comparison with this talk or earlier ones: "as few as today", "twice the ums of".
_COMPARED = (
    rf"\b(?:than|as \w+ as|like) (?:in |of |at )?(?:your |the |any )?(?:{_NOW}|{_BEFORE}|before"
    r"|ever|other|rest|first half|second half)\b",
    rf"\b(?:than|as \w+ as) (?:you|it|they|your \w+|the \w+)(?: already)? (?:{_SAID}|are|is)\b",
    r"\bas (?:clean|smooth|calm|fluent|clear|quiet|steady)(?:ly)? as (?:the|your|in|at)\b",
    r", (?:as|where) (?:it|they|you) (?:is|are|was|were|did|has|have)\b",
    r"(?<!least )(?<!in )(?<!replace )\b(?:half|twice|double|triple|an? (?:third|quarter|half))"
    rf" (?:as (?:many|much|often)|(?:of )?(?:today|tonight|your {_BEFORE} (?!speed|pace)|what"
    rf"|the {FILLERS}))",
    rf"\bimprovement on {_NOW}",
    r"\bwhich (?:is|are) [^.;,]*\bnow\b",
)
# A trend: "it keeps falling", "the third talk in a row".
_TREND = (
    rf"\b(?:keeps? on|go(?:es)? on|keeps?(?! going)|(?:has|have) been) {_CHANGING}\b",
    r"\b(?:already|so far|for once|bring back|win back|get back|back (?:to (?:where|what|how)"
    r"|at your))\b",
    r"\b(?:second|third|\w+th|another) \w+ in a row\b",
    r"\b(?:FILLER|filler|it|they|that)s? still (?!feels?\b|sounds?\b)\w+",
    r"(?<!stay )(?<!stand )(?<!hold )\bstill (?!as\b|is\b|this\b|feels\b|sounds\b)\w+s\b",
    rf"(?<!for )\ban? (?:falling|rising) {_FIGURE}\b",
)
_PRESUMED = compile_later("|".join((*_GIVEN, *_SHARE, *_PAST, *_COMPARED, *_TREND)))


def presumes_figure(text: str) -> bool:
    """Does the masked sentence presume a figure, a comparison or a trend?"""
    return bool(_PRESUMED.search(text))
