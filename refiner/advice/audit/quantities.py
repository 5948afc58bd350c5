"""The tables of the audit: which words say a quantity, and which phrases count nothing.

All of it is read in lower case, in plain quotes. `FILLER` stands for a filler word that is
named, `QUOTE` for a passage of the talk, `SLOT` for a figure that is filled in later.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Number words. They are unfit wherever they count something of this talk.
NUMBERS = _words("""
    zero nil naught nought null zilch zip nada zippo one two three four five six seven eight nine
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
    forty fourty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions billion billions trillion trillions zillion zillions gazillion umpteen umpteenth dozen
    dozens score scores couple couples pair pairs trio trios duo duos quartet quintet
    first second third thirds fourth fourths fifth fifths sixth sixths seventh sevenths eighth
    eighths ninth ninths tenth tenths eleventh twelfth thirteenth fifteenth twentieth hundredth
    hundredths thousandth thousandths quarter quarters half halves halfway halve halved halves
    halving once twice thrice single singles double doubles doubled doubling doubly triple triples
    tripled tripling treble trebled quadruple quadrupled quintuple sextuple dual twofold threefold
    fourfold fivefold tenfold hundredfold manifold digit digits figures grand gross myriad myriads
""")

# Words for how much, how many, how often, more or less, and for none at all.
QUANTITIES = _words("""
    many much most mostly few fewer fewest least several numerous countless innumerable plenty
    lots lot loads load heaps heap tons ton piles pile bunch bunches slew oodles scads stack stacks
    umpteen multiple multiples multitude multitudes abundance abundant abundantly handful handfuls
    smattering sprinkling sprinkled sprinkle scattering spate torrent stream streams swarm swarms
    sea ocean forest mountain mountains avalanche wave flood floods flooded flooding barrage
    deluge glut surplus surfeit excess excessive excessively deficit deficiency dearth lack lacks
    lacked lacking scarcity scarce scarcely sparse sparsely scant scanty meagre meager paucity
    shortage absence absent devoid void bereft littered peppered riddled strewn studded crammed
    saturated teeming brimming awash drowning laden infested plagued swimming overrun overwhelmed
    hardly barely nary percent percentage percentages percentile fraction fractions proportion
    proportions proportional ratio ratios majority minority bulk preponderance quota
    often oftentimes seldom rarely rare rarer rarest rarity sometimes occasionally occasional
    frequently frequent frequency infrequent infrequently usually regularly repeatedly constantly
    constant continually continual continuously continuous perpetually perpetual incessantly
    incessant ceaseless endless endlessly nonstop sporadic sporadically intermittent everywhere
    nowhere throughout always never ever invariably unfailingly generally habitually daily weekly
    hourly nightly monthly yearly annually times
    increase increases increased increasing increasingly decrease decreases decreased decreasing
    decline declines declined declining diminish diminished diminishing lessen lessened dwindle
    dwindled dwindling shrank shrunk       fallen plummeted plunged
    soared skyrocketed surged climbed   worsened worse worst improve improves improved
    improving improvement improvements progress progressed progressing average averages averaged
    averaging median exceed exceeds exceeded surpass surpassed outnumber outnumbers outnumbered
    highest lowest largest smallest biggest commonest maximum maximal minimum minimal minimise
    minimize record-breaking trend trends trending unchanged previous previously formerly
    count counts counted tally tallies tallied total totals totalled totaled totalling totaling
    totally sum sums number numbers numbered numerous amount amounts quantity quantities rate rates
    statistic statistics stats negligible predominantly predominant predominate outweigh outweighs
    thereabouts approximately roughly equal equals equally tripling overall altogether
    none nothing nil naught teens twenties thirties forties fifties sixties seventies eighties
    nineties
""")
TRENDS = _words("""
    rise rises rising risen rose grow grows growing grown grew fell fall falls falling fallen
    reduce reduces reduced reducing reduction reductions drop drops dropped dropping lower lowers
    lowered lowering higher cut cuts cutting eliminate eliminates eliminated eliminating
    elimination halve remove removed removes rid
