"""What the analyst's verdicts are made of: words, places, cues, weights, training data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.analyst.cues.cue import FILLER, LITERAL, either_cue, filler_cue, literal_cue
from refiner.analyst.features import CUE_TABLES, cues_of, features_of
from refiner.analyst.hand_rules import HAND_RULES
from refiner.analyst.place import Place, place_of
from refiner.analyst.rationale import PLAIN, as_sentence, rationale
from refiner.analyst.tokens import (
    COMMA,
    CUT,
    DASH,
    HYPHEN,
    QUOTE,
    SPACE,
    STOP,
    TURN,
    plain,
    tokenise,
)
from refiner.analyst.weights import WEIGHTS_PATH, Steps, load_weights
from refiner.detection.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("Don't", "dont"),
        ("DON’T", "dont"),
        ("it's", "its"),
        ("we'll", "we'll"),
        ("We’re", "we're"),
        ("well", "well"),
        ("I'd", "i'd"),
    ],
)
def test_a_word_loses_its_apostrophe_unless_it_would_be_another(word: str, read: str) -> None:
    assert plain(word) == read


@pytest.mark.parametrize(
    ("between", "gap"),
    [
        (" ", SPACE),
        ("  ", SPACE),
        (", ", COMMA),
        ("; ", COMMA),
        (". ", STOP),
        ("? ", STOP),
        (" – ", DASH),
        ("... ", DASH),
        (' "', QUOTE),
        ("-", HYPHEN),
        ("- ", CUT),
        (".\n", TURN),
        ("\n\n", TURN),
        ("\n", SPACE),
    ],
)
def test_what_stands_between_two_words_is_one_mark(between: str, gap: int) -> None:
    assert tokenise(f"one{between}two").gaps[1] == gap


@pytest.mark.parametrize(("text", "gap"), [("so\nI left", SPACE), ("so\nWe left", TURN)])
def test_a_line_break_is_a_turn_unless_the_line_was_only_wrapped(text: str, gap: int) -> None:
    assert tokenise(text).gaps[1] == gap


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    tokens = tokenise(text)
    assert len(tokens.gaps) == len(tokens.words) + 1
    for at, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        assert tokens.inside(start, end) == (at, at)
        assert tokens.words[at] == plain(text[start:end])


def place(text: str, word: str, form: str | None = None) -> Place:
    start = text.index(word)
    tokens = tokenise(text)
    first, last = tokens.inside(start, start + len(word))
    return place_of(tokens, first, last, form or word.lower(), load_weights().tags)


def test_filled_pauses_are_no_neighbours() -> None:
    found = place("we had um like uh ten of them", "like")
    assert (found.l1, found.r1) == ("had", "ten")
    assert (found.pause_before, found.pause_after, found.pauses_near) == (True, True, 2)


def test_neighbours_are_of_the_same_sentence() -> None:
    found = place("They left. Well. We stayed.", "Well")
    assert {found.l1, found.l2, found.r1, found.r2} == {"#"}
    assert found.alone


def test_a_place_knows_whether_marks_are_written_hereabouts() -> None:
    assert place("So, it was like ten", "like").marked
    assert not place("so it was like ten", "like").marked


@pytest.mark.parametrize(
    ("word", "tag"), [("they", "PRP"), ("would", "MD"), ("is", "BE"), ("17", "CD"), ("#", "#")]
)
def test_a_word_has_its_likeliest_tag(word: str, tag: str) -> None:
    assert load_weights().tags.tag(word) == tag


def test_an_unknown_word_is_tagged_by_its_ending() -> None:
    tags = load_weights().tags
    assert not tags.knows("blorfing")
    assert tags.tag("blorfing") == "VBG"


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


def test_the_rationale_is_the_heaviest_cue_of_the_verdicts_side() -> None:
    def always(_: Place) -> bool:
        return True

    cues = [
        literal_cue("a", "is a verb", always),
        filler_cue("b", "is weak", always),
        filler_cue("c", "is strong", always),
        either_cue("d", always, "is neither"),
    ]
    weights = {"x|cue a": -2.0, "x|cue b": 0.1, "x|cue c": 0.5, "x|cue d": 1.0}
    assert rationale(True, "x", cues, weights) == "Is strong."
    assert rationale(False, "x", cues, weights) == "Is a verb."
    assert rationale(True, "x", cues[3:], weights) == "Is neither."
    assert rationale(False, "x", cues[3:], weights) == as_sentence(PLAIN[False])
    assert rationale(True, "x", [c for c in cues if c.side != FILLER], weights) == "Is neither."


def test_confidence_is_the_share_of_its_step() -> None:
    steps = Steps(0.5, (0.2, 0.5, 0.9), (0.95, 0.6, 0.7, 0.97))
    chances = (0.0, 0.2, 0.49, 0.5, 0.89, 0.9, 1.0)
    assert [steps.confidence(c) for c in chances] == [0.95, 0.6, 0.6, 0.7, 0.7, 0.97, 0.97]


def test_shipped_steps_rise_with_the_chance_of_a_filler() -> None:
    steps = load_weights().steps
    low = [s for e, s in zip((0.0, *steps.edges), steps.shares, strict=True) if e < steps.bar]
    high = [s for e, s in zip((0.0, *steps.edges), steps.shares, strict=True) if e >= steps.bar]
    assert low == sorted(low, reverse=True)
    assert high == sorted(high)


def test_a_verdict_that_is_a_filler_can_pass_the_bar_of_a_run() -> None:
    """Else the analyst's own bar would be a dead letter: see docs/accuracy.md."""
    steps = load_weights().steps
    assert steps.confidence(steps.bar) >= 0.7


def test_the_weights_are_small_and_hold_no_passage_of_speech() -> None:
    assert WEIGHTS_PATH.stat().st_size < 2_000_000
    words = json.loads(WEIGHTS_PATH.read_text(encoding="utf-8"))["words"]["tags"]
    for listed in words.values():
        assert listed.split() == sorted(set(listed.split()))


def test_every_listed_marker_has_grammar_of_its_own() -> None:
    markers = {e.word.lower() for e in load_lexicon().entries if e.kind == "discourse_marker"}
    assert markers <= set(CUE_TABLES) | set(HAND_RULES)


@pytest.mark.parametrize("form", HAND_RULES)
def test_rules_by_hand_end_in_one_that_always_holds_and_are_never_quite_sure(form: str) -> None:
    anywhere = place("the cat sat", "cat", form)
    assert any(rule.holds(anywhere) for rule in HAND_RULES[form])
    assert all(0.5 <= rule.confidence <= 0.95 for rule in HAND_RULES[form])
