"""One analysis in several calls: the same result, sooner."""

import pytest

from refiner.analyst.backend import LocalBackend
from refiner.analyst.simulated import SimulatedBackend
from refiner.errors import Denied, Incomplete
from refiner.llm.backends.scripted import Script, ScriptedBackend
from refiner.model import Source, Transcript
from refiner.transcripts.samples import SAMPLES, load_sample
from tests.support.runs import document_of
from tests.support.talks import advice, analysis_answer, talk_with
from tests.support.virtual_time import run_timed, run_virtual

LONG = talk_with(120)  # some 960 words: two stretches and the quality


def verdicts_alone(request):
    """Every candidate is a filler but the first of each stretch."""
    return {
        "verdicts": [
            {"id": c["id"], "filler": c["id"] > 1, "confidence": 0.9, "rationale": "dropped"}
            for c in request.document["candidates"]
        ],
        "missed_fillers": [],
    }


def quality_alone(_request):
    whole = analysis_answer(0, 0)
    return {key: whole[key] for key in ("issues", "speech_quality", "summary")}


def analyst(request):
    judges = request.schema_name == "filler_verdicts"
    return verdicts_alone(request) if judges else quality_alone(request)


SCRIPT: Script = {"analysis": analyst, "coaching": advice(), "regeneration": advice()}


def test_each_stretch_is_asked_with_offsets_of_its_own_and_merged_into_the_talks():
    backend = ScriptedBackend(SCRIPT)
    document = run_virtual(document_of(LONG, backend, strategy="fanout"))
    asked = [r for r in backend.requests if r.schema_name == "filler_verdicts"]
    assert len(asked) == 2
    assert "".join(r.document["transcript"] for r in asked) == LONG.text
    for request in asked:
        text = request.document["transcript"]
        assert all(text[c["start"] : c["end"]] == c["text"] for c in request.document["candidates"])
    assert document["counts"]["rule"] == 120
    assert document["counts"]["ai"] == 118
    assert all(LONG.text[f["start"] : f["end"]] == f["text"] for f in document["fillers"])
    assert document["speech_quality"]["clarity"] == 80
    assert document["optimization"] == "hybrid_fanout_v3"
    parts = [s["part"] for s in document["timings"]["spans"] if s["name"] == "analysis"]
    assert sorted(parts) == ["quality", "verdicts 1 of 2", "verdicts 2 of 2"]


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


def test_the_critical_path_is_shorter_and_the_cost_is_shown():
    talk = Transcript(load_sample("long"), Source("long", "text", "0" * 64), "long")
    (early, early_s), (fanout, fanout_s) = (
        run_timed(document_of(talk, SimulatedBackend(), strategy=strategy))
        for strategy in ("early", "fanout")
    )
    assert early_s == pytest.approx(35.3, abs=0.1)
    assert fanout_s < early_s / 2
    assert fanout["usage"]["prompt_tokens"] > early["usage"]["prompt_tokens"]
    assert fanout["usage"]["cost_usd"] > early["usage"]["cost_usd"]


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
