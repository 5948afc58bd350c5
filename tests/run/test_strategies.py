"""What each strategy asks, when, and what it makes of the answers; in virtual time."""

import asyncio
import json

import pytest

from refiner.errors import Denied, Incomplete, ServerFault, Unusable
from refiner.llm.backends.scripted import Scene, ScriptedBackend
from tests.support.runs import document_of
from tests.support.talks import advice, analysis_answer, liar, literal, scripted_talk, talk_with
from tests.support.virtual_time import run_timed, run_virtual

STRATEGIES = ["sequential", "hybrid", "early"]


def refine(talk, script, log=None, **changes):
    backend = ScriptedBackend(script)
    document = run_virtual(document_of(talk, backend, log, **changes))
    return document, [request.call for request in backend.requests]


def script(rule, ai, coach=None):
    coach = coach or advice()
    return {"analysis": analysis_answer(rule, ai), "coaching": coach, "regeneration": coach}


@pytest.mark.parametrize("strategy", ["hybrid", "early"])
@pytest.mark.parametrize(
    ("rule", "ai", "regenerated"),
    [(10, 9, 0), (10, 8, 0), (5, 4, 0), (15, 12, 0), (0, 0, 0), (10, 7, 1), (15, 7, 1), (1, 0, 1)],
)
def test_parallel_strategies_regenerate_only_over_the_threshold(strategy, rule, ai, regenerated):
    document, calls = refine(scripted_talk(rule, ai), script(rule, ai), strategy=strategy)
    assert (document["counts"]["rule"], document["counts"]["ai"]) == (rule, ai)
    assert document["coaching_regenerated"] is bool(regenerated)
    assert document["decision"]["regenerate"] is bool(regenerated)
    assert calls.count("regeneration") == regenerated
    assert document["coaching"]["source"] == ("regenerated" if regenerated else "preliminary")
    assert document["optimization"].endswith("_regenerated") is bool(regenerated)
    assert document["regeneration_reason"] == ("filler_count_mismatch" if regenerated else None)


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize(("rule", "ai"), [(10, 9), (15, 7), (12, 10), (10, 10), (3, 5)])
@pytest.mark.parametrize("coach", [None, literal, liar], ids=["slots", "literal", "liar"])
def test_the_advice_never_contradicts_the_refined_count(strategy, rule, ai, coach):
    document, _ = refine(scripted_talk(rule, ai), script(rule, ai, coach), strategy=strategy)
    text = document["coaching"]["markdown"]
    assert document["counts"]["ai"] == ai
    assert coach is liar or str(ai) in text  # the coach's own headline names no number
    assert not any(f"{wrong} filler words" in text for wrong in {rule, rule + 3, ai + 3} - {ai})
    assert not document["fallback_mode"]
    if coach is liar:
        assert "1 sentence of the advice left out" in "".join(document["warnings"])


def test_a_sentence_with_a_number_of_its_own_is_asked_for_again():
    document, calls = refine(scripted_talk(10, 9), script(10, 9, literal), strategy="early")
    assert calls.count("regeneration") == 1
    assert document["regeneration_reason"] == "count_audit"
    assert document["decision"]["regenerate"] is False
    assert "9 filler words" in document["coaching"]["markdown"]
    assert document["coaching"]["draft"]["headline"] == "You said {{fillers.total}} filler words."


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_counts_are_the_numbers_of_flagged_spans_and_offsets_cut_out_the_text(strategy):
    document, _ = refine(scripted_talk(4, 6), script(4, 6), strategy=strategy)
    fillers = document["fillers"]
    assert sum(f["rule"] for f in fillers) == document["counts"]["rule"] == 4
    assert sum(f["ai"] for f in fillers) == document["counts"]["ai"] == 6
    assert all(document["text"][f["start"] : f["end"]] == f["text"] for f in fillers)
    assert sum(n["ai"] for n in document["counts"]["by_word"].values()) == 6


@pytest.mark.parametrize(
    ("policy", "rule", "ai", "reason"),
    [("always", 10, 10, "policy_always"), ("never", 15, 7, None)],
)
def test_a_policy_outranks_the_threshold(policy, rule, ai, reason):
    document, _ = refine(scripted_talk(rule, ai), script(rule, ai), policy=policy)
    assert document["regeneration_reason"] == reason