""")

# Words that may say how much of something there is: unfit in what is said of the speaker.
STATED = _words("""
    each every all any anything anybody anyone anywhere everything everybody everyone whole entire
    entirely wholly completely both neither no none more less fully partly partially nobody
    almost nearly practically virtually merely
""")
# The same in a sentence that names fillers, in which more words can say it.
VAGUE = (
    STATED
    | TRENDS
    | _words("""
    some somewhere something part parts partial rest remainder remaining other others another
    either nor without only just little enough again anymore free clean gone missing vanished
    disappeared disappear disappears vanish vanishes empty high low big  large larger
     huge tiny massive heavy heavily thick thickly dense densely crowded packed filled
    stuffed loaded main mainly chief chiefly top primary primarily leading favourite favorite
    typical typically common commonly usual normal normally prevalent dominant dominate dominates
    dominated ruled rules overuse overused overusing spotless flawless immaculate impeccable
    pristine limited modest moderate moderately considerable considerably substantial
    substantially significant significantly dramatic dramatically drastic drastically steadily
    stable consistent consistently persistent persistently forever noticeably slightly extremely
    hugely overflow overflows overflowed overflowing galore aplenty abound abounds rife replete
    rampant series string strings chain chains cluster clusters cascade cascades row rows bursts
    burst parade volley shower deluged swamped soaked dripping rain rained raining legion pile-up
""")
)

FILLER_NOUNS = (
    r"(?:FILLER(?: s|s|es)?|filler(?:s|-word|-words)?(?: words?| sounds?| phrases?)?"
    r"|filled pauses?|crutch(?:es)?(?: words?| phrases?)?|(?:verbal |nervous )?tics?"
    r"|(?:verbal |speech |vocal )(?:habits?|stumbles?|crutch(?:es)?|clutter)|habit words?"
    r"|discourse markers?|hesitations?|hesitation sounds?|disfluenc(?:y|ies)|hedges?|hedging"
    r"|softeners?|qualifiers?|restarts?|false starts?|repetitions?|stumbles?|stumbling"
    r"|placeholders?|interjections?|stammer(?:s|ing)?|stutter(?:s|ing)?|fluff|clutter"
    r"|(?:these|those|such) (?:sounds?|noises?|words?|habits?)"
    r"|(?:your|the|those|these|few|many|of) (?:likes|sos|you knows|wells|okays|rights|i means))"
)
MENTION = re.compile(rf"\b(?:{FILLER_NOUNS})(?![\w-])|\bFILLER|\bfillers?\b")

# Units that a number may count in an exercise, a goal or a measurement: time, repetitions,
# practice material.
TIME = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|evenings?|mornings?|nights?"
    r"|weekdays?|beats?|breaths?|heartbeats?)"
)
REPEATS = (
    r"(?:times|rounds?|takes?|sets?|reps?|repetitions?|passes|runs?|tries|attempts?|rehearsals?)"
)
MATERIAL = (
    r"(?:sentences?|paragraphs?|pages?|lines?|words?|phrases?|headlines?|questions?|answers?"
    r"|topics?|stories|story|examples?|anecdotes?|claims?|points?|ideas?|thoughts?|messages?"
    r"|facts?|reasons?|steps?|parts?|sections?|slides?|cards?|notes?|versions?|ways?|openings?"
    r"|endings?|transitions?|recordings?|clips?|talks?|speeches|presentations?|meetings?|calls?"
    r"|conversations?|people|persons?|listeners?|friends?|colleagues?|partners?|objects?|things?"
    r"|pictures?|photos?|articles?|poems?|items?|keywords?|bullets?|bullet points?|verbs?|nouns?"
    r"|adjectives?|names?|places?|scenes?|passages?|moments?|pauses?|silences?|tones?|voices?"
    r"|speeds?|paces?|syllables?|drills?|exercises?|goals?|skills?|tips?|habits?|areas?"
    r"|sessions?|chairs?|coins?|fingers?|columns?|lists?|signposts?|reminders?|images?|halves|pockets?|jars?)"
)
_UNIT = {
    name: n
    for n, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|(?:a |one )?hundred|half an?|a couple of|a few|several"
    r"|(?:half )?a dozen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ]"
    r"(?:one|two|three|four|five|six|seven|eight|nine))"
)
