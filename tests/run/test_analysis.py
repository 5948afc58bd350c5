"""One analysis in several calls: the same result, sooner."""

from typing import Any

import pytest

from refiner.analyst.backend import LocalBackend
from refiner.analyst.simulated import SimulatedBackend
from refiner.errors import Denied, Incomplete, TooLong
from refiner.llm.backends.scripted import Script, ScriptedBackend
from refiner.llm.numbering import read_numbered
from refiner.model import Source, Transcript
from refiner.run.analysis import MAX_JUDGED
from refiner.transcripts.samples import SAMPLES, load_sample
from tests.support.runs import document_of
from tests.support.talks import advice, analysis_answer, talk_with
from tests.support.virtual_time import run_virtual

LONG = talk_with(150, filler="You know")  # two chunks and the quality


def verdicts_alone(request):
    """Every word is a filler but the first of each chunk."""
    _, numbered = read_numbered(request.document["transcript"])
    return {
        "verdicts": [[number, 90 if number > 1 else 10] for number in numbered],
        "missed_fillers": [],
        "reasons": [],
    }


def quality_alone(_request):
    whole = analysis_answer(0, 0)
    return {key: whole[key] for key in ("issues", "speech_quality", "summary")}


def analyst(request):
    judges = request.schema_name == "filler_verdicts"
    return verdicts_alone(request) if judges else quality_alone(request)


SCRIPT: Script = {"analysis": analyst, "coaching": advice(), "regeneration": advice()}


def test_each_chunk_has_numbers_of_its_own_and_is_merged_into_the_transcript():
    backend = ScriptedBackend(SCRIPT)
    document = run_virtual(document_of(LONG, backend, strategy="fanout"))
    requests = [r for r in backend.requests if r.schema_name == "filler_verdicts"]
    assert len(requests) == 2
    chunks = [read_numbered(r.document["transcript"]) for r in requests]
    assert "".join(text for text, _ in chunks) == LONG.text
    assert all(text[a:b] == "You know" for text, spans in chunks for a, b in spans.values())
    assert document["counts"]["rule"] == 150
    assert document["counts"]["ai"] == 148
    assert all(LONG.text[f["start"] : f["end"]] == f["text"] for f in document["fillers"])
    assert document["speech_quality"]["clarity"] == 80
    assert document["optimization"] == "hybrid_fanout_v3"
    parts = [s["part"] for s in document["timings"]["spans"] if s["name"] == "analysis"]
    assert sorted(parts) == ["quality", "verdicts 1 of 2", "verdicts 2 of 2"]


def test_a_short_talk_is_not_split():
    backend = ScriptedBackend({**SCRIPT, "analysis": analysis_answer(9, 9)})
    run_virtual(document_of(talk_with(9), backend, strategy="fanout"))
    assert [r.schema_name for r in backend.requests if r.call == "analysis"] == ["speech_analysis"]


@pytest.mark.parametrize("strategy", ["sequential", "hybrid", "early", "fanout"])
def test_three_hours_are_counted_under_every_strategy(strategy):
    """More words to judge than one answer may hold: requests of at most `MAX_JUDGED`."""
    talk = talk_with(2600, filler="You know")
    backend = ScriptedBackend(SCRIPT)
    document = run_virtual(document_of(talk, backend, strategy=strategy))
    judged = [len(r.words) for r in backend.requests if r.schema_name == "filler_verdicts"]
    assert sum(judged) == 2600
    assert max(judged) <= MAX_JUDGED
    assert document["counts"]["rule"] == 2600
    assert document["counts"]["ai"] == 2600 - len(judged)
    assert not document["fallback_mode"]
    assert document["warnings"] == []


@pytest.mark.parametrize("strategy", ["sequential", "hybrid", "early", "fanout"])
def test_verdicts_missing_from_a_point_on_are_asked_for_again_in_parts(strategy):
    """A server that cuts what exceeds its context, and says nothing of it."""
    talk = talk_with(100, filler="You know")
    whole = analysis_answer(100, 100)

    def small_context(request):
        answer = analyst(request) if request.schema_name != "speech_analysis" else dict(whole)
        if "verdicts" in answer:
            answer["verdicts"] = answer["verdicts"][:40]
        return answer

    backend = ScriptedBackend({**SCRIPT, "analysis": small_context})
    document = run_virtual(document_of(talk, backend, strategy=strategy))
    judged = [f for f in document["fillers"] if f["probability"] is not None]
    assert len(judged) == 100
    assert document["counts"]["refined_by"] == "analysis"
    assert not any("left out" in warning for warning in document["warnings"])


def test_the_parts_asked_for_again_are_as_long_as_what_the_model_could_read():
    """And a little shorter; the numbers in the request are no words of the talk."""
    talk = talk_with(200, filler="You know")

    def small_context(request):
        answer = (
            analyst(request)
            if request.schema_name != "speech_analysis"
            else dict(analysis_answer(200, 200))
        )
        if "verdicts" in answer:
            answer["verdicts"] = answer["verdicts"][:50]
        return answer

    backend = ScriptedBackend({**SCRIPT, "analysis": small_context})
    run_virtual(document_of(talk, backend, strategy="early"))
    asked = [r for r in backend.requests if r.call == "analysis"]
    first, *again = [len(r.words) for r in asked]
    assert (first, sum(again), len(again)) == (200, 150, 4)
    assert max(again) <= 50


