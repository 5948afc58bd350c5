"""The local analyst's verdicts, on sentences written for these tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.analyst.judge import Judgement, judge
from refiner.detection.lexicon import Count, Lexicon, LexiconEntry
from refiner.evaluation.gold import JudgedSpan, Sample, strip_punctuation

# Each sentence holds the word once, in brackets.
FILLERS = [
    "It was, [like], really cold up there.",
    "We waited for [like] twenty minutes.",
    "She had [like] a hundred questions.",
    "I will [like] call them tomorrow.",
    "You can't [like] sneeze in there.",
    "They bought those [like] garden chairs.",
    "It was [like] so embarrassing.",
    "He lives in [like] a caravan.",
    "There were [like] forty people.",
    "It's, [you know], hard to say.",
    "We tried, [you know], everything.",
    "[I mean], we could go tomorrow.",
    "[Well], that depends on the price.",
    "Yeah, [well], we never asked them.",
    "He was [kind of] tired after that.",
    "We [sort of] forgot about it.",
    "I just [kind of] walked away.",
    "They signed it, [right]?",
    "[Okay], let's begin with the budget.",
    "[Basically], it never worked.",
    "[Honestly], I have no idea.",
    "We sold the boat [and stuff].",
    "She teaches history [or something].",
    "[To be honest], it was too long.",
    "It was, [at the end of the day], a good year.",
    "[So], um, we moved house.",
    "[Anyway], that was the plan.",
    "[Look], we cannot pay that.",
]
LITERALS = [
    "I [like] the new kitchen.",
    "They would [like] to see the garden.",
    "I don't [like] it at all.",
    "It looks [like] rain.",
    "That sounds [like] a good plan.",
    "People [like] that never listen.",
    "We sell things [like] that.",
    "I feel [like] I'm late.",
    "[Like] I said, the door was open.",
    "He was [like], no, I won't do that.",
    "Do [you know] what time it is?",
    "As [you know], we moved in March.",
    "I'll let [you know] tomorrow.",
    "That is not what [I mean] by quality.",
    "She sings really [well].",
    "We sell shoes as [well].",
    "It works very [well].",
    "We are [well] within the budget.",
    "What [kind of] car is it?",
    "That [sort of] thing never happens.",
    "It's a different [kind of] paper.",
    "Put it [right] there.",
    "Turn [right] at the church.",
    "That's the [right] answer.",
    "That's [okay] with me.",
    "I think [so].",
    "She was [so] tired.",
    "It costs [just] two pounds.",
    "We went [anyway] in the end.",
    "Let me [see] it.",
    "Have a [look] at this.",
    "Bring cheese [or something] else.",
    "I want [to be honest] about it.",
]

LESSONS = Path(__file__).parents[2] / "scripts" / "lessons.txt"


@pytest.mark.parametrize("marked", FILLERS + LITERALS)
def test_these_sentences_were_not_learnt_from(marked: str) -> None:
    assert marked not in LESSONS.read_text(encoding="utf-8")


def verdict(marked: str, *, raw: bool = False) -> Judgement:
    """The judgement on the bracketed words; `raw` as a recogniser would write the sentence."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    sample = Sample("", text, (JudgedSpan(start, end, text[start:end], "", True),))
    if raw:
        sample = strip_punctuation(sample)
    (span,) = sample.judged
    (found,) = judge(sample.text, spans=[(span.start, span.end)])
    return found


@pytest.mark.parametrize("marked", FILLERS)
def test_a_word_that_can_be_dropped_is_a_filler(marked: str) -> None:
    assert verdict(marked).filler


@pytest.mark.parametrize("marked", LITERALS)
def test_a_word_that_carries_meaning_is_not_a_filler(marked: str) -> None:
    assert not verdict(marked).filler


MARKS_DECIDE = {"right", "okay", "Look", "Anyway"}  # without marks these could be meant


@pytest.mark.parametrize("marked", [m for m in FILLERS if not any(w in m for w in MARKS_DECIDE)])
def test_a_filler_is_found_without_marks_and_capitals(marked: str) -> None:
    assert verdict(marked, raw=True).filler


@pytest.mark.parametrize("marked", LITERALS)
def test_a_meant_word_is_recognised_without_marks_and_capitals(marked: str) -> None:
    assert not verdict(marked, raw=True).filler


@pytest.mark.parametrize("word", ["um", "Um", "ummm", "uh", "uhh", "er", "erm", "hm", "eh", "uhm"])
def test_a_filled_pause_is_a_filler_in_every_spelling(word: str) -> None:
    (found,) = judge(f"We were, {word}, late.")
    assert (found.kind, found.filler) == ("filled_pause", True)
    assert found.confidence >= 0.95


