"""Is an answer's section what its schema asks for?

One rule: a complaint names a place and a type ("verdicts[3].confidence: not a number"),
never what stands there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from refiner.errors import Unusable


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_SCALARS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "string": (lambda value: isinstance(value, str), "not a text"),
    "number": (_is_number, "not a number"),
    "integer": (lambda value: _is_number(value) and value == int(value), "not a whole number"),
    "boolean": (lambda value: isinstance(value, bool), "not true or false"),
}


def check(value: Any, schema: Mapping[str, Any], path: str = "") -> Any:
    """`value` as `schema` asks for it: keys in its order, keys unknown to it left out.

    Reads the part of JSON Schema that `prompts` writes. Raises Unusable at the first
    thing that is missing or of another type.
    """
    kind = schema["type"]
    if kind == "object":
        return _check_object(value, schema, path)
    if kind == "array":
        if not isinstance(value, list):
            raise _unusable(path, "not a list")
        return [check(item, schema["items"], f"{path}[{i}]") for i, item in enumerate(value)]
    fits, complaint = _SCALARS[kind]
    if not fits(value):
        raise _unusable(path, complaint)
    if value not in schema.get("enum", (value,)):
        raise _unusable(path, f"not one of {', '.join(schema['enum'])}")
    return value


def check_items(
    values: Any, schema: Mapping[str, Any], path: str
) -> tuple[list[Any], tuple[str, ...]]:
    """The elements that fit an array's `schema`, and one line for each that was dropped.

    Raises Unusable where `values` is not a list at all.
    """
    if not isinstance(values, list):
        raise _unusable(path, "not a list")
    good: list[Any] = []
    dropped: list[str] = []
    for index, value in enumerate(values):
        try:
            good.append(check(value, schema["items"], f"{path}[{index}]"))
        except Unusable as error:
            dropped.append(str(error))
    return good, tuple(dropped)


def _check_object(value: Any, schema: Mapping[str, Any], path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unusable(path, "not an object")
    properties: Mapping[str, Mapping[str, Any]] = schema["properties"]
    required: Sequence[str] = schema["required"]
    for key in required:
        if key not in value:
            raise _unusable(_join(path, key), "missing")
    return {
        key: check(value[key], part, _join(path, key))
        for key, part in properties.items()
        if key in value
    }


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _unusable(path: str, why: str) -> Unusable:
    return Unusable(f"{path or 'the answer'}: {why}")
