"""Phrases with a word of quantity that count nothing of this talk: one readable table.

Patterns are read in lower case. A phrase ends before the noun that it counts, if any, so that
"one filler" is no idiom while "one thought" is.
"""

from __future__ import annotations

import re

_NOUN = (
    r"(?:thoughts?|ideas?|points?|things?|messages?|breaths?|steps?|topics?|lessons?|goals?|skills?"
    r"|habits?|tips?|themes?|reasons?|questions?|listeners?|person|friends?|colleagues?|faces?"
    r"|moments?|exercises?|changes?|adjustments?|tweaks?|improvements?|example|story|image|line"
    r"|takeaway|sentence|key|word|purpose|room|direction|place)"
)
# Anywhere.
_ALWAYS = rf"""
    at first
    first of all
    first and foremost
    first(?! (?:time|talk|speech|filler|FILLER|half|third|quarter|two|three|few|minutes?|seconds?))
    at first (?:glance|sight|hearing)
    for the first few words
    second nature
    (?:a|without a|no) second thoughts?
    (?:a|the) split second
    one at a time
    one by one
    one after (?:another|the other)
    one another
    one (?:small |simple |clear |single |main |strong |good |new |key |big |short |full |central
      |concrete |honest |plain |deliberate |slow |calm |silent |last |real |specific
      |vivid ){{0,3}}{_NOUN}
    (?:the|this|that|every|each|any|a (?:good|real|new|short|silent|better|clear|strong|stronger
      |calm|plain|different|simple|simpler|shorter|longer|firm|true|genuine)) one
    one day
    one more time
    a single {_NOUN}
    (?:for|at) once
    all at once
    just this once
    (?:^|[,;:.(] ?|- |\b(?:and|but|so|that|because|then) )once (?:you|your|the|they|it|that|this
      |we|people|listeners|silence|breathing|someone|everyone|these)(?= )
    half the battle
    half-finished
    meet (?:them|people|listeners|your \w+) halfway
    in the long run
    double[- ]check
    by far
    more or less
    less is more
    say (?:less|more)
    (?:more|less) is (?:more|less)
    (?:what|all) (?:the )?more
    once upon a time
    at times
    time and space
    next time
    this time
    every time (?:you|a|an|the)
    each time (?:you|a|an|the)
    at (?:all times|any time|the same time)
    so much (?:easier|calmer|stronger|clearer|better)
    much (?:more|easier|stronger|calmer|clearer|better|longer|shorter|louder)
    (?:the|what|your) most(?= (?:important|powerful|natural|useful|memorable|vivid|natural))
    most (?:important|importantly|powerful|useful|memorable)
    matters? (?:the )?most
    make the most
    (?:want|need|care|deserves?) (?:it |them )?(?:the )?most
    at its (?:best|strongest)
    the best (?=(?:place|time|way|pause|part|word|talks|speakers|stories|moment))
    best of all
    (?:do|try|at) your best
    what works best
    at (?:the very )?least(?! (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|half|a ))
    last but not least
    not in the least
    none of (?:this|it|that) (?:takes|needs|asks|requires|is|has)
    nothing (?:more|else|beats|wrong|is lost|to (?:lose|fear|prove|hide|fix|add))
    (?:add|adds|say|says|mean|means|costs?|loses?|lose) nothing
    (?:there is|there's) nothing
    second to none
    never mind
    now more than ever
    ever (?=so )
    (?:if|when|whenever|as) you ever
    more than (?:words|enough|a habit)
    (?:a|the) load (?:off|lighter)
    (?:cognitive|mental) load
    a wave of
    sound waves?
    (?:a|the|in a|one) stream of
    in record time
    (?:record|recorder|recording|recordings)
    (?:on|from|of|to|for) average listeners
    (?:make|makes|making|made|let) (?:\w+ ){{0,4}}count
    (?:count|counts) (?:on|for|as|toward|towards)
    what counts
    (?:every|each) (?:word|pause|moment|second|minute) counts
    (?:count|counting) (?:(?:silently|slowly|quietly|in your head) )?(?:a|the beats?|breaths?)
    the numbers?(?= (?:that|which|behind|speak))
    (?:name|give|say|state|use|find|put|replace (?:it|them) with|start with|with|by) (?:the|a|an
      |some|concrete|exact|real|specific|hard) (?:exact |real |concrete |specific |actual |plain
      )?(?:number|figure|amount)s?
    (?:concrete|exact|real|specific|actual|hard) (?:numbers?|figures?|amounts?)
    numbers?, (?:an?|the|names?|dates?|places?|examples?)
    (?:names?|dates?|examples?|places?|facts?|reasons?|the thing|the name|the example)(?:,? and
      |,? or|,) (?:the |an? )?(?:numbers?|figures?|amounts?)(?:,? and|,? or|,)?
    names, figures(?:,| and)
    key figures
    (?:figure|figures|figuring) (?:out|that|it)
    an? amount
    any amount of (?:time|practice)
    at any rate
    heart rate
    sum (?:it|this|that|them|up)
    in sum
    in total silence
    total (?:silence|calm|stillness)
    (?:a|your) (?:daily|weekly) (?:practice|routine|habit|walk|meeting|ritual|exercise)
    practi[sc]e (?:daily|regularly)
    (?:rise|rises|rising|fall|falls|fell|drop|drops|lower|lowers|lowering|raise|increase|decrease)
      (?:(?:in|of|with|at|to|your|the|its|a) ){{0,2}}(?:voice|pitch|tone|volume|tension|pulse
      |shoulders?|energy|intonation|melody|occasion|challenge|end|page|pencil|chin|jaw|breath)
    (?:voice|pitch|tone|volume|intonation|melody|energy|shoulders?|tension|curtain)(?: \w+)?
      (?:rise|rises|rising|rose|fall|falls|fell|drop|drops|lower|lowers)
    let (?:\w+ ){{0,3}}(?:drop|fall|rise)
    (?:falls?|fell|fallen) (?:into|in|on|silent|quiet|asleep|away|flat|back|apart|short|for|under)
    work(?:s|ed|ing)? in progress
    (?:to|can|will|could) improve(?! by)
    improve (?:your|the|any|a|how|it|with|faster|quickly|through)
    room for improvement
    make progress
    progress (?:comes|happens|shows)
    (?:every|each|a|your) \w+ pair
    pair (?:it|them|this|that|each|every|up|with|the|your|a)
    (?:with )?equal (?:weight|care|attention|calm)
    absence of (?:sound|noise)
    for good measure
    grand (?:gestures?|words?|opening|finale|ending|plan|claims?)
    rare (?:gift|skill|quality|calm|warmth)
    (?:constant|continuous) (?:eye|air|breath|stream|line|flow)
    frequency of (?:your )?voice
    (?:anything|nothing|something) special
    score (?:a point|points|with)
    sea of (?:faces|people)
    a whole lot of nothing
    (?:low|high)(?:er|est)?[- ](?:pitch|pitched|voice|energy|note|notes|stakes?|point|points|key)
    one thing (?:to|you|that|at|I)
    in the first place
    headquarters
    zero in
    only the silent pause
    only(?= (?:buys?|costs?|hides?|delays?|means?|helps?))
    before a number
    main(?= (?:points?|ideas?|verb|messages?|claims?|thoughts?|clause|arguments?|themes?|steps?))
    (?:more|some|a little|a bit of|enough) (?:silence|air|space|room|breathing room|breath|calm)
    something to (?:see|say|hear|think|look|hold|remember)
    (?:bunch|bunches|pile|piles|stack) up
    in and out
    in both cases
    with other words
    filled pauses?
    something (?:more )?(?:exact|better|concrete|precise|specific|clearer)
    more (?:exact|precise|concrete|specific)
    nothing follows
    just (?:before|after)
    without (?:it|them|this word|that word|the word)(?= the| you| your| listeners)
    full stops?
    compare the two
    count(?:ing)? (?:\w+ ){{0,2}}to (?:two|three|four|five|ten)
    (?:let|leave) the others?
"""

