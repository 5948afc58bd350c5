"""What a sentence does: tell someone what to do, speak in general, or state something."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from refiner.advice.audit import quantities as q
from refiner.advice.audit.filler_words import ORDERS, YOU_SAY

_BREAK = re.compile(r"[,;:()]| - |\b(?:and|but|so|because|while|since|although|whereas|or|which)\b")
_ADVERBS = (
    r"(?: (?:really|also|still|already|now|then|both|\w+ly|just|only|even|all"
    r"|often|never|always|hardly|barely))*"
)
_MODAL = (
    r"(?:can|could|will|would|should|may|might|must|need|want|wish|would|have to|do not have to"
    r"|don't have to|don't need|do not need|cannot|can't|won't|shouldn't)"
)
_SUBORDINATE = (
    r"(?:if|when|whenever|where|wherever|what|whatever|as|until|till|before|after|while|once|that"
    r"|which|unless|how|why|than|who|whom|whether|time|moment|place|words?"
    r"|thing|things|way|something|anything|everything|all|topic|story"
    r"|questions?|person|people|speakers?|one)"
)
# You, your talk, your ... , or a pronoun with a verb that states something.
_YOU = re.compile(
    rf"(?<!{'FILLER'} )\byou(?:'ve|'re"
    rf"|'d)?{_ADVERBS}(?! {_MODAL}\b)(?!'ll)(?= [a-z])(?! (?:with|to|at|in|on"
    rf"|for|by|when|if|while|after|before|and|or|from|than|as|about|of"
    rf"|because)\b)"
)
_AFTER_SUBORDINATE = re.compile(
    rf"\b{_SUBORDINATE}(?: \w+)? $"
    r"|\b(?:to|for|of|with|by|from|at|on|around|about|behind|toward|towards"
    r"|between|near|helps?|lets?"
    r"|makes?|gives?|keeps?|wants?|tells?|shows?|costs?|buys?|brings?|takes?|frees?|earns?) $"
)
_SUBJECT = re.compile(
    rf"^(?:and |but |so |also |here |then |yet |still |today |now |because |since )*"
    rf"(?:your (?:\w+ ){{0,4}}|this talk |the (?:whole |entire )?(?:talk|speech"
    rf"|recording|transcript|analysis) |today's talk |there(?:'s|'re)? |we |i "
    rf"|this speech )"
    rf"(?!{_MODAL}\b)\w"
)
_PRONOUN = re.compile(
    rf"^(?:and |but |so |also |then |yet )*(?:it|they|these|those|this|that|he"
    rf"|she|none|most|some|all|many|few|both)(?:'s|'re"
    rf"|'ve)? {'(?!' + _MODAL + ')'}\w"
)
_DIRECTIVE_LEAD = re.compile(
    r"^(?:(?:please|then|now|next|instead|first|finally|so|and|but|or|also"
    r"|today|this week|next week"
    r"|next time|from now on|in the next talk|in your next talk|for a week|at home),? )*"
)

REPLACES = re.compile(
    r"^(?:\w+ )?(?:drop|cut|remove|eliminate|reduce|lower) |"
    # What is to be put in the place of fillers, not how many there are.
    rf"\b(?:replace|replacing|swap|swapping|trade|trading|turn|turning|exchange|exchanging|catch"
    rf"|catching|notice|noticing|mark|marking|let|letting|treat|treating|hear|hearing|leave out"
    rf"|leaving out|spot|spotting|convert|converting|for|of|with|at|on|behind|before|after)"
    rf" (?:each|every|any|all|another|the other|some|the next"
    rf"|the whole)(?: of)?(?: the| your| these"
    rf"| those)?(?= (?:such |little |small |single )?(?:{q.FILLER_NOUNS})\b)"
    rf"|\b(?:whenever|when|if|once|as soon as|each time|every time|where|until|the moment)"
    rf" (?:you (?:feel|hear|notice|sense|catch|want|say|reach|need)|an?|the|another|any)"
    rf"(?: to)?(?: say| use| saying)?(?: an?| the| another| any)?(?= (?:{q.FILLER_NOUNS})\b)"
    rf"|\b(?:instead of|rather than|in place of|not|without)(?: saying| using| adding| an?| the"
    rf"| any| another| with| your)*(?= (?:{q.FILLER_NOUNS})\b)"
    rf"|\bwithout (?:it|them|this word|that word|the word)\b|\bno (?:room|space"
    rf"|chance|job|place|time|need|hurry|rush|matter)\b|\b(?:even|such) (?:a"
    rf"|if)\b|\b(?:just|only) (?:as|before|the silent)\b"
    rf"|\bthe next (?:word|thought|idea|sentence|point|one|talk|phrase|breath)\b|\bthe rest\b"
    rf"|\b(?:a|the) (?:small|short|full|clear|light|tiny|slight"
    rf"|steady) (?:pause|breath|stop|silence|beat|habit|change|step|sip|smile"
    rf"|nod|gap|voice)\b"
    rf"|\bfull stops?\b|\b(?:a|one) (?:silent |quiet |slow |short |full "
    rf"|single )*(?:breath|pause|beat|silence)\b|\b(?:so|such|very|quite|more"
    rf"|less|too) (?:that|\w+ly|much|calm|clear|long|short|fast|natural"
    rf"|confident|easy|small)\b"
    rf"|\b(?:than|more|less|so|again|now|yet|still|just|only|very"
    rf"|too)(?= (?:silence|a pause|a breath|you think|it feels|say it|breathe"
    rf"|pause|stop|listen|wait|go on|begin|start|speak|read|try|record|slowly"
    rf"|as))"
    rf"|\bjust a\b|\bjust (?:before|after)\b|\bthe same (?:time|thing|place"
    rf"|breath)\b|\bsomething (?:more )?(?:exact|better|concrete|precise"
    rf"|specific|clearer)\b|\bmore (?:exact|precise|concrete|specific)\b"
    rf"|\bnothing follows\b|\bagain$|\bagain(?=[.!?]|,? (?:without|with|and|but"
    rf"|this))"
)


@dataclass(frozen=True)
class Sentence:
    """`states`: says how something is; `mentions`: names fillers, or may mean them."""

    text: str
    states_from: int | None
    mentions: bool
    names: bool
    practice: bool

    @classmethod
    def of(cls, text: str, after_mention: bool, practice: bool) -> Sentence:
        first_claim: int | None = None
        for start, clause in _clauses(text):
            at = _claim_in(clause, after_mention or bool(q.MENTION.search(text)))
            if at is not None:
                first_claim = start + at
                break
        named = bool(q.MENTION.search(text))
        if first_claim is None and named and not practice and not _is_directive(text):
            first_claim = 0  # "Fillers come in clusters": a statement about fillers
        mentions = bool(q.MENTION.search(text)) or "SLOT" in text
        pronoun = bool(re.search(r"\b(?:it|they|them|these|those|any|none)\b", text))
        if after_mention and pronoun:
            mentions = True
        return cls(text, first_claim, mentions, named, practice)

    @property
    def states(self) -> bool:
        return self.states_from is not None

    def is_vague_at(self, word: str, offset: int) -> bool:
        """Does a vague word of quantity say here how much there is of something?

        Beside a figure only the clause of the figure is about fillers.
        """
        if self.names or (self.mentions and "SLOT" not in self.text):
            return word in q.VAGUE
        if self.mentions:
            clause = next(c for s, c in reversed(_clauses(self.text)) if s <= offset)
            return word in q.VAGUE and "SLOT" in clause
        stated = self.states_from is not None and offset >= self.states_from
        return word in q.STATED and stated and not self.practice

    def claims_absence_or_trend(self) -> bool:
        if self.states and (_DENIES.search(self.text) or _UNLEARNED.search(self.text)):
            return True
        if self.names and self.states and not self.practice and _GIVEN_UP.search(self.text):
            return True
        if self.practice and _PRESUMES.search(self.text):
            return True
        if not (self.practice and not self.mentions) and _EARLIER.search(self.text):
            return True
        patterns = _CLAIMS + (_EVERYWHERE if self.mentions or self.states else ())
        return any(pattern.search(self.text) for pattern in patterns)


def _clauses(text: str) -> list[tuple[int, str]]:
    bounds = [0, *(m.end() for m in _BREAK.finditer(text)), len(text)]
    pieces = [(s, text[s:e]) for s, e in pairwise(bounds)]
    return [(s + len(p) - len(p.lstrip()), p.strip()) for s, p in pieces if p.strip()]


def _claim_in(clause: str, pronouns_count: bool) -> int | None:
    for match in _YOU.finditer(clause):
        if not _AFTER_SUBORDINATE.search(clause[: match.start()]):
            return match.start()
    if _SUBJECT.search(clause):
        return 0
    if pronouns_count and _PRONOUN.search(clause):
        return 0
    return None


def _is_directive(text: str) -> bool:
    """Does the sentence begin with an order, after what may lead up to it?"""
    rest = _DIRECTIVE_LEAD.sub("", text)
    opening = _CONDITION.match(rest)
    rest = opening[1] if opening else rest
    word = re.match(r"[\w']+", rest)
    if word is None or word[0] not in ORDERS | {"don't", "never", "always"}:
        return False
    return not re.match(r"[\w']+(?: \w+)? (?:is|are|was|were|has|had)\b", rest)


_CONDITION = re.compile(
    r"(?:if|when|whenever|where|instead of|rather than|before|after|once|each time|every time"
    r"|as soon as|at|in|on|for|to|with)\b[^,]*, (.*)"
)
_F = q.FILLER_NOUNS
_DENIES = re.compile(
    rf"(?:\b(?:not|never|nor|cannot|neither)|n't)\b(?! (?:need|have to|fight"
    rf"|worry|fear|let|ready|sure)\b)"
    rf"(?: \w+){{0,5}} (?:{_F})|(?:{_F})\W+(?:not|never|none|no)\b"
)
_EARLIER = re.compile(
    r"\b(?:last|recent|earlier|former|prior|past|old|older) (?:time|times"
    r"|talks?|week|weeks|month|months|year|session"
    r"|sessions|speech|speeches|recordings?|round|presentations?|meetings?"
    r"|attempts?|runs?|ones?|self)\b"
)
_EVERYWHERE = (
    re.compile(
        r"\b(?:every|each) (?:other|single|second) (?:sentence|word|line|point"
        r"|thought|pause|answer)\b"
    ),
    re.compile(
        r"\b(?:again and|over and over|time and (?:time|again)|time after time"
        r"|day in|left and right|all over|all the time|like clockwork|wall to wall"
        r"|from (?:start|beginning|first|top) to (?:finish|end|last|bottom|toe)"
        r"|in and out|nine to|round the clock|at (?:every|each) turn|machine gun"
        r"|tons?|to the (?:brim|max|hilt))\b"
    ),
)
_GIVEN_UP = re.compile(  # what you did to a filler, unless you said it
    rf"\byou(?:'ve| have| now| also"
    rf"| already)*(?: \w+ly)? (?!{YOU_SAY}\b)\w+(?: \w+){{0,3}} (?:{_F})"
    rf"|^(?:you|your)\b[^,;]*\b(?:instead of|rather than|in place of)\b[^,;]*(?:{_F})"
)
_UNLEARNED = re.compile(
    r"\b(?:kick|kicked|broke|broken|beat|beaten|dropped|lost|shed|quit|cured|conquered|unlearned"
    r"|overcome|overcame) (?:the|your|that|this|a|an|old|bad|filler|speech|verbal| )+habits?\b"
)
_PRESUMES = re.compile(  # what an exercise or a goal takes for granted of this talk
    rf"\b(?:the|your|an?) (?:{_F})(?: \w+){{0,3}} (?:in|with|at|before|after"
    rf"|on) (?:every|each|most|all)\b(?! (?:recording|take|session|talk|meeting|day|round"
    r"|rehearsal|minute|week|answer|attempt))"
    r"|\b(?:as|since|because|given that|now that) you (?:\w+ )?(?:never|rarely|seldom|hardly|barely"
    r"|always|often|already|no longer)\b"
    r"|\b(?:stay|keep|remain|hold)\b[^.]*\b(?:zero|no|none|nil)\b"
)
_CLAIMS = (
    re.compile(r"\b(\w+) after \1\b"),
    re.compile(rf"^(?:whenever|wherever|each time|every time)\b[^,]*, (?:you|it|there"
        rf"|{_F})\b[^.]*(?:{_F})"),
    re.compile(
        r"\byour (?:pauses|silences|gaps) (?:are|stay|stayed|were|remain|remained"
        r"|keep|kept) (?:\w+ )?"
        r"(?:silent|filled|empty|clean|free)\b"
    ),
    re.compile(r"^(?:squeaky )?(?:clean|spotless|flawless|immaculate)\b"),
    re.compile(r"\b(?:your|a|the|that) (?:own |old |new |previous |last )?record\b"
        r"|\bstreak\b|\bcurve\b"),
    re.compile(r"\brank(?:s|ed|ing)?\b|\babove the rest\b|\bwall.to.wall\b|\bback.to.back\b"),
    re.compile(
        r"\b(?:they|these|those|numbers?|figures?|rates?|counts?) (?:\w+ )?(?:went"
        r"|go|goes|came|come"
        r"|gone|are|is|were|was) (?:way |right |well )?(?:up|down)\b"
    ),
    re.compile(rf"(?:{_F}) (?:returns?|returned|comes back|came back|is back|are back)\b"),
    re.compile(
        rf"\b(?:an?|the|this|one) (?:\w+ )?(?!(?:kind|sort|place|places|sound"
        rf"|sounds|habit|urge|risk|word"
        r"|words|use|moment|feeling|out|cost|effect|role|job|cause|source|start"
        r"|end|front|middle|way|work"
        rf"|help|top|fear|back|idea|point|spot|time|absence)\b)\w+ of (?:your |the "
        rf"|these |those )?(?:{_F})"
    ),
    re.compile(rf"\b(?:way|far|well|right) (?:up|down)\b|(?:{_F})\W+(?:up|down)\b"),
    re.compile(rf"\bgo-to (?:{_F}|words?|sounds?|phrases?|habits?)"),
    re.compile(
        r"^(?:all|every|each|both|any|no|half|most)\b[^,]*\byours?\b[^,]*\b(?:is"
        r"|are|was|were|has|have"
        r"|had|starts?|opens?|ends?|begins?)\b"
    ),
    re.compile(rf"(?:{_F}) ?-? ?(?:free|less|light|heavy|proof|laden|filled)\b"
        rf"|\b\w*(?:filler|um)less\b"),
    re.compile(rf"\bfree (?:of|from)\b.*(?:{_F})"),
    re.compile(
        r"\b(?:than|as|like|since|from|over|versus|vs) (?:in )?(?:your |the |our "
        r"|my )?(?:last|earlier|first|other"
        r"|recent|before|yesterday|ever|usual|normal|old|january|february|march|april|june|july"
        r"|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday"
        r"|saturday|sunday)\b"
    ),
    re.compile(r"\b(?:better|stronger|calmer|cleaner|smoother|quieter|fewer|faster|slower"
        r"|more \w+|less \w+) (?:than (?:before|ever|then|usual|you used)"
        r"|this time|every time|each time|with every talk|by the)\b"),
    re.compile(r"\b(?:used to (?:say|use|rely|lean|have|fill|be)|no longer|anymore"
        r"|any more|not any)\b"),
    re.compile(r"\b(?:personal|record|all-time|new) (?:best|low|high|record)\b"
        r"|\bbest (?:yet|ever|so far)\b|\b(?:come|came) (?:a )?long way\b"),
    re.compile(r"\b(?:getting|got|gets|get|become|became|becoming) (?:much |far "
        r"|a lot )?(?:better|worse|cleaner)\b.*\b(?:talk|fillers?|FILLER|time"
        r"|it)\b"),
    re.compile(
        r"\b(?:clean|spotless|flawless|immaculate|faultless|pristine|impeccable"
        r"|pure|perfect) (?:talk|speech|delivery"
        r"|recording|performance|run|sheet|slate|language|score|record)\b"
    ),
    re.compile(
        r"\b(?:talk|speech|delivery|recording|language|speaking|you|sentences"
        r"|it) (?:was|is|are|were|stays?|stayed|remained|remains|ran|sounds"
        r"|sounded)"
        r" (?:\w+ )?(?:clean|spotless|flawless|immaculate|faultless|pristine|impeccable|free)\b"
    ),
    re.compile(r"\b(?:speak|spoke|talk|talked|delivered) (?:\w+ )?(?:cleanly|flawlessly"
        r"|faultlessly|impeccably)\b"),
    re.compile(
        rf"\b(?:{_F})(?: \w+)? (?:are|is|have|has|were|was) (?:\w+ )?(?:gone|out"
        rf"|away|left|absent|history|over|up|down|back)\b|\b(?:{_F}) (?:went|go"
        rf"|goes|gone|crept|inched|ticked|edged|headed"
        rf"|are headed) (?:\w+ )?(?:up|down|away|south|north)\b"
        rf"|\b(?:avoid(?:ed|s)?|dodged|banished|banned|dropped|lost|beat|conquered"
        rf"|mastered|kicked|shed|quit|overcame|defeated|cured"
        rf"|kept)\b[^.]*\b(?:{_F})(?= ?(?:$|[.,;!]|altogether|for|in|from|out"
        rf"|entirely))"
    ),
    re.compile(rf"\b(?:say|said|saying|use|used|using) (?:\w+ )?(?:{_F})(?: \w+)? (?:after"
        rf"|upon|by) (?:{_F})"),
    re.compile(rf"(?:{_F}) (?:after|upon|by|on|to) (?:{_F})"),
    re.compile(rf"(?:{_F}) ?\?(?: what| which| where| who| not| none)"),
    re.compile(
        rf"(?:{_F})[^.]*\b(?:on (?:its|their|the) way|behind you|under control"
        rf"|in check|(?:thing|things) of the past"
        r"|fad(?:ing|ed)|melt(?:ed|ing)|evaporat(?:ed|ing)|reced(?:ed|ing)"
        r"|dried up|tamed|died out)\b"
    ),
    re.compile(
        r"\bfull of (?:them|these|those|it)\b"
        r"|\b(?:this is|it is|it's|that was|was) (?:\w+ )?(?:the|your) (?:best|worst)\b"
    ),
    re.compile(rf"^(?:what|which|no|not|never|zero|hardly|barely) (?:{_F})"),
    re.compile(r"^(?:not|no|none|never|nowhere|gone|absent)\b[^.]*\b(?:talk|here|today"
        r"|once|you)\b"),
    re.compile(rf"\b(?:full of|light on|clear of|long on|short on|easy on|big on)\b[^.]*(?:{_F})"),

)  # fmt: skip


def blank_practice(text: str, sentence: Sentence, blank: Callable[[re.Match[str]], str]) -> str:
    """`text` of an exercise, a goal or a measurement without what its grammar allows.

    Without a word of fillers, of this talk or of what the speaker did, every quantity is one of
    practice; beside fillers only time, repetitions, material and targets are.
    """
    if _FROM_TALK.search(text):
        return text
    counts_named = _is_directive(text) or not _BARE_NUMBER.search(text)
    if not (sentence.states or sentence.mentions or _OF_TALK.search(text)) and counts_named:
        return re.sub(r"[a-z0-9]+", blank, text)
    head = text if sentence.states_from is None else text[: sentence.states_from]
    patterns: tuple[re.Pattern[str], ...] = _PRACTICE
    if sentence.mentions:
        patterns = _PRACTICE_WITH_FILLERS
        if _OF_TALK.search(text) and "SLOT" not in text:
            patterns = _PRACTICE_OF_TALK
    for pattern in patterns:
        head = pattern.sub(blank, head)
    return head + text[len(head) :]


_N = rf"(?:{q.NUMBER})(?:(?: to | or |-| and )(?:{q.NUMBER}))?"
_ADJ = (
    r"(?:[ -](?:_+|full|whole|silent|slow|quiet|more|extra|short|straight|long"
    r"|deep|new|different|simple|random|key|main|plain|open|other|easy|close"
    r"|honest|real|important|good|common|single|spoken|written|separate|small"
    r"|single-breath|trusted|further|consecutive|strong|clear))*"
)
_BARE_NUMBER = re.compile(
    r"\b(?:\d+|zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)"
    r"(?= ?(?:$|[.,;:!?)]))"
)
_OF_TALK = re.compile(r"\b(?:this|the|your|today's) (?:talk|speech)\b|\btoday\b(?!')|\bhere\b")
_FROM_TALK = re.compile(
    rf"\b(?:the|your|those|these|all|of|from|today's) (?:\w+ )?(?:\d+|zero|no"
    rf"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    rf"|\w+ty|dozen|few|couple of) (?:\w+ )?(?:{_F})|\bfrom (?!1 to (?:5|10)\b)(?:\d+|\w+teen"
    rf"|\w+ty|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    rf"|a dozen)\b(?! to (?:\d+|\w+) (?:seconds|minutes|words))"
    rf"|\bas you (?:were|are|did)\b|"
    r"\b(?:the|your|those|these|all|of the|of your) (?:\d+|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty"
    r"|dozen) (?:\w+ )?(?:times|fillers?|places|sentences|spots|moments"
    r"|words)\b(?! of (?:the|a|this) (?:passage|page|paragraph|sentence))"
    r"|\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+teen"
    r"|\w+ty) (?:\w+ )?(?:times|places|sentences|spots|moments|words|pauses"
    r"|points|paragraphs) (?:that |which |where |in which "
    r"|when )?(?:you (?:said|used|had|started|began|opened|filled)"
    r"|with (?:an? |your |the )?(?:FILLER|filler)|contain|have|had|start|begin"
    r"|open)"
)
_EVERY = r"(?:every|each|per|a|an)"
_DAYPART = r"(?:day|week|month|morning|evening|night|weekday|session|hour|lunch|weekend)"
_PERIODIC = re.compile(
    rf"\b(?:(?:{_N}|once|twice)(?: times)? (?:a|per|each|every|this"
    rf"|in a) {_DAYPART}|every (?:other |second |single )?{_DAYPART}"
    rf"|each {_DAYPART}|daily|nightly|weekly|once daily|twice daily"
    rf"|on (?:{_N}) (?:different |separate )?(?:days|evenings|mornings))\b"
)
_TIMED = re.compile(rf"(?<!every )(?<!each )(?<!per )\b{_N}{_ADJ}[ -]{q.TIME}\b(?! (?:of )?FILLER)")
_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:am|pm|o'clock)\b|\bby (?:monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday)\b"
)
_REPEATED = re.compile(
    rf"\b(?:{_N}|many|several){_ADJ} {q.REPEATS}\b|\btwice\b|\bthrice\b"
    rf"|\btwo or more\b|\bonce(?: more| again| through| slowly| aloud"
    rf"| a day)?\b|\bone more time\b|\bthe (?:first|second|third|fourth"
    rf"|last) (?:time|round|take|run|pass|version|reading|try|week|day)\b"
    rf"|\b(?:first|second|third|fourth|fifth)(?:ly)?(?=[ ,:])"
)
_MATERIAL = re.compile(rf"\b(?:{_N}|(?:as )?many|most|fewer|fewest){_ADJ}[ -]{q.MATERIAL}\b")
_TARGET_BOUND = (
    r"(?:at most|at least|no fewer than|no more than|not more than|fewer than|less than|under|below"
    r"|up to|a maximum of|max(?:imum)?|within|aim for|aim at"
    r"|limit (?:yourself |it |them )?to|keep (?:\w+ ){0,4}(?:to|under|below|at"
    r"|within)|stay (?:under|below|within|at)|allow (?:yourself )?|(?:reduce"
    r"|cut|bring|get|lower|take|push|go|come) (?:\w+ ){0,5}(?:down )?(?:to"
    r"|below|under))"
)
_TARGET = re.compile(
    rf"\b(?<!from ){_TARGET_BOUND} (?:just |only |about |around )?(?:{_N}|zero"
    rf"|no|none|half|(?:a|one) (?:half|third|quarter))(?: (?:per ?cent"
    rf"|%))?(?: of (?:today's|what it is|that|this))?(?: or (?:fewer"
    rf"|less))?(?! ?(?:%|percent))"
    rf"|\b(?:{_N}|none|zero) or (?:fewer|less)\b"
)
_FRACTION = re.compile(
    r"\b(?:halve|halving)\b|\b(?:in|by|to|into) (?:half|a half|a third"
    r"|a quarter|one half|one third|one quarter)\b|\b(?:let|replace|turn|swap"
    r"|trade) half (?:of )?(?:the|them|these|those|your)\b"
    r"|\bcount(?:ing)? (?:\w+ )?to (?:two|three|four|five|\d)\b"
    r"|\bone \w+s, the other\b|\b(?:cut|reduce|trim|lower) (?:\w+ ){0,4}(?:by"
    r"|in) (?:half|a third|a quarter|\d+ ?(?:%|percent))"
    r"|\bby (?:\d+|ten|twenty|thirty|fifty) (?:percent|per cent)"
)
_ORDINARY = re.compile(
    r"\bcount(?:ing)? (?:\w+ )?to (?:two|three|four|five|six|seven|eight|nine"
    r"|ten|\d+)\b|\bthen (?:in |for |to )?(?:\d+|two|three|four|five|six|seven"
    r"|eight|nine|ten|\w+ty)\b|\b(?:one|the) \w+s, the other\b"
    r"|\b(?:most (?:important|useful|difficult|natural|exciting)|much|many"
    r"|as (?:much|many|often) as|how (?:many|much|often)|number of|the number"
    r"|the count|count(?:ing)?|total|rate|rates|times|often|never|always"
    r"|sometimes|usually|lower(?:s|ing)?|drop(?:s|ping)?|rise|rises|fall|falls"
    r"|increase|improve|improvement|progress|first|once|few|several|a few|most"
    r"|least|best|worst|fewer|less|more|average|numbers?|figures?|amounts?"
    r"|equal|throughout|none|nothing|one|second|half|single|previous"
    r"|overall)\b"
)
_COUNTING = re.compile(
    rf"\b(?:zero|no)(?= (?:{_F}))|"
    r"\b(?:count(?:s|ed|ing)?|tally|tallying|tallies|number(?:s)?(?: of)?"
    r"|rates?|totals?|how (?:many|often|much)|fewer|less|lower|drops?|falls?"
    r"|compare|reduce|improve(?:s|ment)?|progress|times|once|times you|each"
    r"|every|any|all|without(?: a| an| any| a single| one| saying| using)*|no"
    r"|not|only|just|whenever|first|again|more|than|free|less|little"
    r"|both|same|another|other|others|part|parts|whole|some|so|very|too|still"
    r"|yet|now|very|clear|small|full|steady|main|rest|complete(?:ly)?"
    r"|half of (?:them|these)|never|cut|cuts|remove|eliminate|drop|lowers?"
    r"|next one|top|high|low|something|anything|everything|nothing|everyone"
    r"|someone|one to|one at|enough|filled|usual|quite|rather|almost|nearly)\b"
)
_PRACTICE = (_PERIODIC, _CLOCK, _TARGET, _TIMED, _FRACTION, _REPEATED, _MATERIAL, _ORDINARY)
_PRACTICE_WITH_FILLERS = (
    _PERIODIC,
    _CLOCK,
    _TARGET,
    _TIMED,
    _FRACTION,
    re.compile(
        rf"\b{_N}{_ADJ}[ -]{q.MATERIAL}\b(?! (?:with|where|that|in which|of FILLER"
        rf"|FILLER))|\btwice\b|\b(?:{_N}) rounds?\b"
    ),
    _COUNTING,
)
_PRACTICE_OF_TALK = (_PERIODIC, _CLOCK, _TARGET, _TIMED, _FRACTION)
