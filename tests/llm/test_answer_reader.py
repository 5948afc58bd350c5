"""The document of an answer is found wherever it is, and an answer without end is cut."""

from __future__ import annotations

import html
import json
import random
import time
from collections.abc import Callable

import pytest

from refiner.errors import Incomplete, Unusable
from refiner.llm.answer_reader import MAX_BLANKS, MAX_PREFACE_CHARS, AnswerReader
from refiner.llm.json_stream import Item, Section

KEYS = ("verdicts", "summary")
DOCUMENT = {"verdicts": [{"id": 1, "why": "a {brace} and </s>"}], "summary": {"focus": "pauses"}}
JSON = json.dumps(DOCUMENT)
DRAFT = json.dumps({"verdicts": [{"id": 9}], "summary": {}})

SCHEMA = '{"type": "object", "properties": {"verdicts": {"type": "array"}}}'

STREAMED = {
    "bare": "{}",
    "with a byte order mark": "\ufeff \n{}\n ",
    "in a fence": "```json\n{}\n```",
    "in a fence on one line": "```json {} ```",
    "in a fence without a language": "```\n{}```\nThat is all. {{",
    "then prose": "{}\nI hope that this helps! {x}",
    "then an end token": "{}<|im_end|>",
    "then </s>": "{}</s>",
    "twice": "{}{}",
    "twice in lines": "{}\n\n{}",
    "then blanks": "{}" + "\n" * (MAX_BLANKS - 1),
    "after thoughts": "<think>They said um {once}.</think>\n\n{}",
    "after empty thoughts": "<think>\n\n</think>\n\n{}",
    "after thoughts without a beginning": "They said um.\n</think>\n{}",
    "after a draft in the thoughts": f"<think>Perhaps {DRAFT}?</think>{{}}",
    "after a draft in unmarked thoughts": f"Perhaps {DRAFT}?</think>{{}}",
    "after half a draft": '<think>As {"verdicts": [{"id": "</think>{}',
    "after thoughts in a fence": "</think>\n```json\n{}\n```",
    "after thinking": "<thinking>Hm.</thinking>{}",
    "after [THINK]": "[THINK]Hm.[/THINK]{}",
    "in harmony channels": (
        "<|channel|>analysis<|message|>We need JSON.<|end|><|start|>assistant"
        "<|channel|>final<|message|>{}<|return|>"
    ),
    "in a constrained channel": (
        "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final "
        "<|constrain|>json<|message|>{}"
    ),
    "in channels without marks": "analysisWe need JSON.assistantfinal{}",
    "in a tag": "Here you are: <answer>{}</answer>",
    "after a start token": "<s>{}",
    "after a role": "<|im_start|>{}",
    "in a JSON string": json.dumps(JSON),
    "in an indented JSON string": "```json\n" + json.dumps(json.dumps(DOCUMENT, indent=1)) + "```",
}
HELD = {
    "after a sentence": "Here is the analysis:\n\n{}",
    "in a fence after a sentence": "Sure! Here it is:\n```json\n{}\n```\nAnything else?",
    "after braces": "I use {braces} and { } and {{}}: {}",
    "in a list": "[{}]",
    "in thoughts without an end": "<think>{}",
    "after a broken document": '{"verdicts" [1]} is wrong: {}',
    "between documents": f'Not {DRAFT}, but: {JSON}, as {{"verdicts": []}} is not enough',
    "after a draft and an unknown mark": f"<|channel>thought\n{DRAFT}<channel|>{{}}",
    "in an unknown tag after a draft": f"Hm: {DRAFT}\n<FINAL_ANSWER>{{}}</FINAL_ANSWER>",
    "in two wrappers": '{"type": "json", "data": {"answer": {}}}',
    "in its schema's place": '{"type": "object", "properties": {}}',
    "behind a key of its own": (
        'Here is the JSON:\n```json\n{"reasoning": "Um {x}.", ' + JSON[1:] + "\n```"
    ),
    "in a wrapper after a sentence": 'Here it is: {"answer": {}}',
    "after other objects": 'They say {"word": "um"} and {"word": then {"word": [1]}: {}',
    "after its schema": SCHEMA + " {}",
    "after a sentence and its schema": f"So: {SCHEMA} {{}}",
}
QUOTED = {
    "in entities": html.escape(JSON),
    "in entities after a sentence": "Here it is:\n<pre>\n" + html.escape(JSON) + "\n</pre>",
    "in numbered entities": JSON.replace('"', "&#34;"),
    "in entities twice": html.escape(html.escape(JSON)),
    "escaped": json.dumps(JSON)[1:-1],
    "escaped and indented": "So: " + json.dumps(json.dumps(DOCUMENT, indent=1))[1:-1] + "```",
    "escaped twice": json.dumps(json.dumps(JSON)[1:-1])[1:-1],
    "in a string in entities": html.escape(json.dumps(JSON)),
}
PARTS = [json.dumps({key: value}) for key, value in DOCUMENT.items()]
IN_PARTS = {
    "in lines": "\n".join(PARTS),
    "one after the other": "".join(PARTS),
    "in fences under headings": "".join(f"### Part\n```json\n{part}\n```\n" for part in PARTS),
    "in a list": f"[{', '.join(PARTS)}]",
    "the other way round": "\n".join(reversed(PARTS)),
    "and then repeated": "\n".join(PARTS + PARTS),
    "and then in one": "\n".join([*PARTS, JSON]),
}
EVENTS = [
    Item("verdicts", 0, DOCUMENT["verdicts"][0]),  # type: ignore[index]
    Section("verdicts", DOCUMENT["verdicts"]),
    Section("summary", DOCUMENT["summary"]),
]