def test_the_coach_of_a_sequential_run_is_given_the_refined_counts():
    backend = ScriptedBackend(script(15, 7))
    run_virtual(document_of(scripted_talk(15, 7), backend, strategy="sequential"))
    analysis, coaching = backend.requests
    assert coaching.document["fillers"] == {
        "source": "ai",
        "total": 7,
        "per_minute": 8.8,  # 120 words are 48 s at 150 words a minute
        "per_100_words": 5.8,
        "by_word": {"um": 7},
    }
    assert analysis.document["transcript"].startswith("[1:Um], point 1 of the plan")


def timed_script(rule, ai):
    """Analysis 30 s of which the verdicts take a part, coaching 3 s, regeneration 2 s."""
    answer = analysis_answer(rule, ai)
    return {
        "analysis": Scene(answer, first_s=0.0, pause_s=1.0, piece_chars=100),
        "coaching": Scene(advice(), first_s=3.0, piece_chars=10_000),
        "regeneration": Scene(advice(), first_s=2.0, piece_chars=10_000),
    }


def seconds(strategy, rule=15, ai=7):
    document, took = run_timed(
        document_of(
            scripted_talk(rule, ai), ScriptedBackend(timed_script(rule, ai)), strategy=strategy
        )
    )
    return document["timings"], took


def test_regeneration_costs_no_waiting_when_the_decision_is_early():
    timings, took = seconds("early")
    assert took == pytest.approx(timings["analysis_duration_ms"] / 1000)
    assert timings["regeneration_duration_ms"] == 2000


def test_hybrid_waits_for_the_regeneration_after_the_analysis():
    timings, took = seconds("hybrid")
    assert took == pytest.approx(timings["analysis_duration_ms"] / 1000 + 2)


def test_sequential_takes_the_sum_of_its_calls():
    timings, took = seconds("sequential")
    assert took == pytest.approx(timings["analysis_duration_ms"] / 1000 + 3)
    assert timings["regeneration_duration_ms"] is None


def test_no_duration_overwrites_another_and_the_estimate_is_their_sum():
    timings, _ = seconds("early")
    assert timings["coaching_duration_ms"] == 3000
    assert timings["sequential_estimate_ms"] == timings["analysis_duration_ms"] + 5000
    names = [span["name"] for span in timings["spans"]]
    assert names == ["parse", "detect", "analysis", "coaching", "decision", "regeneration", "audit"]


@pytest.mark.parametrize("strategy", ["hybrid", "early"])
def test_early_and_hybrid_ask_the_coach_the_same(strategy):
    backends = [ScriptedBackend(timed_script(15, 7)) for _ in "ab"]
    for backend, name in zip(backends, ["hybrid", "early"], strict=True):
        run_virtual(document_of(scripted_talk(15, 7), backend, strategy=name))
    asked = [{r.call: r.document for r in backend.requests} for backend in backends]
    assert asked[0] == asked[1]


def test_log_lines_are_those_of_the_report():
    log: list[str] = []
    analysis = Scene(analysis_answer(15, 7), first_s=15.0, piece_chars=10_000)
    script_ = timed_script(15, 7) | {"analysis": analysis}
    refine(scripted_talk(15, 7), script_, log, strategy="hybrid")
    assert log == [
        "Starting PARALLEL AI processing",
        "Parallel processing completed - Analysis: 15000ms, Preliminary coaching: 3000ms",
        "Filler count comparison: rule=15, ai=7, diff=53.3%",
        "Filler counts differ significantly - regenerating coaching",
        "Coaching regenerated with accurate counts in 2000ms",
        "Advice ready after 17000ms",
        "AI processing completed - Total: 17000ms",
    ]


def test_a_kept_run_logs_that_it_keeps():
    log: list[str] = []
    refine(scripted_talk(10, 9), script(10, 9), log)
    assert "Using preliminary coaching (counts are similar)" in log


# -- the ladder


def test_rollback_level_1_makes_every_strategy_sequential():
    log: list[str] = []
    document, calls = refine(scripted_talk(15, 7), script(15, 7), log, parallel=False)
    assert document["optimization"] == "sequential_v1"
    assert calls == ["analysis", "coaching"]
    assert log[0] == "Starting SEQUENTIAL AI processing"


