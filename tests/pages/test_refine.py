"""Every state of the pages, through the script that draws them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.components.shared import services
from refiner.config.settings import Settings, load_settings
from refiner.run.runner import Runner
from refiner.store import Store
from refiner.transcripts.from_document import transcript_of
from tests.support.sample_document import CASUAL, document, marked

APP = "../../app.py"
TALK = "Um, so it was, like, a good day. We, you know, went home, and I like it there."


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A run log of its own; the runner of the test's server is closed afterwards."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "REFINER_PROVIDER", "REFINER_STRATEGY"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "runs.db"
    monkeypatch.setenv("REFINER_DB", str(path))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    yield path
    the_runner().close()
    st.cache_resource.clear()


def the_runner() -> Runner:
    """The runner that the pages of this test use."""
    return services.runner(load_settings(os.environ))


def open_page(run: int | str | None = None) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=20)
    if run is not None:
        at.query_params["run"] = str(run)
    return at.run()


def words(at: AppTest) -> str:
    """All that the page says in HTML, Markdown and messages."""
    pieces = [e.proto.body for e in at.get("html")]
    pieces += [e.value for e in [*at.markdown, *at.error, *at.title, *at.header, *at.caption]]
    return "\n".join(pieces)


def log(path: Path, made: Any) -> int:
    """Log a finished run with this document; returns its number."""
    store = Store(path)
    run_id, _ = store.runs.start(transcript_of(made), Settings(strategy="hybrid"), made["provider"])
    store.runs.finish(made | {"run_id": run_id})
    return run_id


def run_of(at: AppTest) -> int:
    """The run that the page's address names."""
    asked = at.query_params["run"]
    return int(asked if isinstance(asked, str) else asked[0])


def finish(at: AppTest, run_id: int) -> AppTest:
    """Wait for the run's end; then the page as it is drawn once more."""
    for _ in range(400):
        view = the_runner().view(run_id)
        if view is not None and view.status != "running":
            return at.run()
        time.sleep(0.025)
    raise AssertionError("the run did not end")


# -- Refine


def test_the_first_minute_tells_three_stories_and_where_data_goes(db: Path) -> None:
    at = open_page()
    assert not at.exception
    shown = words(at)
    for story in (
        "Counts agree: first draft kept",
        "Counts differ: advice rewritten",
        "Rewritten while the analysis runs",
    ):
        assert story in shown
    assert "stays on this computer" in shown


def test_a_pasted_talk_runs_to_its_advice(db: Path) -> None:
    at = open_page()
    at.text_area(key="refine_text").input(TALK)
    at.text_input(key="refine_speaker").input("Ada")
    at.button(key="refine_go").click().run()
    run_id = run_of(at)
    at = finish(at, run_id)
    assert not at.exception
    assert "First draft kept" in words(at) or "Advice rewritten" in words(at)
    assert "in context (rules:" in words(at)
    (row,) = Store(db).runs.rows()
    assert (row["status"], row["speaker"]) == ("done", "Ada")


def test_a_chosen_language_is_used_shown_and_kept(db: Path) -> None:
    at = open_page()
    assert at.selectbox(key="refine_language").value is None
    at.text_area(key="refine_text").input("Hm. Ähm, morgen um drei.")
    at.selectbox(key="refine_language").set_value("de").run()
    assert at.expander[0].label.startswith("Options (German, ")
    at.button(key="refine_go").click().run()
    at = finish(at, run_of(at))
    made = Store(db).runs.document(1)
    assert made is not None
    assert (made["language"], made.get("language_source"), made["counts"]["ai"]) == (
        "de",
        "given",
        1,
    )
    assert "German, as you said" in words(at)
    at.menu_button(key="refine_edit").set_value("Change the text and run again").run()
    assert at.selectbox(key="refine_language").value == "de"


def test_an_uploaded_file_gives_its_name_as_title(db: Path) -> None:
    at = open_page()
    at.segmented_control(key="refine_source").set_value("Upload").run()
    at.file_uploader(key="refine_upload").upload("team talk.txt", TALK.encode()).run()
    at.button(key="refine_go").click().run()
    finish(at, run_of(at))
    assert Store(db).runs.rows()[0]["title"] == "team talk"


def test_a_sample_brings_its_title_and_speaker(db: Path) -> None:
    at = open_page()
    at.segmented_control(key="refine_source").set_value("Sample").run()
    at.button(key="refine_go").click().run()
    finish(at, run_of(at))
    row = Store(db).runs.rows()[0]
    assert row["title"] == "Opening the new town hall"
    assert row["speaker"] == "Ruth"


