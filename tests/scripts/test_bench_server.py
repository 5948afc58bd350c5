"""The server of the bench writes as many tokens as the protocols that it plays."""

from __future__ import annotations

import json
from typing import Any

import pytest

from refiner.detection.lexicon import load_lexicon
from refiner.llm.prompts import analysis_request
from refiner.run.verdicts import candidates_of, list_words
from scripts.bench_runs import build_talk
from scripts.bench_server import (
    LARGE_MODEL,
    REPORT_MODEL,
    REPORT_REST,
    REPORT_VERDICT,
    verdict_tokens,
    write_answer,
)

TALK = build_talk(2_000)
WORDS = list_words(TALK.text, load_lexicon())


def body(model: str) -> dict[str, Any]:
    request = analysis_request(TALK, WORDS, model)
    form = {"json_schema": {"schema": request.schema}}
    messages = [{"content": request.system}, {"content": request.user_message}]
    return {"model": model, "messages": messages, "response_format": form}


def test_the_talk_has_eighty_candidates_and_sixty_fillers() -> None:
    rules = candidates_of(WORDS)
    assert (len(WORDS), len(rules)) == (120, 80)
    answer = json.loads("".join(write_answer(body(LARGE_MODEL))))
    pauses = sum(word.kind == "filled_pause" for word in WORDS)
    assert pauses + sum(percent >= 50 for _, percent in answer["verdicts"]) == 60


def test_the_reports_answer_has_35_tokens_a_candidate_and_660_for_the_rest() -> None:
    tokens = len(write_answer(body(REPORT_MODEL)))
    assert tokens == pytest.approx(80 * REPORT_VERDICT + REPORT_REST, rel=0.05)


def test_a_verdict_takes_at_most_eight_tokens_before_the_decision() -> None:
    request = analysis_request(TALK, WORDS, LARGE_MODEL)
    assert verdict_tokens(request.document["transcript"]) <= 8
