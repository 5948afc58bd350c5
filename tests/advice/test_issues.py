"""What is seen in a talk without a model: the right habits, with exact passages."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.advice.habits import LONG_SENTENCE_WORDS, TextIndex
from refiner.advice.issues import find_issues
from refiner.advice.quotes import QUOTE_CHARS
from refiner.model import Filler, Issue, Source, Transcript
from refiner.transcripts.samples import ENGLISH_SAMPLES, load_sample


def talk(text: str, duration_s: float | None = None) -> Transcript:
    return Transcript(text, Source(None, "text", "0" * 64), duration_s=duration_s)


def fillers(text: str, *words: str, rule: bool = True, ai: bool = True) -> tuple[Filler, ...]:
    """Every occurrence of `words` in `text`, as fillers."""
    pattern = r"\b(?:" + "|".join(words) + r")\b"
    return tuple(
        Filler(m.start(), m.end(), m[0], m[0].lower(), "discourse_marker", rule, ai, 0.9, "dropped")
        for m in re.finditer(pattern, text, re.IGNORECASE)
    )


def kinds(text: str, duration_s: float | None = None) -> set[str]:
    return {issue.kind for issue in find_issues(talk(text, duration_s), (), "rule")}


def stumbled(text: str) -> tuple[list[str], list[str]]:
    repeated, restarted = TextIndex(text).stumbles
    return [text[s:e] for s, e in repeated], [text[s:e] for s, e in restarted]


@pytest.mark.parametrize(
    ("text", "repetition"),
    [
        ("We went to the the station.", "the the"),
        ("I was going to going to ask.", "going to going to"),
        ("And that meant that meant that we lost.", "that meant that meant"),
        ("it's it's a good plan", "it's it's"),
        ("They met at\nat the gate.", "at\nat"),
    ],
)
def test_words_repeated_immediately_are_a_repetition(text: str, repetition: str) -> None:
    assert stumbled(text) == ([repetition], [])


@pytest.mark.parametrize(
    ("text", "restart"),
    [
        ("I wa- I went home.", "wa-"),
        ("So we, we left early.", "we, we"),
        ("There's a, there's a bridge.", "There's a, there's a"),
        ("I can go, I can go on.", "I can go, I can go"),
    ],
)
def test_a_sentence_begun_again_is_a_restart(text: str, restart: str) -> None:
    assert stumbled(text) == ([], [restart])


@pytest.mark.parametrize(
    "text",
    [
        "It was very very cold and so, so quiet.",
        "He said that that was enough, and he had had enough.",
        "Step by step by step we climbed.",
        "It rained again and again and again.",
        "A big, big house.",
        "No, no. No.",
        "We came to the end. The end was near.",
        "Everybody clapped, and I clapped, and I went home.",
        "Both pre- and post-war houses stand there.",
        "Room twenty twenty, and 7 7 times.",
        "Ada: Ada is my name.",
    ],
)
def test_words_repeated_on_purpose_are_no_stumble(text: str) -> None:
    assert stumbled(text) == ([], [])


def test_a_word_repeated_after_a_filler_is_a_restart() -> None:
    text = "It was, um, it was late, and a, uh, a fox came."
    spans = tuple((f.start, f.end) for f in fillers(text, "um", "uh"))
    repeated, restarted = TextIndex(text, spans).stumbles
    assert repeated == []
    assert [text[s:e] for s, e in restarted] == ["It was, um, it was", "a, uh, a"]


def test_hedges_are_found_unless_they_are_meant_or_counted_as_fillers() -> None:
    text = "Maybe it works. It is a kind of engine, and I think it is sort of fast."
    counted = tuple((f.start, f.end) for f in fillers(text, "sort of"))
    assert [text[s:e] for s, e in TextIndex(text, counted).hedges()] == ["Maybe", "I think"]


def test_hedging_is_an_issue_only_where_hedges_gather() -> None:
    assert "hedging" in kinds("I think that we should perhaps leave, and maybe soon.")
    plain = "We should leave. " * 40
    assert "hedging" not in kinds(plain + "I think so. " + plain + "Perhaps not.")


def test_a_long_sentence_is_an_issue_only_if_there_are_full_stops() -> None:
    long = " ".join(["word"] + [f"w{n}" for n in range(LONG_SENTENCE_WORDS)])
    assert "long_sentence" in kinds(f"It began. {long}. It ended. That was all.")
    assert kinds(long + " " + long.upper()) == set()


@pytest.mark.parametrize(
    ("words", "seconds", "found"),
    [(300, 60, True), (150, 60, False), (50, 60, True), (300, None, False)],
)
def test_pace_is_an_issue_only_where_the_length_is_known(
    words: int, seconds: float | None, found: bool
) -> None:
    text = " ".join(f"w{n}." for n in range(words))
    assert ("pace" in kinds(text, seconds)) is found


def test_examples_show_the_most_frequent_fillers_and_prefer_passages_without_numbers() -> None:
    text = "I like ten of them. It was, like, ten o'clock. We were, like, lost in there. Um, yes."
    found = find_issues(talk(text), fillers(text, "like", "um")[1:], "rule")
    frequent = [i for i in found if i.kind == "frequent_filler"]
    assert [i.quote for i in frequent] == [
        "We were, like, lost in there.",
        "It was, like, ten o'clock.",
    ]
    assert all("“like”" in i.rationale for i in frequent)


def test_examples_that_are_set_off_by_a_mark_come_first() -> None:
    text = "They like the house by the sea. We were, like, lost in there. You like it all."
    found = find_issues(talk(text), fillers(text, "like"), "rule")
    assert found[0].quote == "We were, like, lost in there."


def test_fillers_close_together_are_a_cluster() -> None:
    text = "So, um, like, we left. " + "Then we walked home and nothing happened to us. " * 9
    found = find_issues(talk(text), fillers(text, "so", "um", "like"), "rule")
    assert [i.quote for i in found if i.kind == "filler_cluster"] == ["So, um, like, we left."]


@pytest.mark.parametrize("source", ["rule", "ai"])
def test_only_the_fillers_of_the_named_source_are_seen(source: str) -> None:
    text = "It was, like, a long day, and we, like, laughed. It was, like, fine."
    mine = fillers(text, "like", rule=source == "rule", ai=source == "ai")
    others = fillers(text, "like", rule=source != "rule", ai=source != "ai")
    assert any(i.kind == "frequent_filler" for i in find_issues(talk(text), mine, source))  # type: ignore[arg-type]
    assert find_issues(talk(text), others, source) == ()  # type: ignore[arg-type]


def test_a_clean_talk_and_an_empty_one_have_nothing_to_show() -> None:
    assert find_issues(talk("We met at noon. The sun was out."), (), "ai") == ()
    assert find_issues(talk(" \n "), (), "ai") == ()


def assert_sound(issue: Issue, text: str) -> None:
    assert issue.quote
    assert issue.quote in text
    assert len(issue.quote) <= QUOTE_CHARS
    assert issue.severity in ("low", "medium", "high")
    assert not re.search(r"\d", issue.rationale + issue.tip)
    assert issue.rationale
    assert issue.tip


MARKS = ["\n", "?", "…", "“no”", "‘x’", "{{", "}}", "7", "-", "(well)", "wa-", "the,", "think."]
WORD = st.sampled_from([*MARKS, "like", "um", "so", "I", "we", "the", "maybe", "going", "to", "é"])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORD, max_size=120).map(" ".join), st.none() | st.floats(1, 900))
def test_every_quote_is_an_exact_short_passage(text: str, duration_s: float | None) -> None:
    for issue in find_issues(talk(text, duration_s), fillers(text, "like", "um", "so"), "rule"):
        assert_sound(issue, text)


@pytest.mark.parametrize("sample", [s.name for s in ENGLISH_SAMPLES])
def test_quotes_from_the_samples_begin_and_end_at_words(sample: str) -> None:
    text = load_sample(sample)
    for issue in find_issues(talk(text), fillers(text, "like", "um", "so", "you know"), "ai"):
        assert_sound(issue, text)
        start = text.find(issue.quote)
        around = text[start - 1 : start] + text[start + len(issue.quote) :][:1]
        assert not any(map(str.isalnum, around))


def test_ten_thousand_words_are_seen_quickly() -> None:
    text = ("So we, we went to the the gate, um, and I think it was, like, open. " * 700).strip()
    marked = fillers(text, "so", "um", "like")
    began = time.process_time()
    find_issues(talk(text), marked, "rule")
    assert time.process_time() - began < 1.0  # measured: 0.1 s
