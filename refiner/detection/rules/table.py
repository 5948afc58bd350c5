"""The table of rules: for each listed word, where it is a filler and where it is not.

One rule: within a word's table the first line that fits decides, so the sure lines come
first and the usual case last. How a line reads is said in `refiner.detection.rules.line`.
"""

from __future__ import annotations

from refiner.detection.rules.context import Context
from refiner.detection.rules.line import FILLER, LITERAL, Rule, first_that_fits

ALIKE = "compares: says what something is like"
VERB = "a verb: somebody likes something"
QUOTE = "brings in what was said or thought"
EXAMPLE = "gives an example: such as"
DROP = "can be dropped and the sentence says the same"
CLAUSE = "PRON SUBJ SUBJ_BE WH CONJ BE HAVE DO MODAL"

LIKE = (
    LITERAL(
        "'like you said' refers back", r1="PRON", r2="said say says mentioned told tell saying"
    ),
    LITERAL("a verb after 'would'", l1="WOULD", before="none"),
    LITERAL("a verb after 'do'", l1="DO", before="none", l2="PRON SUBJ", r1="not: ART"),
    LITERAL("a verb after 'do'", l2="DO", l1="even really ADV", before="none"),
    LITERAL("a verb after 'would'", l2="WOULD", l1="PRON SUBJ", before="none"),
    LITERAL("a verb: somebody likes to", r1="to", l1="not: #", after="none", before="none"),
    LITERAL(VERB, l1="to MODAL", r1="# OBJ here there about", before="none"),
    LITERAL(ALIKE, l1="LOOK shaped treated", before="none"),
    LITERAL("says how something is done", l1="MANNER", r1="ART POSS OTHER", before="none"),
    LITERAL(ALIKE, l2="LOOK", l1="DEGREE more", before="none"),
    LITERAL(
        ALIKE,
        l1="something anything things stuff nothing someone somewhere everything thing",
        before="none",
        r1="not: SUBJ_BE WH",
    ),
    FILLER("sits before somebody or something new", l1="HAVE", r1="this these", r2="not: # CONJ"),
    FILLER("sits before somebody or something new", l1="BE", l2="there", r1="this these"),
    LITERAL(
        "'like that', 'like this' points at something",
        r1="that this these those",
        after="none",
        l1="not: SUBJ_BE know say think",
    ),
    LITERAL(
        "'like that', 'like this' points at something",
        r1="that this these those",
        r2="# CONJ",
        after="none",
    ),
    LITERAL(ALIKE, r1="them him her me us mine yours", after="none", l1="not: know"),
    LITERAL(ALIKE, r1="it", after="none", l1="not: know", r2="not: MODAL BE HAVE VERB_S PAST"),
    LITERAL("a verb at the end of its clause", before="none", after=", .", l2="the DET ADJ"),
    LITERAL(
        VERB,
        l1="PRON people who",
        before="none",
        r1="not: VERB PAST MODAL BE HAVE WH NUM ADV ED LY",
    ),
    LITERAL(
        VERB, l2="PRON people who", l1="ADV LY quite", r1="DET OBJ ING to QUANT", before="none"
    ),
    LITERAL(VERB, l1="i you we they", r1="is are", before="none", after="none"),
    LITERAL(ALIKE, l1="bit more much exactly rather most nothing quite", before="none"),
    LITERAL(ALIKE, l1="of", l2="more kind sort", r1="ART", before="none"),
    LITERAL(ALIKE, l1="kinda sorta", r1="DET", before="none"),
    LITERAL(ALIKE, l1="just", r1="DET PREP", before="none"),
    LITERAL(
        QUOTE,
        l1="was were be being am i'm im we're he's she's they're you're",
        r1="PRON SUBJ SUBJ_BE BACK let's this well what why wait whatever",
    ),
    LITERAL("'it's not like' denies a thought", l1="not", r1="PRON SUBJ SUBJ_BE", before="none"),
    LITERAL(
        QUOTE, l2="was were i'm im am", l1="just all so", r1="PRON SUBJ SUBJ_BE BACK let's this"
    ),
    LITERAL(ALIKE, l1="BE SUBJ_BE", r1="a an another to if when", r2="not: DEGREE QUANT NUM"),
    LITERAL(ALIKE, l1="BE SUBJ_BE", r1="the", r2="not: ADJ EST ADV DEGREE QUANT NUM"),
    FILLER("stands apart from its sentence", before=". , -", after=", -"),
    FILLER("sits before a number", r1="NUM QUANT"),
    FILLER("sits after 'is' or 'was' and can be dropped", l1="BE SUBJ_BE"),
    FILLER("follows 'you know' or 'I mean'", l1="know mean dunno guess"),
    FILLER(
        "stands between an auxiliary and its verb", l1="MODAL SUBJ_WILL HAVE to", r1="not: # DET"
    ),
    FILLER(
        "stands between a word and what belongs to it",
        l1="PREP ART POSS CONJ WH every any some both to",
    ),
    FILLER("stands between a verb and its object", l1="HAVE DO VERB VERB_S PAST", before="none"),
    FILLER(
        "stands between a verb and its object",
        l2="to DO MODAL SUBJ_WILL",
        before="none",
        r1="not: #",
    ),
    FILLER(
        "stands between an adjective and its noun",
        l2="ART DET DEGREE",
        l1="ADJ EST",
        before="none",
        r1="not: PRON SUBJ",
    ),
    FILLER(
        "stands between 'this' and its noun",
        l1="this these those not",
        before="none",
        r1="not: PRON SUBJ SUBJ_BE ART #",
    ),
    LITERAL(EXAMPLE, l1="# BACK", r1="DET OTHER ADJ"),
    FILLER(
        "sits before an adverb, a verb or a new clause",
        r1="DEGREE ADV ING VERB PAST PREP LOOK " + CLAUSE,
    ),
    FILLER("sits after an adverb", l1="just really ADV LY"),
    LITERAL(EXAMPLE),
)

