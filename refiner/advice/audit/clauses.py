"""What a sentence does: speak in general, or state something of the talk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from refiner.advice.audit.fillers import MENTION
from refiner.advice.audit.orders import is_directive
from refiner.patterns import compile_later

_BREAK = compile_later(
    r"[,;:()]| - |\b(?:and|but|so|because|since|although|whereas|or"
    r"|(?<!\b(?:at|by|in|on|to) )which)\b"
)
_ADVERBS = (
    r"(?: (?:really|also|still|already|now|then|both|\w+ly|just|only|even|all|often|never|always"
    r"|hardly|barely))*"
)
_MODAL = (
    r"(?:can|could|will|would|should|may|might|must|need|want|wish|have to|do not have to"
    r"|don't have to|don't need|do not need|cannot|can't|won't|shouldn't|deserves?|needs?)"
)
_CONJUNCTIONS = (
    "if|when|whenever|where|wherever|what|whatever|as|until|till|before|after|while|once|that"
    "|which|unless|how|why|than|who|whom|whether"
)
_SUBORDINATE = (
    rf"(?:{_CONJUNCTIONS}|time|moment|instant|place|words?|thing|things"
    r"|way|something|anything|everything|topic|story|questions?|person|people|speakers?|one"
    r"|pauses?|thoughts?|ideas?|points?|sentences?|breaths?|lines?|reactions?|scenes?|details?"
    r"|images?"
    r"|feelings?|examples?|jokes?|stories|books?|places?|claims?|facts?|findings?|reasons?|skills?"
    r"|objects?|meals?|stretch(?:es)?|films?|movies?|songs?|teachers?|friends?|colleagues?|tasks?"
    r"|goals?|phrases?)"
)
_YOU = compile_later(
    rf"(?<!FILLER )\byou(?:'ve|'re|'d)?{_ADVERBS}(?! {_MODAL}\b)(?!'ll)(?= [a-z])"
    r"(?! (?:reach|meet|hit|pass|complete) (?:the|your|this) \w+ (?:when|if|once))"
    r"(?! (?:succeed|pass|win(?: the \w+)?|are on target|are done|(?:have )?(?:succeeded|passed"
    r"|done it|made it|(?:met|reached) (?:the|your) (?:goal|target)))"
    r" (?:when|if|once|with(?= (?:at|no|fewer|less|up|\w+ \w+ or))))"
    r"(?! (?:with|to|at|in|on|for|by|when|if|while|after|before|and|or|from|than|as|about"
    r"|of|because|anywhere|somewhere|again|back|up|down|out|off|away|well|there|here"
    r"|what|where|how|why"
    r"|who|whenever|which|that|this|an?|the|your|their|its|enough|time|space|room|something|more"
    r"|less)\b)"
)
_AFTER_SUBORDINATE = compile_later(
    rf"\b{_SUBORDINATE}(?: \w+)? $|\bhow (?:many|much) (?:\w+ ){{1,2}}$|\b(?:imagine|pretend) $"
    r"|\ball $|\ban? (?:\w+ )?\w+ $|\b(?:next|coming) \w+ $"
    r"|\b(?:to|for|of|with|by|from|at|on|around|about|behind|toward|towards|between|near|helps?"
    r"|lets?|makes?|gives?|keeps?|wants?|tells?|shows?|costs?|buys?|brings?|takes?|frees?|earns?) $"
)
_TALK_PARTS = (
    r"(?:talk|speech|delivery|performance|opening|ending|middle"
    r"|introduction|conclusion|closing|pace|language|figure|rate|count|number|score|trend"
    r"|charts?|curves?|graphs?|plots?|lines? on (?:your|the) (?:chart|graph|screen)|arrows?|slope"
    r"|tendency|results?)"
)
_PARTS = (
    r"(?:talks?|pauses?|silences?|gaps?|sentences?|points?|thoughts?|answers?|words?|openings?"
    r"|endings?|transitions?|breaths?|lines?)"
)
_BE = r"(?:is(?! an?\b)|are|was|were|has|have|had|starts?|begins?|opens?|ends?|runs?|comes?|came)"
# "the number of fillers for each talk" is named, not given.
_TOLD = (
    r"(?!of (?!.*\b(?:is|are|was|were|has|had|stays?|falls?|fell|rises?|rose|drops?|sits?|stands?"
    r"|shows?|tells?|says?)\b))(?!(?:after|for|from) (?:each|every)\b)"
)
_NOT_OF_TALK = (
    r"(?:practi[sc]e|next|log|recording|progress|goal|target|aim|task|exercise"
    r"|homework|friend|partner|colleague|timer|listeners?|audience|sister|brother|mother|father"
    r"|wife|husband|boss|teacher|coach|mentor|son|daughter|child|kids|neighbou?r|team|phone|app"
    r"|calendar|notebook|stopwatch|camera)"
)
_SUBJECT = compile_later(
    r"^(?:and |but |so |also |here |then |yet |still |today |now |because |since "
    r"|(?:only|just|even) (?=your ))*"
    rf"(?:your (?!{_NOT_OF_TALK}\b)(?!(?:\w+ ){{1,3}}{_MODAL}\b)(?:\w+ ){{0,4}}"
    r"|today's talk |things |the habit |there(?:'s|'re)? |we |i |this (?:recording|transcript) "
    r"|(?:this|that) (?=(?:is|was) (?:the|your)\b)"
    rf"|(?:this|the|that|today's|tonight's) (?:(?!FILLER)\w+ )?(?:{_TALK_PARTS}) {_TOLD}"
    r"|the (?:\w+ )?(?:rest|others?|section|part|half|passage|remainder|third) (?=(?:is|was|are"
    r"|were|has"
    r"|had"
    r"|runs|flows|goes|went|ran|flowed|feels|felt|sounds|sounded|stays|stayed)\b)"
    r"|(?:(?:more|most|many|few|half) )?(?:people|listeners|the (?:crowd|audience"
    r"|room)) (?=\w+ed\b)"
    rf"|(?:each|every|all|both|any|no|not one|none|most) (?:\w+ ){{0,3}}?(?:{_PARTS}) "
    rf"(?:of (?:yours|the talk|this talk) )?(?={_BE}\b))"
    rf"(?!{_MODAL}\b)\w"
)
# "This feedback helps" tells of no filler, and of no figure.
_NAMED_THING = (
    r"(?:this|that|these|those) (?:\w+ )?(?:feedback|approach|technique|method|exercise|practice"
    r"|shift"
    r"|changes?|steps?|image|detail|story|questions?|line|moment|way|pauses?|silence|structure"
    r"|awareness|strategy|drill|tools?|skills?|trick|choice|contrast|gestures?|style|tone|warmth"
    r"|energy|honesty|openness|sense|kind|sort|people|listeners|speakers|audiences)\b"
)
_PRONOUN = compile_later(
    r"^(?!that (?:\w+ ){1,2}(?:can|could|will|may|might|would)\b)"
    r"(?:and |but |so |also |then |yet )*"
    rf"(?!{_NAMED_THING})(?:it|they|these|those|this|that|he"
    r"|she|none|most|some"
    r"|all|many|few|both|each(?= (?:is|was|has|had|comes?|came)\b))(?:'s|'re|'ve)? "
    rf"(?!{_MODAL}\b|listeners|people|speakers|audiences)\w"
)
_THEY = compile_later(
    r"^(?:and |but |so )?(?:(?:they|these|those)(?:'re|'ve)? (?!can|may|will|should)\w"
    r"|it (?:comes|came|dropped|fell|rose|grew|shows|appear(?:s|ed)"
    r"|pops|slips|creeps|makes up|is (?:all|your|in))\b)"
)
# "What you had to fix", "the people who were there", "the words they had": of something else.
_BEGINS_SUBORDINATE = compile_later(
    rf"\b(?:{_CONJUNCTIONS}|(?:time|moment|words?|things?|place|way|story"
    r"|something|anything|everything|person|people|speakers?|questions?) (?:you|they|we|he|she|i"
    r"|it))\b"
)
_PAST = compile_later(r"\b(?:was|were|had|did|didn't|wasn't|weren't|hadn't)\b")
# "Breathing replaces an um", "when a filler comes": what holds of any talk.
_GENERAL = compile_later(
    r"(?!.*, (?:so do(?:es)? )?(?:the |your |these |those )?(?:\w+ )?(?:FILLER|fillers)\b)"
    r"(?!.*\b(?:(?:open|clos|end|start|begin)\w* the \w+|(?:what|as|which"
    r"|since) you"
    r"|(?:would|will|could|can) hear)\b)(?!.*\b(?:here|today|tonight|this|now|each|was|were|had"
    r"|heard|there|than|keeps?|returns?)\b)"
    r"(?:(?!nothing|something|anything|everything|during)\w+ing\b|(?:when|if|once)\b"
    r"|(?:an?|any) (?:\w+ )?(?:FILLER|filler)\b|(?!.*\byour\b)an? (?:\w+ )?\w+ (?:gives|leaves"
    r"|makes"
    r"|lets|helps|keeps|buys|tells|does|takes|brings)\b|(?!.*\byour\b)(?:(?:most|many"
    r"|few|good|great) )?(?:listeners|audiences?|people|speakers|of us)\b|(?!.*\byour\b)(?:every"
    r"|any) (?:\w+ )?speaker\b|(?!.*\byour?\b)all of us\b"
    r"|(?!.*\byour?\b).*\b(?:can|could|will|would|should|may|might)\b)"
)
_DELIVERY = compile_later(
    r"\b(?:silen\w*|paus\w+|breath\w*|gaps?|air|quiet\w*|still\w*|stop\w*|beats?|voice|fluen\w+"
    r"|flow\w*"
    r"|smooth\w*|clean\w*|speech|sentences?|deliver\w*|talks?(?! (?:down|up|about|to|with|of)\b)"
    r"|words?|sounds?|habits?|noise"
    r"|record\w*|pace"
    r"|slip\w*|stall\w*|lips|tongue|said|say\w*|they|ones|rates?|figures?|scores?|counts?|numbers?"
    r"|level"
    r"|(?:your|the|an) answer|answers|thoughts?|openings?|endings?|transitions?|ideas?"
    r"|there (?:is|are|was|were)|you needs?|(?:finish|complet|hesitat|stumbl"
    r"|mumbl|wobbl|falter|fumbl|waver"
    r"|rambl|babbl|clutter|crutch|hitch|snag|blemish|detour|trip|bump|lean|rely|run-up|becom"
    r"|getting|laugh|nodd|yawn)\w*"
    r"|speakers|presenters|talkers|nobody|no one|every(?:one|body)|crowd|audience|listeners|room)\b"
)


@dataclass(frozen=True)
class Sentence:
    """`states_from`: where it begins to say how something is; None if it never does.

    `names`: it names fillers. `after_mention`: a sentence before it did.
    """

    text: str
    states_from: int | None
    names: bool
    after_mention: bool

    @classmethod
    def of(cls, text: str, field: str, after_mention: bool, practice: bool) -> Sentence:
        names = bool(MENTION.search(text))
        states = 0 if field == "strength" else None
        for start, clause in () if states == 0 else split_clauses(text):
            at = _claim_in(clause, after_mention or names)
            if at is not None:
                states = start + at
                break
        is_aim = practice and field != "exercise"  # "at most two fillers" states nothing
        if states is None and not is_aim and not is_directive(text, field):
            fragment = field == "headline" and not _is_general(text)
            if (names and not _GENERAL.match(text)) or fragment:
                states = 0  # "Fillers come in clusters": a statement about fillers
        return cls(text, states, names, after_mention)

    @property
    def states(self) -> bool:
        return self.states_from is not None

    @property
    def mentions(self) -> bool:
        """May it mean fillers?"""
        pronoun = re.search(r"\b(?:it|they|them|these|those|any|none)\b", self.text)
        return self.names or "SLOT" in self.text or (self.after_mention and pronoun is not None)

    @cached_property
    def tells_of_delivery(self) -> bool:
        """Does it name how one speaks, or a place of the talk?"""
        return bool(_DELIVERY.search(self.text))


def split_clauses(text: str) -> list[tuple[int, str]]:
    """Each clause of the text, and where it begins."""
    bounds = [0, *(m.end() for m in _BREAK.finditer(text)), len(text)]
    pieces = [(s, text[s:e]) for s, e in pairwise(bounds)]
    return [(s + len(p) - len(p.lstrip()), p.strip()) for s, p in pieces if p.strip()]


def _claim_in(clause: str, pronouns_count: bool) -> int | None:
    """Where the clause begins to state something of the talk or its speaker."""
    for match in _YOU.finditer(clause):
        if not _AFTER_SUBORDINATE.search(clause[: match.start()]):
            return match.start()
    past = _PAST.search(clause)
    if past and not _BEGINS_SUBORDINATE.search(clause[: past.start()]):
        return 0
    if _SUBJECT.search(clause) or _THEY.search(clause):
        return 0
    if pronouns_count and _PRONOUN.search(clause):
        return 0
    return None


def _is_general(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:listeners?|audiences?|people|speakers?|one|will|can|could|would|should|may)\b",
            text,
        )
    )