def test_a_call_that_passes_is_asked_again_and_nothing_else_is():
    faults = [ServerFault("server error 503", status=503), analysis_answer(10, 9)]
    document, calls = refine(scripted_talk(10, 9), script(10, 9) | {"analysis": faults})
    assert calls == ["analysis", "coaching", "analysis"]
    assert not document["fallback_mode"]
    span = next(s for s in document["timings"]["spans"] if s["name"] == "analysis")
    assert [a["status"] for a in span["attempts"]] == [503]


def test_a_stream_cut_before_the_counts_continues_sequentially_once():
    cut = Scene(analysis_answer(10, 9), stop_after=60, error=Incomplete("connection reset"))
    script_ = script(10, 9) | {"analysis": [cut, analysis_answer(10, 9)]}
    document, calls = refine(scripted_talk(10, 9), script_)
    assert calls == ["analysis", "coaching", "analysis"]  # the coaching is not paid for twice
    assert document["fallback_mode"]
    assert "sequential" in document["fallback_reason"]
    assert document["counts"]["refined_by"] == "analysis"
    assert document["coaching"]["source"] == "preliminary"


def test_a_stream_cut_after_the_counts_keeps_them_and_says_what_is_missing():
    answer = analysis_answer(15, 7)
    cut = Scene(answer, stop_after=250, error=Incomplete("connection reset"))
    document, calls = refine(scripted_talk(15, 7), script(15, 7) | {"analysis": cut})
    assert calls.count("analysis") == 1
    assert document["counts"]["ai"] == 7
    assert document["coaching"]["source"] == "regenerated"
    assert any("failed after its counts" in warning for warning in document["warnings"])


def test_without_an_analysis_the_rules_counts_are_used_and_named_as_such():
    document, calls = refine(
        scripted_talk(10, 9), script(10, 9) | {"analysis": Denied("check the key", status=401)}
    )
    assert calls == ["analysis", "coaching"]  # a refusal is not asked again
    assert document["counts"]["refined_by"] == "rules"
    assert document["counts"]["ai"] == document["counts"]["rule"] == 10
    assert document["fallback_mode"]
    assert "check the key" in document["fallback_reason"]
    assert document["error"]["status"] == 401


def test_a_failed_coach_is_replaced_by_the_template_and_the_analysis_is_kept():
    denied = Denied("quota used up", status=429, code="insufficient_quota")
    document, calls = refine(scripted_talk(10, 9), script(10, 9) | {"coaching": denied})
    assert calls == ["analysis", "coaching"]
    assert document["counts"]["ai"] == 9
    assert document["coaching"]["source"] == "template"
    assert "9" in document["coaching"]["markdown"]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_run_ends_at_its_deadline_with_a_result(strategy):
    hangs = Scene(hangs=True, stop_after=0, answer="{}")
    document, took = run_timed(
        document_of(
            scripted_talk(10, 9),
            ScriptedBackend(script(10, 9) | {"analysis": hangs}),
            strategy=strategy,
            timeout_s=5.0,
        )
    )
    assert took == pytest.approx(5.0)
    assert document["fallback_mode"]
    assert "5 s" in document["fallback_reason"]
    span = next(s for s in document["timings"]["spans"] if s["name"] == "analysis")
    assert span["status"] == "deadline"


def test_a_wait_longer_than_the_deadline_is_not_begun():
    busy = ServerFault("busy", status=503, retry_after_s=300.0)
    document, took = run_timed(
        document_of(scripted_talk(10, 9), ScriptedBackend(script(10, 9) | {"analysis": busy}))
    )
    assert took < 1
    assert document["fallback_mode"]


def test_a_wait_is_never_shorter_than_the_server_asked_for():
    busy = [ServerFault("busy", status=429, retry_after_s=7.0), analysis_answer(10, 9)]
    _, took = run_timed(
        document_of(scripted_talk(10, 9), ScriptedBackend(script(10, 9) | {"analysis": busy}))
    )
    assert took >= 7


def test_an_answer_that_is_prose_is_not_asked_for_again():
    document, calls = refine(
        scripted_talk(10, 9), script(10, 9) | {"analysis": "I would say about nine."}
    )
    assert calls == ["analysis", "coaching"]
    assert document["error"]["kind"] == "unusable"
    assert document["counts"]["refined_by"] == "rules"


