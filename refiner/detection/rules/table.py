"""The table of rules: for each listed word, where it is a filler and where it is not.

Within a word's table the first line that fits decides, so the sure lines come first and the
usual case last. `refiner.detection.rules.line` describes how a line reads.
"""

from __future__ import annotations

from refiner.detection.rules.context import Context
from refiner.detection.rules.line import (
    CAN_BE_DROPPED,
    RuleLine,
    filler_line,
    first_that_fits,
    literal_line,
)

_ALIKE = "compares: says what something is like"
_VERB = "a verb: somebody likes something"
_QUOTE = "brings in what was said or thought"
_EXAMPLE = "gives an example: such as"
_CLAUSE = "PRON SUBJ SUBJ_BE WH CONJ BE HAVE DO MODAL"

_LIKE = (
    literal_line(
        "'like you said' refers back", r1="PRON", r2="said say says mentioned told tell saying"
    ),
    literal_line("a verb after 'would'", l1="WOULD", before="none"),
    literal_line("a verb after 'do'", l1="DO", before="none", l2="PRON SUBJ", r1="not: ART"),
    literal_line("a verb after 'do'", l2="DO", l1="even really ADV", before="none"),
    literal_line("a verb after 'would'", l2="WOULD", l1="PRON SUBJ", before="none"),
    literal_line("a verb: somebody likes to", r1="to", l1="not: #", after="none", before="none"),
    literal_line(_VERB, l1="to MODAL", r1="# OBJ here there about", before="none"),
    literal_line(_ALIKE, l1="LOOK shaped treated", before="none"),
    literal_line("says how something is done", l1="MANNER", r1="ART POSS OTHER", before="none"),
    literal_line(_ALIKE, l2="LOOK", l1="DEGREE more", before="none"),
    literal_line(
        _ALIKE,
        l1="something anything things stuff nothing someone somewhere everything thing",
        before="none",
        r1="not: SUBJ_BE WH",
    ),
    filler_line(
        "sits before somebody or something new", l1="HAVE", r1="this these", r2="not: # CONJ"
    ),
    filler_line("sits before somebody or something new", l1="BE", l2="there", r1="this these"),
    literal_line(
        "'like that', 'like this' points at something",
        r1="that this these those",
        after="none",
        l1="not: SUBJ_BE know say think",
    ),
    literal_line(
        "'like that', 'like this' points at something",
        r1="that this these those",
        r2="# CONJ",
        after="none",
    ),
    literal_line(_ALIKE, r1="them him her me us mine yours", after="none", l1="not: know"),
    literal_line(
        _ALIKE, r1="it", after="none", l1="not: know", r2="not: MODAL BE HAVE VERB_S PAST"
    ),
    literal_line("a verb at the end of its clause", before="none", after=", .", l2="the DET ADJ"),
    literal_line(
        _VERB,
        l1="PRON people who",
        before="none",
        r1="not: VERB PAST MODAL BE HAVE WH NUM ADV ED LY",
    ),
    literal_line(
        _VERB, l2="PRON people who", l1="ADV LY quite", r1="DET OBJ ING to QUANT", before="none"
    ),
    literal_line(_VERB, l1="i you we they", r1="is are", before="none", after="none"),
    literal_line(_ALIKE, l1="bit more much exactly rather most nothing quite", before="none"),
    literal_line(_ALIKE, l1="of", l2="more kind sort", r1="ART", before="none"),
    literal_line(_ALIKE, l1="kinda sorta", r1="DET", before="none"),
    literal_line(_ALIKE, l1="just", r1="DET PREP", before="none"),
    literal_line(
        _QUOTE,
        l1="was were be being am i'm im we're he's she's they're you're",
        r1="PRON SUBJ SUBJ_BE BACK let's this well what why wait whatever",
    ),
    literal_line(
        "'it's not like' denies a thought", l1="not", r1="PRON SUBJ SUBJ_BE", before="none"
    ),
    literal_line(
        _QUOTE, l2="was were i'm im am", l1="just all so", r1="PRON SUBJ SUBJ_BE BACK let's this"
    ),
    literal_line(_ALIKE, l1="BE SUBJ_BE", r1="a an another to if when", r2="not: DEGREE QUANT NUM"),
    literal_line(_ALIKE, l1="BE SUBJ_BE", r1="the", r2="not: ADJ EST ADV DEGREE QUANT NUM"),
    filler_line("is set apart from its sentence", before=". , -", after=", -"),
    filler_line("sits before a number", r1="NUM QUANT"),
    filler_line("sits after 'is' or 'was' and can be dropped", l1="BE SUBJ_BE"),
    filler_line("follows 'you know' or 'I mean'", l1="know mean dunno guess"),
    filler_line(
        "comes between an auxiliary and its verb", l1="MODAL SUBJ_WILL HAVE to", r1="not: # DET"
    ),
    filler_line(
        "comes between a word and what belongs to it",
        l1="PREP ART POSS CONJ WH every any some both to",
    ),
    filler_line(
        "comes between a verb and its object", l1="HAVE DO VERB VERB_S PAST", before="none"
    ),
    filler_line(
        "comes between a verb and its object",
        l2="to DO MODAL SUBJ_WILL",
        before="none",
        r1="not: #",
    ),
    filler_line(
        "comes between an adjective and its noun",
        l2="ART DET DEGREE",
        l1="ADJ EST",
        before="none",
        r1="not: PRON SUBJ",
    ),
    filler_line(
        "comes between 'this' and its noun",
        l1="this these those not",
        before="none",
        r1="not: PRON SUBJ SUBJ_BE ART #",
    ),
    literal_line(_EXAMPLE, l1="# BACK", r1="DET OTHER ADJ"),
    filler_line(
        "sits before an adverb, a verb or a new clause",
        r1="DEGREE ADV ING VERB PAST PREP LOOK " + _CLAUSE,
    ),
    filler_line("sits after an adverb", l1="just really ADV LY"),
    literal_line(_EXAMPLE),
)

