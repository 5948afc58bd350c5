"""How English says numbers: units, comparisons, rates, targets. Patterns and no logic.

Patterns read one sentence in lower case, with straight quotes and single blanks.
"""

from __future__ import annotations

import re

# Nouns that a number may count without being a claim about fillers.
_UNITS = """
group cluster second sec minute min hour day week month year decade millisecond area goal step
exercise drill tip strategy strategies technique tool skill focus way thing idea point reason
part section chapter paragraph page line slide sentence question answer topic story stories
example anecdote message claim argument figure fact key takeaway bullet card note talk speech
speeches presentation session meeting recording take round rep set repetition run rehearsal
attempt pass passes practice version draft interview lesson workshop video clip breath beat
pause silence inhale exhale step stop mark syllable letter breather listener person people
friend colleague speaker audience coach partner member human percent point star pencil object
room headline paper newspaper noun subject verb task day morning evening night dollar euro
pound mile meter metre euros kilometer degree language country countries city cities team
teams customer client product project
"""
UNITS = frozenset(_UNITS.split())
_COUNTING_NOUNS = """
time times instance instances occurrence occurrences use uses case cases moment moments place
places spot spots mention mentions slip slips stumble stumbles crutch crutches tic tics
hesitation hesitations interruption interruptions noise noises gap gaps hit hits bad
repetitions offence offences offense offenses
"""
COUNTING_NOUNS = frozenset(_COUNTING_NOUNS.split())
_CULPRITS = """
word words phrase phrases habit habits pattern patterns sound sounds culprit culprits offender
offenders
"""
CULPRITS = frozenset(_CULPRITS.split())
_NO_ADJECTIVE = """
of in per a an the during over within for on at to from with by as than were was is are be
been had has have that which who you your we i it they or but so out into came come comes this
these those his her their them after before between until when while if because since said say
says used use uses more fewer less and not only just now today here there again yet still
already then often alone overall altogether total can could may might must should will would
do does did go goes went
"""
NO_ADJECTIVE = frozenset(_NO_ADJECTIVE.split())

PLACED = re.compile(  # the number names a place in time or space instead of counting
    r"\b(?:week|day|step|slide|page|chapter|section|minute|version|line|speaker|candidate) $"
)
LABELLED = re.compile(
    r"(?:(?<!words )(?<!fillers )\bnumber|\b(?:part|phase|level|round|take|rule|no\.|type|goal"
    r"|point|tip|exercise|area|drill)|#|\bscale (?:of|from)) ?$"
)
RANKED_BEFORE = re.compile(r"\btop $")
RANKED_AFTER = re.compile(
    r" (?:[a-z]+ )?(?:most|main|biggest|commonest|top|worst|leading|favou?rite|habitual|go-to|key"
    r"|chief|common|frequent)\b"
)
KINDS_OF_FILLERS = re.compile(
    r" (?:different|distinct|separate|unique|(?:kind|type|sort|variet)\w* of)\b"
)
CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")
SCORE = re.compile(r" ?(?:/|out of) ?(?:5|10|100)\b(?! (?:of )?(?:your |the )?(?:spoken )?words)")
SPOKEN_WORDS = re.compile(r"[ -](?:[a-z]+ )?words?\b")
WORDS_THAT = re.compile(r"[ -](?:[a-z]+ )?words? (?:you|that|which)\b")
PACE = re.compile(r" (?:words? (?:per|a|each|every|/) ?min(?:ute)?|wpm)\b")
WORDS_OF_TALK = re.compile(
    r"\b(?:per|every|each|in|of|out of|over|across|among|last|first|next)"
    r"(?: (?:your|the|these|all|about))* $"
)

