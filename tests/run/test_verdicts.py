import pytest

from refiner.detection.lexicon import load_lexicon
from refiner.model import Candidate
from refiner.run.verdicts import Verdicts

TEXT = "Um, I like it. It was like huge, like, um, like a house. Umbrella."


def verdicts(*spans):
    candidates = [
        Candidate(a, b, TEXT[a:b], TEXT[a:b].lower(), "discourse_marker") for a, b in spans
    ]
    return Verdicts(TEXT, candidates, 0.7, load_lexicon())


def missed(word, quote, occurrence=1, confidence=0.9):
    return {
        "word": word,
        "quote": quote,
        "occurrence": occurrence,
        "confidence": confidence,
        "rationale": "it can be dropped",
    }


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
        (missed("like", "was like huge", 2), "that often"),
        (missed("like", "was like huge", 0), "that often"),
        (missed("", "was like huge"), "that often"),
        (missed("you know", "was like huge"), "that often"),
        (missed("um", "Umbrella"), "that often"),
    ],
)
def test_a_missed_filler_that_is_not_there_is_dropped_with_a_warning(found, why):
    seen = verdicts()
    seen.add_missed([found])
    assert seen.fillers() == ()
    (warning,) = seen.warnings
    assert why in warning
    assert "huge" not in warning  # a warning never repeats the transcript


def test_a_missed_filler_on_a_candidate_is_not_counted_twice():
    seen = verdicts((0, 2))
    seen.add_missed([missed("um", "Um, I like")])
    assert len(seen.fillers()) == 1
    assert "already judged" in seen.warnings[0]


def test_the_same_quote_twice_is_its_next_place_in_the_talk():
    seen = verdicts()
    seen.add_missed([missed("um", "um"), missed("like", "like"), missed("like", "like")])
    assert [f.start for f in seen.fillers()] == [6, 22, 39]


def test_a_missed_filler_below_the_bar_is_left_out_without_a_warning():
    seen = verdicts()
    seen.add_missed([missed("like", "was like huge", confidence=0.69)])
    assert (seen.fillers(), seen.warnings) == ((), [])


def test_verdicts_apply_one_by_one_while_the_rest_keep_the_rules_word():
    seen = verdicts((0, 2), (22, 26))
    seen.add({"id": 2, "filler": False, "confidence": 0.9, "rationale": "compares"})
    assert [f.ai for f in seen.fillers()] == [True, False]
    assert seen.count == 1
    assert [f.confidence for f in seen.fillers()] == [None, 0.9]
