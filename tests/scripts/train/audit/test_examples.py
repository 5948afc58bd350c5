"""What the networks are taught: every text of the lists that can be read."""

from __future__ import annotations

from scripts.train.audit.examples import Example, labelled, masked
from tests.advice.audit.texts import TALK, AuditText


def test_fillers_passages_and_figures_are_masked() -> None:
    texts = (
        "“Um” came up {{fillers.by_word.um}} times.",
        "“Fixed a roof in the rain” lands.",
        "Pause at “um”.",
    )
    read = [one.text for text in texts for one in masked(AuditText("advice", text, TALK))]
    assert read == ["SLOT .", "QUOTE lands.", "pause at FILLER ."]


def test_a_sentence_after_a_filler_says_so() -> None:
    found = masked(AuditText("advice", "Pause at “um”. Breathe there.", TALK))
    assert [one.after_mention for one in found] == [False, True]


def test_a_network_that_knows_english_reads_no_signs_of_ours() -> None:
    words = Example("goal", "say FILLER SLOT, as in QUOTE", True).as_words()
    assert words == 'goal: after fillers. say "um" [number], as in "the words"'


def test_both_lists_are_taught() -> None:
    kinds = [false for _, false in labelled()]
    assert kinds.count(True) > 2500
    assert kinds.count(False) > 2500