# Only in a sentence that tells people what to do, or that speaks of speakers and listeners in
# general, and that names no filler.
_GENERAL = r"""
    (?:always|never|often|sometimes|usually|rarely|seldom|generally|ever|frequently|regularly)
    (?:most|many|few|several|lots of|plenty of) (?:people|listeners|speakers|audiences?|of us|ideas
      |words|ears|minds|stories|talks|talkers|room|time|air|space|practice|good (?:speakers|talks)
      |great (?:speakers|talks)|strong (?:speakers|talks)|experienced speakers)
    a lot (?:of (?:heart|warmth|energy|care|room|space|time)|to)
    a few (?:words|people|friends|faces|lines|minutes|seconds|breaths|moments|beats|days|weeks)
    as (?:much|many|often|little) (?:time |space |room |silence |care )?as
    how (?:much|many)
    too much
    much
    not so much
    most
    no one
    one
    twice (?:as|before)
    worse
    best
    fewer (?=words|sentences|slides|points|ideas)
    (?:improve|improves|improving|grow|grows|rise|rises|equal|equally)
    two (?:things|ways|people|sides|parts|ideas|thoughts|points)
    at times
    at times
"""


def _compile(table: str) -> re.Pattern[str]:
    lines: list[str] = []
    for line in table.strip().splitlines():
        if line.startswith("      "):  # a phrase that goes on
            lines[-1] += line.strip()
        else:
            lines.append(line.strip())
    ordered = sorted(lines, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![\w-])(?:{line})(?![\w-])" for line in ordered))


IDIOMS = _compile(_ALWAYS.replace("{{", "{").replace("}}", "}"))
GENERAL = _compile(_GENERAL)