def read(
    text: str, size: int, keys: tuple[str, ...] = KEYS
) -> tuple[list[Item | Section], AnswerReader]:
    reader = AnswerReader(keys)
    events = [
        event
        for start in range(0, len(text), size)
        for event in reader.feed(text[start : start + size])
    ]
    return events, reader


@pytest.mark.parametrize("name", STREAMED)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_document_at_the_start_or_after_the_thoughts_is_reported_as_it_closes(
    name: str, size: int
) -> None:
    events, reader = read(STREAMED[name].replace("{}", JSON), size)
    assert events == EVENTS
    assert reader.finish() == []
    assert reader.failure() is None
    assert reader.sections == DOCUMENT


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_document_between_other_text_is_reported_at_the_end(name: str, size: int) -> None:
    events, reader = read(HELD[name].replace("{}", JSON), size)
    events += reader.finish()
    assert reader.failure() is None
    assert reader.sections == DOCUMENT
    assert events[-3:] == EVENTS


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_document_that_is_escaped_or_written_in_entities_is_read_at_the_end(
    text: str, size: int
) -> None:
    events, reader = read(text, size)
    assert (events, reader.finish()) == ([], EVENTS)
    assert reader.failure() is None
    assert reader.sections == DOCUMENT


@pytest.mark.parametrize("text", IN_PARTS.values(), ids=IN_PARTS)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_documents_of_one_section_each_are_one_answer(text: str, size: int) -> None:
    events, reader = read(text, size)
    events += reader.finish()
    assert sorted(map(repr, events)) == sorted(map(repr, EVENTS))
    assert reader.failure() is None
    assert reader.sections == DOCUMENT


@pytest.mark.parametrize("cut", [3, 10, 20])
@pytest.mark.parametrize("write", [str, html.escape, lambda text: json.dumps(text)[1:-1]])
def test_a_last_part_that_is_cut_is_not_taken_as_absent(
    write: Callable[[str], str], cut: int
) -> None:
    answer = write("\n".join(PARTS))
    events, reader = read(answer[:-cut], 5)
    events += reader.finish()
    assert [event.key for event in events if isinstance(event, Section)] == ["verdicts"]
    assert isinstance(reader.failure(), Incomplete)


def test_an_escaped_document_without_end_is_cut() -> None:
    reader = AnswerReader(KEYS)
    reader.feed('{\\"verdicts\\": [')
    with pytest.raises(Unusable, match="cut"):
        all(reader.feed("[1, 90], " * 100) is not None for _ in range(1000))


@pytest.mark.parametrize(
    "text",
    [
        "verdicts:\n  - [1, 90]\nsummary: pauses\n",
        "verdicts = [[1, 90]]\n",
        "<verdicts><v n='1' p='90'/></verdicts>",
    ],
    ids=["yaml", "toml", "xml"],
)
def test_an_answer_in_another_language_is_reported(text: str) -> None:
    _, reader = read(text, 4)
    assert reader.finish() == []
    assert str(reader.failure()) == "the answer is not a JSON document"


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize(
    "text",
    [
        repr(DOCUMENT), "Here: " + repr(DOCUMENT),
        '{"verdicts": [{"id": 1, "why": "a {brace} and </s>"}]}',
        "{ // mine\n" + JSON[1:], "So: { /* mine */ " + JSON[1:],
        "{verdicts: " + json.dumps(DOCUMENT["verdicts"]) + ", Summary: {focus: 'pauses'}}",
        "{'verdicts': [{'id': 1, 'why': 'a {brace} and </s>'}], 'summary': {'focus': 'pauses'}",
    ],
)  # fmt: skip
def test_a_document_is_found_as_models_write_it(text: str, size: int) -> None:
    events, reader = read(text, size)
    events += reader.finish()
    assert reader.failure() is None
    assert reader.sections["verdicts"] == DOCUMENT["verdicts"]
    assert events[:2] == EVENTS[:2]


