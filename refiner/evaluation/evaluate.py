"""`python -m refiner evaluate`: how well a detector's counts agree with people's.

A detector sees the text alone, exactly as a run would give it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from refiner.analyst.judge import judge
from refiner.decision import Comparison
from refiner.detection.detector import detect
from refiner.evaluation.agreement import compare_labellers, describe_agreement
from refiner.evaluation.comparison import (
    Evaluated,
    change_values,
    compare_with_first,
    comparison_table,
)
from refiner.evaluation.gate import (
    Check,
    KeptReports,
    check_junit_path,
    check_kept_reports,
    check_limits,
    check_report,
    load_kept_reports,
    write_junit,
)
from refiner.evaluation.gold import Sample, load_gold, strip_punctuation
from refiner.evaluation.scores import (
    Prediction,
    SpanOutcome,
    Tally,
    ambiguous_outcomes,
    calibration_of,
    f1_interval,
    group_by_form,
    group_by_source,
    off_interval,
    outcomes_of,
    sessions_of,
)
from refiner.evaluation.tables import (
    EvaluationReport,
    FormScores,
    report_table,
    report_values,
    wrong_spans,
)
from refiner.model import AnalystMode
from refiner.terminal import print_message, print_result

Detector = Callable[[Sequence[str]], list[list[Prediction]]]
"""Texts in, the predictions for each out; all in one call, so that a detector may run requests
concurrently."""


def rule_detector(texts: Sequence[str]) -> list[list[Prediction]]:
    """The rules' candidates."""
    return [[Prediction(c.start, c.end) for c in detect(text)] for text in texts]


def local_detector(texts: Sequence[str], mode: AnalystMode | None = None) -> list[list[Prediction]]:
    """The local analyst's verdicts."""
    return [
        [Prediction(j.start, j.end, j.filler, j.confidence) for j in judge(text, mode=mode)]
        for text in texts
    ]


DETECTORS: Mapping[str, Detector] = {
    "rule": rule_detector,
    "local": local_detector,
    "fast": partial(local_detector, mode="fast"),
}


def evaluate(
    samples: Sequence[Sample],
    name: str,
    detectors: Mapping[str, Detector],
    *,
    confidence: float = 0.5,
    threshold: float = 0.2,
    punctuated: bool = True,
) -> tuple[EvaluationReport, list[SpanOutcome]]:
    """Score detector `name` on `samples`; a verdict below `confidence` does not count."""
    texts = [s.text for s in samples]
    predictions = [sorted(found, key=lambda p: p.start) for found in detectors[name](texts)]
    outcomes = [
        outcome
        for i, (sample, found) in enumerate(zip(samples, predictions, strict=True))
        for outcome in outcomes_of(i, sample, found, confidence)
    ]
    unsure = ambiguous_outcomes(outcomes)
    bins, error = calibration_of(unsure)
    rng = random.Random(len(samples))  # the same file gives the same intervals

    def form_of(found: Sequence[SpanOutcome]) -> FormScores:
        fillers = sum(o.judged.filler for o in found)
        return FormScores(len(found), fillers, Tally.of(found), f1_interval(samples, found, rng))

    report = EvaluationReport(
        detector=name,
        unpunctuated=not punctuated,
        threshold=threshold,
        transcripts=len(samples),
        forms={form: form_of(found) for form, found in group_by_form(outcomes).items()},
        sources={name: form_of(found) for name, found in group_by_source(samples, unsure).items()},
        ambiguous=form_of(unsure),
        overall=form_of(outcomes),
        sessions=sessions_of(outcomes, threshold),
        off_interval=off_interval(samples, outcomes, threshold, rng),
        calibration=bins,
        calibration_error=error,
        regeneration=_regeneration(
            texts, predictions if name != "rule" else local_detector(texts), confidence, threshold
        ),
    )
    return report, outcomes


