"""One speaker's changes beyond chance: all fillers, single words, pace."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from refiner.formatting import count
from refiner.insight.intervals import (
    Counted,
    RateChange,
    dispersion_of,
    rate_change,
    rate_interval,
)
from refiner.model import per_100_words, per_minute
from refiner.store.row_types import TalkRow

# Many words are compared, so that one would differ by chance: a stricter limit each (99 %).
Z_WORDS = 2.576


@dataclass(frozen=True, slots=True)
class LoggedTalk:
    """One talk as logged. `by_word`: refined fillers; `seconds` None if only estimated.

    `interval`: the 95 % interval of its rate, as widely as the speaker's talks differ.
    """

    run_id: int
    when: str
    title: str
    counted: Counted
    seconds: float | None
    by_word: Mapping[str, int]
    interval: tuple[float, float]

    @property
    def rate(self) -> float:
        """Fillers per 100 words."""
        return per_100_words(*self.counted)

    @property
    def pace(self) -> float | None:
        """Words per minute."""
        return per_minute(self.counted.words, self.seconds) if self.seconds else None


def read_logged_talks(rows: Sequence[TalkRow]) -> list[LoggedTalk]:
    """One speaker's talks from the run log, oldest first."""
    counted = [Counted(row["ai_fillers"], row["words"]) for row in rows]
    dispersion = dispersion_of(counted)
    return [
        LoggedTalk(
            run_id=row["run_id"],
            when=row["held_on"],
            title=row["title"] or "Untitled talk",
            counted=talk,
            seconds=row["duration_s"] if row["duration_source"] != "estimated" else None,
            by_word=_refined_by_word(row["by_word"]),
            interval=rate_interval(talk, dispersion),
        )
        for row, talk in zip(rows, counted, strict=True)
    ]


def _refined_by_word(by_word: str | None) -> dict[str, int]:
    return {word: n["ai"] for word, n in json.loads(by_word or "{}").items() if n["ai"]}


def overall_change(talks: Sequence[LoggedTalk]) -> RateChange | None:
    """All fillers; None for fewer than two talks. `talks` oldest first."""
    return rate_change("fillers", [talk.counted for talk in talks])


def word_changes(talks: Sequence[LoggedTalk], limit: int = 6) -> list[RateChange]:
    """The most frequent words, the most frequent first; empty for fewer than two talks."""
    half = len(talks) // 2
    totals: Counter[str] = Counter()
    for talk in [*talks[:half], *talks[len(talks) - half :]]:
        totals.update(talk.by_word)
    changes = []
    for word, _ in totals.most_common(limit):
        counted = [Counted(talk.by_word.get(word, 0), talk.counted.words) for talk in talks]
        changes.append(rate_change(word, counted, Z_WORDS))
    return [change for change in changes if change is not None]


def describe_changes(talks: Sequence[LoggedTalk]) -> str:
    """What changed clearly, improvements first, in one or two sentences a coach can read out."""
    if len(talks) < 2:
        return "One more talk, and this page can say what changed."
    changes = [
        c for c in (overall_change(talks), *word_changes(talks)) if c is not None and c.clear
    ]
    if not changes:
        return (
            f"Over {count(len(talks), 'talk')} nothing has clearly changed: the differences are "
            "within random variation."
        )
    sentences = []
    for label, better in (("Better", True), ("Worse", False)):
        parts = [_describe_change(c) for c in changes if c.better is better]
        if parts:
            sentences.append(f"{label}: {'; '.join(parts)}.")
    return " ".join(sentences)


def _describe_change(change: RateChange) -> str:
    what = "all fillers" if change.what == "fillers" else f"“{change.what}”"
    return f"{what} from {change.before:.1f} to {change.after:.1f} per 100 words"


def describe_target(talks: Sequence[LoggedTalk], target: float) -> str:
    """Compares the last talk with a target rate, taking chance into account."""
    if not talks:
        return ""
    last = talks[-1]
    low, high = last.interval
    rate = f"The last talk had {last.rate:.1f} fillers per 100 words"
    if high <= target:
        return f"{rate}: the target of {target:g} is met."
    if low > target:
        return f"{rate}, over the target of {target:g}."
    return f"{rate}: the talk is too short to say whether the target of {target:g} is met."
