"""The answers that models give: one type each, from which both schema and reader are made.

The types are read strictly; what a reader forgives is written in the validators of this
module. A complaint names a place and a type ("verdicts[3].confidence: not a number"), never
the value found there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, PlainValidator, TypeAdapter, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from refiner.errors import Unusable

_NUMERAL = re.compile(
    r"\s*(?:~|about )?(-?(?:\d+(?:[.,]\d+)?|[.,]\d+))\s*(?:%|per ?cent)?\s*", re.I
)
_WORD_NUMBER = re.compile(r"\s*\[?#?(\d+)(?::[^\]]*)?\]?\s*")  # "[7:like]", as it is sent


def _numeral(value: Any) -> float | int | None:
    """A number, also one written as text; None for anything else, true and false among it."""
    if isinstance(value, str) and (match := _NUMERAL.fullmatch(value)):
        digits = match[1].replace(",", ".")
        return float(digits) if "." in digits else int(digits)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    return None


def _read_number(value: Any) -> float:
    number = _numeral(value)
    if number is None:
        raise PydanticCustomError("not_a_number", "not a number")
    return number


def _read_integer(value: Any) -> int:
    number = _numeral(value)
    if number is None or number % 1:
        raise PydanticCustomError("not_an_integer", "not a whole number")
    return int(number)


_Integer = Annotated[int, PlainValidator(_read_integer), WithJsonSchema({"type": "integer"})]


class Verdict(NamedTuple):
    """How likely (0 to 1) the word of that number is a filler; None if the model gave no figure.

    `why` comes with verdicts of version 1 only.
    """

    number: int
    probability: float | None
    why: str = ""


def _read_probability(value: Any) -> float | None:
    """`90` is 90 percent, a fraction with a decimal point (0.9) too; true is 100."""
    if isinstance(value, bool):
        return float(value)
    number = _numeral(value)
    if number is None:
        return None
    probability = number if isinstance(number, float) and number <= 1 else number / 100
    return probability if 0 <= probability <= 1 else None


def _read_confidence(value: Any) -> float | None:
    """Version 1 gave fractions only: 1 is certain."""
    return 1.0 if value == 1 else _read_probability(value)


_YES = frozenset({"true", "yes", "y", "1", "1.0"})
_NO = frozenset({"false", "no", "n", "0", "0.0"})


def _read_yes_or_no(value: Any) -> bool | None:
    """Whether it says yes; None for anything that is neither yes nor no."""
    word = str(value).strip().lower()
    return True if word in _YES else False if word in _NO else None


def _read_probability_of(verdict: Mapping[str, Any]) -> float | None:
    """By `filler` and how sure the model is of it, else by the figure alone."""
    is_filler = _read_yes_or_no(verdict.get("filler", verdict.get("is_filler")))
    if is_filler is not None:
        sure = _read_confidence(verdict.get("confidence"))
        sure = 1.0 if sure is None else sure
        return sure if is_filler else 1 - sure
    if "percent" in verdict:
        return _read_probability(verdict["percent"])
    return _read_confidence(verdict.get("probability"))


def _read_word_number(value: Any) -> float | int | None:
    if isinstance(value, str) and (match := _WORD_NUMBER.fullmatch(value)):
        return int(match[1])
    return _numeral(value)


def _read_verdict(value: Any) -> Verdict:
    """A pair [number, percent], or an object of version 1, whose `filler` alone is enough."""
    if isinstance(value, dict):
        number = _read_word_number(value.get("number", value.get("id")))
        why = value.get("rationale")
        verdict = (_read_probability_of(value), why if isinstance(why, str) else "")
    elif isinstance(value, list) and value:
        number = _read_word_number(value[0])
        verdict = (_read_probability(value[1]) if len(value) > 1 else None, "")
    else:
        number, verdict = None, (None, "")
    if number is None or number % 1:
        raise PydanticCustomError("not_a_verdict", "not a pair of numbers")
    return Verdict(int(number), *verdict)


def list_verdicts(value: Any) -> Any:
    """A map of number to verdict as the list of verdicts that it stands for."""
    if not (
        value
        and isinstance(value, dict)
        and all(_read_word_number(key) is not None for key in value)
    ):
        return value
    return [
        {"number": number, **verdict} if isinstance(verdict, dict) else [number, verdict]
        for number, verdict in value.items()
    ]


_Verdict = Annotated[
    Verdict,
    PlainValidator(_read_verdict),
    WithJsonSchema({"type": "array", "items": {"type": "integer"}}),
]


def _read_missed(value: Any) -> Any:
    """`occurrence` may be absent; version 1 gave a confidence, and a doubtful one is dropped."""
    if not isinstance(value, dict):
        return value
    sure = _read_confidence(value.get("confidence", 1.0))
    if sure is not None and sure < 0.5:
        raise PydanticCustomError("not_a_filler", "more likely no filler")
    return {"occurrence": 1, **{k: v for k, v in value.items() if v is not None}}


class MissedFillerAnswer(TypedDict):
    """`occurrence` counts from 1 if the word is in the quote more than once."""

    quote: str
    word: str
    occurrence: _Integer


_MissedFiller = Annotated[MissedFillerAnswer, BeforeValidator(_read_missed)]


class ReasonAnswer(TypedDict):
    number: _Integer
    why: str


class IssueAnswer(TypedDict):
    kind: str
    quote: str
    severity: Annotated[
        Literal["low", "medium", "high"],
        BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
    ]
    tip: str


_Score = Annotated[
    float | None,
    PlainValidator(lambda value: None if value is None else _read_number(value)),
    WithJsonSchema({"type": "number"}),
]


class ScoresAnswer(TypedDict):
    """Scores from 0 to 100; None for one that the model left out."""

    clarity: _Score
    fluency: _Score
    pacing: _Score
    engagement: _Score
    key_strengths: list[str]
    primary_concern: str


class SummaryAnswer(TypedDict):
    recommended_focus: str
    filler_recommendation: str


def _with_absent(absent: Mapping[str, Any]) -> BeforeValidator:
    """What an absent key, or null, stands for where nothing hangs on it."""

    def complete(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {**absent, **{k: v for k, v in value.items() if v is not None}}

    return BeforeValidator(complete)


_NO_SCORES: dict[str, Any] = dict.fromkeys(("clarity", "fluency", "pacing", "engagement"))
_Scores = Annotated[
    ScoresAnswer, _with_absent({**_NO_SCORES, "key_strengths": [], "primary_concern": ""})
]
_Summary = Annotated[
    SummaryAnswer, _with_absent({"recommended_focus": "", "filler_recommendation": ""})
]


class VerdictsAnswer(TypedDict):
    """The sections that the refined counts are made of, then the reasons."""

    verdicts: Annotated[list[_Verdict], BeforeValidator(list_verdicts)]
    missed_fillers: list[_MissedFiller]
    reasons: list[ReasonAnswer]


class QualityAnswer(TypedDict):
    issues: list[IssueAnswer]
    speech_quality: _Scores
    summary: _Summary


class AnalysisAnswer(VerdictsAnswer, QualityAnswer):
    """The whole analysis, its verdicts first."""


class FocusAreaAnswer(TypedDict):
    skill: str
    advice: str
    exercise: str


class WeeklyGoalAnswer(TypedDict):
    goal: str
    measurement: str


def _list_of(value: Any) -> Any:
    """One text or object stands for a list of it, null for an empty one."""
    if value is None or value == "":
        return []
    return [value] if isinstance(value, str | dict) else value


def _text_of(value: Any) -> Any:
    """A list of texts stands for all of them, an object for its first text."""
    texts = list(value.values())[:1] if isinstance(value, dict) else value
    is_texts = isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts)
    return " ".join(texts) if is_texts else value


_Sentence = Annotated[str, BeforeValidator(_text_of)]
_FocusArea = Annotated[FocusAreaAnswer, _with_absent({"exercise": ""})]
_Goal = Annotated[
    WeeklyGoalAnswer,
    _with_absent({"measurement": ""}),
    BeforeValidator(lambda value: {"goal": value} if isinstance(value, str) else value),
]


class CoachingAnswer(TypedDict):
    headline: str
    focus_areas: Annotated[
        list[_FocusArea],
        BeforeValidator(lambda value: [value] if isinstance(value, dict) else value),
    ]
    strengths: Annotated[list[_Sentence], BeforeValidator(_list_of)]
    weekly_goals: Annotated[list[_Goal], BeforeValidator(_list_of)]
    motivation: Annotated[_Sentence, BeforeValidator(lambda value: value or "")]


class SentenceAnswer(TypedDict):
    """`number` is that of the sentence asked for."""

    number: _Integer
    sentence: str


class SentencesAnswer(TypedDict):
    sentences: list[SentenceAnswer]


ANSWER_TYPES: Mapping[str, Any] = {  # by the name of the schema
    "speech_analysis": AnalysisAnswer,
    "filler_verdicts": VerdictsAnswer,
    "speech_quality": QualityAnswer,
    "coaching_advice": CoachingAnswer,
    "coaching_sentences": SentencesAnswer,
}


@cache
def json_schema(schema_name: str) -> dict[str, Any]:
    """The answer's JSON Schema, strict as OpenAI defines it: every key required, no others."""
    schema = TypeAdapter(ANSWER_TYPES[schema_name]).json_schema()
    return _strict(schema, schema.get("$defs", {}))