def _regeneration(
    texts: Sequence[str],
    analysis: Sequence[Sequence[Prediction]],
    confidence: float,
    threshold: float,
) -> float:
    """Share of transcripts whose rule count and analysis count differ by more than `threshold`."""
    rules = rule_detector(texts)
    differ = 0
    for counted, found in zip(rules, analysis, strict=True):
        refined = sum(p.counts(confidence) for p in found)
        differ += Comparison(len(counted), refined).difference > threshold
    return differ / len(texts)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gold", type=Path, metavar="GOLD.jsonl", help="transcripts, marked")
    parser.add_argument(
        "--detector",
        choices=("rule", "local", "fast", "openai"),
        action="append",
        default=[],
        help="several are compared (rule)",
    )
    parser.add_argument(
        "--model",
        action="append",
        default=[],
        metavar="NAME",
        help="a model of the openai detector; several are compared",
    )
    parser.add_argument(
        "--prompt",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="instructions to judge by, in place of the program's; several are compared",
    )
    parser.add_argument(
        "--unpunctuated",
        action="store_true",
        help="raw recogniser text alone: no marks, no capitals",
    )
    parser.add_argument("--errors", action="store_true", help="list the wrong spans in context")
    parser.add_argument(
        "--second",
        type=Path,
        metavar="FILE",
        help="the same transcripts, marked by another person: how far the two agree",
    )
    parser.add_argument("--json", action="store_true", help="JSON, one report a line")
    _add_check_arguments(parser)


def _add_check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--min-f1", type=float, metavar="X", help="less on ambiguous words fails")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="what --json wrote; worse figures fail"
    )
    parser.add_argument(
        "--tolerance",
        type=float,
        default=0.005,
        metavar="X",
        help="how much worse than the baseline a figure may be (0.005)",
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the checks as JUnit XML")


def run_evaluation(
    args: argparse.Namespace,
    *,
    extra: Mapping[str, Detector] | None = None,
    confidence: float = 0.5,
    threshold: float = 0.2,
    write: Callable[[str], object] = print_result,
) -> int:
    """Run the command; returns the exit status: 1 if a check failed.

    `extra` adds detectors to `DETECTORS`; `args.detector` names those to run. Raises `InputError`
    for an unusable gold file or baseline, and for a report that cannot be written.
    """
    written = load_gold(args.gold)
    if args.second:
        agreement = compare_labellers(written, load_gold(args.second))
        write(json.dumps(asdict(agreement)) if args.json else describe_agreement(agreement))
    names = list(dict.fromkeys(args.detector)) or ["rule"]
    kept = _check_gate(args, names, len(written))
    detectors = {**DETECTORS, **(extra or {})}
    checks: list[Check] = []
    for punctuated in (False,) if args.unpunctuated else (True,) if args.json else (True, False):
        samples = written if punctuated else [strip_punctuation(sample) for sample in written]
        evaluate_with = partial(
            evaluate,
            samples,
            detectors=detectors,
            confidence=confidence,
            threshold=threshold,
            punctuated=punctuated,
        )
        candidates = [Evaluated(*evaluate_with(name)) for name in names]
        _write_candidates(samples, candidates, args, write)
        if punctuated or args.unpunctuated:
            for candidate in candidates:
                checks += check_report(candidate.report, args.min_f1, kept, args.tolerance)
    if args.junit:
        write_junit(args.junit, checks)
    for check in checks:
        if not check.passed:
            print_message(f"failed: {check.name}: {check.detail}")
    return 0 if all(check.passed for check in checks) else 1


def _check_gate(args: argparse.Namespace, names: Sequence[str], transcripts: int) -> KeptReports:
    """The reports to compare with; raises InputError for what could not be checked."""
    check_limits(args.min_f1, args.tolerance)
    if args.junit:
        check_junit_path(args.junit, has_checks=bool(args.baseline) or args.min_f1 is not None)
    if not args.baseline:
        return {}
    kept = load_kept_reports(args.baseline)
    check_kept_reports(kept, names, unpunctuated=args.unpunctuated, transcripts=transcripts)
    return kept


def _write_candidates(
    samples: Sequence[Sample],
    candidates: Sequence[Evaluated],
    args: argparse.Namespace,
    write: Callable[[str], object],
) -> None:
    """Each report in full; for several, the table that compares them last."""
    for report, outcomes in ((c.report, c.outcomes) for c in candidates):
        wrong = wrong_spans(samples, outcomes) if args.errors else None
        if args.json:
            write(json.dumps(report_values(report, wrong)))
        elif len(candidates) == 1 or args.errors:
            write(report_table(report, wrong))
    if len(candidates) > 1:
        changes = compare_with_first(samples, candidates)
        if args.json:
            write(json.dumps({"changes": change_values(changes)}))
        else:
            write(comparison_table(candidates, changes))
