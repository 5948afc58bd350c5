"""The answers that models give: one type each, from which both schema and reader are made.

The types are read strictly, after what was written in another shape was fitted to them
(`answer_shape`, `verdict_forms`). A complaint names a place and a type ("issues[3].tip: not a
text"), never the value found there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from refiner.errors import Unusable
from refiner.llm.answer_shape import fit
from refiner.llm.lenient_json import decode_again
from refiner.llm.verdict_forms import (
    Verdict,
    list_verdicts,
    read_confidence,
    read_integer,
    read_score,
    read_verdict,
)

_Text = Annotated[str, AfterValidator(decode_again)]  # that a person reads
_Integer = Annotated[int, PlainValidator(read_integer), WithJsonSchema({"type": "integer"})]


_Verdict = Annotated[
    Verdict,
    PlainValidator(read_verdict),
    WithJsonSchema({"type": "array", "items": {"type": "integer"}}),
]


def _read_missed(value: Any) -> Any:
    """Version 1 gave a confidence, and a doubtful one is dropped."""
    sure = read_confidence(value.get("confidence", 1.0)) if isinstance(value, dict) else None
    if sure is not None and sure < 0.5:
        raise PydanticCustomError("not_a_filler", "more likely no filler")
    return value


class MissedFillerAnswer(TypedDict):
    """`occurrence` counts from 1 if the word is in the quote more than once."""

    quote: str
    word: str
    occurrence: _Integer


_MissedFiller = Annotated[MissedFillerAnswer, BeforeValidator(_read_missed)]


class ReasonAnswer(TypedDict):
    number: _Integer
    why: _Text


class IssueAnswer(TypedDict):
    kind: str
    quote: str
    severity: Annotated[
        Literal["low", "medium", "high"],
        BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
    ]
    tip: _Text


_Score = Annotated[
    float | None,
    PlainValidator(lambda value: None if value is None else read_score(value)),
    WithJsonSchema({"type": "number"}),
]


class ScoresAnswer(TypedDict):
    """Scores from 0 to 100; None for one that the model left out."""

    clarity: _Score
    fluency: _Score
    pacing: _Score
    engagement: _Score
    key_strengths: list[_Text]
    primary_concern: _Text


class SummaryAnswer(TypedDict):
    recommended_focus: _Text
    filler_recommendation: _Text


class VerdictsAnswer(TypedDict):
    """The sections that the refined counts are made of, then the reasons."""

    verdicts: Annotated[list[_Verdict], BeforeValidator(list_verdicts)]
    missed_fillers: list[_MissedFiller]
    reasons: list[ReasonAnswer]


class QualityAnswer(TypedDict):
    issues: list[IssueAnswer]
    speech_quality: ScoresAnswer
    summary: SummaryAnswer


class AnalysisAnswer(VerdictsAnswer, QualityAnswer):
    """The whole analysis, its verdicts first."""


class FocusAreaAnswer(TypedDict):
    skill: _Text
    advice: _Text
    exercise: _Text


class WeeklyGoalAnswer(TypedDict):
    goal: _Text
    measurement: _Text


class CoachingAnswer(TypedDict):
    headline: _Text
    focus_areas: Annotated[list[FocusAreaAnswer], Field(min_length=1)]
    strengths: list[_Text]
    weekly_goals: list[WeeklyGoalAnswer]
    motivation: _Text


class SentenceAnswer(TypedDict):
    """`number` is that of the sentence asked for."""

    number: _Integer
    sentence: _Text


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
    return get_origin(_without_readers(_section_type(schema_name, key))) is list


def read_answer(schema_name: str, sections: Mapping[str, Any]) -> dict[str, Any]:
    """A whole answer: its keys in the schema's order, others left out.

    Raises Unusable at the first value that is missing or of another type.
    """

    def fitted() -> Any:
        if not isinstance(sections, Mapping):
            return sections
        keys = [key for key in answer_keys(schema_name) if key in sections]
        return {key: _fit_section(schema_name, key, sections[key]) for key in keys}

    answer: dict[str, Any] = _read_fitted(_answer_adapter(schema_name), sections, fitted, "")
    return answer


def read_section(schema_name: str, key: str, value: Any) -> Any:
    """One section of an answer. Raises Unusable if any of it is of another type."""
    return _read_fitted(
        _section_adapter(schema_name, key),
        value,
        lambda: _fit_section(schema_name, key, value),
        key,
    )


def read_item(schema_name: str, key: str, index: int, value: Any) -> Any:
    """One element of a list section; `index` counts from 0. Raises Unusable."""
    return _read_fitted(
        _item_adapter(schema_name, key),
        value,
        lambda: fit(value, json_schema(schema_name)["properties"][key]["items"]),
        f"{key}[{index}]",
    )


def read_items(schema_name: str, key: str, values: Any) -> tuple[list[Any], tuple[str, ...]]:
    """The valid elements of a list section, and a complaint about each invalid one.

    Raises Unusable if `values` is not a list at all.
    """
    if not isinstance(values, list):
        values = _fit_section(schema_name, key, values)
    if not isinstance(values, list):
        raise Unusable(f"unusable answer: {key} is not a list")
    valid: list[Any] = []
    complaints: list[str] = []
    for index, value in enumerate(values):
        try:
            valid.append(read_item(schema_name, key, index, value))
        except Unusable as error:
            complaints.append(str(error))
    return valid, tuple(complaints)


def read_valid(schema_name: str, key: str, value: Any) -> tuple[Any, Counter[str]]:
    """A section without what cannot be read of it, and how much that is, by reason."""
    dropped: Counter[str] = Counter()
    try:
        if not is_list(schema_name, key):
            return read_section(schema_name, key, value), dropped
        valid, invalid = read_items(schema_name, key, value)
    except Unusable:
        dropped[f"{key} that cannot be read"] += 1
        return _fit_section(schema_name, key, None), dropped
    if invalid:
        dropped[f"invalid entries of {key}"] += len(invalid)
    return valid, dropped


def _fit_section(schema_name: str, key: str, value: Any) -> Any:
    part = json_schema(schema_name)["properties"][key]
    return fit(_EMPTY[part["type"]]() if value is None else value, part)


@cache
def _section_type(schema_name: str, key: str) -> Any:
    return get_type_hints(ANSWER_TYPES[schema_name], include_extras=True)[key]


@cache
def _answer_adapter(schema_name: str) -> TypeAdapter[Any]:
    return TypeAdapter(ANSWER_TYPES[schema_name])


@cache
def _section_adapter(schema_name: str, key: str) -> TypeAdapter[Any]:
    return TypeAdapter(_section_type(schema_name, key))


@cache
def _item_adapter(schema_name: str, key: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_args(_without_readers(_section_type(schema_name, key)))[0])


def _without_readers(kind: Any) -> Any:
    """The type itself of one that is annotated."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


_EMPTY: Mapping[str, Callable[[], Any]] = {"array": list, "object": dict, "string": str}


def _read_fitted(
    adapter: TypeAdapter[Any], value: Any, fitted: Callable[[], Any], path: str
) -> Any:
    """`value` unchanged if it fits the schema; else its content in the schema's shape."""
    try:
        return adapter.validate_python(value, strict=True)
    except ValidationError:
        return _validate(adapter, fitted(), path)


def _validate(adapter: TypeAdapter[Any], value: Any, path: str) -> Any:
    try:
        return adapter.validate_python(value, strict=True)
    except ValidationError as error:
        raise Unusable(_complaint(error, path)) from None


_COMPLAINTS = {
    "missing": "missing",
    "list_type": "not a list",
    "dict_type": "not an object",
    "string_type": "not a text",
    "too_short": "empty",
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
