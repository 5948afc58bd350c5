"""Training of the weights: what is learnt from, and what is found."""

from __future__ import annotations

from refiner.analyst.features import LEARNT
from scripts.train.weights import LESSONS, Span, fit, lessons_of


def test_every_lesson_is_one_marked_word_that_the_rules_know() -> None:
    lessons = lessons_of(LESSONS)
    assert {judged.form for lesson in lessons for judged in lesson.judged} <= {
        *LEARNT,
        "right",
        "okay",
    }
    assert all(len(lesson.judged) == 1 for lesson in lessons)
    assert len({lesson.text.lower() for lesson in lessons}) > 200


def test_weights_find_what_tells_fillers_apart() -> None:
    spans = [
        Span(n, 0, "like", n % 2 == 0, True, {"x|even": float(n % 2 == 0), "x|": 1.0})
        for n in range(100)
    ]
    weights = fit(spans)
    assert weights["x|even"] > 0.5
    assert weights["x|"] < 0