@pytest.mark.parametrize("story", ["kept", "regenerated", "early"])
def test_a_story_starts_with_one_click(db: Path, story: str) -> None:
    at = open_page()
    at.button(key=f"refine_watch_{story}").click().run()
    run_id = run_of(at)
    assert not at.exception
    assert at.button(key="refine_cancel")
    assert "Live timing" in words(at)
    view = the_runner().view(run_id)
    assert view is not None
    assert view.status == "running"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "upload or record a talk first"),
        ("  \n\t ", "upload or record a talk first"),
        ("123 456 !?", "no words"),
    ],
)
def test_text_that_is_not_a_talk_gets_one_clear_line(db: Path, text: str, why: str) -> None:
    at = open_page()
    at.text_area(key="refine_text").input(text)
    at.button(key="refine_go").click().run()
    assert not at.exception
    (error,) = at.error
    assert why in error.value
    assert "kept" in error.value
    assert at.text_area(key="refine_text").value == text
    assert Store(db).runs.rows() == []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "upload or record a talk first"),
        (b"\x00\x01\x02\xff" * 50, ""),
        (b"caf\xe9 au lait " * 9, ""),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_clear_line(db: Path, data: bytes, why: str) -> None:
    at = open_page()
    at.segmented_control(key="refine_source").set_value("Upload").run()
    at.file_uploader(key="refine_upload").upload("a*b_[c].txt", data).run()
    at.button(key="refine_go").click().run()
    assert not at.exception
    if at.error:
        assert why in at.error[0].value
        assert "\n" not in at.error[0].value
    else:  # a reader may know the encoding
        assert "run" in at.query_params


def test_run_without_a_file_asks_for_one(db: Path) -> None:
    at = open_page()
    at.segmented_control(key="refine_source").set_value("Upload").run()
    at.button(key="refine_go").click().run()
    assert "upload or record a talk first" in at.error[0].value


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (document(), "Advice rewritten: rules found 15 fillers"),
        (
            document(
                coaching_regenerated=False, regeneration_reason=None, preliminary_coaching=None
            ),
            "First draft kept",
        ),
        (
            document(fallback_mode=True, fallback_reason="sequential processing: reset <b>"),
            "A first try failed: sequential processing: reset &lt;b&gt;",
        ),
        (document("no fillers " * 60, decision=None), "neither the rules nor the analysis"),
    ],
    ids=["regenerated", "kept", "fallback", "no fillers"],
)
def test_a_logged_run_is_shown_again(db: Path, made: dict[str, Any], says: str) -> None:
    at = open_page(log(db, made))
    assert not at.exception
    assert says in words(at)
    assert "This run took 38.1&nbsp;s" in words(at)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("cancelled", "You cancelled this run"),
        ("failed", "This run failed: the server &lt;i&gt;broke&lt;/i&gt;"),
        ("interrupted", "stopped in the middle of this run"),
    ],
)
def test_a_run_without_a_result_keeps_its_transcript(db: Path, status: Any, says: str) -> None:
    store = Store(db)
    run_id, _ = store.runs.start(transcript_of(document()), Settings(), "local")
    error = json.dumps({"message": "the server <i>broke</i>"}) if status == "failed" else None
    store.runs.end(run_id, status, error=error)
    at = open_page(run_id)
    assert not at.exception
    assert says in words(at)
    assert marked(CASUAL)[0] in [t.value for t in at.text]
    at.button(key="refine_again").click().run()
    assert run_of(at) > run_id


@pytest.mark.parametrize("asked", ["999", "-1", "one", "9" * 30, "<b>"])
def test_a_run_that_does_not_exist_is_reported_as_missing(db: Path, asked: str) -> None:
    at = open_page(asked)
    assert not at.exception
    assert at.title[0].value == "No such run"
    at.button(key="refine_start").click().run()
    assert at.title[0].value == "Speech Refiner"


def test_change_brings_the_talk_back_into_the_form(db: Path) -> None:
    at = open_page(log(db, document()))
    at.menu_button(key="refine_edit").set_value("Change the text and run again").run()
    assert not at.exception
    assert at.text_area(key="refine_text").value == document()["text"]
    assert at.text_input(key="refine_speaker").value == "Ada"
    assert "run" not in at.query_params


def test_what_was_typed_and_the_run_outlive_a_page_switch(db: Path) -> None:
    at = open_page()
    at.text_area(key="refine_text").input("half a sen").run()
    at.switch_page("pages/trends.py").run()
    at.switch_page("pages/refine.py").run()
    assert at.text_area(key="refine_text").value == "half a sen"


def test_a_person_s_verdict_changes_counts_but_not_the_decision(db: Path) -> None:
    made = document()
    run_id = log(db, made)
    rejected = next(f for f in made["fillers"] if not f["ai"])
    Store(db).labels.set(run_id, rejected["start"], rejected["end"], True)
    shown = words(open_page(run_id))
    assert (
        f"{made['counts']['ai'] + 1} fillers in context (rules: {made['counts']['rule']})" in shown
    )
    assert "1 place judged by people" in shown
    assert "rules found 15 fillers, the analysis confirmed 7 and found 1 more, 8 in all" in shown


