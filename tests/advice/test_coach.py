"""Advice by rule: specific to the talk, never a number of fillers, right for any number."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.advice.audit import audit_advice
from refiner.advice.audit.fillers import Talk
from refiner.advice.audit.plain_text import split_sentences
from refiner.advice.audit.rules import find_fault
from refiner.advice.coach import write_advice
from refiner.advice.coach.filler_skills import FAMILIES, OTHER_SKILL
from refiner.advice.coach.habit_skills import FAST_SKILL, FURTHER, HABITS, SLOW_SKILL
from refiner.advice.coach.sentences import (
    HEADLINES_CLEAN,
    MOTIVATION,
    MOTIVATION_CLEAN,
    MOTIVATION_WITH_HISTORY,
    STRENGTH_OF_PACE,
    STRENGTH_OF_RATE,
    STRENGTHS,
)
from refiner.advice.coach.skill import Skill
from refiner.advice.coach.template import write_template_advice
from refiner.advice.history import PASSAGE_LEAD, summarise_history
from refiner.advice.issues import find_issues
from refiner.advice.slots import TalkFigures, fill_slots
from refiner.detection.detector import detect
from refiner.detection.lexicon import load_lexicon
from refiner.llm.schemas import read_answer
from refiner.model import Advice, FillerCounts, Issue, Source, Transcript
from refiner.run.verdicts import rule_fillers
from refiner.transcripts.samples import SAMPLES, load_sample

SLOT = re.compile(r"\{\{[^{}]*\}\}")
KNOWN_SLOT = re.compile(
    r"\{\{(?:fillers\.(?:total|per_minute|per_100_words)|(?:fillers|goal)\.by_word\.[^{}]+"
    r"|(?:talk|goal)\.words_per_minute|(?:talk|goal)\.habits\.[a-z_]+|history\.change)\}\}"
)
WORDS = [entry.word for entry in load_lexicon().entries]


def document(
    by_word: Mapping[str, int] | None = None,
    issues: list[dict[str, Any]] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    by_word = by_word or {}
    total = sum(by_word.values())
    words = changes.pop("word_count", 400)
    return {
        "task": "Write coaching advice for this speaker.",
        "fillers": {
            "source": "ai",
            "total": total,
            "per_minute": round(total / words * 150, 1),
            "per_100_words": round(100 * total / words, 1),
            "by_word": dict(by_word),
        },
        "word_count": words,
        "duration_seconds": None,
        "issues": issues or [],
        "speaker_history": None,
    } | changes


def issue(kind: str, quote: str = "and we, we went on", **changes: str) -> dict[str, Any]:
    made = Issue(kind, quote, "high", "“like”: it can be dropped", "Leave it out.")
    return asdict(made) | changes


def text_of(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)


def skills(answer: Mapping[str, Any]) -> list[str]:
    return [area["skill"] for area in answer["focus_areas"]]


@pytest.mark.parametrize(
    ("word", "skill"),
    [
        ("um", "Pause in silence"),
        ("uh", "Pause in silence"),
        ("like", "Keep “like” for comparisons"),
        ("you know", "Ask, or leave the point alone"),
        ("so", "Start with the subject"),
        ("well", "Start with the subject"),
        ("okay", "Start with the subject"),
        ("kind of", "Commit to what you say"),
        ("basically", "Let facts carry the weight"),
        ("or something", "End on the point"),
        ("zorp", "Drop the habit word"),
    ],
)
def test_each_word_gets_its_own_remedy(word: str, skill: str) -> None:
    assert skills(write_advice(document({word: 12})))[0] == skill


@pytest.mark.parametrize("word", WORDS)
def test_every_listed_word_has_a_family(word: str) -> None:
    assert word in FAMILIES


def test_the_most_frequent_words_come_first_and_a_severe_habit_keeps_its_place() -> None:
    by_word = {"like": 9, "um": 5, "uh": 6, "so": 4, "you know": 3}
    found = skills(write_advice(document(by_word, [issue("restart")])))
    assert found == [
        "Pause in silence",
        "Keep “like” for comparisons",
        "Choose the first words, then begin",
    ]


def test_a_clean_talk_is_praised_and_coached_on_something_else() -> None:
    answer = write_advice(document())
    assert answer["headline"] in HEADLINES_CLEAN
    assert set(skills(answer)) <= {skill.skill for skill in FURTHER.values()}
    assert len(answer["focus_areas"]) == 2
    assert "{{fillers.per_100_words}}" in answer["strengths"][0]


def test_the_talk_is_quoted_where_it_shows_the_habit() -> None:
    quote = "We were, like, lost in there."
    answer = write_advice(document({"like": 9}, [issue("frequent_filler", quote)]))
    assert f"“{quote}”" in answer["focus_areas"][0]["advice"]


def test_a_passage_is_shown_in_one_focus_area_only() -> None:
    quote = "So we, we went on, like, for hours."
    issues = [
        issue("frequent_filler", quote),
        issue("restart", quote),
        issue("restart", "I, I ran."),
    ]
    advice_ = [a["advice"] for a in write_advice(document({"like": 9}, issues))["focus_areas"]]
    assert f"“{quote}”" in advice_[0]
    assert "“I, I ran.”" in advice_[1]


def test_a_passage_cut_from_its_sentence_is_shown_with_dots() -> None:
    answer = write_advice(document({"like": 9}, [issue("frequent_filler", "and we, like, went")]))
    assert "“… and we, like, went …”" in answer["focus_areas"][0]["advice"]


@pytest.mark.parametrize(
    "quote",
    [
        "and {{fillers.total}} of them",
        "}} like {{",
        "we had, like, 15 fillers",
        "like <b>bold</b>",
        "like ![x](http://example.org/x.png)",
        "like, see www.example.org",
        "like\nthis",
    ],
)
def test_a_passage_that_could_be_misread_is_not_quoted(quote: str) -> None:
    answer = write_advice(
        document({"like": 9}, [issue("frequent_filler", quote), issue("restart", quote)])
    )
    assert "From this talk" not in text_of(answer)


def test_a_word_that_would_break_its_slot_is_not_named() -> None:
    answer = write_advice(document({"{{x}}": 9, "like": 3}))
    assert "x}}" not in text_of(answer)


def test_earlier_talks_are_spoken_of_through_slots_only() -> None:
    history: dict[str, Any] = {"earlier_talks": 4, "trend": "falling"}
    answer = write_advice(document({"um": 9}, speaker_history=history))
    assert "{{history.change}}" in answer["motivation"]
    history["earlier_talks"] = 1
    assert "history" not in write_advice(document({"um": 9}, speaker_history=history))["motivation"]


@pytest.mark.parametrize(
    ("words", "seconds", "skill"),
    [(900, 240, "Slow down at what matters"), (400, 300, "Keep the line moving")],
)
def test_pace_is_coached_in_the_direction_it_needs(words: int, seconds: int, skill: str) -> None:
    given_ = document(issues=[issue("pace")], word_count=words, duration_seconds=seconds)
    assert skill in skills(write_advice(given_))


def test_the_same_request_gets_the_same_advice_and_others_differ() -> None:
    first = document({"um": 9, "like": 4})
    assert write_advice(first) == write_advice(json.loads(json.dumps(first)))
    variants = {text_of(write_advice(document({"um": 9}, word_count=n))) for n in range(400, 412)}
    assert len(variants) > 2


# What a coach may be given: any listed words, any issues, with or without a length.
ISSUES = st.lists(
    st.builds(
        issue,
        st.sampled_from([*HABITS, *FURTHER, "pace", "frequent_filler", "something_new"]),
        st.sampled_from(["it was, like, big", "we, we went", "ten of {{them}}", "I think so", ""]),
        severity=st.sampled_from(["low", "medium", "high"]),
    ),
    max_size=8,
)
DOCUMENTS = st.builds(
    document,
    st.dictionaries(st.sampled_from([*WORDS, "zorp"]), st.integers(1, 60), max_size=8),
    ISSUES,
    word_count=st.integers(1, 4000),
    duration_seconds=st.none() | st.integers(1, 3000),
)


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS)
def test_every_answer_fits_the_schema_and_has_known_slots_only(given_: dict[str, Any]) -> None:
    answer = write_advice(given_)
    assert json.dumps(read_answer("coaching_advice", answer)) == json.dumps(answer)
    assert 1 <= len(answer["focus_areas"]) <= 3
    assert len(set(skills(answer))) == len(answer["focus_areas"])
    assert len(answer["weekly_goals"]) == len(answer["focus_areas"])
    for slot in SLOT.findall(text_of(answer)):
        assert KNOWN_SLOT.fullmatch(slot)
    assert "{" not in SLOT.sub("", "".join(_texts(answer)))


QUOTED = "it was, like, big. we, we went. I think so."


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, st.sampled_from([0, 1, 2, 21]))
def test_the_audit_finds_nothing_whatever_the_refined_counts_are(
    given_: dict[str, Any], each: int
) -> None:
    advice = Advice.of(write_advice(given_))
    refined = FillerCounts(
        "ai", dict.fromkeys(given_["fillers"]["by_word"], each), 0, given_["word_count"], 60.0
    )
    unfit = audit_advice(advice, TalkFigures(refined, 60.0), QUOTED, advice).unfit
    refuted = "names a filler that this talk does not have"  # the analysis rejected them all
    assert [row for row in unfit if each or row.why != refuted] == []


@pytest.mark.parametrize("each", [0, 1, 7])
def test_each_focus_on_fillers_has_its_numbers_now_and_next_time(each: int) -> None:
    answer = write_advice(document({"um": 9, "like": 8, "you know": 7}))
    goals = [row["goal"] for row in answer["weekly_goals"]]
    assert "“um” {{fillers.by_word.um}} now, {{goal.by_word.um}} next time" in goals[0]
    counts = FillerCounts("ai", {"um": each}, each, 400, 60.0)
    filled = fill_slots(Advice.of(answer), TalkFigures(counts))
    assert f"“um” {each} now, {each // 2} next time" in filled.weekly_goals[0]["goal"]


def test_each_focus_on_a_habit_has_its_passage_and_its_numbers_too() -> None:
    text = "I think we left. Maybe it rained, maybe it did not. We, we went on to the inn. " * 3
    text += "The road went up to the mill and down to the river where the old boats lay in a row."
    transcript = Transcript(text, Source(None, "text", ""), duration_s=15.0)
    counts = FillerCounts("ai", {}, 0, transcript.words, 15.0)
    advice = write_template_advice(counts, find_issues(transcript, (), "ai"), (), 15.0)
    assert all(PASSAGE_LEAD in area["advice"] for area in advice.focus_areas)
    filled = fill_slots(advice, TalkFigures.of(counts, transcript, ()))
    goals = " ".join(goal["goal"] for goal in filled.weekly_goals)
    assert "hedges 9 now, 4 next time" in goals
    assert "restarted sentences 3 now, 1 next time" in goals
    assert "words a minute 296 now, 180 next time" in goals


@pytest.mark.parametrize("sample", [sample.name for sample in SAMPLES])
def test_every_focus_on_a_sample_has_its_passage_its_exercise_and_its_numbers(sample: str) -> None:
    transcript = Transcript(load_sample(sample), Source(None, "text", ""))
    fillers = rule_fillers(detect(transcript.text))
    counts = FillerCounts.of(fillers, "ai", transcript)
    advice = write_template_advice(counts, find_issues(transcript, fillers, "ai"))
    figures = TalkFigures.of(counts, transcript, [(f.start, f.end) for f in fillers])
    assert audit_advice(advice, figures, transcript.text, advice).unfit == ()
    filled = fill_slots(advice, figures)
    for area, goal in zip(filled.focus_areas, filled.weekly_goals, strict=True):
        assert PASSAGE_LEAD in area["advice"]
        assert area["exercise"]
        assert re.search(r"\d now, \d+ next time", goal["goal"])


ALL_SKILLS: list[Skill] = [
    *dict.fromkeys(FAMILIES.values()),
    *(OTHER_SKILL, *HABITS.values(), *FURTHER.values(), FAST_SKILL, SLOW_SKILL),
]


@pytest.mark.parametrize("skill", ALL_SKILLS, ids=lambda skill: skill.skill)
def test_every_wording_passes_the_audit_beside_every_other(skill: Skill) -> None:
    words = [word for word, family in FAMILIES.items() if family is skill][:2]
    named = " and ".join(f"“{word}”" for word in words)
    passage = "so, um, we, like, went there"
    counts = FillerCounts("ai", {"um": 9, "like": 3} | dict.fromkeys(words, 4), 9, 400, 60.0)
    for headline, text, exercise in product(skill.headlines, skill.advice, skill.exercises):
        area = {
            "skill": skill.skill,
            "advice": f"{text} From this talk: “{passage}”".replace("{words}", named),
            "exercise": exercise,
        }
        goal = {"goal": skill.goal, "measurement": skill.measurement}
        advice = Advice(headline.replace("{words}", named), (area,), (), (goal,), "")
        assert audit_advice(advice, TalkFigures(counts, 60.0), passage, advice).unfit == ()


def test_every_sentence_of_its_own_passes_the_audit() -> None:
    talk = Talk(FillerCounts("ai", {"um": 8, "like": 4}, 8, 400, 160.0), QUOTED, load_lexicon())
    rows = [("motivation", text) for text in (*MOTIVATION, *MOTIVATION_CLEAN)]
    rows += [("headline", text) for text in HEADLINES_CLEAN]
    rows += [("motivation", text) for text in MOTIVATION_WITH_HISTORY]
    rows += [("strength", text) for texts in STRENGTHS.values() for text in texts]
    rows += [("strength", text) for text in (*STRENGTH_OF_PACE, *STRENGTH_OF_RATE)]
    wrong = [
        (sentence, fault)
        for field, text in rows
        for sentence in split_sentences(text)
        if (fault := find_fault(sentence, field, talk)[0])
    ]
    assert wrong == []


def test_a_strength_is_named_only_with_its_evidence() -> None:
    assert write_advice(document({"um": 40}))["strengths"] == []
    shown = [{"kind": "question", "quote": "Who here has fixed a roof?"}]
    (strength,) = write_advice(document({"um": 40}, strengths=shown))["strengths"]
    assert strength.endswith(": “Who here has fixed a roof?”")


def test_strengths_that_an_issue_contradicts_are_left_out() -> None:
    shown = [{"kind": "short", "quote": "It rained all night."}]
    answer = write_advice(document({"um": 40}, [issue("long_sentence")], strengths=shown))
    assert answer["strengths"] == []


def test_the_next_talk_of_a_speaker_gets_other_sentences() -> None:
    by_word = {"um": 9, "like": 5, "you know": 4}
    answer = write_advice(document(by_word, word_count=400))
    for n in range(1, 6):
        history = summarise_history([5.0] * n, answer)
        following = write_advice(document(by_word, word_count=400, speaker_history=history))
        assert skills(following) == skills(answer)
        assert following["headline"] != answer["headline"]
        for now, before in zip(following["focus_areas"], answer["focus_areas"], strict=True):
            assert now["advice"] != before["advice"]
            assert now["exercise"] != before["exercise"]
        answer = following


def test_advice_that_is_written_again_after_a_correction_keeps_its_wordings() -> None:
    shown = [{"kind": kind, "quote": "Who here has fixed a roof?"} for kind in ("question", "name")]
    for words in range(400, 410):
        issues = [issue("restart"), issue("unmarked_parts")]
        first = write_advice(document({"um": 9, "like": 5}, issues, strengths=shown))
        changed = document({"um": 8, "like": 5}, issues, strengths=shown, word_count=words)
        assert write_advice(changed | {"advice_so_far": first}) == first


def test_what_a_coach_learns_of_last_time_has_no_passage_and_no_figure() -> None:
    quote = "We were, like, lost in there."
    made = write_advice(document({"like": 9}, [issue("frequent_filler", quote)]))
    history = summarise_history([9.0], made)
    assert history is not None
    assert "lost" not in json.dumps(history["last_advice"])
    assert "{{" not in json.dumps(history["last_advice"])


def test_a_word_that_came_up_once_is_not_a_habit() -> None:
    by_word = {"um": 6, "so": 1, "like": 1}
    assert "Start with the subject" not in skills(write_advice(document(by_word, word_count=200)))


def test_a_talk_with_hardly_any_fillers_is_not_criticised_for_one() -> None:
    answer = write_advice(document({"um": 1}, word_count=400))
    assert set(skills(answer)) <= {skill.skill for skill in FURTHER.values()}


def test_two_focus_areas_never_quote_the_same_words() -> None:
    short, long = "So we, um, went on.", "So we, um, went on. And then, uh, it rained on us."
    issues = [issue("frequent_filler", short), issue("filler_cluster", long)]
    for part in issues:
        part["rationale"] = "“um”: it fills a gap"
    answer = write_advice(document({"um": 9}, issues))
    assert text_of(answer).count("went on.") == 1


def test_a_passage_is_left_to_the_focus_that_has_no_other() -> None:
    shared, own = "So, um, that was the start.", "Um, we planted beans."
    issues = [
        issue("frequent_filler", shared, rationale="“um”: it fills a gap"),
        issue("frequent_filler", own, rationale="“um”: it fills a gap"),
        issue("filler_cluster", shared),
    ]
    first, second = write_advice(document({"um": 9}, issues))["focus_areas"]
    assert own in first["advice"]
    assert shared in second["advice"]


def test_template_advice_is_the_coachs_own() -> None:
    counts = FillerCounts("rule", {"like": 9}, 0, 400, 160.0)
    made = Issue("restart", "and we, we went on", "high", "begun again", "go through")
    advice = write_template_advice(counts, [made])
    same = write_advice(document({"like": 9}, [asdict(made)]))
    assert advice.headline == same["headline"]
    assert list(advice.focus_areas) == same["focus_areas"]


def _advice(answer: Mapping[str, Any]) -> Advice:
    parts: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in answer.items()}
    return Advice(**parts)


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    items = part.values() if isinstance(part, dict) else part
    return [text for item in items for text in _texts(item)]
