"""Two people who judge one run: what each said, and how far they agree."""

from __future__ import annotations

import pytest

from refiner.insight.labellers import describe_people, labels_by_span, name_labeller
from tests.support.sample_document import label_row

LABELS = [
    label_row(0, 2, True, "Ann"),
    label_row(0, 2, False, "Ben"),
    label_row(5, 9, True, "Ann"),
    label_row(5, 9, True, "Ben"),
    label_row(12, 14, False, "Ann"),
    label_row(12, 14, False, "Ben"),
    label_row(20, 22, False),
]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" Ann  Lee ", "Ann Lee"),
        ("", ""),
        ("A\nB", "A B"),
        ("x" * 99, "x" * 60),
        ("Zoe\u0301", "Zo\u00e9"),
    ],
)
def test_a_name_is_one_short_line(typed: str, name: str) -> None:
    assert name_labeller(typed) == name


@pytest.mark.parametrize(
    ("me", "mine", "sentence"),
    [
        ("Ann", True, "Ben marked this: not a filler. You: a filler"),
        ("Ben", False, "You marked this: not a filler. Ann: a filler"),
        ("Eve", None, "Ben marked this: not a filler. Ann: a filler"),
    ],
)
def test_a_person_reads_the_newest_verdict_first_and_their_own_as_theirs(
    me: str, mine: bool | None, sentence: str
) -> None:
    found = labels_by_span(LABELS, me)[0, 2]
    assert (found.mine, found.differ, found.describe()) == (mine, True, sentence)


def test_people_differ_only_where_their_verdicts_do() -> None:
    found = labels_by_span(LABELS, "")
    assert [span for span, one in found.items() if one.differ] == [(0, 2)]
    assert found[20, 22].describe() == "You marked this: not a filler"
    nameless = labels_by_span(LABELS, "Ann")[20, 22]
    assert nameless.describe() == "Someone without a name marked this: not a filler"


def test_each_two_people_who_judged_the_same_places_are_compared() -> None:
    sentence = "3 words judged by both, 66.7 % alike, Cohen's kappa 0.40"
    assert list(describe_people(LABELS, "Ben")) == [f"You and Ann: {sentence}"]
    assert list(describe_people(LABELS, "")) == [f"Ann and Ben: {sentence}"]
    assert list(describe_people(LABELS[:1], "Ann")) == []
    third = [*LABELS, label_row(5, 9, False)]
    (pair, *_) = describe_people(third, "Ann")
    assert pair.startswith("You and someone without a name: 1 word ")
