"""A hesitation that was not transcribed counts once a person confirms it, and everywhere then."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.advice.audit import audit_advice
from refiner.advice.coach.template import write_template_advice
from refiner.advice.slots import TalkFigures
from refiner.insight.edits import refined_counts
from refiner.insight.filler_files import format_fillers
from refiner.insight.gold_export import gold_lines
from refiner.insight.hesitations import list_hesitations
from refiner.insight.labels import relabelled
from refiner.insight.report import report_markdown
from refiner.model import HESITATION, Advice, FillerCounts
from refiner.transcripts.from_document import transcript_of
from tests.support.sample_document import document, label_row

TEXT = "{+Um} we moved the lamp to the hall"
OFFSET = TEXT.replace("{+Um}", "Um").index("lamp")


def recorded_document(**changes: Any) -> Any:
    """A talk with two voiced sounds before "lamp" and one before "hall"."""
    made = document(TEXT, **changes)
    hall = made["text"].index("hall")
    made["possible_hesitations"] = [
        {"start_s": 2.0, "end_s": 2.3, "offset": OFFSET},
        {"start_s": 2.5, "end_s": 2.9, "offset": OFFSET},
        {"start_s": 4.0, "end_s": 4.4, "offset": hall},
    ]
    return made


def confirmed(verdict: bool = True) -> Any:
    return relabelled(recorded_document(), [label_row(OFFSET, OFFSET, verdict)])


def test_what_was_found_between_two_words_is_one() -> None:
    first, second = list_hesitations(recorded_document(), {})
    assert (first["start_s"], first["end_s"], second["offset"]) == (2.0, 2.9, OFFSET + 12)


def test_it_is_never_counted_by_itself() -> None:
    assert relabelled(recorded_document(), [])["counts"]["ai"] == 1


def test_a_confirmed_one_is_in_every_count() -> None:
    made = confirmed()
    assert made["counts"]["ai"] == 2
    assert made["counts"]["by_word"][HESITATION] == {"rule": 0, "ai": 1}
    assert made["rates"]["per_100_words"] == pytest.approx(100 * 2 / 8)
    assert [f["text"] for f in made["fillers"]] == ["Um", ""]
    assert made["fillers"][1]["at_s"] == 2.0
    assert made["possible_hesitations"][0]["label"] is True


def test_a_refused_one_is_remembered_and_not_counted() -> None:
    made = confirmed(False)
    assert made["counts"]["ai"] == 1
    assert made["possible_hesitations"][0]["label"] is False


def test_an_empty_span_where_nothing_was_found_is_not_a_filler() -> None:
    assert relabelled(recorded_document(), [label_row(0, 0, True)])["counts"]["ai"] == 1


def test_advice_and_report_go_on_with_it() -> None:
    made = confirmed()
    spans = [(f["start"], f["end"]) for f in made["fillers"] if f["ai"]]
    figures = TalkFigures.of(refined_counts(made), transcript_of(made), spans)
    advice = Advice.of(made["coaching"]["advice"])
    assert audit_advice(advice, figures, made["text"], advice).advice is not None
    assert HESITATION in report_markdown(made)


def test_the_template_has_advice_for_a_talk_of_hesitations() -> None:
    talk = transcript_of(recorded_document())
    counts = FillerCounts("ai", {HESITATION: 3}, 3, talk.words, talk.length_s)
    advice = write_template_advice(counts, [], [], talk.duration_s)
    figures = TalkFigures.of(counts, talk, [(OFFSET, OFFSET)] * 3)
    outcome = audit_advice(advice, figures, talk.text, advice)
    assert outcome.advice == advice, outcome.unfit


def test_the_filler_list_has_its_second_and_a_name_for_it() -> None:
    line = format_fillers(confirmed(), "csv").splitlines()[2]
    assert f",2.0,2.9,{HESITATION},{HESITATION},filled_pause," in line


def test_it_is_in_no_gold_file_for_it_has_no_text() -> None:
    assert gold_lines([(recorded_document(), [label_row(OFFSET, OFFSET, True)])]) == ""