def test_a_model_that_leaves_everything_out_is_asked_a_bounded_number_of_times():
    empty: dict[str, Any] = {"verdicts": [], "missed_fillers": [], "reasons": []}

    def says_nothing(request):
        return empty | (quality_alone(request) if request.schema_name != "filler_verdicts" else {})

    backend = ScriptedBackend({**SCRIPT, "analysis": says_nothing})
    document = run_virtual(document_of(talk_with(50, filler="You know"), backend))
    assert len([r for r in backend.requests if r.call == "analysis"]) <= 12
    assert any("left out 50 of 50" in warning for warning in document["warnings"])


@pytest.mark.parametrize("verdict", [{"x": 1, "y": 90}, [1, "likely"]])
def test_verdicts_none_of_which_can_be_read_are_not_asked_for_again(verdict):
    def unreadable(_request):
        return analysis_answer(50, 50) | {"verdicts": [verdict] * 50}

    backend = ScriptedBackend({**SCRIPT, "analysis": unreadable})
    talk = talk_with(50, filler="You know")
    document = run_virtual(document_of(talk, backend, strategy="hybrid"))
    assert [request.call for request in backend.requests].count("analysis") == 1
    assert document["counts"]["ai"] == 50
    assert document["warnings"]


def test_a_transcript_too_long_for_the_model_is_sent_in_parts():
    talk = talk_with(100, filler="You know")

    def limited(request):
        if len(request.document["transcript"]) > len(talk.text) // 2:
            raise TooLong("too long for the model")
        return analyst(request)

    backend = ScriptedBackend({**SCRIPT, "analysis": limited})
    document = run_virtual(document_of(talk, backend))
    assert document["counts"]["refined_by"] == "analysis"
    assert len([f for f in document["fillers"] if f["probability"] is not None]) == 100
    assert not document["fallback_mode"]
    assert document["speech_quality"]["clarity"] == 80


@pytest.mark.parametrize("name", [sample.name for sample in SAMPLES])
def test_fanout_decides_as_early_does_on_every_sample(name):
    """The local analyst judges by the words nearby, so that a cut at a sentence end costs it
    nothing."""
    talk = Transcript(load_sample(name), Source(name, "text", "0" * 64), name)
    early, fanout = (
        run_virtual(document_of(talk, LocalBackend(), strategy=strategy))
        for strategy in ("early", "fanout")
    )
    flags = [
        [(f["start"], f["end"], f["rule"], f["ai"]) for f in document["fillers"]]
        for document in (early, fanout)
    ]
    assert flags[0] == flags[1]
    assert early["decision"]["regenerate"] == fanout["decision"]["regenerate"]
    assert early["coaching"] == fanout["coaching"]


def test_the_critical_path_is_shorter_for_less_than_a_third_more_tokens():
    talk = Transcript(load_sample("long") * 3, Source("long", "text", "0" * 64), "long")
    early, fanout = (
        run_virtual(document_of(talk, SimulatedBackend("lean"), strategy=strategy))
        for strategy in ("early", "fanout")
    )
    assert fanout["timings"]["counted_at_ms"] < 0.5 * early["timings"]["counted_at_ms"]
    assert fanout["timings"]["advice_ready_ms"] < early["timings"]["advice_ready_ms"]
    tokens = [
        d["usage"]["prompt_tokens"] + d["usage"]["completion_tokens"] for d in (early, fanout)
    ]
    assert tokens[1] < 1.3 * tokens[0]
    assert fanout["counts"] == early["counts"]


def test_only_the_stretch_that_broke_is_asked_again():
    broken = iter([True])

    def breaks_once(request):
        if request.part == "verdicts 2 of 2" and next(broken, False):
            raise Incomplete("connection reset")
        return analyst(request)

    backend = ScriptedBackend({**SCRIPT, "analysis": breaks_once})
    document = run_virtual(document_of(LONG, backend, strategy="fanout"))
    parts = [request.part for request in backend.requests if request.call == "analysis"]
    assert sorted(parts) == ["quality", "verdicts 1 of 2", "verdicts 2 of 2", "verdicts 2 of 2"]
    assert document["counts"]["refined_by"] == "analysis"
    assert "sequential" in document["fallback_reason"]


def test_counts_stand_without_the_quality_and_the_run_says_what_is_missing():
    def no_quality(request):
        if request.part == "quality":
            raise Denied("not allowed", status=403)
        return analyst(request)

    backend = ScriptedBackend({**SCRIPT, "analysis": no_quality})
    document = run_virtual(document_of(LONG, backend, strategy="fanout"))
    assert document["counts"]["refined_by"] == "analysis"
    assert document["speech_quality"] is None
    assert any("missing: issues" in warning for warning in document["warnings"])
