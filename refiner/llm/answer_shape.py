"""Repairs the shape of an answer: the right content as another type or under another name.

`fit` follows the JSON Schema. What does not fit stays unchanged, for the strict reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from refiner.errors import Unusable
from refiner.llm.answer_names import name_parts
from refiner.llm.lenient_json import parse_json
from refiner.patterns import compile_later

# The values of parts that may be absent or null:
_ABSENT: Mapping[str, Any] = {
    **dict.fromkeys(("clarity", "fluency", "pacing", "engagement")),
    **dict.fromkeys(("primary_concern", "recommended_focus", "filler_recommendation"), ""),
    **dict.fromkeys(("skill", "exercise", "measurement", "tip"), ""),
    "key_strengths": [],
    "occurrence": 1,
}
_MAIN_FIELDS = ("goal", "advice", "recommended_focus")  # what a single text is taken for
_NOTHING = frozenset({"", "none", "null", "n/a", "-"})
_BULLET = compile_later(r"(?m)^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_NAMED_SKILL = compile_later(
    r"\s*\*{0,2}([^:.!?]{2,60}?)\*{0,2}\s*(?::\*{0,2}| [–—-] )\s*(\S.*)", re.DOTALL
)


def fit(value: Any, part: Mapping[str, Any]) -> Any:
    """`value` in the shape of the schema's `part`, if it says the same."""
    if part["type"] in ("array", "object") and isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(Unusable):  # JSON within a string
            value = parse_json(value, "a section")
    match part["type"]:
        case "array" if part["items"]["type"] in ("array", "integer"):
            return value  # verdicts have a reader of their own
        case "array":
            listed = _as_list(value, part["items"])
            return [fit(v, part["items"]) for v in listed] if isinstance(listed, list) else listed
        case "object":
            return _as_object(value, part["properties"])
        case "string":
            return _as_text(value)
    return value


def _as_text(value: Any) -> Any:
    """A list of texts as one, an object as its first text, an empty one of either as none."""
    if value in ([], {}):
        return ""
    texts = list(value.values())[:1] if isinstance(value, dict) else value
    if isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts):
        return " ".join(texts)
    return value


def _as_list(value: Any, items: Mapping[str, Any]) -> Any:
    """A single item, or a map of items, as a list."""
    if value in (None, {}) or (isinstance(value, str) and value.strip().lower() in _NOTHING):
        return []
    if isinstance(value, str):
        lines = [line.strip() for line in _BULLET.sub("\n", value).splitlines()]
        return [line for line in lines if line] if _BULLET.search(value) else [value]
    if not isinstance(value, dict):
        return value
    parts = list(value.values())
    if items["type"] == "object" and name_parts(value, items["properties"]):
        return [value]
    if len(parts) == 1 and isinstance(parts[0], list):
        return parts[0]
    if items["type"] == "object":
        return _list_map(value, tuple(items["properties"])) or value
    return parts


def _list_map(value: Mapping[str, Any], keys: Sequence[str]) -> list[dict[str, Any]]:
    """Objects from a map of each one's first field to the others, or to its second field."""
    if all(isinstance(part, dict) for part in value.values()):
        return [{keys[0]: name, **part} for name, part in value.items()]
    if all(isinstance(part, str) for part in value.values()):
        return [{keys[0]: name, keys[1]: part} for name, part in value.items()]
    return []


def _as_object(value: Any, properties: Mapping[str, Any]) -> Any:
    """The fields of an object under their own names; a list of its values, or one text, too."""
    if isinstance(value, list):
        is_row = 1 < len(value) <= len(properties)
        is_row = is_row and all(isinstance(part, str | int | float) for part in value)
        single = value[0] if len(value) == 1 and isinstance(value[0], dict) else value
        value = dict(zip(properties, value, strict=False)) if is_row else single
    if isinstance(value, str):
        value = _from_text(value, properties)
    if not isinstance(value, dict):
        return value
    fields = name_parts(value, properties)
    for inside in value.values():  # a group of fields, as {"scores": {"clarity": 80}}
        is_field = any(inside is part for part in fields.values())
        if isinstance(inside, dict) and not is_field and len(fields) < len(properties):
            fields = name_parts(inside, [key for key in properties if key not in fields]) | fields
    known = {key: fields[key] for key in properties if fields.get(key) is not None}
    absent = {key: _ABSENT[key] for key in properties if key in _ABSENT and key not in known}
    fitted = {key: fit(part, properties[key]) for key, part in known.items()}
    return {**value, **fitted, **absent}


def _from_text(text: str, properties: Mapping[str, Any]) -> Any:
    """An object with the text as its main field; the text itself if it has none."""
    field = next((name for name in _MAIN_FIELDS if name in properties), None)
    if field is None or not text.strip():
        return text
    if "skill" in properties and (named := _NAMED_SKILL.fullmatch(text)):
        return {"skill": named[1], field: named[2]}
    return {field: text}
