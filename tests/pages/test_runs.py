"""The runs page: find, page through, open, run again, compare, export, delete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.runs.compare import comparison_html
from pages.components.runs.exports import as_json
from pages.components.runs.search import describe_found
from pages.components.runs.table import found_rows
from refiner.config.settings import Settings
from refiner.store import Store
from refiner.store.search import Search
from tests.support.sample_document import document
from tests.support.seed import seed
from tests.support.talks import talk_with


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    return Store(tmp_path / "runs.db")


def opened() -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    return at.switch_page("pages/runs.py").run()


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def select(at: AppTest, newest: int, *places: int) -> AppTest:
    """Select rows of the table that begins with run `newest`, as a click on them does."""
    chosen = {"rows": list(places), "columns": [], "cells": []}
    at.session_state[f"runs_table_{newest}"] = {"selection": chosen}
    return at.run()


def test_an_empty_log_invites_to_a_first_talk(store: Store) -> None:
    at = opened()
    assert not at.exception
    assert "There are no runs yet." in words(at)
    assert at.button(key="runs_first")
    assert not at.text_input  # there is nothing to search


def test_runs_are_listed_newest_first_a_page_at_a_time(store: Store) -> None:
    seed(store, 60)
    at = opened()
    assert not at.exception
    assert "1–25 of 60 runs, newest first." in words(at)
    assert at.dataframe[0].value["Run"].tolist() == list(range(60, 35, -1))


def test_words_and_columns_narrow_the_list(store: Store) -> None:
    seed(store, 60)
    at = opened()
    at.text_input(key="runs_text").set_value("garden").run()
    at.multiselect(key="runs_speaker").set_value(["Ada"]).run()
    assert not at.exception
    total = store.runs.count(Search("garden", {"speaker": ["Ada"]}))
    assert f"{total} runs found" in words(at)
    assert set(at.dataframe[0].value["Speaker"]) == {"Ada"}
    assert at.dataframe[0].value["Found in"].str.contains("garden").all()


def test_an_empty_search_has_a_message(store: Store) -> None:
    seed(store, 5)
    at = opened()
    at.text_input(key="runs_text").set_value("zebra").run()
    assert "No run matches." in words(at)


def logged(store: Store, **changes: Any) -> int:
    run_id = store.runs.start(talk_with(3, speaker="Ada"), Settings(), "local")[0]
    store.runs.finish(
        document(run_id=run_id, rates={"per_100_words": 1.0, "per_minute": 2.0}, **changes)
    )
    return run_id


def test_a_selected_run_is_opened(store: Store) -> None:
    run_id = logged(store)
    at = select(opened(), run_id, 0)
    at.button(key="runs_open").click().run()
    assert not at.exception
    assert str(run_id) in at.query_params["run"]


def test_a_selected_run_can_be_run_again_with_other_settings(store: Store) -> None:
    run_id = logged(store)
    at = select(opened(), run_id, 0)
    at.button(key="runs_again").click().run()
    assert not at.exception
    assert at.text_area(key="refine_text").value == store.runs.transcript(run_id).text  # type: ignore[union-attr]
    assert at.text_input(key="refine_speaker").value == "Ada"


def test_two_selected_runs_are_compared(store: Store) -> None:
    first, second = logged(store), logged(store, strategy="early")
    at = select(opened(), second, 0, 1)
    assert not at.exception
    assert f"Run {first}:" in words(at)
    assert "runs_open" not in [button.key for button in at.button]


def test_a_deleted_run_is_gone_from_the_log_and_from_memory(store: Store) -> None:
    keep, gone = logged(store), logged(store)
    at = select(opened(), gone, 0)
    at.button(key="runs_delete").click().run()
    assert "Delete 1 run? This cannot be undone." in words(at)
    at.button(key="runs_delete_yes").click().run()
    assert not at.exception
    assert [row["run_id"] for row in store.runs.rows()] == [keep]


def test_all_of_a_speakers_runs_go_after_one_more_question(store: Store) -> None:
    seed(store, 40)
    at = opened()
    at.multiselect(key="runs_speaker").set_value(["Ada"]).run()
    ada = Search("", {"speaker": ["Ada"]})
    total = store.runs.count(ada)
    at.button(key="runs_delete_speaker").click().run()
    assert store.runs.count(ada) == total
    assert f"Delete {total} runs of Ada? This cannot be undone." in words(at)
    at.button(key="runs_delete_speaker_yes").click().run()
    assert not at.exception
    assert store.runs.count(ada) == 0
    assert f"{total} runs deleted." in words(at)


def test_deleting_can_be_thought_better_of(store: Store) -> None:
    seed(store, 40)
    at = opened()
    at.multiselect(key="runs_speaker").set_value(["Ada"]).run()
    at.button(key="runs_delete_speaker").click().run()
    at.button(key="runs_delete_speaker_no").click().run()
    assert store.runs.count(Search()) == 40
    assert at.button(key="runs_delete_speaker")


def test_a_log_that_cannot_be_read_gets_one_plain_message(store: Store) -> None:
    store.path.write_bytes(b"a diary, and no database" * 100)
    at = opened()
    assert not at.exception
    assert "not a database" in at.error[0].value


@pytest.mark.parametrize(
    ("wanted", "total", "number", "sentence"),
    [
        (Search("x"), 0, 1, "No run matches."),
        (Search(), 1, 1, "1 run, newest first."),
        (Search("x"), 60, 3, "51–60 of 60 runs found, newest first."),
    ],
)
def test_the_number_found_is_described(
    wanted: Search, total: int, number: int, sentence: str
) -> None:
    assert describe_found(wanted, total, number) == sentence


def test_passages_have_a_column_only_where_words_were_looked_for(store: Store) -> None:
    seed(store, 5)
    assert "Found in" not in found_rows(store.runs.find(Search(), 5))[0]


def test_two_runs_are_compared_and_what_differs_is_marked() -> None:
    one = document(rates={"per_100_words": 9.0}, run_id=1)
    other = document(rates={"per_100_words": 9.0}, run_id=2, strategy="sequential",
                     title="<b>Other</b>")  # fmt: skip
    html = comparison_html(one, other)
    assert '<tr class="differs"><th scope="row">Strategy</th><td>Hybrid</td><td>Sequential' in html
    assert '<tr><th scope="row">Fillers per 100 words</th>' in html
    assert "<b>Other" not in html


def test_documents_are_exported_as_one_list() -> None:
    assert as_json(['{"a": 1}', "{}"]) == '[{"a": 1},\n{}]\n'
    assert as_json([]) == "[]\n"