_WELL = (
    literal_line("'as well' means also", l1="as"),
    literal_line(
        "'well' says how something is done",
        l1="very pretty really too quite how work works worked working go goes went going fits fit "
        "do doing did done perform performed map",
        before="none",
    ),
    literal_line(
        "'well' says how something is done", l1="VERB PAST ED OBJ LY so", before="none", after=". ,"
    ),
    literal_line("'well' is how somebody is", l1="BE OTHER", before="none", after="."),
    literal_line("a well, for water", l1="ART", r1="BE HAVE", before="none", after="none"),
    literal_line(
        "belongs to the word after it",
        r1="known done enough off aware balanced within above below over",
        after="none",
    ),
    filler_line("opens the sentence or the quotation"),
)

_YOU_KNOW = (
    literal_line("a verb with its object", r1="him her them it that this", r2="#", after="none"),
    literal_line("a verb with its object", l1="#", r1="ART POSS", r3="#", after="none"),
    literal_line("a verb: somebody known", l1="everyone everybody anyone anybody", before="none"),
    literal_line("'do you know' asks", l1="do did don't didn't dont didnt if"),
    literal_line("'as you know' refers to knowledge", l1="as let for all lets", before="none"),
    literal_line(
        "asks whether one knows something",
        l1="# CONJ",
        r1="what how where who why",
        after="none",
        r2="not: #",
    ),
    literal_line("a question of its own", before=".", after=".", l1="#"),
    filler_line(CAN_BE_DROPPED),
)

_I_MEAN = (
    literal_line("'what I mean' has an object", l1="what which"),
    literal_line("says what is meant", r1="it that this by", after="none", r2="#"),
    filler_line(CAN_BE_DROPPED),
)

_KIND = "names a kind: 'kind' is the noun here"
_SOFT = "softens what follows and can be dropped"
_KIND_OF = (
    literal_line("'kind' means friendly", r1="you him her them", r2="# to", l1="DEGREE BE SUBJ_BE"),
    literal_line("an answer of its own", before=".", after="."),
    literal_line(
        _KIND,
        l1="what which whatever some any that these those same other certain different every each "
        "another no only particular two three new",
        before="none",
    ),
    literal_line(_KIND, r1="thing things stuff"),
    filler_line(_SOFT, l1="the this a", r1="more DEGREE ADV the a an", before="none"),
    literal_line(_KIND, l1="the this a", before="none"),
    filler_line(_SOFT),
)