PER_MINUTE = (
    r"(?:\bper[ -]|(?<!for )(?<!half )(?<!within )\ba |\beach |\bevery |/ ?)"
    r"(?:spoken )?min(?:ute)?\b(?!')"
)
_HUNDRED = r"(?:100|(?:a |one )?hundred)"
PER_100 = (
    r"(?:\bper |/ ?|\b(?:in|for|out of|of) (?:every |each )?|\bevery |\beach )"
    rf"{_HUNDRED}(?: of (?:your|the))? (?:spoken )?words?\b"
    rf"|(?:\bper |/ ?){_HUNDRED}(?= ?$|[.,;)!?])"
)
PER_OTHER = (
    r"(?:\bper |/ ?|\beach |\bevery |(?<=times )an? )"
    r"(?:second|hour|sentence|word|paragraph|slide|answer|page|breath|phrase)\b"
)
PER = re.compile(rf"(?P<minute>{PER_MINUTE})|(?P<words>{PER_100})|(?P<other>{PER_OTHER})")
RATE_LEADS = re.compile(
    r"(?:[ -](?:rate|count|average|total|figure|number|fillers?|of|is|was|at|stands|stood|came to"
    r"|you(?:'ve)?|said|say|used|use|averaged?|have|had|are|it|about|roughly|around|only|just"
    r"|nearly|almost))*:? ?"
)
RATE_WORD = re.compile(r"\brate(?: (?:of|is|was|at|stands at|came to|about|roughly))* ?:? ?$")
EVERY = re.compile(r"\bevery ?(?:about |roughly )?$")
EVERY_OTHER = re.compile(r"\bevery(?= (?:other|second) (?:word|sentence)\b)")
ONE_IN = re.compile(r"\b(?:one|1)(?: word)? (?:in|out of)(?: every)?(?: about)? $")
EVERY_UNIT = re.compile(r" (?P<unit>word|second|minute|sentence)s?\b")
HAS_AFTER = re.compile(
    r" (?:word|sentence)s? (?:is|was|ha[sd]|holds?|held|contain(?:s|ed)|starts?|opens?|begins?)\b"
)
YEAR_BEFORE = re.compile(r"\b(?:in|since|by|until|before|after|from|of) $")
OFTEN = re.compile(
    r"(?: times)?,? (?:a|per|each|every|in a|this) (?:day|week|month|session|morning|evening)"
)

MORE = re.compile(
    r"(?:(?<!no )(?<!not )\bmore than|\bover|\babove|\bin excess of|\bupwards of|\bbeyond"
    r"|\bexceed(?:s|ed|ing)?|>) ?(?:about )?$"
)
AT_LEAST = re.compile(
    r"(?:\bat least|\bno fewer than|\bno less than|\bnot less than|\bminimum of|≥|>=) ?$"
)
FEWER = re.compile(r"(?:(?<!no )(?<!not )\b(?:fewer|less) than|\bunder|\bbelow|\bshort of|<) ?$")
AT_MOST = re.compile(
    r"(?:\bat most|\bno more than|\bnot more than|\bup to|\bmax(?:imum)?(?: of)?|≤|<=) ?$"
)
OR_MORE = re.compile(r" ?\+|[ -]plus\b| or (?:more|above)\b| and (?:up|counting)\b")
OR_FEWER = re.compile(
    r"(?: [a-z\"'-]+){0,4},? (?:or (?:fewer|less|under|below)|at (?:the )?most|tops|max(?:imum)?)\b"
)
DELTA = re.compile(
    r"(?: times)? (?:\"?[a-z]+\"? )?(?:fewer|less|more|additional|extra)\b(?! or\b)"
    r"|(?: times)? as (?:many|often|much|frequent)"
)