WELL = (
    LITERAL("'as well' means also", l1="as"),
    LITERAL(
        "'well' says how something is done",
        l1="very pretty really too quite how work works worked working go goes went going fits fit "
        "do doing did done perform performed map",
        before="none",
    ),
    LITERAL(
        "'well' says how something is done", l1="VERB PAST ED OBJ LY so", before="none", after=". ,"
    ),
    LITERAL("'well' is how somebody is", l1="BE OTHER", before="none", after="."),
    LITERAL("a well, for water", l1="ART", r1="BE HAVE", before="none", after="none"),
    LITERAL(
        "belongs to the word after it",
        r1="known done enough off aware balanced within above below over",
        after="none",
    ),
    FILLER("opens the sentence or the quotation"),
)

YOU_KNOW = (
    LITERAL("a verb with its object", r1="him her them it that this", r2="#", after="none"),
    LITERAL("a verb with its object", l1="#", r1="ART POSS", r3="#", after="none"),
    LITERAL("a verb: somebody known", l1="everyone everybody anyone anybody", before="none"),
    LITERAL("'do you know' asks", l1="do did don't didn't dont didnt if"),
    LITERAL("'as you know' refers to knowledge", l1="as let for all lets", before="none"),
    LITERAL(
        "asks whether one knows something",
        l1="# CONJ",
        r1="what how where who why",
        after="none",
        r2="not: #",
    ),
    LITERAL("a question of its own", before=".", after=".", l1="#"),
    FILLER(DROP),
)

I_MEAN = (
    LITERAL("'what I mean' has an object", l1="what which"),
    LITERAL("says what is meant", r1="it that this by", after="none", r2="#"),
    FILLER(DROP),
)

KIND = "names a kind: 'kind' is the noun here"
SOFT = "softens what follows and can be dropped"
KIND_OF = (
    LITERAL("'kind' means friendly", r1="you him her them", r2="# to", l1="DEGREE BE SUBJ_BE"),
    LITERAL("an answer of its own", before=".", after="."),
    LITERAL(
        KIND,
        l1="what which whatever some any that these those same other certain different every each "
        "another no only particular two three new",
        before="none",
    ),
    LITERAL(KIND, r1="thing things stuff"),
    FILLER(SOFT, l1="the this a", r1="more DEGREE ADV the a an", before="none"),
    LITERAL(KIND, l1="the this a", before="none"),
    FILLER(SOFT),
)

