"""What `evaluate` prints: the same report as a table for people and as JSON for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.evaluation.gold import Sample
from refiner.evaluation.scores import CalibrationBin, Sessions, SpanOutcome, Tally

CONTEXT = 45  # code points shown on either side of a wrong span


@dataclass(frozen=True, slots=True)
class FormScores:
    """Agreement on one word, or on a group of words; `spans` were judged by people.

    `f1_95` is the 95 % interval of the F1, drawing whole conversations.
    """

    spans: int
    fillers: int
    tally: Tally
    f1_95: tuple[float, float]


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Everything `evaluate` prints. Shares and scores are fractions of 1.

    `regeneration`: share of all transcripts where a run with this detector as its analysis
    would regenerate the advice; for the rules themselves, with the local analyst's counts.
    """

    detector: str
    unpunctuated: bool
    threshold: float
    transcripts: int
    forms: Mapping[str, FormScores]
    sources: Mapping[str, FormScores]
    ambiguous: FormScores
    overall: FormScores
    sessions: Sessions
    off_interval: tuple[float, float]
    calibration: Sequence[CalibrationBin]
    calibration_error: float | None
    regeneration: float

    @property
    def title(self) -> str:
        """The detector and the form of the transcripts."""
        return f"{self.detector}, {describe_form(self.unpunctuated)}"


def describe_form(unpunctuated: bool) -> str:
    """The form of the transcripts of an evaluation, in words."""
    return "unpunctuated" if unpunctuated else "as written"


@dataclass(frozen=True, slots=True)
class WrongSpan:
    """A judged span on which the detector and the people differ; `error`: extra or missed."""

    id: str
    form: str
    error: str
    confidence: float | None
    start: int
    before: str
    text: str
    after: str


def wrong_spans(samples: Sequence[Sample], outcomes: Sequence[SpanOutcome]) -> list[WrongSpan]:
    """Every wrong span in its context, form by form."""
    found = []
    for outcome in outcomes:
        if outcome.wrong:
            sample, span = samples[outcome.sample], outcome.judged
            before = sample.text[max(0, span.start - CONTEXT) : span.start]
            after = sample.text[span.end : span.end + CONTEXT]
            error = "extra" if outcome.counted else "missed"
            found.append(
                WrongSpan(
                    sample.id,
                    span.form,
                    error,
                    outcome.confidence,
                    span.start,
                    before,
                    span.text,
                    after,
                )
            )
    return sorted(found, key=lambda w: (w.form, w.error))


def report_values(
    report: EvaluationReport, wrong: Sequence[WrongSpan] | None = None
) -> dict[str, Any]:
    """The report as plain JSON values; scores to four decimals."""
    off_low, off_high = report.off_interval
    answer = {
        "detector": report.detector,
        "unpunctuated": report.unpunctuated,
        "threshold": report.threshold,
        "transcripts": report.transcripts,
        "forms": {name: _form(form) for name, form in report.forms.items()},
        "sources": {name: _form(form) for name, form in report.sources.items()},
        "ambiguous": _form(report.ambiguous),
        "overall": _form(report.overall),
        "sessions": {
            "with_fillers": report.sessions.sessions,
            "off_by_more_than_threshold": _share(report.sessions.off),
            "off_95": [_share(off_low), _share(off_high)],
            "within_10_percent_or_one": _share(report.sessions.near),
        },
        "calibration": {
            "error": None if report.calibration_error is None else _share(report.calibration_error),
            "bins": [
                {
                    "verdicts": b.verdicts,
                    "confidence": _share(b.confidence),
                    "accuracy": _share(b.accuracy),
                }
                for b in report.calibration
            ],
        },
        "regeneration_rate": _share(report.regeneration),
    }
    if wrong is not None:
        answer["errors"] = [{name: getattr(w, name) for name in WrongSpan.__slots__} for w in wrong]
    return answer


def _share(value: float) -> float:
    return round(value, 4)


def _form(form: FormScores) -> dict[str, Any]:
    tally = form.tally
    return {
        "spans": form.spans,
        "fillers": form.fillers,
        "precision": _share(tally.precision),
        "recall": _share(tally.recall),
        "f1": _share(tally.f1),
        "f1_95": [_share(bound) for bound in form.f1_95],
    }


def report_table(report: EvaluationReport, wrong: Sequence[WrongSpan] | None = None) -> str:
    """The report as plain text, one line a form; then the wrong spans, one line each."""
    lines = [
        f"detector {report.title}, {report.transcripts} transcripts",
        "",
        f"{'form':<14}{'judged':>8}{'fillers':>9}{'precision':>11}{'recall':>8}{'F1':>7}  95%",
    ]
    lines += [_row(name, form) for name, form in report.forms.items()]
    lines += [_row("ambiguous", report.ambiguous), _row("all", report.overall), ""]
    lines += [_row(f"in {name}", form) for name, form in report.sources.items()] + [""]
    low, high = report.ambiguous.f1_95
    sessions, (off_low, off_high) = report.sessions, report.off_interval
    lines += [
        f"F1 on ambiguous forms    {report.ambiguous.tally.f1:.3f} (95%: {low:.3f} to {high:.3f})",
        f"sessions off by > {report.threshold:.0%}    {sessions.off:.1%}"
        f" (95%: {off_low:.1%} to {off_high:.1%}) of {sessions.sessions} with fillers",
        f"within 10% or one        {sessions.near:.1%}",
        f"advice regenerated       {report.regeneration:.1%} of all transcripts",
    ]
    lines += _calibration(report)
    lines += [_line(w) for w in wrong or ()]
    return "\n".join(lines)


def _row(name: str, form: FormScores) -> str:
    t = form.tally
    scores = f"{t.precision:>11.3f}{t.recall:>8.3f}{t.f1:>7.3f}"
    low, high = form.f1_95
    return f"{name:<14}{form.spans:>8}{form.fillers:>9}{scores}  {low:.3f} to {high:.3f}"


def _calibration(report: EvaluationReport) -> list[str]:
    if report.calibration_error is None:
        return ["calibration              this detector gives no confidence"]
    lines = [
        f"calibration error        {report.calibration_error:.3f} (ambiguous forms)",
        "",
        f"{'verdicts':>8}{'stated':>8}{'right':>8}",
    ]
    return lines + [
        f"{b.verdicts:>8}{b.confidence:>8.2f}{b.accuracy:>8.2f}" for b in report.calibration
    ]


def _line(wrong: WrongSpan) -> str:
    confidence = "" if wrong.confidence is None else f" {wrong.confidence:.2f}"
    around = f"{wrong.before}[{wrong.text}]{wrong.after}".replace("\n", " / ")
    return f"{wrong.error:<7}{wrong.form:<10}{confidence} {wrong.id}@{wrong.start}: {around}"
