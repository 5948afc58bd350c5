"""What models write for JSON is read as what they mean, in any pieces and in linear time."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.errors import Unusable
from refiner.llm.lenient_json import Token, Tokenizer, ValueBuilder, decode_again, parse_json

VALUE = {"a": [1, -2.5, True, False, None], "b": {"c": "x, y: {z} [w] // no comment"}}

WRITTEN: dict[str, tuple[str, Any]] = {
    "a Python dict": (repr(VALUE), VALUE),
    "tuples": ("[(1, 90), (2, 10)]", [[1, 90], [2, 10]]),
    "both quotes of Python": (
        """{'a': "it's", 'b': 'say "um"', 'c': 'it\\'s'}""",
        {"a": "it's", "b": 'say "um"', "c": "it's"},
    ),
    "an apostrophe in single quotes": ("{'a': 'don't stop', 'b': 1}", {"a": "don't stop", "b": 1}),
    "quotes inside quotes": ('{"a": "say "um" and go", "b": 1}', {"a": 'say "um" and go', "b": 1}),
    "a quote before the end": ('["he said "um""]', ['he said "um"']),
    "comments": (
        '/* {a} */ {"a": [1, // the first\n 2 # ["x"]\n], /* "b": 3 */ "c": 4}',
        {"a": [1, 2], "c": 4},
    ),
    "no comment in a text": (
        '{"a": "http://b.example/*c*/ #d"}',
        {"a": "http://b.example/*c*/ #d"},
    ),
    "commas too many": ('{"a": [1, 2, ], "b": 3, }', {"a": [1, 2], "b": 3}),
    "no commas": (
        '{"a": [[1, 2] [3, 4]]\n "b": "x"\n "c": 5}',
        {"a": [[1, 2], [3, 4]], "b": "x", "c": 5},
    ),
    "semicolons": ('{"a": [1; 2]; "b": "x"; "c": "y"}', {"a": [1, 2], "b": "x", "c": "y"}),
    "full-width punctuation": (
        '{"a"：[1，2]，"b"："x，y"，c：3}',
        {"a": [1, 2], "b": "x，y", "c": 3},
    ),
    "keys without quotes": ("{a: 1, b_2: [true]}", {"a": 1, "b_2": [True]}),
    "words without quotes": (
        "{a: low, b: 90%, c: 9/10, d: 007}",
        {"a": "low", "b": "90%", "c": "9/10", "d": "007"},
    ),
    "no number": ("[NaN, nan, undefined, None]", [None] * 4),
    "typographic quotes": ("{“a”: “it’s so”, “b”: 2}", {"a": "it’s so", "b": 2}),
    "a number with its word": ("[[7:like, 90]]", [[7, "like", 90]]),
    "line breaks in a text": ('{"a": "two\nlines\tand"}', {"a": "two\nlines\tand"}),
    "escapes that JSON does not know": (
        '{"a": "\\d \\x41 \\u12 \\n"}',
        {"a": "\\d \\x41 \\u12 \n"},
    ),
    "halves of a pair": ('["\\ud83d\\ude00 \\ud83d"]', ["\U0001f600 \ufffd"]),
    "a large number": ("1e999", "1e999"),
    "a text that ends with the answer": ('"x"', "x"),
}


def build(text: str, sizes: list[int]) -> Any:
    """The value of `text` in pieces of these sizes, over and over."""
    tokens, builder, position, count = Tokenizer(), ValueBuilder(), 0, 0
    while position < len(text):
        size = sizes[count % len(sizes)]
        tokens.feed(text[position : position + size])
        position, count = position + size, count + 1
        while token := tokens.next_token():
            if builder.add(token):
                return builder.value
            tokens.is_at_key = builder.is_at_key
    while token := tokens.finish():
        if builder.add(token):
            return builder.value
    raise AssertionError("not complete")


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_meant_is_read_in_pieces_of_any_size(name: str) -> None:
    text, value = WRITTEN[name]
    assert parse_json(text, "it") == value
    for sizes in ([1], [2, 1, 5], [1000]):
        assert build(f"{text}\n", sizes) == value


texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ['"', "', ", '", "', "//", "/*", "#", "\\", '": ', "]}", "“”", "a, b: c", "\u2028"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars.filter(lambda v: v not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=500, deadline=None)
@given(values, st.sampled_from([None, 1]), st.booleans())
def test_json_is_read_as_json(value: Any, indent: int | None, plain: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=plain)
    assert parse_json(text, "it") == value
    assert build(f"{text}\n", [random.Random(len(text)).choice((1, 3, 7))]) == value


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("\"'{}[](),:/*#\\ \na1“”"), max_size=40), st.integers(1, 5))
def test_pieces_make_no_difference_whatever_the_text(text: str, size: int) -> None:
    def tokens_of(pieces: list[str]) -> list[Token]:
        tokens, found = Tokenizer(), []
        for piece in [*pieces, "\n"]:
            tokens.feed(piece)
            while token := tokens.next_token():
                found.append(token)
        return found

    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert tokens_of(pieces) == tokens_of([text])


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1", '{"a"}', '{"a" 1}', '{"a": }', '{"a": 1]', "[1}", "}", '{"a": 1} x',
     "{[1]: 2}", '{"a": "b": 1}', "[" * 100 + "]" * 100],
)  # fmt: skip
def test_what_means_nothing_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(Unusable, match=r"^the place: not valid JSON$"):
        parse_json(text, "the place")


@pytest.mark.parametrize(
    "piece",
    ['"', "'", '"a" b', "/", "/*", "# ", "[", "(", "a", '\\"', '",', '" ', '", a', "“", "{'", "1,"],
)
def test_the_cost_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    def seconds(chars: int) -> float:
        text, tokens = piece * (chars // len(piece)), Tokenizer()
        started = time.process_time()
        for start in range(0, len(text), 8):
            tokens.feed(text[start : start + 8])
            while tokens.next_token():
                pass
        return time.process_time() - started

    small = min(seconds(2_500) for _ in range(3))
    large = min(seconds(40_000) for _ in range(2))
    assert large < 16 * small * 4  # a square would be 16 times as much again


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "Don&#39;t rush &amp; breathe; say &quot;next&quot;.",
            'Don\'t rush & breathe; say "next".',
        ),
        (r"Silence doesn\u2019t hurt.\nBreathe.", "Silence doesn\u2019t hurt.\nBreathe."),
        (r"It\'s \"fine\" \ud83d\ude00", 'It\'s "fine" \U0001f600'),
        ("&amp;lt; once", "&lt; once"),
        *((same, same) for same in ("Q&A; R&D", "AT&T &copy", r"a \neq b \to c\\", "C:\\", "")),
    ],
)
def test_a_text_that_was_escaped_once_too_often_is_read_as_it_is_meant(
    written: str, meant: str
) -> None:
    assert decode_again(written) == meant
