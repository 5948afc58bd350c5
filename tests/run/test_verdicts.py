import pytest

from refiner.detection.lexicon import load_lexicon
from refiner.llm.verdict_forms import Verdict
from refiner.model import ListedWord
from refiner.run.verdicts import MIN_GAP, Verdicts, list_words, merge_parts

TEXT = "Um, I like it. It was like huge, like, um, like a house. Umbrella."


def verdicts(*spans):
    words = [
        ListedWord(a, b, TEXT[a:b], TEXT[a:b].lower(), "discourse_marker", True, "opens")
        for a, b in spans
    ]
    return Verdicts(TEXT, words, 0.5, load_lexicon())


def missed(word, quote, occurrence=1):
    return {"quote": quote, "word": word, "occurrence": occurrence}


@pytest.mark.parametrize(
    ("word", "quote", "occurrence", "start"),
    [
        ("like", "was like huge", 1, 22),
        ("like", "like huge, like, um", 2, 33),
        ("Like", "was like huge", 1, 22),
        ("um", "like, um, like", 1, 39),
        ("um", "Um", 1, 0),
    ],
)
def test_a_missed_filler_is_found_where_its_quote_and_occurrence_say(
    word, quote, occurrence, start
):
    seen = verdicts()
    seen.add_missed([missed(word, quote, occurrence)])
    (filler,) = seen.fillers()
    assert (filler.start, filler.rule, filler.ai) == (start, False, True)
    assert filler.text.lower() == word.lower()
    assert filler.word == word.lower()


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (missed("like", "not in the talk, like"), "not in the transcript"),
        (missed("like", "was like huge", 2), "not in their quote"),
        (missed("like", "was like huge", 0), "not in their quote"),
        (missed("", "was like huge"), "not in their quote"),
        (missed("you know", "was like huge"), "not in their quote"),
        (missed("um", "Umbrella"), "not in their quote"),
    ],
)
def test_a_missed_filler_that_is_not_there_is_dropped_with_a_warning(found, why):
    seen = verdicts()
    seen.add_missed([found])
    assert seen.fillers() == ()
    ((reason, count),) = seen.dropped.items()
    assert why in reason
    assert count == 1


def test_a_missed_filler_on_a_candidate_is_not_counted_twice():
    seen = verdicts((0, 2))
    seen.add_missed([missed("um", "Um, I like")])
    assert len(seen.fillers()) == 1
    assert seen.dropped == {"words that have a verdict already": 1}


def test_the_same_quote_twice_is_its_next_place_in_the_talk():
    seen = verdicts()
    seen.add_missed([missed("um", "um"), missed("like", "like"), missed("like", "like")])
    assert [f.start for f in seen.fillers()] == [6, 22, 39]


def test_numbers_may_stand_in_a_quote_and_square_brackets_are_sent_as_round_ones():
    text = "It was [laughs] like zorp, you know, huge."
    words = list_words(text, load_lexicon())
    seen = Verdicts(text, words, 0.5, load_lexicon())
    seen.add_missed([missed("zorp", "(laughs) [1:like] zorp, [2:you know]")])
    assert [f.text for f in seen.fillers() if not f.rule] == ["zorp"]


def test_verdicts_apply_one_by_one_while_the_rest_keep_the_rule_verdict():
    seen = verdicts((0, 2), (22, 26))
    seen.add(Verdict(2, 0.1))
    assert [f.ai for f in seen.fillers()] == [True, False]
    assert seen.count == 1
    assert [f.probability for f in seen.fillers()] == [None, 0.1]


def test_a_word_counts_from_the_minimum_probability_on():
    seen = verdicts((22, 26), (33, 37))
    seen.add(Verdict(1, 0.5))
    seen.add(Verdict(2, 0.49))
    assert [f.ai for f in seen.fillers()] == [True, False]


def test_a_listed_word_that_neither_side_counts_is_not_a_filler():
    words = list_words("I like it, and well, it went well.", load_lexicon())
    seen = Verdicts("I like it, and well, it went well.", words, 0.5, load_lexicon())
    for number in range(1, len(words) + 1):
        seen.add(Verdict(number, 0.05))
    assert not any(f.ai for f in seen.fillers())
    assert all(f.rule for f in seen.fillers())
    assert len(seen.fillers()) < len(words)


def test_what_cannot_be_used_is_counted_by_reason():
    seen = verdicts((0, 2))
    for verdict in (Verdict(1, 0.9), Verdict(1, 0.2), Verdict(0, 0.9), Verdict(2, 0.9)):
        seen.add(verdict)
    assert seen.dropped == {"second verdicts": 1, "numbers that do not exist": 2}
    assert [f.probability for f in seen.fillers()] == [0.9]


def test_a_reason_is_shown_and_without_one_that_of_the_rules():
    seen = verdicts((22, 26), (33, 37))
    seen.add_reasons([{"number": 1, "why": " it compares "}, {"number": 9, "why": "x"}])
    assert [f.rationale for f in seen.fillers()] == ["it compares", "opens"]


def test_the_rules_reason_for_a_filler_is_not_given_for_a_verdict_against_one():
    seen = verdicts((4, 5), (6, 10))
    seen.add(Verdict(1, 0.1))
    seen.add(Verdict(2, 0.2))
    seen.add_reasons([{"number": 2, "why": "it is the verb"}])
    assert [f.rationale for f in seen.fillers()] == ["", "it is the verb"]


def test_a_filled_pause_may_be_left_out_and_any_other_word_is_reported():
    words = list_words(TEXT, load_lexicon())
    seen = Verdicts(TEXT, words, 0.5, load_lexicon())
    left_out = [words[number - 1].text for number in seen.left_out()]
    assert set(left_out) == {"like"}


def test_a_run_of_left_out_words_is_a_gap_and_single_ones_are_not():
    text = "You know, um, it works. " * 30
    words = list_words(text, load_lexicon())
    seen = Verdicts(text, words, 0.5, load_lexicon())
    for number in range(1, 21):
        seen.add(Verdict(number, 0.9))
    assert seen.gap() == range(21, len(words))
    for number in range(21, 61, 6):
        seen.add(Verdict(number, 0.9))
    assert len(seen.left_out()) > MIN_GAP
    assert not seen.gap()


def test_of_two_parts_that_found_the_same_word_one_counts():
    first, second = verdicts((0, 2)), verdicts((0, 2), (22, 26))
    merged = merge_parts([first.fillers(), second.fillers()])
    assert [f.start for f in merged] == [0, 22]


def test_a_gap_is_looked_for_again_only_when_a_verdict_has_come(monkeypatch):
    looked = 0
    text = "You know, um, it works. " * 30
    seen = Verdicts(text, list_words(text, load_lexicon()), 0.5, load_lexicon())
    find = seen._find_gap

    def look():
        nonlocal looked
        looked += 1
        return find()

    monkeypatch.setattr(seen, "_find_gap", look)
    assert [seen.gap() for _ in range(5)] == [find()] * 5
    seen.add(Verdict(1, 0.9))
    assert seen.gap() == find()
    assert looked == 2