RIGHT = (
    FILLER("asks for agreement at the end", before=",", after=", ."),
    LITERAL("means correct, a direction or this moment"),
)

OKAY = (
    FILLER("opens the sentence", before=".", after="none ,", l1="#"),
    FILLER("closes the sentence", before=",", after=". ,"),
    LITERAL("means agreed or all right"),
)
SO = (
    FILLER("opens the sentence", before=".", after=", - ."),
    FILLER(
        "trails off at the end",
        before="none ,",
        after=".",
        l1="not: think guess hope suppose say said told BE DO",
    ),
    LITERAL("joins two thoughts or strengthens a word"),
)

JUST = (LITERAL("limits: only, or a moment ago"),)

SEE = (
    FILLER("opens the sentence and can be dropped", before=".", after=", -"),
    LITERAL("a verb: somebody sees or looks"),
)

STRESS = (
    LITERAL("says how something is meant", l1="NEG quite more", before="none"),
    LITERAL("says how something is meant", r1="speaking translated", after="none"),
    FILLER("stresses, and can be dropped"),
)

ADVERB = (
    FILLER("stands apart and can be dropped", before=". , -", after=", . -"),
    LITERAL("says how something is meant", l1="NEG", before="none"),
    FILLER("opens the sentence and can be dropped", l1="#", r1="not: #"),
    FILLER("says 'actually' where nothing was in doubt", l1="SUBJ SUBJ_BE BE CONJ"),
    LITERAL("stresses or corrects the word beside it"),
)

ANYWAY = (
    FILLER("turns back to the subject and can be dropped", before=". ,", after=", . -"),
    FILLER("turns back to the subject and can be dropped", l1="# CONJ so"),
    LITERAL("means all the same"),
)

YOU_SEE = (
    FILLER("stands apart and can be dropped", before=". , -", after=", -"),
    FILLER("closes the sentence", before=",", after="."),
    LITERAL("a verb: somebody sees something"),
)

I_GUESS = (
    LITERAL("a verb with its object", r1="what who where when how which the a it"),
    FILLER("hedges: takes back what is being said"),
)

I_WOULD_SAY = (
    LITERAL("a verb with its object", r1="that yes no to it"),
    FILLER("hedges: takes back what is being said"),
)

OR_SOMETHING = (
    LITERAL("names a choice", r1="else"),
    FILLER("trails off after the point is made"),
)

AND_THINGS = (
    LITERAL("names what else there is", r1="that to which you i we they"),
    FILLER("trails off after the point is made", after=". , -"),
    FILLER("trails off after the point is made", r1="like"),
    LITERAL("names what else there is"),
)

SET_PHRASE = (FILLER("a set phrase that can be dropped"),)

ASKED = (
    LITERAL("a question of its own", l1="do did if don't dont i"),
    FILLER("a set phrase that can be dropped"),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "like": LIKE,
    "well": WELL,
    "you know": YOU_KNOW,
    "i mean": I_MEAN,
    "kind of": KIND_OF,
    "sort of": KIND_OF,
    "right": RIGHT,
    "okay": OKAY,
    "so": SO,
    "just": JUST,
    "see": SEE,
    "look": SEE,
    "you see": YOU_SEE,
    "actually": ADVERB,
    "basically": STRESS,
    "literally": STRESS,
    "honestly": STRESS,
    "obviously": STRESS,
    "anyway": ANYWAY,
    "i guess": I_GUESS,
    "i suppose": I_GUESS,
    "i would say": I_WOULD_SAY,
    "or something": OR_SOMETHING,
    "or whatever": OR_SOMETHING,
    "and things": AND_THINGS,
    "and stuff": AND_THINGS,
    "you know what i mean": ASKED,
}


def judge_by_rule(word: str, around: Context) -> Rule:
    """The line that decides on `word` (a lexicon's) in its place.

    A word without a table, as a coach may add, counts wherever it stands.
    """
    return first_that_fits(RULES.get(word.lower(), SET_PHRASE), around)
