"""A verdict is read in every form that says one thing, and in none that may say two."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from refiner.llm.verdict_forms import list_verdicts, read_score, read_verdict


@pytest.mark.parametrize(
    ("written", "probability"),
    [
        ([7, "90/100"], 0.9), ([7, "9/10"], 0.9), ([7, "1/0"], None), ([7, "90 %"], 0.9),
        ([7, "0,9"], 0.9), ([7, "0.5 %"], 0.005), ([7, "about 90 per cent"], 0.9),
        ([7, "like", 90], 0.9), ([7, 90, "because"], 0.9), ([7, "yes"], 1.0),
        ([7, "not a filler"], 0.0), ([7, "filler", 0.9], 0.9), ([7, "literal", 0.9], 0.1),
        ([7, True, 0.9], 0.9), ([7, False, 90], 0.1), ([7, 1, 0.95], 0.95), ([7, 90, 80], 0.9),
        ("7:0.9", 0.9), ("7: 90 %", 0.9), ("[7:like] = 90", 0.9), ("7,90", 0.9), ("(7, 90)", 0.9),
        ("#7 -> 0,9", 0.9), ('{"id": 7, "filler": true}', 1.0), ("7: filler", 1.0),
        ({"index": 7, "likelihood": 0.9}, 0.9), ({"Word Number": "7", "Percentage": "90%"}, 0.9),
        ({"word": "[7:like]", "prob": 0.9}, 0.9), ({"id": 7, "filler": "like", "percent": 90}, 0.9),
        ({"id": 7, "verdict": "not_filler", "confidence": 0.9}, 0.1),
        ({"7": 90}, 0.9), ({"7:like": "90 %"}, 0.9), ([7, "+90"], 0.9),
        ({"id": 7, "filler": 90}, None), ({"id": 7, "filler": 0.9}, 0.9),
        ({"id": 7, "filler": "Yes."}, 1.0), ({"id": 7, "class": "not a filler word"}, 0.0),
        ({"id": 7, "type": "pause", "filler": True}, 1.0), ({"id": 7, "type": "pause"}, None),
        ([7, 0, 9], None), ([7, 1, 0], None),  # "0,9" and "1,0", or a label and a figure
        ([7, "high"], None), ([7, "like", "x"], None), ({"number": 7, "confidence": 0.9}, None),
    ],
)  # fmt: skip
def test_a_verdict_says_how_likely_number_7_is_a_filler(
    written: Any, probability: float | None
) -> None:
    verdict = read_verdict(written)
    assert verdict.number == 7
    expected = probability if probability is None else pytest.approx(probability)
    assert verdict.probability == expected


@pytest.mark.parametrize("written", [None, 7, "", "um", [], ["um", 90], [1.5, 90], {"filler": 1}])
def test_what_names_no_number_is_not_a_verdict(written: Any) -> None:
    with pytest.raises(PydanticCustomError, match="not a pair of numbers"):
        read_verdict(written)


PAIRS = [[1, 90], [2, 10]]


@pytest.mark.parametrize(
    "written",
    [
        "1:0.9, 2:0.1", "1:0,9, 2:0,1", "1:90,2:10", "1: 90%\n2: 10%", "1=90; 2=10", "1 90\n2 10",
        "[1, 90], [2, 10]", "[[1, 90], [2, 10]]", '{"1": 90, "2": 10}', [1, 90, 2, 10], [PAIRS],
        {"items": PAIRS}, {"verdicts": {"1": 90, "2": 10}}, {"1": 90, "[2:like]": 10},
        {"1": [90], "2": [10]}, {"1": {"percent": 90}, "2": {"percent": 10}},
    ],
)  # fmt: skip
def test_all_verdicts_in_one_value_are_listed(written: Any) -> None:
    verdicts = [read_verdict(verdict) for verdict in list_verdicts(written)]
    assert [verdict.number for verdict in verdicts] == [1, 2]
    assert [verdict.probability for verdict in verdicts] == [
        pytest.approx(0.9),
        pytest.approx(0.1),
    ]


@pytest.mark.parametrize(
    ("written", "verdicts"),
    [
        ({"fillers": [1, 7]}, [(1, 1.0), (7, 1.0)]),
        ({"filler": [1], "non-filler": [2]}, [(1, 1.0), (2, 0.0)]),
        ({"fillers": [], "not_fillers": [3]}, [(3, 0.0)]),
    ],
)
def test_numbers_listed_by_their_label_are_verdicts(
    written: Any, verdicts: list[tuple[int, float]]
) -> None:
    assert [read_verdict(verdict)[:2] for verdict in list_verdicts(written)] == verdicts


@pytest.mark.parametrize(
    "value", [PAIRS, [], [90, 10, 50, 20], {}, {"a": 1, "b": 2}, "they are all fillers", None, 3]
)
def test_what_is_a_list_already_or_none_is_as_it_is(value: Any) -> None:
    assert list_verdicts(value) is value


@pytest.mark.parametrize(
    ("written", "score"),
    [(80, 80), ("80 %", 80), ("8/10", 80), ("80/100", 80), ({"score": 80, "note": "Good."}, 80)],
)
def test_a_score_is_read_as_a_part_of_a_hundred(written: Any, score: float) -> None:
    assert read_score(written) == pytest.approx(score)


NINES = "9" * 5000  # more digits than Python turns into a number


def test_figures_of_thousands_of_digits_are_no_figures_and_no_crash() -> None:
    assert read_verdict([7, f"1/{NINES}"]).probability is None
    assert list_verdicts(by_number := {NINES: 90}) is by_number
    for read in (read_verdict, read_score):
        with pytest.raises(PydanticCustomError):
            read(NINES)
