"""Reads a verdict in every form in which models write one.

Asked for is a pair [number, percent]. A whole number is percent, a number with a decimal point
that is at most 1 a fraction; a 1 is what the other verdicts are (`Verdict.scale`). What can be read
in two ways is no verdict.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from pydantic_core import PydanticCustomError

from refiner.errors import Unusable
from refiner.llm.answer_names import plain_name
from refiner.llm.lenient_json import parse_json
from refiner.patterns import compile_later

_FIGURE = r"-?(?:\d{1,15}(?:[.,]\d{1,30})?|[.,]\d{1,30})"  # Python refuses very long ones
_NUMERAL = compile_later(
    rf"\s*(?:~|about )?\+?({_FIGURE})\s*(?:(%|per ?cent)|/\s*(\d{{1,15}}))?\s*", re.I
)
_WORD_NUMBER = compile_later(r"\s*\[?#?(\d{1,15})(?::[^\]]*)?\]?\s*")  # "[7:like]", as it is sent
_PAIR_IN_TEXT = compile_later(
    r"(?<!\d)(\d{1,6})(?::[^\W\d][\w' ]{0,40})?\]?\s{0,9}(?:[:=→,]|->|=>|-\s|\s)\s{0,9}"
    r"(\d{0,6}[.,]?\d{1,6}(?:[.,]\d{1,6}(?!\d*\s*[:=→]))?\s?(?:%|/\s?\d{1,6})?|[a-z]{1,20}\b)"
    r"(?!\d*\s*[:=→])",
    re.I,
)
_YES = frozenset({"true", "yes", "y", "1", "1.0", "filler", "fillers", "fillerword"})
_NO = frozenset(
    {"false", "no", "n", "0", "0.0", "literal"}
    | {f"{no}filler{ending}" for no in ("not", "nota", "non", "no") for ending in ("", "s", "word")}
)

_NUMBER_NAMES = ("number", "id", "n", "no", "num", "nr", "index", "wordnumber", "wordid", "word")
_LABEL_NAMES = (
    "filler", "isfiller", "label", "verdict", "judgement", "judgment",
    "classification", "class", "category", "type",
)  # fmt: skip
_FRACTION_NAMES = ("probability", "prob", "p", "likelihood", "fillerprobability", "score")
_PERCENT_NAMES = ("percent", "percentage", "pct", "fillerpercent", "percentfiller", "value")


Scale = Literal["", "one", "fraction", "percent"]


class Verdict(NamedTuple):
    """How likely (0 to 1) the word of that number is a filler; None if the model gave no figure.

    `why` comes with verdicts of version 1 only. `scale`: what the figure of a pair is; "one" for a
    1, which is 1 percent beside percents and certain beside fractions.
    """

    number: int
    probability: float | None
    why: str = ""
    scale: Scale = ""


def _read_numeral(value: Any) -> float | int | None:
    """A number, also one written as text; None for anything else, true and false among it.

    "9/10" is 0.9, since what is written as a part of a whole is a fraction.
    """
    if isinstance(value, str) and (match := _NUMERAL.fullmatch(value)):
        digits = match[1].replace(",", ".")
        if match[3]:
            return float(digits) / int(match[3]) if int(match[3]) else None
        return float(digits) if "." in digits else int(digits)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    return None


def read_integer(value: Any) -> int:
    number = _read_numeral(value)
    if number is None or number % 1:
        raise PydanticCustomError("not_an_integer", "not a whole number")
    return int(number)


def read_score(value: Any) -> float:
    """A score from 0 to 100, also as a part of its highest ("8/10"), or with a comment."""
    if isinstance(value, dict):
        value = next((v for v in value.values() if _read_numeral(v) is not None), None)
    number = _read_numeral(value)
    if number is None:
        raise PydanticCustomError("not_a_number", "not a number")
    return 100 * number if isinstance(value, str) and "/" in value else number


def _read_probability(value: Any) -> float | None:
    """`90` is 90 percent, a fraction with a decimal point (0.9) too; true is 100."""
    if isinstance(value, bool):
        return float(value)
    number = _read_numeral(value)
    if number is None:
        return None
    is_fraction = isinstance(number, float) and number <= 1 and not _has_percent_sign(value)
    probability = number if is_fraction else number / 100
    return probability if 0 <= probability <= 1 else None


def read_confidence(value: Any) -> float | None:
    """Version 1 gave fractions only: 1 is certain."""
    return 1.0 if value == 1 else _read_probability(value)


def _read_yes_or_no(value: Any) -> bool | None:
    """Whether it says that the word is a filler; None for anything that is neither yes nor no."""
    word = re.sub(r"[\s_-]|\.\Z", "", str(value)).lower()
    return True if word in _YES else False if word in _NO else None


def _read_word_number(value: Any) -> float | int | None:
    if isinstance(value, str) and (match := _WORD_NUMBER.fullmatch(value)):
        return int(match[1])
    return _read_numeral(value)


def read_verdict(value: Any) -> Verdict:
    """A pair [number, percent], or what says the same. Raises PydanticCustomError."""
    if isinstance(value, str):
        value = _parts_of_text(value)
    if isinstance(value, dict) and len(value) == 1:  # {"7": 90}
        value = next(([*pair] for pair in value.items() if _WORD_NUMBER.fullmatch(pair[0])), value)
    number, probability, why, scale = None, None, "", _scale_of(())
    if isinstance(value, dict):
        number, probability, why = _read_object(value)
    elif isinstance(value, list) and value:
        number, probability = _read_word_number(value[0]), _read_parts(value[1:])
        scale = _scale_of(value[1:])
    if number is None or number % 1:
        raise PydanticCustomError("not_a_verdict", "not a pair of numbers")
    return Verdict(int(number), probability, why, scale)


def _scale_of(parts: Sequence[Any]) -> Scale:
    """What the only figure among the parts is."""
    figures = [(part, n) for part in parts if (n := _read_numeral(part)) is not None]
    if len(figures) != 1 or not figures[0][1]:
        return ""
    ((part, number),) = figures
    if number == 1:
        return "" if _has_percent_sign(part) else "one"
    return "fraction" if number < 1 and not _has_percent_sign(part) else "percent"


def _has_percent_sign(value: Any) -> bool:
    return isinstance(value, str) and re.search(r"%|per ?cent", value, re.I) is not None


def _parts_of_text(text: str) -> Any:
    parsed = _parse(text)
    pair = None if parsed else _PAIR_IN_TEXT.search(text)
    return [pair[1], pair[2]] if pair else parsed


def _parse(text: str) -> Any:
    """The list or object that the text is; None if it is none."""
    if text.lstrip()[:1] in ("[", "{", "("):
        with suppress(Unusable):
            return parse_json(text, "a verdict")
    return None


def _read_parts(parts: Sequence[Any]) -> float | None:
    """What follows the number: a figure, or whether it is a filler and how sure the model is.

    Texts beside them are skipped ([7, "like", 90]). [7, 0, 9] may be "0,9" or a no.
    """
    if len(parts) > 1:
        parts = [part for part in parts if not isinstance(part, str) or _says_something(part)]
    if len(parts) > 1 and type(parts[0]) is int and parts[0] in (0, 1):
        return _probability_of_label(*parts[:2]) if isinstance(parts[1], float) else None
    if len(parts) > 1 and _read_numeral(parts[0]) is None:
        return _probability_of_label(*parts[:2])
    first = parts[0] if parts else None
    label = _read_yes_or_no(first) if isinstance(first, str) else None
    if label is not None and _read_numeral(first) is None:
        return float(label)
    return _read_probability(first)


def _says_something(part: str) -> bool:
    return _read_numeral(part) is not None or _read_yes_or_no(part) is not None


def _probability_of_label(label: Any, confidence: Any) -> float | None:
    is_filler = _read_yes_or_no(label)
    if is_filler is None:
        return _read_probability(confidence)
    sure = read_confidence(confidence)
    sure = 1.0 if sure is None else sure
    return sure if is_filler else 1 - sure


def _read_object(verdict: Mapping[str, Any]) -> tuple[float | int | None, float | None, str]:
    """By whether it is a filler and how sure the model is of it, else by the figure alone."""
    named = {plain_name(name): part for name, part in reversed([*verdict.items()])}
    numbers = (_read_word_number(named[name]) for name in _NUMBER_NAMES if name in named)
    number = next((number for number in numbers if number is not None), None)
    why = named.get("rationale")
    why = why if isinstance(why, str) else ""
    label = next((named[name] for name in _LABEL_NAMES if name in named), None)
    if isinstance(label, int | float | str) and _read_yes_or_no(label) is not None:
        return number, _probability_of_label(label, named.get("confidence")), why
    if isinstance(_read_numeral(label), float):
        return number, _read_probability(label), why
    for names, read in ((_PERCENT_NAMES, _read_probability), (_FRACTION_NAMES, read_confidence)):
        if figure := next((name for name in names if name in named), None):
            return number, read(named[figure]), why
    return number, None, why


def list_verdicts(value: Any) -> Any:
    """Verdicts that were given as a map, a text or a flat list, as a list of verdicts."""
    if isinstance(value, str):
        if parsed := _parse(value):
            return list_verdicts(parsed)
        return [[pair[1], pair[2]] for pair in _PAIR_IN_TEXT.finditer(value)] or value
    if isinstance(value, list):
        is_nested = len(value) == 1 and isinstance(value[0], list) and len(value[0]) > 1
        is_nested = is_nested and all(isinstance(part, list) for part in value[0])
        return value[0] if is_nested else _pair_flat(value)
    if not isinstance(value, dict) or not value:
        return value
    if all(map(_is_group, value.keys(), value.values())):
        return [[n, _read_yes_or_no(label)] for label, numbers in value.items() for n in numbers]
    if len(value) == 1:
        ((name, inside),) = value.items()
        if _read_word_number(name) is None and isinstance(inside, list | dict):
            return list_verdicts(inside)
    if any(_read_word_number(key) is None for key in value):
        return value
    return [
        {"number": number, **verdict}
        if isinstance(verdict, dict)
        else [number, *(verdict if isinstance(verdict, list) else [verdict])]
        for number, verdict in value.items()
    ]


def _is_group(label: str, numbers: Any) -> bool:
    """Whether it is the numbers of all words with a label: {"fillers": [1, 7]}."""
    is_list = isinstance(numbers, list) and all(type(number) is int for number in numbers)
    is_number = _read_numeral(label) is not None
    return is_list and not is_number and _read_yes_or_no(label) is not None


def _pair_flat(values: list[Any]) -> list[Any]:
    """[1, 90, 2, 10] as pairs, if every second one is a number that counts up."""
    numbers, figures = values[::2], values[1::2]
    is_flat = 0 < len(numbers) == len(figures) and all(type(n) is int for n in numbers)
    is_flat = is_flat and all(isinstance(f, int | float) for f in figures)
    is_rising = is_flat and all(a < b for a, b in pairwise(numbers))
    return [[n, f] for n, f in zip(numbers, figures, strict=True)] if is_rising else values
