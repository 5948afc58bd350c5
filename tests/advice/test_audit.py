"""What is left of a draft: unfit sentences out, fallen parts from the template."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.advice import audit
from refiner.advice.audit import KnownFaults, audit_advice, find_unfit_edits, replace_sentences
from refiner.advice.history import summarise_history
from refiner.advice.slots import TalkFigures
from refiner.model import Advice, FillerCounts

COUNTS = FillerCounts("ai", {"um": 8, "like": 4}, 8, 400, 160.0)
FIGURES = TalkFigures(COUNTS, 160.0)
TEXT = "So, um, thanks for coming."
TEMPLATE = Advice(
    "From the template",
    ({"skill": "Spare skill", "advice": "Breathe.", "exercise": "Read aloud."},),
    (),
    (),
    "",
)

AGAINST = (FIGURES, TEXT, TEMPLATE)


def draft(**changes: Any) -> Advice:
    parts: dict[str, Any] = {
        "headline": "Pause in silence",
        "focus_areas": [{"skill": "Pause", "advice": "Breathe. Then speak.", "exercise": "Read."}],
        "strengths": ["You open with a picture."],
        "weekly_goals": [{"goal": "Practise twice a week", "measurement": "Tick it off."}],
        "motivation": "Keep going.",
    }
    return Advice.of(parts | changes)


def shown(advice: Advice, figures: TalkFigures = FIGURES) -> Advice:
    found = audit_advice(advice, figures, TEXT, TEMPLATE).advice
    assert found is not None
    return found


def test_sound_advice_is_shown_as_written() -> None:
    assert shown(draft()) == draft()
    assert audit_advice(draft(), FIGURES, TEXT, TEMPLATE).unfit == ()


def test_only_the_unfit_sentence_is_left_out() -> None:
    area = {"skill": "Pause", "advice": "Breathe. You said um 9 times. Go on.", "exercise": "Read."}
    found = audit_advice(draft(focus_areas=[area]), FIGURES, TEXT, TEMPLATE)
    assert found.advice is not None
    assert found.advice.focus_areas[0]["advice"] == "Breathe. Go on."
    (unfit,) = found.unfit
    assert (unfit.place, unfit.sentence) == ("focus area 1, advice", "You said um 9 times.")


def test_what_was_audited_while_it_was_written_is_not_looked_at_again_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    area = {"skill": "Pause", "advice": "Breathe. You said um 9 times. Go on.", "exercise": "Read."}
    whole = draft(focus_areas=[area])
    known: KnownFaults = {}
    audit_advice(draft(focus_areas=[area], weekly_goals=[], motivation=""), *AGAINST, None, known)
    looked_at = []

    def find_fault(sentence: str, *rest: Any) -> tuple[str | None, set[str]]:
        looked_at.append(sentence)
        return audit.rules.find_fault(sentence, *rest)

    monkeypatch.setattr(audit, "find_fault", find_fault)
    found = audit_advice(whole, *AGAINST, None, known)
    assert looked_at == ["Practise twice a week", "Tick it off.", "Keep going."]
    assert found == audit_advice(whole, *AGAINST)


def test_a_focus_area_that_falls_comes_from_the_template() -> None:
    area = {"skill": "Cut 12 ums", "advice": "Breathe.", "exercise": "Read."}
    assert shown(draft(focus_areas=[area])).focus_areas == TEMPLATE.focus_areas


def test_a_headline_that_falls_comes_from_the_template() -> None:
    assert shown(draft(headline="12 ums")).headline == "From the template"


def test_strengths_and_goals_that_fall_are_left_out() -> None:
    found = shown(draft(strengths=["No um at all."], weekly_goals=[
        {"goal": "Cut your 12 ums", "measurement": "Count."}
    ]))  # fmt: skip
    assert found.strengths == ()
    assert found.weekly_goals == ()


def test_advice_in_another_language_is_unfit_as_a_whole() -> None:
    spanish = draft(
        headline="Respira antes de hablar",
        focus_areas=[{"skill": "Pausa", "advice": "Cierra la boca.", "exercise": "Lee un texto."}],
        strengths=["Empiezas con una imagen."],
        motivation="Sigue practicando.",
    )
    assert audit_advice(spanish, FIGURES, TEXT, TEMPLATE).advice is None


def test_endless_advice_is_unfit_as_a_whole() -> None:
    assert audit_advice(draft(motivation="Go. " * 9000), FIGURES, TEXT, TEMPLATE).advice is None


def test_a_slot_without_a_figure_takes_its_sentence_away_without_a_warning() -> None:
    text = "Against your earlier talks: {{history.change}}. Keep going."
    found = audit_advice(draft(motivation=text), FIGURES, TEXT, TEMPLATE)
    assert found.unfit == ()
    assert found.advice is not None
    assert found.advice.motivation == "Keep going."
    with_history = TalkFigures(COUNTS, 160.0, summarise_history([5.0, 6.0]))
    assert shown(draft(motivation=text), with_history).motivation == text


def test_a_filler_that_is_not_in_the_talk_cannot_be_mentioned() -> None:
    area = {"skill": "Pause", "advice": "Breathe. “Okay” opens your talk.", "exercise": "Read."}
    assert shown(draft(focus_areas=[area])).focus_areas[0]["advice"] == "Breathe."


def test_rewritten_sentences_take_the_place_of_the_old_ones() -> None:
    text = "Breathe. You said um 9 times. Go on."
    advice = draft(motivation=text)
    new = "You said um {{fillers.by_word.um}} times."
    changed = replace_sentences(advice, {("motivation", "You said um 9 times."): new})
    assert changed.motivation == f"Breathe. {new} Go on."
    assert shown(changed).motivation == changed.motivation


def test_a_person_may_keep_every_sentence_that_was_shown_and_add_none_that_counts() -> None:
    filled = draft(motivation="You said um 8 times. Keep going.")
    kept = draft(motivation="You said um 8 times. Well done, Sam.")
    wrong = draft(motivation="You said um 7 times. Keep going.")
    talk = f"{TEXT} Sam"
    assert find_unfit_edits(kept, filled, FIGURES, talk) == ()
    assert [u.place for u in find_unfit_edits(wrong, filled, FIGURES, talk)] == ["motivation"]
