"""Evaluation: figures that can be checked by hand, raw text, bad lines, the command's output."""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.errors import InputError
from refiner.evaluation import evaluate
from refiner.evaluation.gold import Judged, Sample, load_gold, unpunctuated
from refiner.evaluation.scores import (
    Prediction,
    Tally,
    calibration_of,
    interval,
    outcomes_of,
    sessions_of,
)


def sample(name: str, text: str, *judged: tuple[str, str, bool]) -> Sample:
    """Spans are given by their words; each is sought after the one before."""
    spans, at = [], 0
    for words, form, filler in judged:
        start = text.index(words, at)
        at = start + len(words)
        spans.append(Judged(start, at, words, form, filler))
    return Sample(name, text, tuple(spans))


ANN = sample(
    "set/one-A",
    "Um, I like it, you know, like, well, a lot. Um.",
    ("Um", "fp", True),
    ("like", "like", False),
    ("you know", "you know", True),
    ("like", "like", True),
    ("well", "well", True),
    ("Um", "fp", True),
)
BEN = sample(
    "set/one-B", "You see it well enough, um.", ("well", "well", False), ("um", "fp", True)
)
CAT = sample("set/two:Cat", "Nothing to like here.", ("like", "like", False))
SAMPLES = [ANN, BEN, CAT]


def keyword(texts: Sequence[str]) -> list[list[Prediction]]:
    """Counts "like", "well" and "um" wherever they stand, surer of "um", and knows no other."""
    found = []
    for text in texts:
        low, spans = text.lower(), []
        for word, sure in (("like", 0.8), ("well", 0.6), ("um", 0.95)):
            at = low.find(word)
            while at >= 0:
                spans.append(Prediction(at, at + len(word), True, sure))
                at = low.find(word, at + 1)
        found.append(spans)
    return found


def report(confidence: float = 0.0) -> Any:
    detectors = {"keyword": keyword}
    return evaluate.evaluate(SAMPLES, "keyword", detectors, confidence=confidence)[0]


def test_scores_by_form_are_those_counted_by_hand() -> None:
    forms = report().forms
    assert forms["fp"].tally == Tally(hits=3)
    assert forms["like"].tally == Tally(hits=1, extra=2)
    assert forms["well"].tally == Tally(hits=1, extra=1)
    assert forms["you know"].tally == Tally(missed=1)
    assert (forms["like"].spans, forms["like"].fillers) == (3, 1)


def test_ambiguous_is_all_but_filled_pauses() -> None:
    found = report()
    assert found.ambiguous.tally == Tally(hits=2, extra=3, missed=1)
    assert found.ambiguous.tally.f1 == pytest.approx(4 / 8)
    assert found.overall.tally == Tally(hits=5, extra=3, missed=1)
    assert found.overall.tally.precision == pytest.approx(5 / 8)
    assert found.overall.tally.recall == pytest.approx(5 / 6)


def test_a_session_counts_where_people_heard_a_filler() -> None:
    sessions = report().sessions
    # Ann: 5 counted, 5 heard. Ben: 2 counted, 1 heard. Cat said none.
    assert sessions.sessions == 2
    assert sessions.off == pytest.approx(1 / 2)
    assert sessions.near == 1.0  # Ben is one off


def test_a_verdict_that_is_not_sure_enough_does_not_count() -> None:
    assert report(confidence=0.7).forms["well"].tally == Tally(missed=1)


@pytest.mark.parametrize(
    ("counted", "human", "off"),
    [(5, 4, False), (10, 8, False), (5, 5, False), (4, 5, True), (11, 8, True), (0, 1, True)],
)
def test_off_means_more_than_a_fifth_of_the_count(counted: int, human: int, off: bool) -> None:
    both = max(counted, human)
    judged = tuple(Judged(i, i + 1, "x", "like", i < human) for i in range(both))
    found = [Prediction(i, i + 1) for i in range(counted)]
    outcomes = outcomes_of(0, Sample("s", "x" * both, judged), found, 0.7)
    assert sessions_of(outcomes).off == float(off)


def test_a_prediction_is_positive_where_it_overlaps() -> None:
    judged = (Judged(4, 8, "know", "x", True), Judged(10, 12, "ab", "x", True))
    gold = Sample("s", "you know, abc", judged)
    wide = [Prediction(0, 8), Prediction(12, 13)]  # the second only touches
    assert [o.counted for o in outcomes_of(0, gold, wide, 0.7)] == [True, False]


def test_calibration_sets_what_was_said_against_what_was_right() -> None:
    bins, error = calibration_of(
        [o for i, s in enumerate(SAMPLES) for o in outcomes_of(i, s, in_order(s), 0.7)]
    )
    table = [(b.verdicts, b.confidence, b.accuracy) for b in bins]
    expected = [(2, 0.6, 1 / 2), (3, 0.8, 1 / 3), (3, 0.95, 1.0)]
    assert [pytest.approx(row) for row in expected] == table
    assert error == pytest.approx((2 * 0.1 + 3 * (0.8 - 1 / 3) + 3 * 0.05) / 8)


