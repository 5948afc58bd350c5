"""The exit status and the report that CI goes by."""

import argparse
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from refiner.errors import InputError
from refiner.evaluation import evaluate
from refiner.evaluation.evaluate import Detector
from tests.support.gold_samples import SAMPLES, row, write


def nothing_found(texts):
    return [[] for _ in texts]


def never(_):
    pytest.fail("it was evaluated")


def evaluated(folder: Path, *options: str, rule: Detector | None = None) -> tuple[int, list[str]]:
    """The exit status and what was printed; `rule` replaces the rules."""
    path = write(folder, *(json.dumps(row(s)) for s in SAMPLES))
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    written: list[str] = []
    args = parser.parse_args([str(path), "--json", *options])
    extra = {"rule": rule} if rule else None
    return evaluate.run_evaluation(args, extra=extra, write=written.append), written


def keep(folder: Path) -> Path:
    kept = folder / "baseline.jsonl"
    kept.write_text("\n".join(evaluated(folder)[1]))
    return kept


def test_a_report_that_is_good_enough_passes(tmp_path):
    assert evaluated(tmp_path, "--min-f1", "1", "--baseline", str(keep(tmp_path)))[0] == 0


def test_an_f1_below_the_limit_fails_and_says_so(tmp_path, capsys):
    assert evaluated(tmp_path, "--min-f1", "0.9", rule=nothing_found)[0] == 1
    err = capsys.readouterr().err
    assert err == "failed: rule, as written: F1: 0.0000, at least 0.9000 wanted\n"


def test_figures_worse_than_the_baseline_fail_beyond_the_tolerance(tmp_path):
    kept = str(keep(tmp_path))
    assert evaluated(tmp_path, "--baseline", kept, rule=nothing_found)[0] == 1
    lenient = ("--baseline", kept, "--tolerance", "1")
    assert evaluated(tmp_path, *lenient, rule=nothing_found)[0] == 0


def test_the_junit_report_has_a_case_for_every_check(tmp_path):
    junit = tmp_path / "junit.xml"
    kept = ("--baseline", str(keep(tmp_path)))
    evaluated(tmp_path, "--min-f1", "0.9", *kept, "--junit", str(junit), rule=nothing_found)
    suite = ElementTree.parse(junit).getroot()[0]
    assert suite.attrib["tests"] == suite.attrib["failures"] == "3"
    assert [case.attrib["name"] for case in suite] == [
        "rule, as written: F1",
        "rule, as written: F1 against the baseline",
        "rule, as written: sessions off against the baseline",
    ]
    assert all(case.find("failure") is not None for case in suite)


def kept_line(**changes: object) -> str:
    report = {
        "detector": "rule",
        "unpunctuated": False,
        "transcripts": len(SAMPLES),
        "ambiguous": {"f1": 1.0},
        "sessions": {"off_by_more_than_threshold": 0.0},
    }
    return json.dumps({name: v for name, v in (report | changes).items() if v is not None})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no report in it"),
        ('\n{"changes": []}\n', "there is no report in it"),
        ("a diary", "it is not what"),
        ("7", "it is not what"),
        (kept_line(ambiguous=None), r"it is not what `evaluate --json` wrote \(no 'ambiguous'\)"),
        (kept_line(sessions={}), "no 'off_by_more_than_threshold'"),
        (kept_line(ambiguous={"f1": "good"}), "it is not what"),
        (kept_line(detector="local"), "it has no report of rule, as written"),
        (kept_line(transcripts=7), "it is of another gold file"),
    ],
)
def test_a_baseline_that_does_not_fit_is_refused(tmp_path, text, why):
    kept = tmp_path / "baseline.jsonl"
    kept.write_text(text)
    with pytest.raises(InputError, match=why):
        evaluated(tmp_path, "--baseline", str(kept), rule=never)


@pytest.mark.parametrize("limit", [("--min-f1", "nan"), ("--min-f1", "-1"), ("--tolerance", "2")])
def test_a_limit_that_passes_or_fails_everything_is_refused(tmp_path, limit):
    with pytest.raises(InputError, match="must be from 0 to 1"):
        evaluated(tmp_path, *limit, rule=never)


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_evaluated(tmp_path):
    checked = ("--min-f1", "0.5")
    with pytest.raises(InputError, match="its folder does not exist"):
        evaluated(tmp_path, *checked, "--junit", str(tmp_path / "gone" / "junit.xml"), rule=never)
    with pytest.raises(InputError, match=r"cannot be written \(is a directory\)"):
        evaluated(tmp_path, *checked, "--junit", str(tmp_path), rule=never)
    with pytest.raises(InputError, match="nothing to check"):  # it would look like a pass
        evaluated(tmp_path, "--junit", str(tmp_path / "junit.xml"), rule=never)
