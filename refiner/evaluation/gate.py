"""Whether an evaluation is good enough: checks with an exit status and a JUnit report for CI."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from xml.etree import ElementTree

from refiner.errors import InputError, describe_os_error
from refiner.evaluation.tables import EvaluationReport, describe_form


@dataclass(frozen=True, slots=True)
class _KeptReport:
    """What a report that was kept is compared by; `off` is a share of the sessions."""

    detector: str
    unpunctuated: bool
    transcripts: int
    f1: float
    off: float

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Self:
        """Raises LookupError, TypeError or ValueError for what is no report."""
        return cls(
            str(report["detector"]),
            bool(report["unpunctuated"]),
            int(report["transcripts"]),
            float(report["ambiguous"]["f1"]),
            float(report["sessions"]["off_by_more_than_threshold"]),
        )


KeptReports = Mapping[tuple[str, bool], _KeptReport]
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
        kept = [_KeptReport.of(report) for report in reports if "changes" not in report]
    except OSError as error:
        raise InputError(str(path), describe_os_error(error)) from None
    except (ValueError, LookupError, TypeError) as error:
        why = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(str(path), f"it is not what `evaluate --json` wrote ({why})") from None
    if not kept:
        raise InputError(str(path), "there is no report in it")
    return {(report.detector, report.unpunctuated): report for report in kept}


def check_report(
    report: EvaluationReport, min_f1: float | None, kept: KeptReports, tolerance: float
) -> list[Check]:
    """F1 (on the words that can be fillers or not) and sessions that are off.

    A figure may be worse than the kept report's by `tolerance`, a fraction of 1.
    """
    f1, off = report.ambiguous.tally.f1, report.sessions.off
    checks = []
    if min_f1 is not None:
        checks.append(_at_least(f"{report.title}: F1", f1, min_f1))
    if kept:
        before = kept[report.detector, report.unpunctuated]
        least, most = before.f1 - tolerance, before.off + tolerance
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


def check_limits(min_f1: float | None, tolerance: float) -> None:
    """Raises InputError for a figure that is no fraction of 1: it would pass or fail everything."""
    for option, value in (("--min-f1", min_f1), ("--tolerance", tolerance)):
        if value is not None and not 0 <= value <= 1:  # also refuses NaN
            raise InputError(f"{option} {value:g}", "must be from 0 to 1")


def check_kept_reports(
    kept: KeptReports, detectors: Sequence[str], *, unpunctuated: bool, transcripts: int
) -> None:
    """Raises InputError if a detector has no report in `kept`, or one of other transcripts.

    Checked before an evaluation, which may cost money.
    """
    for detector in detectors:
        before = kept.get((detector, unpunctuated))
        if before is None:
            wanted = f"{detector}, {describe_form(unpunctuated)}"
            raise InputError("baseline", f"it has no report of {wanted}")
        if before.transcripts != transcripts:
            counts = f"{before.transcripts} transcripts, not {transcripts}"
            raise InputError("baseline", f"it is of another gold file ({counts})")


def check_junit_path(path: Path, *, has_checks: bool) -> None:
    """Raises InputError if there is no folder for the report, or nothing to report.

    Checked before an evaluation. A report without a check would look like one that passed.
    """
    if not has_checks:
        raise InputError("--junit", "there is nothing to check: give --min-f1 or --baseline too")
    if path.is_dir():
        raise InputError(str(path), "cannot be written (is a directory)")
    if not path.parent.is_dir():
        raise InputError(str(path), "its folder does not exist")


def write_junit(path: Path, checks: Sequence[Check]) -> None:
    """Raises InputError if the file cannot be written."""
    try:
        path.write_text(junit_report(checks), encoding="utf-8")
    except OSError as error:
        raise InputError(str(path), f"cannot be written ({describe_os_error(error)})") from None
