"""A talk in another language: what is counted, by whom, and what is said of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from refiner.advice.audit import audit_advice
from refiner.advice.coach.template import write_template_advice
from refiner.advice.slots import TalkFigures
from refiner.analyst.backend import LocalBackend
from refiner.detection.lexicon import lexicon_for
from refiner.insight.answer import describe_answer
from refiner.llm.backends.scripted import ScriptedBackend
from refiner.llm.prompts import Request
from refiner.model import Advice, FillerCounts
from refiner.transcripts import read_transcript
from refiner.transcripts.language import find_language, language_name
from refiner.transcripts.samples import SAMPLES, load_sample
from tests.support.runs import document_of
from tests.support.talks import advice, analysis_answer

SWEDISH = (
    "Alltså, öh, i dag ska jag berätta om hur vi gick ut i trädgården klockan åtta för att hämta "
    "potatisen, och det som hände sedan var verkligen inte så lätt som vi trodde. "
)
OTHERS = [sample for sample in SAMPLES if sample.language != "en"]
PAUSES = {  # in the samples, counted by hand
    "german": {"ähm": 4, "äh": 3, "hm": 1},
    "spanish": {"eh": 6, "em": 2},
    "french": {"euh": 7, "heu": 2},
    "portuguese": {"hum": 4, "hã": 4},
    "italian": {"ehm": 7, "uhm": 2},
    "dutch": {"eh": 6, "uhm": 4},
}
GERMAN_ADVICE = {
    "headline": "Atmen Sie, statt „ähm“ zu sagen",
    "focus_areas": [
        {
            "skill": "Pausen",
            "advice": "Sie sagen sehr oft „ähm“, wenn der nächste Gedanke noch nicht da ist. "
            "Schließen Sie am Ende des Satzes die Lippen und atmen Sie ruhig ein.",
            "exercise": "Lesen Sie eine Seite laut vor und machen Sie an jedem Punkt eine Pause.",
        }
    ],
    "strengths": ["Sie erzählen lebendig."],
    "weekly_goals": [{"goal": "Weniger „ähm“", "measurement": "Zählen Sie nach."}],
    "motivation": "Das wird bald viel besser.",
}


def run(text: str, backend: Any, **changes: Any) -> Any:
    return asyncio.run(document_of(read_transcript(text.encode()), backend, **changes))


def run_with_model(text: str, script: Any) -> tuple[Any, list[Request]]:
    backend = ScriptedBackend(script, name="openai")
    changes = {"provider": "openai", "api_key": "k", "strategy": "early"}
    return run(text, backend, **changes), backend.requests


def judge_all(percent: int) -> Any:
    """A model that gives every numbered word the same verdict."""
    return lambda request: (
        analysis_answer(0, 0)
        | {"verdicts": [[n, percent] for n in range(1, len(request.words) + 1)]}
    )


@pytest.mark.parametrize("strategy", ["sequential", "hybrid", "early", "fanout"])
def test_a_language_without_a_word_list_is_not_counted_and_one_warning_names_it(strategy):
    document = run(SWEDISH, LocalBackend(), strategy=strategy)
    assert document["language"] == "sv"
    counts = document["counts"]
    assert (counts["rule"], counts["ai"], counts["difference"]) == (None, None, None)
    assert (document["coaching"], document["decision"], document["fillers"]) == (None, None, [])
    assert not document["fallback_mode"]
    (warning,) = document["warnings"]
    assert "Swedish" in warning


def test_a_model_is_asked_in_that_language_and_its_count_is_the_only_one():
    missed = [{"word": "öh", "quote": "Alltså, öh, i dag", "occurrence": 1}]
    answer = analysis_answer(0, 0) | {"missed_fillers": missed}
    document, requests = run_with_model(SWEDISH, {"analysis": answer, "coaching": advice()})
    assert requests[0].document["language"] == "sv"
    assert (document["counts"]["rule"], document["counts"]["ai"]) == (None, 1)
    assert document["decision"] is None
    assert not document["fallback_mode"]


@pytest.mark.parametrize("sample", OTHERS, ids=lambda sample: sample.name)
def test_without_a_model_the_filled_pauses_alone_are_counted_by_rule(sample):
    text = load_sample(sample.name)
    assert find_language(text) == sample.language
    document = run(text, LocalBackend())
    by_word = {word: n["rule"] for word, n in document["counts"]["by_word"].items()}
    assert by_word == PAUSES[sample.name]
    assert document["counts"]["ai"] == document["counts"]["rule"] == sum(by_word.values())
    assert {f["kind"] for f in document["fillers"]} == {"filled_pause"}
    assert {f["probability"] for f in document["fillers"]} == {None}
    assert document["counts"]["refined_by"] == "rules"
    assert not document["fallback_mode"]
    assert not document["decision"]["regenerate"]
    count, english = document["warnings"]
    assert count.startswith(f"this talk is in {language_name(sample.language)}: ")
    assert "by rule" in count
    assert "has not been measured" in count
    assert "advice is in English" in english


@pytest.mark.parametrize("sample", OTHERS, ids=lambda sample: sample.name)
def test_the_local_coach_quotes_the_talk_and_its_numbers_are_true(sample):
    text = load_sample(sample.name)
    document = run(text, LocalBackend())
    advice = document["coaching"]["markdown"]
    for word, count in PAUSES[sample.name].items():
        assert f"“{word}” {count} now" in advice or count == 1
    quoted = advice.split("From this talk: “")[1].split("”")[0].strip("… ")
    assert quoted in text
    assert "per 100 words" not in advice  # the published rates are of English speech
    answer = describe_answer(document)
    total = sum(PAUSES[sample.name].values())
    assert answer.startswith(f"{total} filled pauses by rule, ")
    assert "average" not in answer


@pytest.mark.parametrize("sample", OTHERS, ids=lambda sample: sample.name)
def test_a_model_judges_the_native_words_and_the_page_says_who_did_what(sample):
    text = load_sample(sample.name)
    script = {"analysis": judge_all(90), "coaching": advice(), "regeneration": advice()}
    document, requests = run_with_model(text, script)
    (analysis,) = [request for request in requests if request.call == "analysis"]
    assert analysis.document["language"] == sample.language
    assert "Write your own sentences in English" in analysis.document["task"]
    listed = lexicon_for(sample.language).occurrences(text)
    assert [word.word for word in analysis.words] == [o.entry.word for o in listed]
    markers = [o for o in listed if o.entry.kind == "discourse_marker"]
    assert len(markers) >= 5
    rule = sum(PAUSES[sample.name].values())
    assert (document["counts"]["rule"], document["counts"]["ai"]) == (rule, len(listed))
    assert document["decision"]["regenerate"]
    assert "judged by" in document["warnings"][0]
    coaching = [request for request in requests if request.call != "analysis"]
    assert {request.document["language"] for request in coaching} == {sample.language}


def test_what_a_model_rejects_is_not_a_filler_and_the_words_are_never_counted_by_rule():
    document, _ = run_with_model(
        load_sample("german"),
        {"analysis": judge_all(5), "coaching": advice(), "regeneration": advice()},
    )
    assert document["counts"]["rule"] == 8
    assert document["counts"]["ai"] == 0


def test_advice_in_the_talks_language_is_not_shown_and_the_page_says_so():
    script = {"analysis": judge_all(5), "coaching": GERMAN_ADVICE, "regeneration": GERMAN_ADVICE}
    document, _ = run_with_model(load_sample("german"), script)
    assert document["coaching"]["source"] == "template"
    assert "Atmen" not in json.dumps(document["coaching"], ensure_ascii=False)
    assert "the advice is not in English" in document["fallback_reason"]
    assert any("this advice is the local coach's" in w for w in document["warnings"])


def test_a_count_of_an_accented_word_is_audited_like_any_other():
    talk = read_transcript(load_sample("german").encode())
    counts = FillerCounts("ai", {"ähm": 4, "äh": 3}, 7, talk.words, talk.length_s)
    template = write_template_advice(counts, (), language="de")

    def audited(sentence: str) -> Any:
        draft, figures = Advice.of(advice(sentence)), TalkFigures(counts)
        return audit_advice(draft, figures, talk.text, template, lexicon_for("de")).unfit

    assert not audited("“ähm” {{fillers.by_word.ähm}} times")
    assert audited("“ähm” {{fillers.by_word.äh}} times")
    assert audited("“ähm” 9 times")


def test_words_said_aloud_are_counted_whatever_form_their_accents_have():
    decomposed = "A\u0308hm, das ist also, a\u0308a\u0308h, die Geschichte von unserem Garten. " * 2
    document = run(decomposed, LocalBackend())
    assert document["counts"]["rule"] == 4