def test_two_people_who_judged_one_run_see_how_far_they_agree(db: Path) -> None:
    made = document()
    run_id = log(db, made)
    for filler in made["fillers"][:4]:
        for name, verdict in (("Ann", filler["ai"]), ("Ben", filler["rule"])):
            Store(db).labels.set(run_id, filler["start"], filler["end"], verdict, name)
    at = open_page(run_id)
    assert "Ann and Ben: 4 words judged by both, 50 % alike, " in words(at)
    assert "s kappa 0.00" in words(at)
    at.text_input(key="refine_labeller").input(" Ben ").run()
    assert "You and Ann: 4 words judged by both" in words(at)
    assert "4 places judged by people" in words(at)


def test_a_name_typed_after_the_first_verdicts_can_be_put_on_them(db: Path) -> None:
    made = document()
    run_id = log(db, made)
    span = made["fillers"][0]["start"], made["fillers"][0]["end"]
    Store(db).labels.set(run_id, *span, True)
    at = open_page(run_id)
    assert not [button for button in at.button if button.key == "refine_name_nameless"]
    at.text_input(key="refine_labeller").input("Ann").run()
    assert "1 verdict on this talk without a name" in words(at)
    at.button(key="refine_name_nameless").click().run()
    assert [row["labeller"] for row in Store(db).labels.rows(run_id)] == ["Ann"]
    assert not [button for button in at.button if button.key == "refine_name_nameless"]


def test_a_run_whose_text_is_not_kept_offers_nothing_to_judge(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = log(db, document() | {"speaker_bias": {"like": -1.0}})
    monkeypatch.setenv("REFINER_KEEP_TEXT", "false")
    at = open_page(run_id)
    assert not [one for one in at.text_input if one.key == "refine_labeller"]
    assert "the analyst counted “like” less often" in words(at)


def test_a_comment_is_saved_with_the_run(db: Path) -> None:
    run_id = log(db, document())
    at = open_page(run_id)
    at.text_input(key=f"refine_comment_{run_id}").input("good").run()
    assert not at.exception
    (row,) = Store(db).runs.rows(run_id=run_id)
    assert json.loads(row["feedback"] or "")["comment"] == "good"


def test_a_log_that_cannot_be_written_costs_no_result(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFINER_DB", "/dev/null/runs.db")
    at = open_page()
    at.text_area(key="refine_text").input(TALK)
    at.button(key="refine_go").click().run()
    at = finish(at, run_of(at))
    assert not at.exception
    assert "Not saved:" in words(at)
    assert "in context (rules:" in words(at)


@pytest.mark.parametrize(
    ("name", "value"),
    [("REFINER_THRESHOLD", "2"), ("REFINER_STRATEGY", "magic"), ("REFINER_TIMEOUT_SECONDS", "x")],
)
def test_an_unusable_setting_is_named(
    db: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    at = open_page()
    assert not at.exception
    assert value in at.error[0].value
    monkeypatch.delenv(name)


def test_rollback_level_one_forces_sequential(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENABLE_PARALLEL_AI_PROCESSING", "false")
    at = open_page()
    assert "Parallel processing is switched off" in words(at)
    at.text_area(key="refine_text").input(TALK)
    at.button(key="refine_go").click().run()
    finish(at, run_of(at))
    assert Store(db).runs.rows()[0]["strategy"] == "sequential"


def test_openai_says_where_the_transcript_goes_before_it_does(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page()
    at.segmented_control(key="refine_provider").set_value("openai").run()
    assert "This sends the transcript to OpenAI" in words(at)
    assert at.text_input(key="refine_key").proto.type == 1, "a key is typed unseen"
    monkeypatch.setenv("OPENAI_BASE_URL", "http://models.example:8080/v1")
    at.run()
    assert "the server models.example" in words(at)


def test_a_page_of_four_times_the_marks_costs_at_most_four_times_as_much(db: Path) -> None:
    short, long = (
        open_page(log(db, document(" ".join(["{+like} " + "word " * 19] * marks))))
        for marks in (125, 500)
    )
    assert least_computing(long) < 4 * least_computing(short)


def least_computing(at: AppTest) -> float:
    """Seconds of processor time for drawing a page again, the least of three."""
    took = []
    for _ in range(3):
        began = time.process_time()
        at.run()
        took.append(time.process_time() - began)
    assert not at.exception
    return min(took)


def test_a_damaged_run_log_is_named_as_damaged(db: Path) -> None:
    db.write_bytes(b"this is no database at all, only text " * 40)
    for page in ("pages/trends.py", "pages/refine.py"):
        at = AppTest.from_file(APP).run().switch_page(page).run()
        assert not at.exception
    at.switch_page("pages/trends.py").run()
    assert "not a database" in at.error[0].value


def test_a_text_typed_as_the_page_changes_is_kept(db: Path) -> None:
    """The browser may send both at once: the form is then not drawn with the text in it."""
    at = open_page()
    at.text_area(key="refine_text").input(TALK)
    at = at.switch_page("pages/runs.py").run()
    assert not at.text_area
    at = at.switch_page("pages/refine.py").run()
    assert at.text_area(key="refine_text").value == TALK