_WHO = (
    r"(?:you|we|i|they|it|there|that|this|which|who|she|he|talk|speech|transcript|recording"
    r"|analysis|rules)"
)
_ALSO = r"(?:'ve|'d| have| had| has| also| only| just| still| now| then| currently| already)*"
_DID = (
    r"(?:said|say|says|used|use|uses|had|has|have|made|make|uttered|averaged|averages?|counted"
    r"|counts|heard|hear|hears|repeated|repeats?|leaned|leans?|relied|rel(?:y|ies)|fell|dropped"
    r"|went|improved|reduced|was|were|is|are|came|contain(?:s|ed)?|show(?:s|ed)?|got|get to|hit"
    r"|managed|kept|spoke|finished|produced?|reach(?:ed)?|inserted|slipped|threw|found|cut|brought"
    r"|lowered|halved|doubled|tripled|held|holds)"
)
ASSERTS = re.compile(
    rf"\b{_WHO}{_ALSO} {_DID}\b"
    r"|\b(?:appear(?:s|ed)|occur(?:s|red)|came up|comes up|crept in|slipped in|showed up|shows up"
    r"|was|were|accounts? for|accounted for|adds? up|stood at|stands at)\b"
    r"|\byour (?:[a-z-]+ ){0,3}(?:count|total|rate|average|number|tally|fillers?)"
    r"(?: \w+){0,2} (?:is|was|of|at|came|equals)\b"
)
HERE = re.compile(  # after a number: that is where the speaker stands
    r"\b(?:you (?:are|have|had|used|said|use|say|made|did)|you're|you've|now|today|currently"
    r"|this (?:talk|time|speech)|at present|right now|last time|before)\b"
)
_AIM = (
    r"(?:aim|try|keep|limit|reduce|cut|trim|bring|get|go|move|drop|lower|stay|hold|shoot|allow"
    r"|shrink|push|reach)"
)
AIMS = re.compile(  # as an order or a wish, at the head of its clause or after a helping verb
    rf"(?:^ ?|\b(?:to|and|or|please|should|can|could|will|must|want to|'ll|let's|instead|first"
    rf"|next (?:time|week)|this week|each (?:talk|time)) ){_AIM}\b|\b(?:goal|target)\b"
)
MEANS = re.compile(
    rf"\b(?:{_AIM}|(?:aim|keep|limit|reduc|cutt|trimm|bring|gett|dropp|lower|hold)ing|goal|target"
    r"|halve|speak|tell|deliver|let|should|could|can|will|must|want|next)\b"
)
TARGET_LABEL = re.compile(r"\b(?:target|goal|aim)(?: for [a-z ]+)?(?:: ?| )$")
TO_TARGET = re.compile(
    r"\b(?:to|by|for|at|yourself|(?:goal|target) (?:of|is))(?: about| around| just| only)? ?$"
)
BASELINE = re.compile(  # before a number: not a target, whatever stands around it
    r"(?:\b(?:your|the|these|those|all|today's|his|her|their|my|current|present|from|instead of"
    r"|rather than|not|compared (?:to|with)|versus|vs\.?|(?<!fewer )(?<!less )(?<!more )than)) $"
)
SUPPOSES = re.compile(r"\b(?:if|when|whenever|until|unless|once you|each time|every time)\b")
PRACTISES = re.compile(
    r"\b(?:practi[sc]e|repeat|rehears\w+|record|read|redo|do|try|run|retell|tell|breathe|deliver"
    r"|listen|play|watch|review|start|speak|go through|tap|clap|inhale|reread|aloud|out loud|write"
    r"|hold|take|perform|say (?:it|them|each|every|the|that|this|a))\b"
)
COUNTS_TO = re.compile(
    r"\bcount(?:ing)?(?: [a-z]+)? to $|\b(?:slow|silent|steady|mental|breath|for a) count of $"
)
INTO = re.compile(r"\b(?:break|split|cut|divide)\b.* (?:into|in) $")  # in two
OR_TWO = re.compile(r"\b(?:second|minute|day|week|month|time|breath|sentence)s? or $")
BUNCHES = re.compile(r"\b(?:clusters?|groups?|bursts?|runs?|bunches) of $")
TWICE_AS = re.compile(r"(?: times)? as (?!many|much|often|frequent)")
NORM_BEFORE = re.compile(
    r"\b(?:good|great|most|many|experienced|skilled|professional) (?:speakers|talks)"
    r" (?:stay|keep|use|average|have|are)\b(?!.*\byour?\b)"
)
WITH = re.compile(r"\b(?:with|to|at|for|say|use) $")
ABOVE_THE = re.compile(r"\b(?:above|below|than|within|inside|beyond|under|over) the $")
NORM_AFTER = re.compile(
    r"[a-z0-9 ]{0,24}(?: that| which)? (?:audiences|listeners|experts|researchers|most speakers)"
    r" (?:tolerate|accept|expect|recommend|find|consider|call|advise)"
)
SENTENCES_WITH = re.compile(
    r" (?:[a-z]+ )?sentences? (?:[a-z]+ )?(?:open|start|beg[ai]n|contain|ha[vd]|hold|with)"
)
LEADING = re.compile(
    r"\b(?:most (?:frequent|common|used)|commonest|main|biggest|top|worst|leading|favou?rite) $"
)
OUT_OF = re.compile(r"\d(?: out)? of (?:your |the |all )?$")
PICKS = re.compile(
    r"\b(?:pick|choos\w+|replac\w+|swap\w*|catch\w*|trad\w+|notic\w+|select\w*|focus\w*"
    r"|work(?:ing)? on|remov\w+|delet\w+|drop\w*|start\w*|tackl\w+|skip\w*|turn\w*"
    r"|exchang\w+|mark\w*|find\w*|spot\w*|chang\w+|leav\w+|let\w*|pause|cut\w*|target\w*|hear\w*)\b"
)
DENIES = re.compile(
    r"(?P<loose>\b(?:without(?: a single| any| one)?|with no|with zero"
    r"|free (?:of|from)(?: all| any)?)) (?:[a-z]+ )?$"
    r"|\b(?:no|not any|not a single|not one|(?:\w+n't|not|never) (?:once )?(?:said?|say|used?"
    r"|hear|heard)(?: any| a single| a| an| the word| one)?) (?:[a-z]+ )?$"
)
AVOIDED = re.compile(r"\b(?:avoided|eliminated|got rid of)(?: all| any| your| the)? $")
FREE = re.compile(r"[- ]free\b")
NOT_ONCE = re.compile(r"\bnot (?:even )?once\b")
CHANGED = re.compile(r"\b(?:doubled|tripled|quadrupled|halved)\b")
EACH = re.compile(r"(?: times)? (?:each|apiece)\b")
PART_OF = re.compile(r" (?:out )?of (?:your |the |these |those |all |them\b|which\b)?")
ARE = re.compile(
    r" (?:of (?:them|those|these|which) )?(?:were|was|are|is|being|(?:came|come) from|go(?:es)? to"
    r"|went to)(?: on)?(?: the word| the| an?| just| simply)? ?$"
)
USES_OF = re.compile(
    r" (?:[a-z]+ )?(?:uses?|instances?|occurrences?|cases?|counts?|mentions?|repetitions?|moments?|"
    r"times) of (?:the |your |an? )?(?:filler |word )*$"
)
CLAUSE_BREAK = re.compile(r"[,;:()]|\s[–—-]\s|\b(?:but|while|whereas|so|then)\b")
VAGUELY = re.compile(r"\b(?:nearly|almost|about|roughly|around|close to|just (?:over|under)) $")
MAY = re.compile(r"\b(?:can|could|may|might|must|should|will|would)\b")
PERCENT = re.compile(r" ?(?:%|percent|per ?cent)")
PERCENT_OF_ELSE = re.compile(
    r" (?:slower|faster|quieter|louder|of (?:the|your) (?:time|audience|listeners|room|people))\b"
)
OF_WORDS = re.compile(
    r"\bof (?:your|all|the|all your|what you) (?:spoken )?(?:words?|said|say)\b|\bwords\b"
)
