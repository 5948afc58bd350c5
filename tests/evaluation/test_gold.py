"""Gold files: read as written, raw text keeps its spans, bad lines are named."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.errors import InputError
from refiner.evaluation.gold import JudgedSpan, Sample, load_gold, strip_punctuation
from tests.support.gold_samples import ANN, SAMPLES, row, sample, write


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
    raw = strip_punctuation(gold)
    assert raw.text == "well im you know halfdone like that"
    assert [j.text for j in raw.judged] == ["well", "you know", "like"]


@given(st.text(max_size=80), st.data())
@settings(max_examples=200, deadline=None)
def test_raw_text_holds_the_letters_of_every_span_and_no_mark(
    text: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    start, end = cuts
    raw = strip_punctuation(
        Sample("s", text, (JudgedSpan(start, end, text[start:end], "x", True),))
    )
    letters = "".join(c.lower() for c in text[start:end] if c.isalnum())
    assert raw.judged[0].text.replace(" ", "") == letters
    assert raw.text[raw.judged[0].start : raw.judged[0].end] == raw.judged[0].text
    assert all(c == " " or not c.isascii() or c.isalnum() for c in raw.text)


def test_a_gold_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = [json.dumps(row(s)) for s in SAMPLES]
    assert load_gold(write(tmp_path, *lines, "")) == SAMPLES


SPAN = {"start": 0, "end": 2, "text": "Um", "form": "fp", "filler": True}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "is no JSON: a gold file has a marked transcript a line"),
        ("Um, so we began.", "is no JSON"),
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
    with pytest.raises(InputError, match="no such file"):
        load_gold(tmp_path / "none.jsonl")
