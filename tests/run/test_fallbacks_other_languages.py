"""A talk in another language gets no English counts, and no advice made of them."""

from __future__ import annotations

import asyncio

import pytest

from refiner.analyst.backend import LocalBackend
from refiner.llm.backends.scripted import ScriptedBackend
from refiner.transcripts import read_transcript
from tests.support.runs import document_of
from tests.support.talks import advice, analysis_answer

GERMAN = (
    "Also, ähm, heute erzähle ich euch, wie wir um acht in den Garten gegangen sind, um die "
    "Kartoffeln zu holen, und äh, was dann passiert ist, war wirklich nicht so einfach. "
)


def run(backend, **changes):
    return asyncio.run(document_of(read_transcript(GERMAN.encode()), backend, **changes))


@pytest.mark.parametrize("strategy", ["sequential", "hybrid", "early", "fanout"])
def test_without_a_model_nothing_is_counted_and_one_warning_names_the_language(strategy):
    document = run(LocalBackend(), strategy=strategy)
    assert document["language"] == "de"
    counts = document["counts"]
    assert (counts["rule"], counts["ai"], counts["difference"]) == (None, None, None)
    assert (document["coaching"], document["decision"], document["fillers"]) == (None, None, [])
    assert not document["fallback_mode"]
    (warning,) = document["warnings"]
    assert "German" in warning


def test_a_model_is_asked_in_the_language_and_its_count_is_the_only_one():
    answer = analysis_answer(0, 0) | {
        "missed_fillers": [
            {
                "word": "ähm",
                "quote": "Also, ähm, heute",
                "occurrence": 1,
                "confidence": 0.9,
                "rationale": "",
            }
        ]
    }
    backend = ScriptedBackend({"analysis": answer, "coaching": advice()}, name="openai")
    document = run(backend, provider="openai", api_key="k", strategy="early")
    assert backend.requests[0].document["language"] == "de"
    assert (document["counts"]["rule"], document["counts"]["ai"]) == (None, 1)
    assert document["decision"] is None
    assert not document["fallback_mode"]
