"""Who judged which places of a run, how far two people agree, and where they differ.

Names come from the run log alone: no run document has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from refiner.evaluation.agreement import Place, agreement_of, describe_agreement
from refiner.spans import Span
from refiner.store.row_types import LabelRow
from refiner.transcripts.speakers import name_in_one_line

MAX_NAME = 60  # characters


def name_labeller(typed: str) -> str:
    """A typed name as labels keep it, in one line without blanks around it; may be empty.

    An accent typed as a character of its own (NFD) makes no other person.
    """
    return name_in_one_line(typed)[:MAX_NAME].strip()


@dataclass(frozen=True, slots=True)
class SpanLabels:
    """What people said of one span, by name, the newest last, as the person `me` reads it."""

    verdicts: Mapping[str, bool]
    me: str

    @property
    def mine(self) -> bool | None:
        """The verdict of who reads it; None without one."""
        return self.verdicts.get(self.me)

    @property
    def differ(self) -> bool:
        return len(set(self.verdicts.values())) > 1

    def describe(self) -> str:
        """`You marked this: a filler. Ann: not a filler`; the newest, which counts, first."""
        newest, *others = reversed(list(self.verdicts.items()))
        text = f"{_who(newest[0], self.me)} marked this: {_verdict_name(newest[1])}"
        return ". ".join(
            [text, *(f"{_who(name, self.me)}: {_verdict_name(v)}" for name, v in others)]
        )


def labels_by_span(labels: Iterable[LabelRow], me: str) -> dict[Span, SpanLabels]:
    """The labels of a run, as the run log has them, for the person `me`."""
    by_span: dict[Span, dict[str, bool]] = {}
    for row in labels:
        verdicts = by_span.setdefault((row["start"], row["end"]), {})
        verdicts[row["labeller"]] = bool(row["filler"])
    return {span: SpanLabels(verdicts, me) for span, verdicts in by_span.items()}


def describe_people(labels: Iterable[LabelRow], me: str) -> Iterator[str]:
    """How far each two people agree who judged places of the run in common."""
    by_person: dict[str, dict[Place, bool]] = {}
    for row in labels:
        judged = by_person.setdefault(row["labeller"], {})
        judged[row["run_id"], row["start"], row["end"]] = bool(row["filler"])
    names = sorted(by_person, key=lambda name: (name != me, name))
    for one, two in combinations(names, 2):
        agreement = agreement_of(by_person[one], by_person[two])
        if agreement.spans:
            pair = f"{_who(one, me)} and {_who(two, me, inside=True)}"
            yield describe_agreement(agreement, pair)


def _who(name: str, me: str, *, inside: bool = False) -> str:
    """A person in a sentence, at its beginning or `inside` it."""
    if name == me:
        return "You"
    if name:
        return name
    return "someone without a name" if inside else "Someone without a name"


def _verdict_name(is_filler: bool) -> str:
    return "a filler" if is_filler else "not a filler"
