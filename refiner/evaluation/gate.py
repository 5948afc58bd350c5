"""Whether an evaluation is good enough: checks with an exit status and a JUnit report for CI."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from refiner.errors import InputError
from refiner.evaluation.tables import EvaluationReport

KeptReports = Mapping[tuple[str, bool], Mapping[str, Any]]
"""Reports that were kept, by detector and whether their transcripts had no punctuation."""


@dataclass(frozen=True, slots=True)
class Check:
    """One condition on one report; `detail` says what was measured and what was wanted."""

    name: str
    passed: bool
    detail: str


def load_kept_reports(path: Path) -> KeptReports:
    """What `evaluate --json` wrote to a file, one report a line; raises InputError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        reports = [json.loads(line) for line in lines if line.strip()]
        kept = [report for report in reports if "changes" not in report]
        return {(report["detector"], report["unpunctuated"]): report for report in kept}
    except (OSError, ValueError, LookupError, TypeError) as error:
        why = f"it is not what `evaluate --json` wrote ({error})"
        raise InputError(str(path), why) from None


def check_report(
    report: EvaluationReport, min_f1: float | None, kept: KeptReports, tolerance: float
) -> list[Check]:
    """F1 (on the words that can be fillers or not) and sessions that are off.

    A figure may be worse than the kept report's by `tolerance`, a fraction of 1. Raises
    InputError if `kept` is of other transcripts, or has no report of this detector.
    """
    f1, off = report.ambiguous.tally.f1, report.sessions.off
    checks = []
    if min_f1 is not None:
        checks.append(_at_least(f"{report.title}: F1", f1, min_f1))
    if kept:
        before = _find_before(report, kept)
        least = before["ambiguous"]["f1"] - tolerance
        most = before["sessions"]["off_by_more_than_threshold"] + tolerance
        checks += [
            _at_least(f"{report.title}: F1 against the baseline", f1, least),
            Check(
                f"{report.title}: sessions off against the baseline",
                round(off, 4) <= round(most, 4),
                f"{off:.4f}, at most {most:.4f} wanted",
            ),
        ]
    return checks


def _at_least(name: str, value: float, least: float) -> Check:
    passed = round(value, 4) >= round(least, 4)  # as precise as a kept report
    return Check(name, passed, f"{value:.4f}, at least {least:.4f} wanted")


def _find_before(report: EvaluationReport, kept: KeptReports) -> Mapping[str, Any]:
    before = kept.get((report.detector, report.unpunctuated))
    if before is None:
        raise InputError("baseline", f"it has no report of {report.title}")
    if before["transcripts"] != report.transcripts:
        counts = f"{before['transcripts']} transcripts, not {report.transcripts}"
        raise InputError("baseline", f"it is of another gold file ({counts})")
    return before


def junit_report(checks: Sequence[Check]) -> str:
    """The checks as JUnit XML, which CI servers show as tests."""
    failures = sum(not check.passed for check in checks)
    suite = ElementTree.Element(
        "testsuite",
        name="speech-refiner evaluate",
        tests=str(len(checks)),
        failures=str(failures),
        errors="0",
    )
    for check in checks:
        case = ElementTree.SubElement(suite, "testcase", classname="evaluate", name=check.name)
        if not check.passed:
            ElementTree.SubElement(case, "failure", message=check.detail)
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
