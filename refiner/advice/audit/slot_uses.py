"""A figure in a slot among its words: its clause, its bound, and what belongs to its phrase."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from refiner.advice.audit.orders import is_directive
from refiner.advice.audit.slot_marks import AIMS, Figure
from refiner.advice.audit.slot_terms import COMPARED, EARLIER, HERE, LAST, NEXT, PER_100, F
from refiner.patterns import compile_later

_IS = r"(?: ?[:,-]| is| was| reads| shows| stands at| shown as)*"

_BOUND = compile_later(
    rf"\b(?:(?:at or )?(?:below|under)|(?:fewer|less|lower|smaller)(?: {F})?(?: {PER_100})?"
    r"(?: (?:in|of) (?:the|your) next \w+)? than|at most|no more than|within|up to)"
    r"(?: (?:today's|the|your))?(?: (?:rate|count|number)(?: of)?)? ?$"
)
ROUGHLY = compile_later(r"\b(?:for|about|around|to|towards?) $")
_BEFORE_EARLIER = compile_later(
    r"(?:\b(?:(?:your |the )?(?:baseline|reference|rate|history) (?:of|in|from|over) )?"
    rf"(?:your |the )?{EARLIER}|\b(?:before|so far|until now))(?:,? (?:you|had|were|was|is"
    r"|averaged?|average|came to|come to|stood|stands?|reads?|shows?|at|which|with|of|have|has"
    r"|a rate|rate|the|your|compared|:))* ?$"
)
_BEFORE_CHANGE = compile_later(
    rf"\b{COMPARED} (?:your |the )?{EARLIER}(?:(?: ?,)? (?:the|your) (?:change|figure))?{_IS} ?$"
    rf"|\bchange (?:since|from|against) (?:your |the )?{EARLIER}{_IS} $"
)
BEHIND_EARLIER = compile_later(
    r" ?,? ?(?:(?:(?:your|a) (?:rate|figure|value) )?(?:in|of|from|over|across|for) (?:your |the )?"
    rf"(?:@talks@ )?(?:{EARLIER}|(?P<last>{LAST}))"
    r"|your (?:earlier|past) (?:rate|figure|value)\b"
    r"|(?:before|until now|so far|earlier)(?= ?(?:$|[.,;:!)])))"
)
BEHIND_CHANGE = compile_later(
    rf" ?[:,]?(?: (?:is )?your change)? (?:since|from|against) (?:the |your )?{EARLIER}"
)
_BEHIND_GOAL = compile_later(rf"(?: or (?:fewer|less|below|lower)| at most)?{NEXT}")
_BEHIND = {"earlier": BEHIND_EARLIER, "change": BEHIND_CHANGE} | dict.fromkeys(AIMS, _BEHIND_GOAL)
_BEFORE = {"earlier": _BEFORE_EARLIER, "change": _BEFORE_CHANGE} | dict.fromkeys(AIMS, ROUGHLY)
_HERE = compile_later(HERE)

_TO_COME = compile_later(
    r"\b(?:next|new|coming|can|could|will|would|should|may|might|must|if|whether)\b"
)
_CLAUSE_BEFORE = compile_later(r".*(?:[,;:(]| (?:and|but|so|because) )")
_CLAUSE_BEHIND = compile_later(r"[^,;:)]*")


@dataclass(frozen=True)
class Use:
    """A figure among its words, those behind the figure before it (`begin`).

    From `scope` on they may say whose figure it is.
    """

    text: str
    begin: int
    scope: int
    figure: Figure
    field: str

    @cached_property
    def is_goal(self) -> bool:
        return self.figure.kind in AIMS

    @cached_property
    def bounded(self) -> bool:
        """Is it a bound: "below", "at most"?"""
        return bool(_BOUND.search(self.text, self.begin, self.figure.at))

    @cached_property
    def lead(self) -> str:
        """What is said before the mark; without its bound."""
        bound = _BOUND.search(self.text, self.begin, self.figure.at)
        return self.text[self.begin : bound.start() if bound else self.figure.at]

    @cached_property
    def before(self) -> str:
        """What is said before the figure with the noun that names it."""
        return self.lead[: max(0, self.figure.start - self.begin)]

    @cached_property
    def start(self) -> int:
        """Where its phrase begins."""
        start = self.begin + len(self.before)
        pattern = _BEFORE.get(self.figure.kind)
        more = pattern.search(self.text[self.begin : start]) if pattern else None
        return self.begin + more.start() if more else start

    @cached_property
    def end(self) -> int:
        """Where its phrase ends."""
        more = _BEHIND.get(self.figure.kind, _HERE).match(self.text, self.figure.end)
        return more.end() if more and "@" not in more[0] else self.figure.end

    @cached_property
    def is_here(self) -> bool:
        """Is it said to be of this talk: "in this talk", "today"?"""
        return self.figure.kind not in _BEHIND and self.end > self.figure.end

    @cached_property
    def part(self) -> str:
        """What is between the semicolons around it."""
        start = self.text.rfind(";", 0, self.figure.at) + 1
        return self.text[start:].partition(";")[0]

    @cached_property
    def clause(self) -> str:
        before = _CLAUSE_BEFORE.match(self.text, 0, self.figure.at)
        behind = _CLAUSE_BEHIND.match(self.text, self.figure.end)
        return self.text[before.end() if before else 0 : behind.end() if behind else None].strip()

    @cached_property
    def asks(self) -> bool:
        """Is it said of what is to come?"""
        is_aim = self.figure.paired and self.clause.startswith("from ")
        return is_aim or bool(_TO_COME.search(self.clause)) or is_directive(self.clause, self.field)
