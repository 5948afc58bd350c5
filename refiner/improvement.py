"""What got better over one speaker's talks: fillers, single words, pace; chance not taken for it.

One rule: earlier talks are held against later ones, each half as one long talk, so that a long
talk weighs more than a short one.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.wording import count

Z95 = 1.96
# Many words are looked at, so that one would stand out by chance: a stricter limit for each (99 %).
Z_WORDS = 2.576


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk as logged. `by_word`: refined fillers; `minutes` None where it is an estimate."""

    run_id: int
    when: str
    title: str
    words: int
    fillers: int
    minutes: float | None
    by_word: Mapping[str, int]

    @property
    def rate(self) -> float:
        """Fillers per 100 words."""
        return 100 * self.fillers / max(self.words, 1)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the rate."""
        low, high = poisson_interval(self.fillers)
        return 100 * low / max(self.words, 1), 100 * high / max(self.words, 1)

    @property
    def pace(self) -> float | None:
        """Words a minute."""
        return self.words / self.minutes if self.minutes else None


def talk_of(row: Mapping[str, Any]) -> Talk:
    """From a row of `Store.talks`."""
    known = row["duration_source"] != "estimated" and row["duration_s"]
    by_word = json.loads(row["by_word"] or "{}")
    return Talk(
        run_id=row["run_id"],
        when=row["created_at"],
        title=row["title"] or "Untitled talk",
        words=row["words"],
        fillers=row["ai_fillers"],
        minutes=row["duration_s"] / 60 if known else None,
        by_word={word: n["ai"] for word, n in by_word.items() if n["ai"]},
    )


def poisson_interval(events: int) -> tuple[float, float]:
    """The 95 % interval of a count, by Byar's approximation.

    Breslow and Day 1987, Statistical Methods in Cancer Research II, formula 2.12; within 1 % of
    the exact interval but for counts below 3, where it is a little wide.
    """

    def edge(n: int, z: float) -> float:
        return n * (1 - 1 / (9 * n) + z / (3 * math.sqrt(n))) ** 3

    return edge(events, -Z95) if events else 0.0, edge(events + 1, Z95)


@dataclass(frozen=True, slots=True)
class Move:
    """A rate, in fillers per 100 words, in the earlier and in the later talks.

    `clear` where the difference is larger than chance would make it.
    """

    what: str
    before: float
    after: float
    clear: bool

    @property
    def better(self) -> bool:
        return self.after < self.before


def _halves(talks: Sequence[Talk]) -> tuple[Sequence[Talk], Sequence[Talk]]:
    half = len(talks) // 2
    return talks[:half], talks[-half:] if half else ()


def _move(what: str, counts: tuple[int, int], words: tuple[int, int], limit: float) -> Move:
    """Two Poisson counts over so many words, compared by their difference's own spread."""
    before, after = (100 * n / max(w, 1) for n, w in zip(counts, words, strict=True))
    variance = sum(1e4 * max(n, 1) / max(w, 1) ** 2 for n, w in zip(counts, words, strict=True))
    return Move(what, before, after, abs(after - before) > limit * math.sqrt(variance))


def overall(talks: Sequence[Talk]) -> Move | None:
    """All fillers; None for fewer than two talks. `talks` oldest first."""
    first, last = _halves(talks)
    if not first:
        return None
    counts = (sum(t.fillers for t in first), sum(t.fillers for t in last))
    return _move("fillers", counts, (_words(first), _words(last)), Z95)


def word_moves(talks: Sequence[Talk], most: int = 6) -> list[Move]:
    """The most frequent words, the most frequent first; empty for fewer than two talks."""
    first, last = _halves(talks)
    if not first:
        return []
    before, after = _counts(first), _counts(last)
    words = (_words(first), _words(last))
    return [
        _move(word, (before[word], after[word]), words, Z_WORDS)
        for word, _ in (before + after).most_common(most)
    ]


def _counts(talks: Iterable[Talk]) -> Counter[str]:
    found: Counter[str] = Counter()
    for talk in talks:
        found.update(talk.by_word)
    return found


def _words(talks: Iterable[Talk]) -> int:
    return sum(talk.words for talk in talks)


def got_better(talks: Sequence[Talk]) -> str:
    """What changed clearly, the good first, in one or two sentences a coach can read out."""
    if len(talks) < 2:
        return "One more talk, and this page can say what changed."
    moves = [m for m in (overall(talks), *word_moves(talks)) if m is not None and m.clear]
    better = [_told(m) for m in moves if m.better]
    worse = [_told(m) for m in moves if not m.better]
    if not moves:
        return (
            f"Over {count(len(talks), 'talk')} nothing has clearly changed: the differences are "
            "within what chance does."
        )
    said = [f"Better: {'; '.join(better)}."] if better else []
    said += [f"Worse: {'; '.join(worse)}."] if worse else []
    return " ".join(said)


def _told(move: Move) -> str:
    what = "all fillers" if move.what == "fillers" else f"“{move.what}”"
    return f"{what} from {move.before:.1f} to {move.after:.1f} per 100 words"


def reached(talks: Sequence[Talk], target: float) -> str:
    """How the last talk stands to a target rate, with chance taken into account."""
    if not talks:
        return ""
    last = talks[-1]
    low, high = last.interval
    told = f"The last talk had {last.rate:.1f} fillers per 100 words"
    if high <= target:
        return f"{told}: the target of {target:g} is reached."
    if low > target:
        return f"{told}, over the target of {target:g}."
    return f"{told}; with so few it may be on either side of the target of {target:g}."