def in_order(gold: Sample) -> list[Prediction]:
    return sorted(keyword([gold.text])[0], key=lambda p: p.start)


def test_a_detector_without_confidence_has_no_calibration() -> None:
    assert calibration_of(outcomes_of(0, ANN, [Prediction(0, 2)], 0.7)) == ([], None)


def test_intervals_are_drawn_by_conversation() -> None:
    outcomes = [o for i, s in enumerate(SAMPLES) for o in outcomes_of(i, s, in_order(s), 0.0)]
    low, high = interval(SAMPLES, outcomes, lambda drawn: Tally.of(drawn).f1, random.Random(1))
    # Only "one" (Ann and Ben) and "two" (Cat) are drawn: all of "two" alone gives 0.
    assert low == 0.0
    assert high == Tally.of([o for o in outcomes if o.sample < 2]).f1


@pytest.mark.parametrize(
    ("name", "conversation"),
    [("ami/ES1a-B", "ami/ES1a"), ("gum/a_b-c:Ann", "gum/a_b-c"), ("alone", "alone")],
)
def test_a_conversation_is_the_id_without_its_speaker(name: str, conversation: str) -> None:
    assert Sample(name, "", ()).conversation == conversation


def test_raw_text_keeps_its_spans() -> None:
    gold = sample(
        "s",
        "Well — I’m,\nyou know, half-done--Like that.",
        ("Well", "well", True),
        ("you know", "you know", True),
        ("Like", "like", False),
    )
    raw = unpunctuated(gold)
    assert raw.text == "well im you know halfdone like that"
    assert [j.text for j in raw.judged] == ["well", "you know", "like"]


@given(st.text(max_size=80), st.data())
@settings(max_examples=200, deadline=None)
def test_raw_text_holds_the_letters_of_every_span_and_no_mark(
    text: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    start, end = cuts
    raw = unpunctuated(Sample("s", text, (Judged(start, end, text[start:end], "x", True),)))
    letters = "".join(c.lower() for c in text[start:end] if c.isalnum())
    assert raw.judged[0].text.replace(" ", "") == letters
    assert raw.text[raw.judged[0].start : raw.judged[0].end] == raw.judged[0].text
    assert all(c == " " or not c.isascii() or c.isalnum() for c in raw.text)


def row(gold: Sample, **changes: Any) -> dict[str, Any]:
    names = Judged.__slots__
    judged = [{name: getattr(span, name) for name in names} for span in gold.judged]
    return {"id": gold.id, "text": gold.text, "judged": judged, **changes}


def write(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_gold_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = [json.dumps(row(s)) for s in SAMPLES]
    assert load_gold(write(tmp_path, *lines, "")) == SAMPLES


SPAN = {"start": 0, "end": 2, "text": "Um", "form": "fp", "filler": True}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "Expecting"),
        ("[]", "JSON object"),
        (json.dumps({"text": "Um", "judged": []}), '"id"'),
        (json.dumps({"id": "a", "text": 3, "judged": []}), '"text"'),
        (json.dumps({"id": "a", "text": "Um"}), '"judged"'),
        (json.dumps({"id": "a", "text": "Um", "judged": [3]}), '"start"'),
        (json.dumps({"id": "a", "text": "Um", "judged": [SPAN | {"filler": 1}]}), '"filler"'),
        (json.dumps({"id": "a", "text": "Um", "judged": [SPAN | {"end": 9}]}), "outside"),
        (json.dumps({"id": "a", "text": "Uh", "judged": [SPAN]}), "does not read"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = write(tmp_path, json.dumps(row(ANN)), line)
    with pytest.raises(InputError, match=r"gold\.jsonl, line 2: ") as caught:
        load_gold(path)
    assert why in caught.value.why
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_gold_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no transcripts"):
        load_gold(write(tmp_path, text))


def test_a_gold_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")


def output(tmp_path: Path, *options: str) -> str:
    path = write(tmp_path, *(json.dumps(row(s)) for s in SAMPLES))
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    written: list[str] = []
    assert evaluate.run(parser.parse_args([str(path), *options]), write=written.append) == 0
    (text,) = written
    return text


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
    evaluate.run(args, extra={"rule": lambda texts: [[] for _ in texts]}, write=lines.append)
    assert "missed like       set/three-A@7: It was [like] / rain." in lines[0]
    args.json = True
    evaluate.run(args, extra={"rule": lambda texts: [[] for _ in texts]}, write=lines.append)
    (error,) = json.loads(lines[1])["errors"]
    assert (error["id"], error["error"], error["before"]) == ("set/three-A", "missed", "It was ")


def test_the_table_names_every_form_and_the_off_sessions(tmp_path: Path) -> None:
    text = output(tmp_path, "--detector", "local")
    for words in ("fp", "like", "you know", "ambiguous", "sessions off by > 20%", "calibration"):
        assert words in text
