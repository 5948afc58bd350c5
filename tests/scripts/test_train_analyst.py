"""Training data: what is learnt from, and what is kept apart."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from refiner.analyst.features import LEARNT
from refiner.evaluation.gold import JudgedSpan, Sample

SCRIPT = Path(__file__).parents[2] / "scripts" / "train_analyst.py"


@pytest.fixture(scope="module")
def train() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_analyst", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["train_analyst"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def sample(name: str, text: str, form: str = "like") -> Sample:
    start = text.index(form)
    return Sample(name, text, (JudgedSpan(start, start + len(form), form, form, True),))


def test_every_lesson_is_one_marked_word_that_the_rules_know(train: ModuleType) -> None:
    lessons = train.lessons_of(SCRIPT.with_name("lessons.txt"))
    assert {judged.form for lesson in lessons for judged in lesson.judged} <= {
        *LEARNT,
        "right",
        "okay",
    }
    assert all(len(lesson.judged) == 1 for lesson in lessons)
    assert len({lesson.text.lower() for lesson in lessons}) > 200


def test_what_belongs_together_is_never_torn_apart(train: ModuleType) -> None:
    samples = [
        sample("ami/ES2002a-A", "it was like this"),
        sample("ami/ES2002d-B", "we like it a lot"),
        sample("gum/first:Ann", "I like the sea"),
        sample("gum/first:Bob", "so like never"),
        sample("gum/again:Ann", "I like the sea"),
        sample("calls/7-1", "like ten per cent"),
    ]
    groups = train.groups_of(samples)
    assert groups[0] == groups[1]
    assert groups[2] == groups[3] == groups[4]
    assert len(set(groups)) == 3
    spans = train.spans_of(samples)
    fold = train.folds_of(groups, spans)
    assert len({(g, f) for g, f in zip(groups, fold, strict=True)}) == len(set(groups))


def test_a_twin_text_joins_conversations_that_began_apart(train: ModuleType) -> None:
    samples = [
        sample("gum/first:Bob", "so like never"),
        sample("gum/again:Cid", "they like tea"),
        sample("gum/first:Ann", "I like the sea"),
        sample("gum/again:Ann", "I like the sea"),
    ]
    assert len(set(train.groups_of(samples))) == 1


def test_weights_find_what_tells_fillers_apart(train: ModuleType) -> None:
    spans = [
        train.Span(n, 0, "like", n % 2 == 0, True, {"x|even": float(n % 2 == 0), "x|": 1.0})
        for n in range(100)
    ]
    weights = train.fit(spans)
    assert weights["x|even"] > 0.5
    assert weights["x|"] < 0
