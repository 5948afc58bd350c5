"""A speaker's bias for a word: learnt from enough corrections, held back, applied by word."""

import pytest

from refiner.analyst.judge import Judgement
from refiner.analyst.speaker_bias import MIN_CORRECTIONS, Correction, apply_bias, learn_bias


def judgement(word: str, probability: float) -> Judgement:
    return Judgement(0, 2, word, word, "discourse_marker", probability, "By rule: it is so.")


def test_nothing_is_learnt_from_fewer_corrections_than_it_takes():
    assert learn_bias([Correction("so", 0.2, True)] * (MIN_CORRECTIONS - 1)) == {}


def test_corrections_move_a_word_towards_what_the_person_says():
    always = [Correction("So", 0.2, True)] * MIN_CORRECTIONS
    never = [Correction("like", 0.9, False)] * MIN_CORRECTIONS
    bias = learn_bias([*always, *never])
    assert bias["so"] > 1
    assert bias["like"] < -1


def test_more_corrections_of_the_same_kind_never_move_a_word_less():
    shifts = [learn_bias([Correction("so", 0.94, False)] * n)["so"] for n in (20, 24, 48, 500)]
    assert shifts == sorted(shifts, reverse=True)


def test_a_word_that_is_judged_right_is_not_moved():
    right = [Correction("so", 0.75, n % 4 != 0) for n in range(40)]
    assert learn_bias(right)["so"] == pytest.approx(0, abs=0.01)


def test_a_bias_changes_the_verdicts_of_its_word_alone():
    so, like, sure = apply_bias(
        [judgement("so", 0.2), judgement("like", 0.2), judgement("so", 0.0)], {"so": 3.0}
    )
    assert so.filler
    assert so.rationale == "By corrections of this word in this speaker's earlier talks."
    assert (like.probability, sure.probability) == (0.2, 0.0)
