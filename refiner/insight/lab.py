"""Logged decisions taken again at any threshold, without a call.

One rule: a replay decides as `refiner.decision` does, on the counts a run logged, and takes the
times and the money that the run measured. Where a run wrote no second advice, its first one
stands in for the time and the cost of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from refiner.advice.bands import BANDS
from refiner.detection.detector import detect
from refiner.evaluation.gold import Sample
from refiner.evaluation.scores import Prediction, outcomes_of
from refiner.formatting import percent
from refiner.model import count_words

Baseline = Literal["rule", "refined", "larger", "mean"]
BASELINES: tuple[str, ...] = get_args(Baseline)
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

THRESHOLDS: Floats = np.arange(101) / 100
COLUMNS = (
    "run_id",
    "rule_fillers",
    "ai_fillers",
    "words",
    "strategy",
    "regenerate",
    "processing_time_ms",
    "analysis_duration_ms",
    "verdicts_duration_ms",
    "coaching_duration_ms",
    "regeneration_duration_ms",
    "cost_usd",
    "coaching_cost_usd",
    "regeneration_cost_usd",
)
WANTED: Mapping[str, Sequence[Any]] = {"status": ("done",), "fallback_mode": (0,)}
_BAND_ENDS = [b.upto for b in BANDS if b.upto is not None]


@dataclass(frozen=True, slots=True)
class Runs:
    """One value a run in every array. Times in ms and money in US dollars; NaN where unknown.

    `rule` and `refined` are the two counts; `kept_*` is what the run takes when its first
    advice is kept, `again_*` when the advice is written anew.
    """

    ids: NDArray[np.int64]
    rule: NDArray[np.int64]
    refined: NDArray[np.int64]
    words: NDArray[np.int64]
    kept_ms: Floats
    again_ms: Floats
    kept_usd: Floats
    again_usd: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Rule:
    """When advice is written anew: the counts differ by more than `floor` fillers, and their
    difference as a share of `baseline` is over `threshold` (or equal to it, if `inclusive`).
    Equal counts are always kept: there is nothing to write anew.
    """

    threshold: float = 0.20
    inclusive: bool = False
    floor: int = 0
    baseline: Baseline = "rule"


def logged_runs(columns: Mapping[str, Sequence[Any]]) -> Runs:
    """Runs from `COLUMNS` of the run log, those `WANTED`: with a result, none of it replaced.

    A parallel run is replayed under its own strategy, a sequential one as a hybrid.
    """
    took, analysis, verdicts, first, second, usd, first_usd, second_usd = (
        np.array(columns[name], dtype=np.float64) for name in COLUMNS[6:]
    )
    rewrote = np.array(columns["regenerate"], dtype=np.bool_)
    sequential = np.array(columns["strategy"], dtype=np.str_) == "sequential"
    again = np.where(np.isnan(second), first, second)
    kept = np.maximum(analysis, first)
    # Decided at the verdicts where their moment is known, else when both calls have ended.
    rewritten = np.where(np.isnan(verdicts), kept + again, np.maximum(kept, verdicts + again))
    happened = np.where(sequential, analysis + first, np.where(rewrote, rewritten, kept))
    other = np.maximum(took - happened, 0)  # reading, rules, audit
    kept_usd = usd - np.where(rewrote, second_usd, 0)
    again_usd = kept_usd + np.where(np.isnan(second_usd), first_usd, second_usd)
    return Runs(
        ids=_whole(columns["run_id"]),
        rule=_whole(columns["rule_fillers"]),
        refined=_whole(columns["ai_fillers"]),
        words=_whole(columns["words"]),
        kept_ms=other + kept,
        again_ms=other + rewritten,
        kept_usd=kept_usd,
        again_usd=again_usd,
    )


def gold_runs(samples: Sequence[Sample]) -> Runs:
    """The rules against people: spans that people judged, counted by the rules and by them."""
    counted = np.zeros((2, len(samples)), dtype=np.int64)
    for n, sample in enumerate(samples):
        found = [Prediction(c.start, c.end) for c in detect(sample.text)]
        for outcome in outcomes_of(n, sample, found, 0.0):
            counted[:, n] += (outcome.counted, outcome.judged.filler)
    unknown = np.full(len(samples), np.nan)
    words = _whole([count_words(sample.text) for sample in samples])
    ids = np.arange(len(samples), dtype=np.int64)
    return Runs(ids, counted[0], counted[1], words, unknown, unknown, unknown, unknown)


def _whole(values: Iterable[Any]) -> NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)


def differences(runs: Runs, baseline: Baseline = "rule") -> Floats:
    """As `model.Comparison.difference`, as a share of another baseline if one is named."""
    rule, refined = runs.rule.astype(np.float64), runs.refined.astype(np.float64)
    base = {
        "rule": rule,
        "refined": refined,
        "larger": np.maximum(rule, refined),
        "mean": (rule + refined) / 2,
    }[baseline]
    share = np.divide(np.abs(rule - refined), base, out=np.zeros_like(base), where=base > 0)
    one_is_zero = (rule == 0) != (refined == 0)
    return np.where(one_is_zero, 1.0, share)


def _graded(runs: Runs, rule: Rule) -> Floats:
    """The difference that the threshold is held against; -1 for what the floor keeps."""
    beyond = np.abs(runs.rule - runs.refined) > rule.floor
    return np.where(beyond, differences(runs, rule.baseline), -1.0)


def regenerates(runs: Runs, rule: Rule) -> Flags:
    """Which runs would write their advice anew."""
    graded = _graded(runs, rule)
    return np.asarray(graded >= rule.threshold if rule.inclusive else graded > rule.threshold)


def bands(fillers: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """The severity band (`refiner.advice.bands`) of each count, as its place in `BANDS`."""
    rate = np.round(100 * fillers / np.maximum(words, 1), 1)
    return np.searchsorted(_BAND_ENDS, rate, side="left").astype(np.int64)


def wrong_band(runs: Runs) -> Flags:
    """Where the rule count lies in another band than the refined count."""
    return np.asarray(bands(runs.rule, runs.words) != bands(runs.refined, runs.words))


@dataclass(frozen=True, slots=True)
class Curves:
    """One value for each of `thresholds`; shares of all runs, from 0 to 1.

    `wrong_count`, `wrong_band`: kept advice whose rule count, or whose severity band, is not
    the refined one. `mean_ms`, `mean_usd`: over the runs where they are known, NaN without any.
    """

    thresholds: Floats
    rate: Floats
    wrong_count: Floats
    wrong_band: Floats
    mean_ms: Floats
    mean_usd: Floats


def curves(runs: Runs, rule: Rule, thresholds: Floats = THRESHOLDS) -> Curves:
    """What `rule` would do at each of `thresholds`. Sorts once: 100,000 runs take some 30 ms."""
    graded = _graded(runs, rule)
    order = np.argsort(graded, kind="stable")
    side: Literal["left", "right"] = "left" if rule.inclusive else "right"
    kept = np.searchsorted(graded[order], thresholds, side=side)
    total = max(len(runs), 1)

    def share(flags: Flags) -> Floats:
        return np.asarray(_running(flags[order].astype(np.float64))[kept] / total)

    return Curves(
        thresholds=thresholds,
        rate=(len(runs) - kept) / total,
        wrong_count=share(runs.rule != runs.refined),
        wrong_band=share(wrong_band(runs)),
        mean_ms=_mean(runs.kept_ms[order], runs.again_ms[order], kept),
        mean_usd=_mean(runs.kept_usd[order], runs.again_usd[order], kept),
    )


def _running(values: Floats) -> Floats:
    """Sums of the first 0, 1, 2 ... values."""
    return np.concatenate(([0.0], np.cumsum(values)))


def _mean(kept: Floats, again: Floats, how_many_kept: NDArray[np.int64]) -> Floats:
    known = ~(np.isnan(kept) | np.isnan(again))
    number = int(known.sum())
    if not number:
        return np.full(len(how_many_kept), np.nan)
    first = _running(np.where(known, kept, 0.0))
    rest = _running(np.where(known, again, 0.0))
    return np.asarray((first[how_many_kept] + rest[-1] - rest[how_many_kept]) / number)


def at(found: Curves, threshold: float) -> int:
    """The place in `found` of the threshold nearest to the one asked for."""
    return int(np.argmin(np.abs(found.thresholds - threshold)))


def on_the_edge(runs: Runs, rule: Rule) -> Flags:
    """Runs that one filler more or less, on either side, would decide the other way."""
    decided = regenerates(runs, rule)
    flips = np.zeros(len(runs), dtype=np.bool_)
    for more_rule, more_refined in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        moved = replace(
            runs,
            rule=np.maximum(runs.rule + more_rule, 0),
            refined=np.maximum(runs.refined + more_refined, 0),
        )
        flips |= regenerates(moved, rule) != decided
    return flips


def kept_between(rule: Rule, rule_counts: Floats) -> tuple[Floats, Floats]:
    """The lowest and the highest refined count at which advice is kept, for each rule count."""
    r, t = rule_counts, rule.threshold
    infinite = np.full_like(r, np.inf)
    low, high = {
        "rule": (r * (1 - t), r * (1 + t)),
        "refined": (r / (1 + t), r / (1 - t) if t < 1 else infinite),
        "larger": (r * (1 - t), r / (1 - t) if t < 1 else infinite),
        "mean": (r * (2 - t) / (2 + t), r * (2 + t) / (2 - t)),
    }[rule.baseline]
    return np.maximum(np.minimum(low, r - rule.floor), 0), np.maximum(high, r + rule.floor)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`threshold` is None where the runs do not single one out; `reason` is one sentence."""

    threshold: float | None
    reason: str


