"""The types of the run document, its page and the documents of real runs agree field by field."""

from __future__ import annotations

import asyncio
import json
import re
import typing
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin

import pytest
from typing_extensions import get_type_hints

from refiner import run_document
from refiner.analyst.backend import LocalBackend
from refiner.errors import Denied, Incomplete
from refiner.insight.labels import relabelled
from refiner.llm.backends.scripted import Scene, ScriptedBackend
from refiner.model import Transcript
from refiner.run_document import RunDocument
from refiner.store import Store
from refiner.store.row_types import LabelRow, RunRow, StoredRunRow
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import load_sample
from tests.support.runs import document_of
from tests.support.sample_document import label_row
from tests.support.seed import seed
from tests.support.talks import advice, analysis_answer, talk_with
from tests.support.virtual_time import run_virtual

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "run-document.md").read_text(encoding="utf-8")


def parts_of(kind: type, found: dict[str, type]) -> dict[str, type]:
    """The TypedDicts that `kind` is made of, by name."""
    if typing.is_typeddict(kind):
        found[kind.__name__] = kind
        for part in get_type_hints(kind).values():
            parts_of(part, found)
    for part in get_args(kind):
        if part not in found.values():
            parts_of(part, found)
    return found


TYPES = parts_of(RunDocument, {})


def required_fields(kind: type) -> set[str]:
    """`__required_keys__` as it would be without postponed annotations."""
    hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
    return {name for name, hint in hints.items() if get_origin(hint) is not NotRequired}


def described_fields(name: str) -> dict[str, bool]:
    """The fields of a section of the page; whether each must be there."""
    section = re.search(rf"^## `{name}`\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert section, f"docs/run-document.md has no section {name}"
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section[1], re.M)
    return {field: "*optional*" not in meaning for field, meaning in rows}


@pytest.mark.parametrize("name", TYPES)
def test_the_page_describes_every_field_and_no_other(name: str) -> None:
    required = required_fields(TYPES[name])
    fields = {field: field in required for field in get_type_hints(TYPES[name])}
    assert list(described_fields(name).items()) == list(fields.items())


def test_the_page_describes_no_other_object() -> None:
    assert set(re.findall(r"^## `(\w+)`$", PAGE, re.M)) == set(TYPES)
    assert {f"#{name.lower()}" for name in TYPES} >= set(re.findall(r"\]\((#\w+)\)", PAGE))


def mismatches(value: Any, kind: Any, path: str = "") -> list[str]:
    """Where `value` is not of the type `kind`, strictly: no other keys, no bool for a number."""
    if kind is Any:
        return []
    if get_origin(kind) in {Union, UnionType}:
        tried = [mismatches(value, option, path) for option in get_args(kind)]
        return min(tried, key=len) if all(tried) else []
    if get_origin(kind) is Literal:
        return [] if value in get_args(kind) else [f"{path}: {value!r}"]
    if get_origin(kind) is list:
        rows = value if isinstance(value, list) else [f"no list: {value!r}"]
        return [
            m
            for n, row in enumerate(rows)
            for m in mismatches(row, get_args(kind)[0], f"{path}[{n}]")
        ]
    if get_origin(kind) is dict:
        return [
            m
            for key, row in value.items()
            for m in mismatches(row, get_args(kind)[1], f"{path}.{key}")
        ]
    if typing.is_typeddict(kind):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no object"]
        hints, required = get_type_hints(kind), required_fields(kind)
        wrong = [f"{path}: no {key}" for key in sorted(required - value.keys())]
        wrong += [f"{path}: {key} is not in {kind.__name__}" for key in value.keys() - hints.keys()]
        common = [key for key in hints if key in value]
        return wrong + [
            m for key in common for m in mismatches(value[key], hints[key], f"{path}.{key}")
        ]
    numbers = (int, float) if kind is float else kind
    right = isinstance(value, numbers) and (kind is bool or not isinstance(value, bool))
    return [] if right else [f"{path}: {value!r} is no {kind.__name__}"]


def test_a_mismatch_is_found_however_deep_it_is() -> None:
    document = run_virtual(document_of(talk_with(1), LocalBackend()))
    document["fillers"][0]["start"] = True
    document["timings"]["spans"][0]["pace"] = 1
    del document["coaching"]["advice"]["motivation"]
    assert mismatches(document, RunDocument) == [
        ".fillers[0].start: True is no int",
        ".coaching.advice: no motivation",
        ".timings.spans[0]: pace is not in SpanDict",
    ]


def sample(name: str) -> Transcript:
    return read_transcript(load_sample(name).encode(), name=name)


def file(name: str) -> Transcript:
    return read_transcript((ROOT / "tests" / "files" / name).read_bytes(), name=name)


def script(**changes: Any) -> dict[str, Any]:
    answers = {"analysis": analysis_answer(3, 1), "coaching": advice(), "regeneration": advice()}
    return answers | changes


@pytest.mark.parametrize("strategy", ["sequential", "hybrid", "early", "fanout"])
@pytest.mark.parametrize(
    "transcript",
    [sample("casual"), sample("clean"), file("deepgram.json"), file("teams.vtt")],
    ids=["casual", "clean", "deepgram", "teams"],
)
def test_a_run_of_the_local_analyst_gives_the_document_of_the_types(
    transcript: Transcript, strategy: str
) -> None:
    document = asyncio.run(document_of(transcript, LocalBackend(), strategy=strategy))
    assert mismatches(json.loads(json.dumps(document)), RunDocument) == []


@pytest.mark.parametrize(
    "answers",
    [
        script(),
        script(analysis=Denied("no access", status=403)),
        script(analysis=[Incomplete("reset"), analysis_answer(3, 1)]),
        script(analysis=Scene(json.dumps(analysis_answer(3, 1)), stop_after=400)),
        script(coaching="prose"),
    ],
    ids=["regenerated", "denied", "tried again", "cut", "prose"],
)
def test_a_run_with_faults_gives_the_document_of_the_types(answers: Mapping[str, Any]) -> None:
    document = run_virtual(document_of(talk_with(3), ScriptedBackend(answers)))
    assert mismatches(json.loads(json.dumps(document)), RunDocument) == []


def test_a_corrected_document_is_one_too() -> None:
    document = asyncio.run(document_of(sample("casual"), LocalBackend()))
    start, end = (document["fillers"][0][name] for name in ("start", "end"))
    spans = [(start, end, False), (9, 11, True)]
    labels = [label_row(*span) for span in spans]
    corrected = json.loads(json.dumps(relabelled(document, labels)))
    assert mismatches(corrected, RunDocument) == []


def test_rows_of_the_log_are_of_their_types(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    seed(store, 20)
    store.labels.set(1, 0, 2, True)
    for row in store.runs.rows():
        assert mismatches(row, RunRow) == []
        assert mismatches(store.runs.row(row["run_id"]), StoredRunRow) == []
    (label,) = store.labels.rows(1)
    assert mismatches(label, LabelRow) == []


def test_every_type_of_the_module_is_used() -> None:
    made = {name for name in vars(run_document) if name.endswith("Dict") and name != "TypedDict"}
    assert made == set(TYPES) - {"RunDocument"}
