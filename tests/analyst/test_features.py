"""Cues and features: the tables of grammar that a verdict is made of."""

from __future__ import annotations

import pytest

from refiner.analyst.cues.cue import LITERAL
from refiner.analyst.features import CUE_TABLES, cues_of, features_of
from refiner.analyst.hand_rules import HAND_RULES
from refiner.analyst.rationale import as_sentence
from refiner.detection.lexicon import load_lexicon
from tests.support.places import place


@pytest.mark.parametrize("form", CUE_TABLES)
def test_cues_have_names_of_their_own(form: str) -> None:
    names = [cue.name for cue in CUE_TABLES[form]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("form", CUE_TABLES)
def test_a_reason_speaks_for_its_side(form: str) -> None:
    for cue in CUE_TABLES[form]:
        if cue.why:
            assert cue.side != LITERAL or "dropped" not in cue.why
            assert as_sentence(cue.why)[0] == as_sentence(cue.why)[0].upper()


def test_no_feature_is_a_content_word() -> None:
    """The same construction on another topic gives the same features."""
    one = place("We had like a problem with the boiler yesterday.", "like")
    two = place("We had like a meeting with the gardener yesterday.", "like")
    assert features_of(one, cues_of(one), True) == features_of(two, cues_of(two), True)


def test_every_listed_marker_has_grammar_of_its_own() -> None:
    markers = {e.word.lower() for e in load_lexicon().entries if e.kind == "discourse_marker"}
    assert markers <= set(CUE_TABLES) | set(HAND_RULES)
