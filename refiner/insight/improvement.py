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

from refiner.formatting import count

Seen = tuple[int, int]  # fillers and words of one talk

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


def _move(what: str, halves: tuple[list[Seen], list[Seen]], limit: float) -> Move:
    """Two rates, compared by the spread that their own talks show.

    Talks of one person differ more than a Poisson count would let them, by topic and by day: the
    variance is widened by as much as they do (quasi-Poisson; McCullagh and Nelder 1989, 4.5).
    """
    (before, first), (after, last) = (_pooled(half) for half in halves)
    variance = _dispersion(halves, (before, after)) * (first + last)
    return Move(what, before, after, abs(after - before) > limit * math.sqrt(variance))


def _pooled(half: list[Seen]) -> tuple[float, float]:
    """Rate per 100 words of all talks as one, and its Poisson variance."""
    number, words = sum(n for n, _ in half), max(sum(w for _, w in half), 1)
    return 100 * number / words, 1e4 * max(number, 1) / words**2


def _dispersion(halves: tuple[list[Seen], list[Seen]], rates: tuple[float, float]) -> float:
    """Pearson's chi-square a degree of freedom; 1 where the talks differ no more than chance."""
    freedom = sum(len(half) - 1 for half in halves)
    expected = [(n, w * rate / 100) for half, rate in zip(halves, rates, strict=True)
                for n, w in half]  # fmt: skip
    chi = sum((n - mean) ** 2 / mean for n, mean in expected if mean)
    return max(1.0, chi / freedom) if freedom else 1.0


def overall(talks: Sequence[Talk]) -> Move | None:
    """All fillers; None for fewer than two talks. `talks` oldest first."""
    first, last = _halves(talks)
    if not first:
        return None
    seen = ([(t.fillers, t.words) for t in first], [(t.fillers, t.words) for t in last])
    return _move("fillers", seen, Z95)


def word_moves(talks: Sequence[Talk], most: int = 6) -> list[Move]:
    """The most frequent words, the most frequent first; empty for fewer than two talks."""
    first, last = _halves(talks)
    if not first:
        return []

    def seen(half: Sequence[Talk], word: str) -> list[Seen]:
        return [(talk.by_word.get(word, 0), talk.words) for talk in half]

    words = _counts([*first, *last]).most_common(most)
    return [_move(word, (seen(first, word), seen(last, word)), Z_WORDS) for word, _ in words]


def _counts(talks: Iterable[Talk]) -> Counter[str]:
    found: Counter[str] = Counter()
    for talk in talks:
        found.update(talk.by_word)
    return found


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