def test_what_cannot_be_used_of_an_analysis_is_counted_in_one_warning():
    answer = analysis_answer(5, 5)
    answer["verdicts"][4][0] = 99
    answer["verdicts"][3][0] = 1
    answer["verdicts"].append(["six", 90])
    document, _ = refine(scripted_talk(5, 5), script(5, 5) | {"analysis": answer})
    assert document["counts"]["ai"] == 5  # words without a verdict keep that of the rules
    assert document["warnings"] == [
        "parts of the analysis could not be used: 1 numbers that do not exist, 1 second verdicts, "
        "1 verdicts that are not pairs of numbers"
    ]


def test_verdicts_that_may_be_flags_are_read_as_percent_with_a_warning():
    answer = analysis_answer(5, 3)
    answer["verdicts"] = [[number, int(percent > 50)] for number, percent in answer["verdicts"]]
    document, _ = refine(scripted_talk(5, 3), script(5, 3) | {"analysis": answer})
    assert document["counts"]["ai"] == 0
    assert "every verdict of the analysis is 0 or 1" in document["warnings"][0]


def test_verdicts_that_may_be_on_a_scale_to_ten_are_read_as_percent_with_a_warning():
    answer = analysis_answer(5, 3)
    answer["verdicts"] = [[number, percent // 10] for number, percent in answer["verdicts"]]
    document, _ = refine(scripted_talk(5, 3), script(5, 3) | {"analysis": answer})
    assert document["counts"]["ai"] == 0
    assert "if the model meant another scale" in document["warnings"][0]


@pytest.mark.parametrize(("second", "warns"), [({}, False), ({"verdicts": [[1, 0]]}, True)])
def test_an_answer_that_is_written_twice_gives_a_warning_if_the_two_differ(second, warns):
    first = analysis_answer(5, 3)
    text = f"{json.dumps(first)}\nWait, corrected:\n{json.dumps(first | second)}"
    document, _ = refine(scripted_talk(5, 3), script(5, 3) | {"analysis": text})
    assert document["counts"]["ai"] == 3
    warning = ["analysis: the model wrote two versions that differ; the first was used"]
    assert document["warnings"] == (warning if warns else [])


def test_words_that_were_left_out_are_reported_and_filled_pauses_are_not():
    answer = analysis_answer(5, 5) | {"verdicts": [[1, 90]]}
    document, _ = refine(scripted_talk(5, 5), script(5, 5) | {"analysis": answer})
    assert document["warnings"] == []
    talk = talk_with(5, filler="You know")
    document, _ = refine(talk, script(5, 5) | {"analysis": answer})
    assert document["counts"]["ai"] == 5
    assert document["warnings"] == [
        "the analysis left out 4 of 5 listed words; the rule verdict is used for those"
    ]


def test_a_verdict_below_the_minimum_probability_does_not_count():
    answer = analysis_answer(5, 5)
    answer["verdicts"][0][1] = 49
    document, _ = refine(scripted_talk(5, 5), script(5, 5) | {"analysis": answer})
    assert document["counts"]["ai"] == 4
    document, _ = refine(scripted_talk(5, 5), script(5, 5) | {"analysis": answer}, confidence=0.95)
    assert document["counts"]["ai"] == 0


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_advice_is_ready_when_it_is_final_whatever_is_still_being_written(strategy):
    timings, took = seconds(strategy)
    ready = timings["advice_ready_ms"] / 1000
    counted = timings["counted_at_ms"] / 1000
    if strategy == "early":
        assert ready == pytest.approx(max(counted, 0) + 2)
        assert ready < took
    else:
        assert ready == pytest.approx(took)


def test_a_cancelled_run_ends_its_calls():
    backend = ScriptedBackend(
        script(10, 9) | {"analysis": Scene(analysis_answer(10, 9), first_s=60)}
    )

    async def cancel_soon():
        task = asyncio.create_task(document_of(scripted_talk(10, 9), backend))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    _, took = run_timed(cancel_soon())
    assert took == pytest.approx(1)
    assert [request.call for request in backend.left_early] == ["analysis"]


def test_an_unusable_coach_is_not_taken_for_advice():
    broken = advice()
    del broken["focus_areas"]
    document, _ = refine(scripted_talk(10, 9), script(10, 9) | {"coaching": broken})
    assert document["coaching"]["source"] == "template"
    assert document["error"]["kind"] == Unusable.kind
