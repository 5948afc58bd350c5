"""Deciding early changes when, never what: random answers cut into random pieces.

200 of them in the slow tests, 1,000 in the soak.
"""

import json
import random

import pytest

from refiner.llm.backends.scripted import Answer, Scene, Script, ScriptedBackend
from tests.support.runs import document_of
from tests.support.talks import advice, analysis_answer, literal, talk_with
from tests.support.virtual_time import run_virtual

TALKS = {n: talk_with(n, missed=6, filler="You know" if n % 2 else "Um") for n in range(16)}


def random_verdict(rng, n):
    number = rng.choice([n, n, n, n, n, 1, 99])
    percent = rng.choice([0, 10, 49, 50, 51, 90, 100, "90", 0.5, True, "high", None])
    old = {"id": number, "filler": rng.random() < 0.7, "confidence": 0.9, "rationale": "why"}
    return rng.choice([[number, percent], [number, percent], [str(number), percent], [number], old])


def random_answer(rng, rule):
    """Verdicts of every kind: unsure, double, missing, of candidates that are not there."""
    answer = analysis_answer(rule, rule)
    answer["verdicts"] = [random_verdict(rng, n) for n in range(1, rule + 1) if rng.random() < 0.95]
    answer["missed_fillers"] = [
        {
            "quote": f"The zorp budget of week {rng.randint(1, 8)} ",
            "word": rng.choice(["zorp", "zorp", "absent"]),
            "occurrence": rng.choice([1, 1, 1, 2, "1"]),
        }
        for _ in range(rng.randint(0, 5))
    ]
    answer["reasons"] = [
        {"number": rng.randint(0, rule + 1), "why": rng.choice(["", 'a "cue"', "{[", "ü\u2028😀"])}
        for _ in range(rng.randint(0, 3))
    ]
    for key in ("missed_fillers", "reasons"):
        if rng.random() < 0.1:
            del answer[key]
    keys = list(answer)
    if rng.random() < 0.2:
        rng.shuffle(keys)  # a server without strict schemas
    return json.dumps({key: answer[key] for key in keys}, ensure_ascii=rng.random() < 0.5)


def cut_at_random(rng, text):
    cuts = sorted(rng.sample(range(1, len(text)), rng.randint(0, min(40, len(text) - 1))))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def what_became(document, backend):
    """All that must not depend on when the decision was made."""
    asked = {r.call: r.document for r in backend.requests if r.call != "analysis"}
    kept = ("counts", "fillers", "coaching", "preliminary_coaching", "regeneration_reason")
    decision = {k: v for k, v in document["decision"].items() if k != "decided_at_ms"}
    return asked, decision, {key: document[key] for key in kept}, sorted(document["warnings"])


@pytest.mark.parametrize(
    "block",
    [pytest.param(n, marks=pytest.mark.slow if n < 2 else pytest.mark.soak) for n in range(10)],
)
def test_early_and_hybrid_agree_on_every_answer(block):
    for seed in range(100 * block, 100 * (block + 1)):
        rng = random.Random(seed)
        rule = rng.randrange(16)
        pieces = cut_at_random(rng, random_answer(rng, rule))
        coach: Answer = literal if rng.random() < 0.5 else advice()
        script: Script = {
            "analysis": Scene(pieces, pause_s=0.1),
            "coaching": coach,
            "regeneration": coach,
        }
        outcomes = []
        for strategy in ("hybrid", "early"):
            backend = ScriptedBackend(script)
            document = run_virtual(document_of(TALKS[rule], backend, strategy=strategy))
            outcomes.append(what_became(document, backend))
        assert outcomes[0] == outcomes[1], f"seed {seed}"
