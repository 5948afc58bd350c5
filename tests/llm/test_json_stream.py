"""The incremental reader gives what a whole-document parser gives, section by section."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.llm.json_stream import DocumentReader, Item, Section


def split(text: str, rng: random.Random) -> Iterator[str]:
    """`text` in random pieces, many of them of a single character."""
    at = 0
    while at < len(text):
        size = rng.choice((1, 1, 2, 3, 7, 40))
        yield text[at : at + size]
        at += size


def read(
    text: str, rng: random.Random | None = None
) -> tuple[list[Item | Section], DocumentReader]:
    reader = DocumentReader()
    pieces = split(text, rng) if rng else [text]
    return [event for piece in pieces for event in reader.feed(piece)], reader


def expected(document: dict[str, Any]) -> list[Item | Section]:
    events: list[Item | Section] = []
    for key, value in document.items():
        if isinstance(value, list):
            events += [Item(key, index, element) for index, element in enumerate(value)]
        events.append(Section(key, value))
    return events


texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ['{"a": [1]}', "]}", "\\", '\\"', "```", "\U0001f600", " \ufeff", "\u2028"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars.filter(lambda v: v not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(texts, values, max_size=6)


@settings(max_examples=250, deadline=None)
@given(
    documents,
    st.booleans(),
    st.sampled_from([None, 2]),
    st.randoms(use_true_random=False),
)
def test_random_answers_in_random_pieces_read_as_a_whole_parser_reads_them(
    document: dict[str, Any],
    plain: bool,
    indent: int | None,
    rng: random.Random,
) -> None:
    whole = json.dumps(document, ensure_ascii=plain, indent=indent)
    assert json.loads(whole) == document
    events, reader = read(whole + " and more", rng)
    assert events == expected(document)
    assert (reader.sections, reader.complete, reader.fault) == (document, True, None)


@settings(max_examples=300, deadline=None)
@given(documents, st.data())
def test_a_truncated_answer_gives_its_closed_sections_and_no_more(
    document: dict[str, Any], data: st.DataObject
) -> None:
    whole = json.dumps(document)
    at = data.draw(st.integers(0, len(whole) - 1))
    events, reader = read(whole[:at])
    assert events == expected(document)[: len(events)]
    assert not reader.complete
    assert reader.sections == {e.key: e.value for e in events if isinstance(e, Section)}


def test_each_event_comes_with_the_character_that_closes_it() -> None:
    text = '{"verdicts": [{"id": 1}, {"id": 2}], "n": 12, "s": "x"}'
    reader = DocumentReader()
    seen = {at: events for at, c in enumerate(text) if (events := reader.feed(c))}
    assert seen == {
        text.index("}"): [Item("verdicts", 0, {"id": 1})],
        text.index("}]"): [Item("verdicts", 1, {"id": 2})],
        text.index("]"): [Section("verdicts", [{"id": 1}, {"id": 2}])],
        text.index(', "s"'): [Section("n", 12)],  # a number closes with what follows it
        len(text) - 1: [Section("s", "x")],  # and so does a text
    }


def test_sections_that_are_not_wanted_are_skipped() -> None:
    reader = DocumentReader(("b",))
    assert reader.feed('{"a": [1, {"b": 2}], "b": 3, "c": "}"}') == [Section("b", 3)]
    assert (reader.sections, reader.complete) == ({"b": 3}, True)


def test_half_a_surrogate_pair_is_replaced_so_that_it_can_be_stored() -> None:
    (section,), _ = read('{"a": "\\ud83d\\ude00 \\ud83d \\ude00"}')
    assert section == Section("a", "\U0001f600 \ufffd \ufffd")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1, 2]", "the answer is not valid JSON: an object was expected"),
        ("{[1]: 2}", "the answer is not valid JSON: a key was expected"),
        ('{"a" 1}', "the answer is not valid JSON: a colon was expected"),
        ('{"a": }', "the answer is not valid JSON: verdicts"),
        ('{"a": [1, }', "the answer is not valid JSON: verdicts[1]"),
        ('{"a": {"b": [}]}}', "the answer is not valid JSON: verdicts"),
        ('{"a": {"b" 1}}', "the answer is not valid JSON: verdicts"),
        (
            '{"a": ' + "[" * 200_000 + "]" * 200_000 + "}",
            "the answer is not valid JSON: verdicts[0]",
        ),
    ],
    ids=range(8),
)
@pytest.mark.parametrize("size", [1, 1000])
def test_broken_json_is_a_fault_that_does_not_repeat_it(text: str, why: str, size: int) -> None:
    text = text.replace('"a"', '"verdicts"')
    reader = DocumentReader(("verdicts", "b"))
    for start in range(0, len(text), size):
        reader.feed(text[start : start + size])
    assert str(reader.fault) == why


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1,],}', [1]),
        ('{"a": {"b": "x,}", "c": [1, ], }}', {"b": "x,}", "c": [1]}),
        ('{"a": "two\nlines"}', "two\nlines"),
        ("{'a': [(1, None)]} # so", [[1, None]]),
        ("{a: [[7:like, 90]] /* all */}", [[7, "like", 90]]),
        ('{"a": [1]], }', [1]),
        ('{"a": [1:90, 2:10]}', [1, 90, 2, 10]),
    ],
)
def test_json_as_models_write_it_is_read(text: str, value: Any) -> None:
    assert read(text)[1].sections == {"a": value}


@pytest.mark.parametrize(
    "wrapper",
    [
        {"answer": {"a": [1, 2]}},
        {"name": "answer", "arguments": {"a": [1, 2]}},
        {"name": "answer", "arguments": '{"a": [1, 2]}'},
        {"response": 'Sure:\n```json\n{"a": [1, 2]}\n```'},
    ],
)
def test_a_document_in_a_wrapper_is_reported_when_the_wrapper_closes(
    wrapper: dict[str, Any],
) -> None:
    reader = DocumentReader(("a", "b"))
    assert reader.feed(json.dumps(wrapper)) == [
        Item("a", 0, 1),
        Item("a", 1, 2),
        Section("a", [1, 2]),
    ]


def test_a_section_that_is_absent_is_found_under_another_name_or_inside() -> None:
    document = {"headline": "x", "advice": {"Focus Areas": [1]}, "goals": [2]}
    reader = DocumentReader(("headline", "focus_areas", "weekly_goals"))
    assert reader.feed(json.dumps(document)) == [
        Section("headline", "x"), Item("focus_areas", 0, 1), Section("focus_areas", [1]),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "{", '{"a', '{"a": [1, 2'])
def test_a_document_that_has_not_ended_is_incomplete_and_no_fault(text: str) -> None:
    reader = read(text, random.Random(0))[1]
    assert (reader.sections, reader.complete, reader.fault) == ({}, False, None)


def test_the_cost_grows_with_the_length_and_not_with_its_square() -> None:
    def seconds(elements: int) -> float:
        text = json.dumps({"verdicts": [{"id": n, "rationale": "x" * 20} for n in range(elements)]})
        reader = DocumentReader()
        started = time.process_time()
        for at in range(0, len(text), 8):
            reader.feed(text[at : at + 8])
        return time.process_time() - started

    small = min(seconds(500) for _ in range(3))
    assert seconds(8_000) < 16 * small * 4  # a square would be 16 times as much again


def test_a_long_string_is_not_scanned_again_for_every_piece() -> None:
    reader = DocumentReader()
    started = time.process_time()
    reader.feed('{"a": "')
    for _ in range(100_000):
        reader.feed("words and words ")
    reader.feed('"}')
    assert reader.complete
    assert time.process_time() - started < 5


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize(
    ("again", "is_revised"), [("[1, 2]", False), ("[1, 3]", True), ("7", True), ('{"b": 1}', True)]
)
def test_of_a_section_that_is_there_twice_the_first_counts(
    again: str, is_revised: bool, size: int
) -> None:
    text = f'{{"a": [1, 2], "note": 1, "A": {again}, "b": 3, "note": 2}}'
    reader = DocumentReader(("a", "b"))
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    events = [event for piece in pieces for event in reader.feed(piece)]
    assert events == [
        Item("a", 0, 1), Item("a", 1, 2), Section("a", [1, 2]), Section("b", 3),
    ]  # fmt: skip
    assert (reader.complete, reader.fault, reader.is_revised) == (True, None, is_revised)