_ANSWER = "an answer of its own"
_AGREE = "asks for agreement before going on"
_CLAUSE_ENDS = (
    "not: # BACK BE SUBJ_BE HAVE DO MODAL VERB LOOK MANNER PREP DET CONJ DEGREE ADV LY NEG all"
)
_RIGHT = (
    literal_line(_ANSWER, before=",", after=", .", l1="BACK well", l2="# BACK"),
    filler_line("asks for agreement at the end", before=",", after=", ."),
    filler_line(_AGREE, l1="not: # BACK DET BE SUBJ_BE all", r1="so"),
    literal_line(
        "names a side or a claim",
        l1="to left upper lower top bottom far hard human civil legal equal moral voting property",
    ),
    literal_line(
        "says how something is done", l1="OBJ", l2="VERB VERB_S PAST DO HAVE MANNER serves proved"
    ),
    literal_line("asks whether it is so", l1="PRON everyone everybody everything", l2="BE"),
    literal_line("says how something is done", l1="remember recall heard understood guessed"),
    literal_line("answers what was said", r1="PRON SUBJ_BE its", r2="true mean think guess DO"),
    filler_line(_AGREE, l1=_CLAUSE_ENDS, r1="PRON SUBJ_BE SUBJ_WILL which if"),
    filler_line(_AGREE, l2="ART POSS ADJ", l1="VERB", r1="PRON SUBJ_BE SUBJ_WILL which if"),
    filler_line(_AGREE, l1=_CLAUSE_ENDS, r1="its", r2="ART ADV DEGREE NEG ADJ ING"),
    literal_line("means correct, a direction or this moment"),
)

_OPENS = "opens what comes next"
_OKAY = (
    literal_line(_ANSWER, before=".", after="."),
    literal_line(_ANSWER, before=",", after=".", l1="BACK well", l2="# BACK"),
    literal_line(_ANSWER, after=".", pause_before="um"),
    literal_line(
        "means all right here",
        l1="BE SUBJ_BE LOOK DET not press hit click quite really very perfectly more doing went",
        before="none",
    ),
    literal_line(
        "asks or says how somebody is",
        l1="PRON everyone everybody everything",
        l2="BE",
        before="none",
    ),
    filler_line("opens the sentence", before=".", after="none ,", l1="#"),
    filler_line("closes the sentence", before=",", after=". ,"),
    literal_line("answers what was said", r1="that's thats"),
    literal_line("answers what was said", r1="there", r2="not: BE"),
    literal_line("answers what was said", r1="i", r2="mean think thought guess suppose"),
    filler_line(
        "leads over to what comes next",
        r1="PRON SUBJ SUBJ_BE SUBJ_WILL let's lets the thank",
        r2="not: mean",
    ),
    filler_line("leads over to what comes next", r1="ill id", r2="VERB BE DO HAVE just"),
    filler_line("leads over to what comes next", r1="were", r2="ING ADV NEG gonna"),
    filler_line("leads over to what comes next", r1="well", r2="PRON thank"),
    filler_line(_OPENS, r1="now then next just"),
    filler_line(_OPENS, r1="and", r2="now then next just maybe WH"),
    filler_line(_OPENS, r1="any", r2="questions comments thoughts other more"),
    filler_line(
        "closes a point before what comes next",
        r1="great cool perfect excellent wonderful brilliant lovely super",
    ),
    literal_line("means agreed or all right"),
)

_SO = (
    filler_line("opens the sentence", before=".", after=", - ."),
    filler_line("opens the sentence with a pause", before=".", pause_after="um"),
    filler_line("comes between pauses", pause_before="um", pause_after="um"),
    filler_line(
        "trails off at the end",
        before="none ,",
        after=".",
        l1="not: think guess hope suppose say said told BE DO",
    ),
    literal_line("joins two thoughts or strengthens a word"),
)

