"""Features: an occurrence described by its rule and its surroundings, never by its topic."""

from __future__ import annotations

from refiner.analyst.features import LEARNT, features_of
from refiner.detection.detector import deciding_line
from refiner.detection.lexicon import fold, load_lexicon
from refiner.detection.rules.table import RULE_LINES


def features(text: str) -> dict[str, float]:
    folded, start = fold(text), text.index("like")
    entry = next(e for e in load_lexicon().entries if e.word == "like")
    line = deciding_line(text, folded, start, start + 4, entry)
    return features_of("like", folded, start, start + 4, line)


def test_no_feature_is_a_content_word() -> None:
    """The same construction on another topic gives the same features."""
    one = features("We had like a problem with the boiler yesterday.")
    assert one == features("We had like a quarrel with the neighbour yesterday.")


def test_a_missing_comma_is_marked_only_if_there_are_marks() -> None:
    assert "like|before=" in features("It was like ten, or so.")
    assert "like|before= unmarked" in features("it was like ten or so")


def test_every_learnt_form_and_every_listed_marker_has_rules_of_its_own() -> None:
    markers = {e.word.lower() for e in load_lexicon().entries if e.kind == "discourse_marker"}
    assert markers | set(LEARNT) <= set(RULE_LINES)