def answer_keys(schema_name: str) -> tuple[str, ...]:
    """The sections of an answer, all of which are required, in their order."""
    return tuple(ANSWER_TYPES[schema_name].__annotations__)


def is_list(schema_name: str, key: str) -> bool:
    """Is the section a list?"""
    section = _section_type(schema_name, key)
    return get_origin(get_args(section)[0] if get_origin(section) is Annotated else section) is list


def read_answer(schema_name: str, sections: Mapping[str, Any]) -> dict[str, Any]:
    """A whole answer: its keys in the schema's order, others left out.

    Raises Unusable at the first value that is missing or of another type.
    """
    answer: dict[str, Any] = _read(ANSWER_TYPES[schema_name], sections, "")
    return answer


def read_section(schema_name: str, key: str, value: Any) -> Any:
    """One section of an answer. Raises Unusable if any of it is of another type."""
    return _read(_section_type(schema_name, key), value, key)


def read_item(schema_name: str, key: str, index: int, value: Any) -> Any:
    """One element of a list section; `index` counts from 0. Raises Unusable."""
    return _read(_item_type(schema_name, key), value, f"{key}[{index}]")


def read_items(schema_name: str, key: str, values: Any) -> tuple[list[Any], tuple[str, ...]]:
    """The valid elements of a list section, and a complaint about each invalid one.

    Raises Unusable if `values` is not a list at all.
    """
    if not isinstance(values, list):
        raise Unusable(f"{key}: not a list")
    valid: list[Any] = []
    complaints: list[str] = []
    for index, value in enumerate(values):
        try:
            valid.append(read_item(schema_name, key, index, value))
        except Unusable as error:
            complaints.append(str(error))
    return valid, tuple(complaints)