_JUST = (
    filler_line("hesitates before the next word", pause_after="um"),
    filler_line("hesitates before the next word", before="none", after=", -"),
    filler_line("softens with the word after it", r1="kinda sorta basically literally"),
    filler_line("softens with the word after it", r1="kind sort", r2="of"),
    filler_line(
        "softens the statement",
        l1="i we",
        r1="think feel want wanted wanna thought felt mean guess hope",
    ),
    literal_line("limits: only, or a moment ago"),
)

_SEE = (
    filler_line("opens the sentence and can be dropped", before=".", after=", -"),
    literal_line("a verb: somebody sees or looks"),
)

_STRESS = (
    literal_line("says how something is meant", l1="NEG quite more", before="none"),
    literal_line("says how something is meant", r1="speaking translated", after="none"),
    filler_line("stresses, and can be dropped"),
)

_ADVERB = (
    filler_line("is set apart and can be dropped", before=". , -", after=", . -"),
    literal_line("says how something is meant", l1="NEG", before="none"),
    filler_line("opens the sentence and can be dropped", l1="#", r1="not: #"),
    literal_line("stresses or corrects the word beside it"),
)

_ANYWAY = (
    filler_line("turns back to the subject and can be dropped", before=". ,", after=", . -"),
    filler_line("turns back to the subject and can be dropped", l1="# CONJ so"),
    literal_line("means all the same"),
)

_YOU_SEE = (
    filler_line("is set apart and can be dropped", before=". , -", after=", -"),
    filler_line("closes the sentence", before=",", after="."),
    literal_line("a verb: somebody sees something"),
)

_I_GUESS = (
    literal_line("a verb with its object", r1="what who where when how which", after="none"),
    filler_line("hedges: takes back what is being said"),
)

_I_WOULD_SAY = (
    literal_line("a verb with its object", r1="that yes no to it"),
    filler_line("hedges: takes back what is being said"),
)

_OR_SOMETHING = (
    literal_line("names a choice", r1="else similar more less"),
    filler_line("trails off after the point is made"),
)

_AND_THINGS = (
    literal_line("names what else there is", r1="that to which you i we they"),
    filler_line("trails off after the point is made", after=". , -"),
    filler_line("trails off after the point is made", r1="like"),
    literal_line("names what else there is"),
)

_SET_PHRASE = (filler_line("a set phrase that can be dropped"),)

_TO_BE_HONEST = (
    literal_line(
        "is meant: somebody is honest",
        l1="want need needs try trying have has had going supposed important ought you me us",
        before="none",
    ),
    literal_line("is meant: somebody is honest", r1="about and", after="none"),
    filler_line("announces candour and can be dropped"),
)

_UNLISTED = (
    filler_line("is set apart and can be dropped", before=",", after=","),
    literal_line("carries meaning here"),
)

_ASKED = (
    literal_line("a question of its own", l1="do did if don't dont i"),
    filler_line("a set phrase that can be dropped"),
)

RULE_LINES: dict[str, tuple[RuleLine, ...]] = {
    "like": _LIKE,
    "well": _WELL,
    "you know": _YOU_KNOW,
    "i mean": _I_MEAN,
    "kind of": _KIND_OF,
    "sort of": _KIND_OF,
    "right": _RIGHT,
    "okay": _OKAY,
    "so": _SO,
    "just": _JUST,
    "see": _SEE,
    "look": _SEE,
    "you see": _YOU_SEE,
    "actually": _ADVERB,
    "basically": _STRESS,
    "literally": _STRESS,
    "honestly": _STRESS,
    "obviously": _ADVERB,
    "anyway": _ANYWAY,
    "i guess": _I_GUESS,
    "i suppose": _I_GUESS,
    "i would say": _I_WOULD_SAY,
    "or something": _OR_SOMETHING,
    "or whatever": _OR_SOMETHING,
    "and things": _AND_THINGS,
    "and stuff": _AND_THINGS,
    "you know what i mean": _ASKED,
    "to be honest": _TO_BE_HONEST,
}


def judge_by_rule(word: str, around: Context, *, listed: bool = True) -> RuleLine:
    """The line that decides on `word` in its place.

    A listed word without a table, as a coach may add, counts everywhere; one that no lexicon
    lists only where it is set apart.
    """
    usual = _SET_PHRASE if listed else _UNLISTED
    return first_that_fits(RULE_LINES.get(word.lower(), usual), around)