def test_the_text_that_ends_an_answer_without_its_last_brace_is_read() -> None:
    _, reader = read('{"verdicts": [], "summary": "x"', 3)
    assert reader.finish() == [Section("summary", "x")]
    assert reader.failure() is None


def test_lists_that_are_absent_are_empty() -> None:
    keys = ("verdicts", "missed_fillers", "issues")
    events, reader = read('{"verdicts": [1]}', 5, keys)
    assert events == [Item("verdicts", 0, 1), Section("verdicts", [1])]
    assert reader.finish() == [Section("missed_fillers", []), Section("issues", [])]
    assert reader.failure() is None


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("", Unusable, "the answer was empty"),
        (" \n", Unusable, "the answer was empty"),
        ("Here are the verdicts you asked for", Unusable, "the answer is not a JSON document"),
        ("[1, 2]", Unusable, "the answer is not a JSON document"),
        ('"text"', Unusable, "the answer is not a JSON document"),
        ("<think>I wonder {why", Unusable, "the answer is not a JSON document"),
        ('{"verdicts": [1', Incomplete, "the response was truncated"),
        ('{"verdicts": [1], "summ', Incomplete, "the response was truncated"),
        ('Well: {"verdicts": [1], "summ', Incomplete, "the response was truncated"),
        ('{"summary": {}}', Unusable, "unusable answer: verdicts missing"),
        ('{"verdicts" 1}', Unusable, "the answer is not valid JSON: a colon was expected"),
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_what_is_not_an_answer_is_explained_without_being_repeated(
    text: str, kind: type[Exception], why: str, size: int
) -> None:
    _, reader = read(text, size)
    reader.finish()
    failure = reader.failure()
    assert type(failure) is kind
    assert str(failure) == why


def test_broken_json_after_a_section_that_was_reported_is_raised() -> None:
    reader = AnswerReader(KEYS)
    with pytest.raises(Unusable, match="a key was expected"):
        reader.feed('{"verdicts": [] : 1}')


@pytest.mark.parametrize(
    "flood",
    [
        " " * (MAX_BLANKS + 1),
        '{"verdicts": [1],' + "\n\t" * MAX_BLANKS,
        "well " * MAX_PREFACE_CHARS,
        "{" * (2 * MAX_PREFACE_CHARS),
        '{"verdicts": ["' + "and so on " * 60_000,
        'Well: {"verdicts": [' + '{"id": 1}, ' * 60_000,
        'Well: {"verdicts": [1]} ' + "and so on " * 60_000,
    ],
    ids=range(7),
)
def test_an_answer_without_end_is_cut(flood: str) -> None:
    reader = AnswerReader(KEYS)
    pieces = (flood[start : start + 7] for start in range(0, len(flood), 7))
    with pytest.raises(Unusable, match="cut"):
        all(reader.feed(piece) is not None for piece in pieces)


@pytest.mark.parametrize("tail", [" ", "{}", "and so on "])
def test_text_without_end_after_the_document_is_not_read_to_its_end(tail: str) -> None:
    reader = AnswerReader(KEYS)
    reader.feed(JSON)
    tail_chars = 0
    while not reader.has_enough and tail_chars < 10_000:
        reader.feed((tail * 10)[:10])
        tail_chars += 10
    assert tail_chars <= MAX_BLANKS + 20
    assert reader.failure() is None


@pytest.mark.parametrize("piece", ["{", '{"verdicts": ', "<", "{ ", '{"verdicts": [1]} x '])
def test_the_cost_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    def seconds(chars: int) -> float:
        text = piece * (chars // len(piece))
        reader = AnswerReader(KEYS, max_chars=10**7)
        started = time.process_time()
        for start in range(0, len(text), 8):
            reader.feed(text[start : start + 8])
        return time.process_time() - started

    small = min(seconds(5_000) for _ in range(3))
    large = min(seconds(80_000) for _ in range(2))
    assert large < 16 * small * 4  # a square would be 16 times as much again


def test_random_pieces_make_no_difference() -> None:
    rng = random.Random(7)
    for text in (*STREAMED.values(), *HELD.values()):
        answer = text.replace("{}", JSON)
        reader = AnswerReader(KEYS)
        position = 0
        while position < len(answer):
            size = rng.choice((1, 2, 5, 30))
            reader.feed(answer[position : position + size])
            position += size
        reader.finish()
        assert reader.sections == DOCUMENT
