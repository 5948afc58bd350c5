"""Folds: what belongs together is held out together."""

from __future__ import annotations

from refiner.evaluation.gold import JudgedSpan, Sample
from scripts.train.folds import folds_of, groups_of


def sample(name: str, text: str, form: str = "like") -> Sample:
    start = text.index(form)
    return Sample(name, text, (JudgedSpan(start, start + len(form), form, form, True),))


def test_what_belongs_together_is_never_torn_apart() -> None:
    samples = [
        sample("ami/ES2002a-A", "it was like this"),
        sample("ami/ES2002d-B", "we like it a lot"),
        sample("gum/first:Ann", "I like the sea"),
        sample("gum/first:Bob", "so like never"),
        sample("gum/again:Ann", "I like the sea"),
        sample("calls/7-1", "like ten per cent"),
    ]
    groups = groups_of(samples)
    assert groups[0] == groups[1]
    assert groups[2] == groups[3] == groups[4]
    assert len(set(groups)) == 3
    fold = folds_of(samples)
    assert len({(g, f) for g, f in zip(groups, fold, strict=True)}) == len(set(groups))


def test_a_twin_text_joins_conversations_that_began_apart() -> None:
    samples = [
        sample("gum/first:Bob", "so like never"),
        sample("gum/again:Cid", "they like tea"),
        sample("gum/first:Ann", "I like the sea"),
        sample("gum/again:Ann", "I like the sea"),
    ]
    assert len(set(groups_of(samples))) == 1