@pytest.mark.parametrize(
    "text", ["They took her to the ER at night.", "It is better to err on the side of caution."]
)
def test_a_word_only_spelt_like_a_pause_is_not_a_filler(text: str) -> None:
    assert [j.filler for j in judge(text)] == [False]


def test_a_pause_shouted_in_capitals_is_still_a_pause() -> None:
    assert [j.filler for j in judge("UM I DO NOT KNOW")] == [True]


def test_every_listed_word_gets_one_judgement_in_order() -> None:
    text = "Well, um, I mean, it was kind of late, you know, and so, like, we left."
    spans = [(j.start, j.end) for j in judge(text)]
    assert spans == sorted(set(spans))
    assert [text[a:b] for a, b in spans] == [
        "Well", "um", "I mean", "kind of", "you know", "so", "like",
    ]  # fmt: skip


def test_spans_asked_for_are_judged_in_the_order_asked() -> None:
    text = "It was, like, late, um, very late."
    assert [j.text for j in judge(text, spans=[(20, 22), (8, 12)])] == ["um", "like"]


def test_a_span_that_no_lexicon_lists_is_judged_by_its_place() -> None:
    found = judge("It was, as it were, a gift.", spans=[(8, 18)])[0]
    assert (found.word, found.filler) == ("as it were", True)
    assert not judge("Give as it were asked.", spans=[(5, 15)])[0].filler


@pytest.mark.parametrize(("count", "filler"), [("always", True), ("never", False)])
def test_a_coach_has_the_last_word(count: Count, filler: bool) -> None:
    lexicon = Lexicon((LexiconEntry("like", "discourse_marker", ("like",), count),))
    for text in ("I like tea.", "It was, like, ten."):
        (found,) = judge(text, lexicon)
        assert (found.filler, found.confidence) == (filler, 1.0)


def test_the_same_word_reads_the_same_with_either_apostrophe() -> None:
    straight, curly = judge("It's like I don't like it."), judge("It’s like I don’t like it.")
    assert [(j.filler, j.confidence) for j in straight] == [(j.filler, j.confidence) for j in curly]


@pytest.mark.parametrize(
    ("marked", "cue"),
    [
        ("It looks [like] rain.", "compares"),
        ("I don't [like] it.", "verb"),
        ("Hold it [like] this.", "points"),
        ("I [like] the new kitchen.", "verb"),
        ("It was [like] twenty pounds.", "number"),
        ("It was, [like], late.", "set apart"),
        ("We sell shoes as [well].", "also"),
        ("What [kind of] car is it?", "noun"),
        ("[So], um, we left.", "by rule"),
        ("As [you know], we moved.", "knowledge"),
    ],
)
def test_a_rationale_names_the_cue(marked: str, cue: str) -> None:
    assert cue in verdict(marked).rationale.lower()


@pytest.mark.parametrize("marked", FILLERS + LITERALS)
def test_a_rationale_is_one_sentence_and_never_speaks_against_its_verdict(marked: str) -> None:
    found = verdict(marked)
    assert found.rationale.endswith(".")
    assert len(found.rationale.split()) <= 14
    assert ("dropped" in found.rationale) <= found.filler


PIECES = "like|well|you know|I mean|kind of|so|right|okay|um|uh|just|a|it was|.|,|?|-|…|re-do|'kay"
SPEECH = st.lists(st.sampled_from(PIECES.split("|")), max_size=40).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(SPEECH | st.text(max_size=60))
def test_any_text_is_judged_with_a_chance_between_0_and_1(text: str) -> None:
    for found in judge(text):
        assert found.text == text[found.start : found.end]
        assert 0 <= found.confidence <= 1


@settings(max_examples=60, deadline=None)
@given(SPEECH, st.data())
def test_any_span_of_a_text_can_be_asked_for(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    (found,) = judge(text, spans=[(start, end)])
    assert (found.start, found.end) == (start, end)


WORDS = "I,we,like,well,you know,kind of,it,was,ten,um,so,just,right,I mean"
SENTENCE = st.lists(
    st.sampled_from(
        [
            "I",
            "we",
            "like",
            "well",
            "you know",
            "kind of",
            "it",
            "was",
            "ten",
            "um",
            "so",
            "just",
            "right",
            ",",
        ]
    ),
    min_size=1,
    max_size=8,
).map(lambda words: " ".join(words) + ".")


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, min_size=2, max_size=4))
def test_a_verdict_hangs_on_its_own_sentence_alone(sentences: list[str]) -> None:
    """So a talk cut at sentence ends is judged as it is in one piece."""
    apart = [(j.text, j.filler, j.confidence) for s in sentences for j in judge(s)]
    whole = [(j.text, j.filler, j.confidence) for j in judge(" ".join(sentences))]
    assert whole == apart
