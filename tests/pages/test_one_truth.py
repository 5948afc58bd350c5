"""One corrected run has one number on every page and in every export."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.components.refine.printed_report import report_html
from pages.components.runs.exports import CSV_COLUMNS
from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions
from refiner.batch.running import RunningBatch
from refiner.batch.tasks import BatchOptions
from refiner.config.settings import Settings
from refiner.insight.corrections import correct_span, corrected_json, find_corrected
from refiner.insight.export import csv_text
from refiner.insight.lab import LAB_COLUMNS, LAB_FILTER, logged_runs
from refiner.insight.report import report_markdown
from refiner.run.session import Session
from refiner.run_document import CountedDocument, is_counted
from refiner.store import Store
from refiner.store.search import Search
from refiner.transcripts import read_transcript
from tests.support.virtual_time import run_virtual

TALK = (
    "Um, so it was, like, a good day. We, you know, went home early. "
    "I like it there, and uh, the well is deep. Basically it was a basin of water.\n"
) * 4


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    monkeypatch.setenv("REFINER_PROVIDER", "local")
    return Store(tmp_path / "runs.db")


@pytest.fixture
def made(store: Store) -> CountedDocument:
    """A run of the local analyst, with one filler rejected and one unmarked word marked."""
    transcript = read_transcript(TALK.encode(), title="A day", speaker="Ada")
    session = Session(transcript, Settings(provider="local", log=None), store, echo=False)
    run_virtual(session.run())
    logged = session.document
    assert logged is not None
    assert is_counted(logged)
    rejected = [f for f in logged["fillers"] if f["ai"] and f["word"] == "like"]
    for filler in rejected:
        correct_span(store, logged["run_id"], filler["start"], filler["end"], False)
    start = TALK.index("deep")
    correct_span(store, logged["run_id"], start, start + len("deep"), True)
    document = find_corrected(store, logged["run_id"])
    assert document is not None
    assert is_counted(document)
    assert document["counts"]["ai"] == logged["counts"]["ai"] - len(rejected) + 1
    return document


def opened(page: str, **query: str) -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    at.switch_page(page)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def numbers_of(values: Any) -> list[float]:
    """A chart's numbers, which are sent as bytes if they came as an array."""
    if isinstance(values, dict):
        values = np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
    return list(values)


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def test_the_run_page_says_it_in_its_sentence_its_words_and_its_advice(
    store: Store, made: CountedDocument
) -> None:
    at = opened("pages/refine.py", run=str(made["run_id"]))
    fillers, rate = made["counts"]["ai"], made["rates"]["per_100_words"]
    assert f"{fillers} fillers in context" in words(at)
    assert f"{rate:.1f} per 100 words" in words(at)
    assert sum(f["ai"] for f in made["fillers"]) == fillers
    assert "deep" in made["counts"]["by_word"]


def test_the_advice_no_longer_speaks_of_what_the_person_rejected(made: CountedDocument) -> None:
    advice = json.dumps(made["coaching"]["advice"], ensure_ascii=False)
    assert "“like”" not in advice
    for quote in re.findall(r"“([^”]{20,})”", advice):
        passage = quote.strip(" …")
        start = made["text"].find(passage)
        inside = [f for f in made["fillers"] if start <= f["start"] < start + len(passage)]
        assert not inside or any(f["ai"] for f in inside)


def test_every_export_says_it(store: Store, made: CountedDocument) -> None:
    fillers, rate = made["counts"]["ai"], made["rates"]["per_100_words"]
    for page in (report_html(made), report_markdown(made)):
        assert f"{fillers} fillers in {made['words']} words" in page
        assert f"{rate} per 100 words" in page
    (exported,) = corrected_json(store, [made["run_id"]])
    assert json.loads(exported)["counts"]["ai"] == fillers
    (row,) = store.runs.find(Search(), 10)
    cells = dict(
        zip(CSV_COLUMNS, csv_text([row], CSV_COLUMNS).splitlines()[1].split(","), strict=True)
    )
    assert (cells["ai_fillers"], cells["per_100_words"]) == (str(fillers), str(rate))


def test_the_pages_of_the_log_say_it(store: Store, made: CountedDocument) -> None:
    fillers, rate = made["counts"]["ai"], made["rates"]["per_100_words"]
    (listed,) = opened("pages/runs.py").dataframe[0].value.to_dict("records")
    assert (listed["In context"], listed["Per 100 words"]) == (fillers, rate)
    at = opened("pages/trends.py", trends_speaker="Ada")
    chart: dict[str, Any] = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert round(chart["data"][1]["y"][0], 1) == rate
    runs = logged_runs(store.runs.columns(LAB_COLUMNS, LAB_FILTER))
    assert runs.refined.tolist() == [fillers]
    (talk,) = store.runs.talks("Ada")
    assert sum(n["ai"] for n in json.loads(talk["by_word"] or "{}").values()) == fillers
    assert "1 run in the last week" in words(opened("pages/health.py"))


def test_threshold_lab_strategies_and_batch_say_it(store: Store, made: CountedDocument) -> None:
    fillers = made["counts"]["ai"]
    chart = json.loads(opened("pages/lab.py").get("plotly_chart")[1].proto.spec)
    drawn = [trace["y"] for trace in chart["data"] if trace.get("customdata")]
    assert [n for y in drawn for n in numbers_of(y)] == [fillers]
    places = {"sequential": 0, "hybrid": 1, "early": 2, "fanout": 3}
    numbers = ["999"] * 4
    numbers[places[made["strategy"]]] = str(made["run_id"])
    compared = opened("pages/strategies.py", side="-".join(numbers))
    assert f"{fillers} (rules: {made['counts']['rule']})" in words(compared)
    inputs = [Input(Path("a.txt"), data=TALK.encode())]
    reading = ReadingOptions(speaker="Ada", title="A day")
    options = BatchOptions(Settings(provider="local", log=None), store, reading)
    batch = RunningBatch(inputs, options, 1)
    batch.wait(20)
    (row,) = batch.rows
    assert (row.run_id, row.state) == (made["run_id"], "done before")
    assert (row.refined, row.per_100_words) == (fillers, made["rates"]["per_100_words"])


def test_undoing_every_correction_gives_the_first_number_back(
    store: Store, made: CountedDocument
) -> None:
    logged = store.runs.document(made["run_id"])
    assert logged is not None
    for label in store.labels.rows(made["run_id"]):
        correct_span(store, made["run_id"], label["start"], label["end"], None)
    (row,) = store.runs.find(Search(), 10)
    assert row["ai_fillers"] == logged["counts"]["ai"]
    undone: object = find_corrected(store, made["run_id"])
    assert undone == {**logged, "held_on": row["held_on"]}