@cache
def _section_type(schema_name: str, key: str) -> Any:
    return get_type_hints(ANSWER_TYPES[schema_name], include_extras=True)[key]


@cache
def _item_type(schema_name: str, key: str) -> Any:
    section = _section_type(schema_name, key)
    items = get_args(section)[0] if get_origin(section) is Annotated else section
    return get_args(items)[0]


_adapter = cache(TypeAdapter)


def _read(kind: Any, value: Any, path: str) -> Any:
    try:
        return _adapter(kind).validate_python(value, strict=True)
    except ValidationError as error:
        raise Unusable(_complaint(error, path)) from None


_COMPLAINTS = {
    "missing": "missing",
    "list_type": "not a list",
    "dict_type": "not an object",
    "string_type": "not a text",
    "bool_type": "not true or false",
}


def _complaint(error: ValidationError, path: str) -> str:
    """The first error as one line; pydantic's own sentences may repeat the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = path
    for step in first["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
    if first["type"] == "literal_error":
        why = f"not {first['ctx']['expected']}"
    elif first["type"].startswith("not_a"):
        why = first["msg"]
    else:
        why = _COMPLAINTS.get(first["type"], "not what the schema asks for")
    return f"{place or 'the answer'}: {why}"


def _strict(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """One part of pydantic's schema without its titles, references and descriptions."""
    if "$ref" in part:
        part = definitions[part["$ref"].rsplit("/", 1)[1]]
    if part["type"] == "object":
        properties = {k: _strict(v, definitions) for k, v in part["properties"].items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    if part["type"] == "array":
        return {"type": "array", "items": _strict(part["items"], definitions)}
    return {key: part[key] for key in ("type", "enum") if key in part}
