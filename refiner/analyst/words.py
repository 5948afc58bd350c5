"""Word lists that the analyst's cues ask about.

One rule: a list is written as words read by `tokens.plain`, so "don't" stands here as "dont".
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EDGE = "#"  # stands for a neighbour beyond the text

PAUSES = _words("um uh er erm mm hmm hm eh ah uhm umm uhh")
SUBJECTS = _words("i you we they he she it who people")
BE = _words("""is are was were be been being am im its thats youre theyre hes shes theres whats
    we're wheres heres isnt wasnt arent werent whos""")
BECOME = BE | {"become", "becomes", "became"}
SUBJECT_BE = _words("im hes shes theyre youre we're everyones whos")
PERSONS = _words("""i you he she they we everyone everybody people would to just and all them
    everyones""")
BEING = _words("was were be being is are am")
WOULD = _words("would id youd theyd we'd wed hed shed wouldnt i'd")
AUXILIARIES = _words("""can could will might may must should shall cant couldnt wont shouldnt
    mightnt gonna gotta wanna ill youll theyll itll hell shell we'll to dont doesnt didnt do does
    did lets""")
DO = _words("do does did dont doesnt didnt")
BEFORE_VERB = _words("just not even also really probably maybe still actually either sort")
ADVERBS = _words("""really even also always never just particularly physically quite necessarily
    actually probably only still kinda usually generally personally definitely do dont didnt
    doesnt did does would especially certainly""")
LIKERS = _words("""who which that what they we i you people everyone everybody nobody someone
    users customers kids children""")
SENSES = _words("""look looks looked looking sound sounds sounded sounding feel feels felt feeling
    seem seems seemed taste tastes tasted smell smells smelled smelt act acts acting""")
ALIKE_VERBS = _words("""shaped shape work works worked working act acts acting behave behaves
    behaved made make built turn goes go went going dress dressed treat treated live lived talk
    talks walk walks write writes read reads sing sings move moves""")
TAKES_AMOUNT = _words("""have has had got get gets getting need needs use using used want wanted
    put see saw spend spent took take takes pay paid make made find found buy give gave weigh cost
    costs lasted waited wait ive theyve youve ate eat read do did doing say imagine imagining
    remember include add hear heard watch meet met""")
SOMETHING = _words("""something anything nothing things stuff someone somebody everything shit
    thing somewhere""")
GROUPS = _words("people guys ones places companies words features materials colours one")
DETERMINERS = _words("""a an the this that these those my your his her our their some any no every
    each another""")
NOUN_OPENERS = _words("""the a an my your his her our their some no any another every whole""")
POINTERS = _words("this that these those")
OBJECTS = _words("me him them us it her you this that")
CLAUSE_OPENERS = _words("i you we they he she it im youre theyre hes shes its id ive weve ill")
ANSWERS = _words("yeah yes no okay oh well wow hey hmm mm right sure")
DEGREES = _words("""more bit exactly just kind sort much very really quite kinda sorta little
    rather not something somewhat almost""")
LIKENESS = _words("more exactly bit lot much rather almost unlike such somewhat nothing kinda")
NUMBERS = _words("""one two three four five six seven eight nine ten eleven twelve fifteen twenty
    thirty forty fifty hundred thousand million half""")
PREPOSITIONS = _words("""for of in at with from on by about through into than as to until after
    around""")
CONJUNCTIONS = _words("and but so or then because cause")
STRENGTHENERS = _words("""literally really so just totally actually basically pretty super
    completely always never maybe all very quite""")
SAID = _words("said say says saying told tell mentioned explained showed")
QUESTIONS = _words("what who how where why when which whether whats")
MANNER = _words("""very pretty quite so too how really work works worked working go goes going
    went gone do does did doing done fit fits map maps extremely fairly equally reasonably
    perfectly play played playing perform performed speak sleep remarkably particularly
    incredibly""")
WELL_BEFORE = _words("""within below above beyond over under into known balanced done established
    positioned aware ahead being together enough worth defined designed deserved""")
KIND_NAMERS = _words("""this that these those what some any different same other certain all new
    only no every each which another various whatever particular right three two""")
KIND_NOUNS = _words("thing things stuff people guy situation way person")
PLACE_WORDS = _words("""now here there away next after before behind in on at out up down to into
    across around through off back beside above below under about""")
MARKERS = _words("""um uh yeah like well okay basically actually anyway honestly right you i know
    mean just kinda sorta literally""")
