"""Replays logged decisions at other thresholds, without a call.

A replay decides as `refiner.decision` does, on the counts that a run logged, with the times and
the cost that it measured. If a run wrote no second advice, its first one is used as an estimate
of the time and the cost of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from refiner.advice.bands import BANDS
from refiner.detection.detector import detect
from refiner.evaluation.gold import Sample
from refiner.evaluation.scores import Prediction, outcomes_of
from refiner.formatting import percent
from refiner.insight.arrays import Flags, Floats, Ints
from refiner.model import count_words, per_100_words

Baseline = Literal["rule", "refined", "larger", "mean"]

THRESHOLDS: Floats = np.arange(101) / 100
LAB_COLUMNS = (
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
LAB_FILTER: Mapping[str, Sequence[Any]] = {"status": ("done",), "fallback_mode": (0,)}
_BAND_ENDS = [b.upto for b in BANDS if b.upto is not None]
_RATES = np.frompyfunc(per_100_words, 2, 1)


@dataclass(frozen=True, slots=True)
class LoggedRuns:
    """Column arrays, one element per run. Times in ms and money in US dollars; NaN where unknown.

    `rule` and `refined` are the two counts; `kept_*` is what the run takes if its first advice
    is kept, `again_*` if the advice is regenerated.
    """

    ids: Ints
    rule: Ints
    refined: Ints
    words: Ints
    kept_ms: Floats
    again_ms: Floats
    kept_usd: Floats
    again_usd: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """When advice is regenerated: the counts differ by more than `floor` fillers, and their
    difference as a share of `baseline` is over `threshold` (or equal to it, if `inclusive`).
    Equal counts always keep their advice.
    """

    threshold: float = 0.20
    inclusive: bool = False
    floor: int = 0
    baseline: Baseline = "rule"


def logged_runs(columns: Mapping[str, Sequence[Any]]) -> LoggedRuns:
    """Runs from `LAB_COLUMNS` of the run log, filtered by `LAB_FILTER`.

    A parallel run is replayed under its own strategy, a sequential one as a hybrid.
    """
    counted = [n for n, rule in enumerate(columns["rule_fillers"]) if rule is not None]
    columns = {name: [values[n] for n in counted] for name, values in columns.items()}
    took, analysis, verdicts, first, second, usd, first_usd, second_usd = (
        np.array(columns[name], dtype=np.float64) for name in LAB_COLUMNS[6:]
    )
    rewrote = np.array(columns["regenerate"], dtype=np.bool_)
    sequential = np.array(columns["strategy"], dtype=np.str_) == "sequential"
    again = np.where(np.isnan(second), first, second)
    kept = np.maximum(analysis, first)
    # Decided at the verdicts if their moment is known, else when both calls have ended.
    rewritten = np.where(np.isnan(verdicts), kept + again, np.maximum(kept, verdicts + again))
    happened = np.where(sequential, analysis + first, np.where(rewrote, rewritten, kept))
    other = np.maximum(took - happened, 0)  # reading, rules, audit
    kept_usd = usd - np.where(rewrote, second_usd, 0)
    again_usd = kept_usd + np.where(np.isnan(second_usd), first_usd, second_usd)
    kept_usd, again_usd = (np.where(usd == 0, 0.0, cost) for cost in (kept_usd, again_usd))
    return LoggedRuns(
        ids=_ints(columns["run_id"]),
        rule=_ints(columns["rule_fillers"]),
        refined=_ints(columns["ai_fillers"]),
        words=_ints(columns["words"]),
        kept_ms=other + kept,
        again_ms=other + rewritten,
        kept_usd=kept_usd,
        again_usd=again_usd,
    )


def gold_runs(samples: Sequence[Sample]) -> LoggedRuns:
    """Spans that people judged, counted by the rules and by the people."""
    counted = np.zeros((2, len(samples)), dtype=np.int64)
    for n, sample in enumerate(samples):
        found = [Prediction(c.start, c.end) for c in detect(sample.text)]
        for outcome in outcomes_of(n, sample, found, 0.0):
            counted[:, n] += (outcome.counted, outcome.judged.filler)
    unknown = np.full(len(samples), np.nan)
    words = _ints([count_words(sample.text) for sample in samples])
    ids = np.arange(len(samples), dtype=np.int64)
    return LoggedRuns(ids, counted[0], counted[1], words, unknown, unknown, unknown, unknown)


def _ints(values: Iterable[Any]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def differences(runs: LoggedRuns, baseline: Baseline) -> Floats:
    """As `Comparison.difference`, as a share of another baseline if one is named."""
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


def _graded(runs: LoggedRuns, rule: DecisionRule) -> Floats:
    """The difference that the threshold is compared with; -1 for what the floor keeps."""
    beyond = np.abs(runs.rule - runs.refined) > rule.floor
    return np.where(beyond, differences(runs, rule.baseline), -1.0)


def regenerates(runs: LoggedRuns, rule: DecisionRule) -> Flags:
    """Which runs would regenerate their advice."""
    graded = _graded(runs, rule)
    return np.asarray(graded >= rule.threshold if rule.inclusive else graded > rule.threshold)


def band_indices(fillers: Ints, words: Ints) -> Ints:
    """The severity band (`refiner.advice.bands`) of each count, as its index in `BANDS`."""
    rates = np.asarray(_RATES(fillers, words), dtype=np.float64)
    return np.searchsorted(_BAND_ENDS, np.round(rates, 1), side="left").astype(np.int64)


def wrong_band(runs: LoggedRuns) -> Flags:
    """Which rule counts are in another band than the refined count."""
    rule, refined = (band_indices(counts, runs.words) for counts in (runs.rule, runs.refined))
    return np.asarray(rule != refined)


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


def threshold_curves(runs: LoggedRuns, rule: DecisionRule) -> Curves:
    """What `rule` would do at each of `THRESHOLDS`. Sorts once, for the sake of 100,000 runs."""
    graded = _graded(runs, rule)
    order = np.argsort(graded, kind="stable")
    side: Literal["left", "right"] = "left" if rule.inclusive else "right"
    kept = np.searchsorted(graded[order], THRESHOLDS, side=side)
    total = max(len(runs), 1)

    def share(flags: Flags) -> Floats:
        return np.asarray(_partial_sums(flags[order].astype(np.float64))[kept] / total)

    return Curves(
        thresholds=THRESHOLDS,
        rate=(len(runs) - kept) / total,
        wrong_count=share(runs.rule != runs.refined),
        wrong_band=share(wrong_band(runs)),
        mean_ms=_mean(runs.kept_ms[order], runs.again_ms[order], kept),
        mean_usd=_mean(runs.kept_usd[order], runs.again_usd[order], kept),
    )


def _partial_sums(values: Floats) -> Floats:
    """Sums of the first 0, 1, 2 ... values."""
    return np.concatenate(([0.0], np.cumsum(values)))


def _mean(kept: Floats, again: Floats, kept_counts: Ints) -> Floats:
    known = ~(np.isnan(kept) | np.isnan(again))
    number = int(known.sum())
    if not number:
        return np.full(len(kept_counts), np.nan)
    first = _partial_sums(np.where(known, kept, 0.0))
    rest = _partial_sums(np.where(known, again, 0.0))
    return np.asarray((first[kept_counts] + rest[-1] - rest[kept_counts]) / number)


def nearest_index(curves: Curves, threshold: float) -> int:
    """The index in `curves` of the threshold nearest to this one."""
    return int(np.argmin(np.abs(curves.thresholds - threshold)))


def borderline_runs(runs: LoggedRuns, rule: DecisionRule) -> Flags:
    """LoggedRuns for which one filler more or less, on either side, would change the decision."""
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


def kept_range(rule: DecisionRule, rule_counts: Floats) -> tuple[Floats, Floats]:
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
    """`threshold` is None if the runs do not single one out; `reason` is one sentence."""

    threshold: float | None
    reason: str


MIN_SUGGESTION_RUNS = 30
MAX_WRONG_BAND = 0.05


def suggest_threshold(runs: LoggedRuns, rule: DecisionRule) -> Suggestion:
    """The highest threshold that keeps advice in a wrong band in at most 1 of 20 runs.

    Higher means fewer second calls; the band decides the tone of the advice, so it must not be
    wrong. `rule` gives comparison, floor and baseline.
    """
    if len(runs) < MIN_SUGGESTION_RUNS:
        return Suggestion(
            None,
            f"{MIN_SUGGESTION_RUNS} runs are needed to suggest a threshold; there are {len(runs)}.",
        )
    curves = threshold_curves(runs, rule)
    safe = np.flatnonzero(curves.wrong_band <= MAX_WRONG_BAND)
    if not len(safe):
        return Suggestion(
            None,
            "With this floor, advice with a wrong rating is kept in more than 5 % of runs at any "
            "threshold; lower the floor.",
        )
    n = int(safe[-1])
    if n == len(curves.thresholds) - 1:
        return Suggestion(
            None,
            f"No threshold is clearly best: even if hardly any advice is rewritten, only "
            f"{percent(curves.wrong_band[n])} of {len(runs):,} runs keep advice written for "
            "another rating.",
        )
    return Suggestion(
        float(curves.thresholds[n]),
        f"the highest at which no more than {percent(MAX_WRONG_BAND)} of {len(runs):,} runs keep "
        f"advice written for another rating ({percent(curves.wrong_band[n])}); it "
        f"rewrites the advice in {percent(curves.rate[n])} of them.",
    )