FEWEST_RUNS = 30
TOLERATED = 0.05


def suggest(runs: Runs, rule: Rule) -> Suggestion:
    """The highest threshold that keeps advice in a wrong band in at most 1 of 20 runs.

    Higher means fewer second calls; the band is what decides the advice's tone, so that is
    what must not be wrong. `rule` gives comparison, floor and baseline.
    """
    if len(runs) < FEWEST_RUNS:
        return Suggestion(
            None, f"{FEWEST_RUNS} runs are needed to suggest a threshold; there are {len(runs)}."
        )
    found = curves(runs, rule)
    safe = np.flatnonzero(found.wrong_band <= TOLERATED)
    if not len(safe):
        return Suggestion(
            None,
            "No threshold keeps wrong bands under 5 % of runs with this floor; lower the floor.",
        )
    n = int(safe[-1])
    if n == len(found.thresholds) - 1:
        return Suggestion(
            None,
            f"No threshold stands out: even where hardly any advice is rewritten, only "
            f"{percent(found.wrong_band[n])} of {len(runs):,} runs keep advice written for another "
            "severity band.",
        )
    return Suggestion(
        float(found.thresholds[n]),
        f"the highest at which no more than {percent(TOLERATED)} of {len(runs):,} runs keep advice "
        f"written for another severity band ({percent(found.wrong_band[n])}); it writes the "
        f"advice anew in {percent(found.rate[n])} of them.",
    )
