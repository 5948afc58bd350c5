"""The command's output, as JSON and as a table."""

import argparse
import json
from pathlib import Path

import pytest

from refiner.evaluation import evaluate
from tests.support.gold_samples import SAMPLES, row, sample, write


def output(tmp_path: Path, *options: str) -> str:
    path = write(tmp_path, *(json.dumps(row(s)) for s in SAMPLES))
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    written: list[str] = []
    assert (
        evaluate.run_evaluation(parser.parse_args([str(path), *options]), write=written.append) == 0
    )
    return "\n".join(written)


@pytest.mark.parametrize("detector", ["rule", "local"])
@pytest.mark.parametrize("raw", [(), ("--unpunctuated",)])
def test_json_holds_one_document_with_every_figure(
    tmp_path: Path, detector: str, raw: tuple[str, ...]
) -> None:
    document = json.loads(output(tmp_path, "--detector", detector, "--json", *raw))
    assert document["detector"] == detector
    assert document["unpunctuated"] is bool(raw)
    assert document["transcripts"] == 3
    assert document["forms"]["fp"]["f1"] == 1.0
    assert 0 <= document["ambiguous"]["f1_95"][0] <= document["ambiguous"]["f1_95"][1] <= 1
    assert document["sessions"]["with_fillers"] == 2
    assert 0 <= document["regeneration_rate"] <= 1
    assert (document["calibration"]["error"] is None) is (detector == "rule")
    assert "errors" not in document


def test_the_rules_get_these_plain_cases_right(tmp_path: Path) -> None:
    document = json.loads(output(tmp_path, "--json"))
    assert document["overall"]["f1"] == 1.0


def test_errors_are_listed_in_their_context(tmp_path: Path) -> None:
    wrong = sample("set/three-A", "It was like\nrain.", ("like", "like", True))
    path = write(tmp_path, json.dumps(row(wrong)))
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    args = parser.parse_args([str(path), "--errors"])
    lines: list[str] = []
    evaluate.run_evaluation(
        args, extra={"rule": lambda texts: [[] for _ in texts]}, write=lines.append
    )
    assert "missed like       set/three-A@7: It was [like] / rain." in lines[0]
    args.json = True
    evaluate.run_evaluation(
        args, extra={"rule": lambda texts: [[] for _ in texts]}, write=lines.append
    )
    (error,) = json.loads(lines[-1])["errors"]
    assert (error["id"], error["error"], error["before"]) == ("set/three-A", "missed", "It was ")


def test_the_table_names_every_form_and_the_off_sessions(tmp_path: Path) -> None:
    text = output(tmp_path, "--detector", "local")
    assert text.count("detector local") == 2  # as written and unpunctuated
    for words in ("fp", "like", "you know", "ambiguous", "sessions off by > 20%", "calibration"):
        assert words in text


def test_a_second_person_s_file_gives_their_agreement(tmp_path: Path) -> None:
    second = write(tmp_path, *(json.dumps(row(s)) for s in SAMPLES)).rename(tmp_path / "b.jsonl")
    text = output(tmp_path, "--second", str(second))
    assert "two labellers: " in text
    assert "100 % alike" in text
    document = json.loads(output(tmp_path, "--json", "--second", str(second)).splitlines()[0])
    assert document["spans"] == document["agreed"] > 0
