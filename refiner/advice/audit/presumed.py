"""Numbers that an exercise, a goal or a measurement presumes the talk to have: "the five ums".

They are no practice, wherever they are said.
"""

from __future__ import annotations

from refiner.advice.audit.fillers import FILLER_NOUNS as _F
from refiner.patterns import compile_later

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
COUNT = (
    rf"(?:\d+(?:[.,]\d+)?|(?:{_TENS})[- ](?:{_UNITS})|{_UNITS}|ten|eleven|twelve|\w+teen|{_TENS}"
    r"|(?:a |one )?hundred)"
)
TIME = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|evenings?|mornings?|nights?"
    r"|weekdays?|beats?|breaths?|heartbeats?)"
)
MATERIAL = (
    r"(?:sentences?|paragraphs?|pages?|lines?|words?|phrases?|headlines?|questions?|answers?"
    r"|topics?|stories|story|examples?|claims?|points?|ideas?|thoughts?|steps?|slides?|cards?"
    r"|versions?|ways?|talks?|presentations?|meetings?|calls?|conversations?|people|friends?"
    r"|objects?|articles?|coins?|pauses?|silences?|exercises?|pockets?|jars?"
    r"|notebooks?|sheets?|columns?|folders?)"
)
TODAY = r"(?:today|tonight|this (?:morning|afternoon|evening))"
_MAKE = ("write", "draft", "compose", "invent", "craft")
_NOT_MADE = "".join(rf"(?<!{verb} )" for verb in (*_MAKE, "than", "most", "least", "under"))
_OF_NUMBER = rf"(?:the|your|those|these|all|of|from|{TODAY}'s)"
PRESUMED = compile_later(
    rf"\b{_OF_NUMBER} (?:\w+ )?(?:{COUNT}|zero|no|dozen|few|couple of) (?:\w+ )?(?:{_F})"
    rf"|\b(?:{TODAY}|now|currently)(?:'s)?(?: \w+)?: ?{COUNT}\b"
    rf"|(?<!count down )(?<!counting down )\bfrom (?:a (?:rate|count|total|level"
    rf"|share) of )?(?!1 to (?:5|10)\b)"
    rf"(?:{COUNT}|a dozen)\b"
    r"(?! to \w+ (?:seconds|minutes|words))"
    r"(?! (?:points? of view|angles|sides|perspectives|positions|corners|distances"
    r"|keywords?|notes|cards|bullet points|prompts|cues)\b)"
    r"(?! (?:\w+ )?(?:colleagues|friends|people|listeners|strangers|teammates|steps|metres|feet"
    r"|examples|stories|topics|books|sources|pictures|photos)\b)"
    rf"|\b(?:the|your|{TODAY}'s|this|current) (?:count|number|rate|total|score|average|mean|best"
    r"|record|level"
    rf"|figure) of {COUNT}\b"
    r"|\b(?:start(?:ing point)?|baseline|before|previous|current|result|so far|last \w+)"
    rf": ?{COUNT}\b"
    rf"|\b{COUNT}-(?:{_F})\b"
    r"|\b(?:previous|current|usual|earlier|present|recent|existing|remaining|original|former)"
    rf" (?:{COUNT}|dozen)\b(?! (?:{MATERIAL}|{TIME})\b)"
    rf"|\b(?:[a-z]+'s|(?:against|with|to) (?:the|your)) {COUNT}(?=$|[.,;:!?])"
    r"|\b(?:said|used|had|spoke|did)\b[^,;.]*\b(?:once|twice|thrice|half)\b"
    r"|\bas you (?:were|are|did)\b|\bthe way you\b"
    rf"|\b{TODAY}'s (?:average|share|best|longest|worst|mark|level|tempo|pace) of {COUNT}\b"
    rf"|\b{COUNT} of (?:the|your|these|those) (?:\w+ )?(?:sentences|places|times|spots|answers"
    r"|words"
    r"|lines|points|paragraphs) (?:(?:that|which|where) )?(?:you|with|that|where|have|contain)\b"
    rf"|\b(?:the|your|these|those) {COUNT} (?:per|a|each|every) (?:minute|sentence|hour|talk)\b"
    rf"|\b{TODAY}'s (?:{COUNT}|dozen|handful|couple|few|single)\b"
    rf"|\b(?:the|your) {COUNT}-(?:second|minute|word) (?:\w+ )?(?:you|that|which|where|with"
    r"|without|in which)\b"
    rf"|\b(?:twice|double|half|triple) (?:the|your|its) (?:\w+ )?(?:{_F})"
    rf"|\b(?:twice|double|half|more than|less than) (?:what|as (?:much|many)|today|tonight)\b"
    r"|\b(?<!least )(?<!most )(?<!up to )(?:half|quarters?|thirds?|fifths?|most|all|bulk"
    r"|share) of (?:your|the) (?:\w+ )?FILLER"
    rf"|\bfrom an? (?:\w+ )?(?:{_F}) (?:every|per|an?|each|in)\b"
    rf"|FILLER (?:every|each|per) (?:{COUNT}|few|other|second)\b"
    rf"|\bevery (?:{COUNT}|few|couple of) (?:words|sentences|lines)\b|\busual FILLER"
    rf"|FILLER ?(?:[:=-]+|is|was|were) ?"
    rf"(?:{COUNT}|zero|no|none|twice|thrice|once|never|double|triple)\b"
    rf"|\b{_OF_NUMBER} (?:{COUNT}|dozen) (?:\w+ )?(?:times|places|spots|moments|passages)\b"
    rf"|\b(?:the|your|those|these|all|{TODAY}'s) (?:{COUNT}|dozen) (?:\w+ )?(?:sentences|words)\b"
    r"(?! of (?:the|a|this) (?:passage|page|paragraph|sentence))"
    rf"|\b(?:the|your) (?:run|streak|stretch|string|series) of (?:{COUNT})\b"
    rf"|\b{_OF_NUMBER} (?:{COUNT}|dozen) (?:likes|sos|you knows|wells|okays|rights|i means)\b"
    rf"|\b{_NOT_MADE}(?:{COUNT}) (?:\w+ )?(?:times|places|sentences|spots|moments|words|pauses"
    r"|points|paragraphs|passages) (?:that |which |where |in which |when )?"
    r"(?:you (?:said|used|had|started|began|opened|filled)"
    r"|with (?:an? |your |the )?(?:FILLER|filler)|contain|have|had|start|begin|open)"
)
