"""Every fault of a provider, through a whole logged run over a real socket.

Whatever happens: a result, one row, no key anywhere, no wrong count, and no run past its
deadline. The numbers in the tests' names are the rows of `docs/faults.md`.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_letters, digits
from typing import Any

import pytest

from refiner.advice.audit import violations
from refiner.config.settings import Settings
from refiner.model import Advice, FillerCounts
from refiner.run.session import RunView, Session
from refiner.store import Store
from tests.support.loopback import Exchange, Loopback, Reply, Script, error, serving
from tests.support.talks import advice, analysis_answer, scripted_talk

pytestmark = pytest.mark.slow

KEY = "sk-secret-0123456789"
RULE, AI = 15, 7
ANALYSIS = json.dumps(analysis_answer(RULE, AI))
VERDICTS_END = ANALYSIS.index('"issues"')
COACH = Reply(advice())
GOOD: Mapping[str, Reply] = {"analysis": Reply(ANALYSIS), "coaching": COACH, "regeneration": COACH}
STRATEGIES = ("sequential", "hybrid", "early", "fanout")


@dataclass(frozen=True)
class Told:
    """What is left of a run: its document, its row, and what the server saw of it."""

    document: Any
    view: RunView
    exchanges: list[Exchange]
    seconds: float

    @property
    def calls(self) -> dict[str, int]:
        return dict(Counter(exchange.call for exchange in self.exchanges))

    def span(self, name: str) -> dict[str, Any]:
        spans: list[dict[str, Any]] = self.document["timings"]["spans"]
        return next(span for span in reversed(spans) if span["name"] == name)


@pytest.fixture(autouse=True)
def _no_idling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between tries that no server asked to wait for."""
    monkeypatch.setattr("refiner.llm.calls._backoff", lambda _: 0.01)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        provider="openai", api_key=KEY, db=tmp_path / "runs.db", log=tmp_path / "refiner.log"
    )


def refine(server: Loopback, settings: Settings, **changes: Any) -> Told:
    """One logged run against `server`, and everything that must hold of any run."""
    settings = settings.with_changes(base_url=server.url, **changes)
    assert settings.db
    store = Store(settings.db)
    session = Session(scripted_talk(RULE, AI), settings, store)
    started = time.monotonic()
    asyncio.run(session.go())
    seconds = time.monotonic() - started
    server.wait_idle()
    assert session.document is not None
    told = Told(session.document, session.view(), server.exchanges, seconds)
    _check_promises(told, settings, store)
    return told


def _check_promises(told: Told, settings: Settings, store: Store) -> None:
    document = told.document
    assert told.seconds < settings.timeout_s + 1
    (row,) = store.runs.rows()
    assert (row["status"], store.runs.document(document["run_id"])) == ("done", document)
    assert settings.db
    assert settings.log
    for path in settings.db.parent.iterdir():
        assert KEY.encode() not in path.read_bytes()
    assert "Um, point" not in settings.log.read_text()
    assert document["counts"]["ai"] == sum(f["ai"] for f in document["fillers"])
    assert document["counts"]["ai"] == (
        AI if document["counts"]["refined_by"] == "analysis" else RULE
    )
    _check_advice(document)


def _check_advice(document: Any) -> None:
    ai, said = document["counts"]["ai"], document["coaching"]["advice"]
    if document["coaching"]["source"] != "template":
        assert said["headline"] == f"Fillers in this talk: {ai}"
    by_word = {word: n["ai"] for word, n in document["counts"]["by_word"].items()}
    counts = FillerCounts(
        "ai", by_word, by_word.get("um", 0), document["words"], document["duration_s"]
    )
    whole = Advice(
        said["headline"],
        tuple(said["focus_areas"]),
        tuple(said["strengths"]),
        tuple(said["weekly_goals"]),
        said["motivation"],
    )
    assert violations(whole, counts) == ()


def play(script: Script, settings: Settings, **changes: Any) -> Told:
    with serving({**GOOD, **script}) as server:
        return refine(server, settings, **changes)


# -- every fault in every strategy: what always holds is checked by `refine`

FAULTS: Mapping[str, Reply] = {
    "busy_for_long": error(429, "rate_limit_exceeded", retry_after="60"),
    "no_quota": error(429, "insufficient_quota"),
    "bad_key": error(401, "invalid_api_key", f"bad key {KEY}"),
    "no_access": error(403, "", f"bad key {KEY}"),
    "fails": error(500, "", f"{KEY}"),
    "too_long": error(400, "context_length_exceeded"),
    "silent": Reply(silent=True),
    "stalls": Reply(ANALYSIS, break_after=30, breaks="hang"),
    "trickles": Reply(ANALYSIS, tokens_per_s=3),
    "resets": Reply(ANALYSIS, break_after=30, breaks="reset"),
    "ends": Reply(ANALYSIS, break_after=30),
    "no_finish": Reply(ANALYSIS, finish=None),
    "too_much": Reply(ANALYSIS[:300], finish="length"),
    "filtered": Reply("", finish="content_filter"),
    "refused": Reply("", refusal="I cannot help with that."),
    "garbage": Reply(ANALYSIS, break_after=30, breaks="garbage"),
    "error_event": Reply(ANALYSIS, break_after=30, breaks="error_event"),
    "no_stream": Reply(body="{}"),
    "prose": Reply("Here is what I think of the talk."),
    "wrong_schema": Reply({"verdicts": "none", "missed_fillers": 3}),
    "empty": Reply(""),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("strategy", "where"),
    [(s, "everywhere") for s in STRATEGIES]
    + [(s, where) for s in ("hybrid", "early") for where in ("analysis", "coaching")],
)
def test_any_fault_anywhere_leaves_a_true_result_in_time(
    strategy: str, fault: str, where: str, settings: Settings
) -> None:
    calls = ("analysis",) if where == "analysis" else ("coaching", "regeneration")
    broken = GOOD.keys() if where == "everywhere" else calls
    played = dict.fromkeys(broken, FAULTS[fault])
    told = play(played, settings, strategy=strategy, timeout_s=0.8)
    assert told.document["fallback_mode"] or fault in ("no_finish", "too_much", "trickles")


# -- row by row


def test_1_a_wait_that_was_asked_for_is_kept(settings: Settings) -> None:
    busy = error(429, "rate_limit_exceeded", retry_after="1")
    told = play({"analysis": [busy, Reply(ANALYSIS)]}, settings)
    assert told.calls == {"analysis": 2, "coaching": 1, "regeneration": 1}
    first, second = (e.arrived for e in told.exchanges if e.call == "analysis")
    assert second - first >= 1
    (attempt,) = told.span("analysis")["attempts"]
    assert (attempt["status"], attempt["asked_wait_s"], attempt["waited_s"]) == (429, 1, 1)
    assert any("busy" in note and "again in 1 s" in note for note in told.view.notes)
    assert not told.document["fallback_mode"]


def test_2_a_wait_beyond_the_deadline_is_not_begun(settings: Settings) -> None:
    busy = error(429, "rate_limit_exceeded", retry_after="300")
    told = play({"analysis": busy}, settings, timeout_s=5)
    assert told.calls == {"analysis": 1, "coaching": 1}
    assert told.seconds < 2
    assert told.span("analysis")["attempts"][0]["asked_wait_s"] == 300
    assert "it asks to wait 300 s" in told.document["fallback_reason"]


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        (429, "insufficient_quota", "quota"),
        (401, "invalid_api_key", "check OPENAI_API_KEY"),
        (403, "forbidden", "no access"),
    ],
)
def test_3_a_denied_call_is_not_made_again(
    status: int, code: str, why: str, settings: Settings
) -> None:
    told = play(dict.fromkeys(GOOD, error(status, code, f"{KEY} is bad")), settings)
    assert told.calls == {"analysis": 1, "coaching": 1}
    assert why in told.document["error"]["message"]
    assert told.document["error"]["code"] == code
    assert told.document["coaching"]["source"] == "template"


def test_4_a_server_that_recovers_gives_a_normal_result(settings: Settings) -> None:
    told = play({"analysis": [error(503), Reply(ANALYSIS)]}, settings)
    assert told.calls == {"analysis": 2, "coaching": 1, "regeneration": 1}
    assert not told.document["fallback_mode"]
    assert [a["status"] for a in told.span("analysis")["attempts"]] == [503]


def test_5_a_server_that_fails_for_good_is_given_up(settings: Settings) -> None:
    told = play(dict.fromkeys(GOOD, error(500)), settings)
    assert told.document["counts"]["refined_by"] == "rules"
    assert told.document["coaching"]["source"] == "template"
    assert told.document["error"]["status"] == 500
    assert told.document["error"]["request_id"] == "req_1"
    assert told.calls["analysis"] <= 8  # four tries, and four on the second rung
    assert told.calls["coaching"] <= 8


def test_6_a_transcript_too_long_says_by_how_much_and_what_to_do(settings: Settings) -> None:
    said = "maximum context length is 8000 tokens. However, your messages resulted in 9000 tokens"
    told = play({"analysis": error(400, "context_length_exceeded", said)}, settings)
    assert told.calls["analysis"] == 1
    message = told.document["error"]["message"]
    assert "too long for gpt-4o (it takes 9000 tokens, the limit is 8000)" in message
    assert "split it" in message


@pytest.mark.parametrize("fault", ["silent", "stalls", "trickles"])
def test_7_8_the_deadline_ends_what_does_not_end_itself(fault: str, settings: Settings) -> None:
    told = play({"analysis": FAULTS[fault]}, settings, timeout_s=1)
    assert 1 <= told.seconds < 2
    assert told.calls == {"analysis": 1, "coaching": 1}
    assert told.span("analysis")["status"] == "deadline"
    assert "1 s of this run" in told.document["fallback_reason"]
    hung_up = [e.hung_up for e in told.exchanges if e.call == "analysis"]
    assert hung_up != [None]


def test_9_a_late_first_token_is_no_failure(settings: Settings) -> None:
    """Later than the only time-out there is, the connection's five seconds."""
    told = play({"analysis": Reply(ANALYSIS, first_s=5.5)}, settings)
    assert told.calls == {"analysis": 1, "coaching": 1, "regeneration": 1}
    assert told.span("analysis")["first_token_ms"] >= 5500
    assert not told.document["fallback_mode"]


def test_10_counts_that_were_whole_stand_when_the_stream_breaks(settings: Settings) -> None:
    reset = Reply(ANALYSIS, break_after=VERDICTS_END + 5, breaks="reset")
    told = play({"analysis": reset}, settings)
    assert told.calls == {"analysis": 1, "coaching": 1, "regeneration": 1}
    assert told.document["counts"]["refined_by"] == "analysis"
    assert any("after its counts were complete" in w for w in told.document["warnings"])


def test_10_counts_that_were_not_whole_are_asked_for_once_more(settings: Settings) -> None:
    reset = Reply(ANALYSIS, break_after=VERDICTS_END // 2, breaks="reset")
    told = play({"analysis": [reset, Reply(ANALYSIS)]}, settings)
    assert told.calls["analysis"] == 2
    assert told.document["counts"]["refined_by"] == "analysis"
    assert "sequential" in told.document["fallback_reason"]


def test_11_an_answer_without_a_finish_reason_is_incomplete(settings: Settings) -> None:
    told = play({"analysis": Reply(ANALYSIS, finish=None)}, settings)
    assert told.calls["analysis"] == 1
    assert told.span("analysis")["error_kind"] == "incomplete"
    assert any("without a finish reason" in w for w in told.document["warnings"])


def test_12_half_an_answer_is_not_taken_for_a_whole_one(settings: Settings) -> None:
    told = play({"analysis": Reply(ANALYSIS[: VERDICTS_END // 2], finish="length")}, settings)
    assert told.calls["analysis"] == 1
    assert told.document["counts"]["refined_by"] == "rules"
    assert "cut at the model's limit" in told.document["error"]["message"]
    assert told.span("analysis")["completion_tokens"] == 200


@pytest.mark.parametrize("fault", ["filtered", "refused"])
def test_13_what_was_withheld_is_not_asked_for_again(fault: str, settings: Settings) -> None:
    told = play({"analysis": FAULTS[fault]}, settings)
    assert told.calls["analysis"] == 1
    assert told.document["error"]["kind"] == "withheld"


@pytest.mark.parametrize("fault", ["garbage", "error_event", "no_stream"])
def test_14_a_broken_stream_is_a_plain_error(fault: str, settings: Settings) -> None:
    told = play({"analysis": FAULTS[fault]}, settings)
    assert told.calls["analysis"] <= 2
    assert told.document["error"]["kind"] in ("server_fault", "unusable")
    assert "Traceback" not in json.dumps(told.document)


def test_15_an_answer_in_a_fence_is_read(settings: Settings) -> None:
    told = play({"analysis": Reply(f"```json\n{ANALYSIS}\n```")}, settings)
    assert told.document["counts"]["refined_by"] == "analysis"
    assert not told.document["fallback_mode"]


@pytest.mark.parametrize("fault", ["prose", "wrong_schema"])
def test_15_any_other_answer_is_unusable(fault: str, settings: Settings) -> None:
    told = play({"analysis": FAULTS[fault]}, settings)
    assert told.calls["analysis"] == 1
    assert told.document["error"]["kind"] == "unusable"
    assert "Here is" not in told.document["error"]["message"]
    span = next(s for s in told.document["timings"]["spans"] if s["name"] == "analysis")
    assert span["answer_head"]
    assert not set(span["answer_head"]) & (set(ascii_letters + digits) - {"x", "0"})


def test_16_verdicts_that_fit_nothing_are_dropped_and_said(settings: Settings) -> None:
    answer = analysis_answer(RULE, AI)
    verdicts = answer["verdicts"]
    stray = {"id": 99, "filler": True, "confidence": 1.0, "rationale": ""}
    double = {**verdicts[0], "filler": False}
    broken = {**verdicts[-1], "confidence": "high"}
    answer["verdicts"] = [*verdicts[:-1], stray, double, broken]
    nowhere = {"word": "um", "quote": "um, not said at all", "occurrence": 1}
    answer["missed_fillers"] = [{**nowhere, "confidence": 1.0, "rationale": ""}]
    with serving({**GOOD, "analysis": Reply(answer)}) as server:
        settings = settings.with_changes(base_url=server.url)
        session = Session(scripted_talk(RULE, AI), settings, Store(settings.db or Path()))
        asyncio.run(session.go())
    assert session.document
    assert session.document["counts"]["ai"] == AI + 1  # the one left out keeps the rules' word
    warnings = " ".join(session.document["warnings"])
    for said in ("99", "twice", "left out 1 of 15", "quote is not in", "confidence: not a number"):
        assert said in warnings
    _check_advice(session.document)


def test_17_a_failed_coaching_does_not_buy_the_analysis_again(settings: Settings) -> None:
    denied = error(403)
    told = play({"coaching": denied, "regeneration": denied}, settings)
    assert told.calls == {"analysis": 1, "coaching": 1, "regeneration": 1}
    assert told.document["counts"]["refined_by"] == "analysis"
    assert told.document["coaching"]["source"] == "template"
    assert (told.span("analysis")["status"], told.span("coaching")["status"]) == ("done", "failed")


def test_18_without_an_analysis_the_advice_stands_on_the_counts_shown(settings: Settings) -> None:
    told = play({"analysis": error(401)}, settings)
    assert told.document["counts"]["refined_by"] == "rules"
    assert told.document["counts"]["ai"] == RULE
    assert told.document["coaching"]["advice"]["headline"] == f"Fillers in this talk: {RULE}"
    assert "rule-based counts" in told.document["fallback_reason"]


def test_27_missing_usage_is_an_unknown_cost(settings: Settings) -> None:
    told = play({"analysis": Reply(ANALYSIS, usage=None)}, settings)
    assert told.document["usage"]["cost_usd"] is None
    assert told.span("analysis")["cost_usd"] is None
    assert told.span("coaching")["cost_usd"] == pytest.approx((1000 * 0.15 + 200 * 0.6) / 1e6)


def test_a_cancelled_run_closes_the_servers_side_within_a_second(settings: Settings) -> None:
    async def cancel(session: Session) -> float:
        task = asyncio.create_task(session.go())
        await asyncio.sleep(0.5)
        task.cancel()
        cancelled = time.monotonic()
        await asyncio.wait({task})
        return cancelled

    slow = Reply(ANALYSIS, tokens_per_s=20)
    with serving({"analysis": slow, "coaching": slow}) as server:
        settings = settings.with_changes(base_url=server.url)
        store = Store(settings.db or Path())
        cancelled = asyncio.run(cancel(Session(scripted_talk(RULE, AI), settings, store)))
        server.wait_idle()
        ends = [exchange.hung_up for exchange in server.exchanges]
    assert len(ends) == 2
    assert all(end is not None and end - cancelled < 1 for end in ends)
    assert [row["status"] for row in store.runs.rows()] == ["cancelled"]


@pytest.mark.parametrize("strategy", ["early", "fanout"])
def test_advice_that_is_replaced_anyway_is_not_waited_for(
    strategy: str, settings: Settings
) -> None:
    """The decision regenerates: a first coaching that hangs costs the run nothing."""
    told = play({"coaching": Reply(silent=True)}, settings, strategy=strategy, timeout_s=5)
    assert told.seconds < 2
    assert told.document["coaching"]["source"] == "regenerated"
    assert told.span("coaching")["status"] == "cancelled"
    assert not told.document["fallback_mode"]
    assert all(e.hung_up is not None for e in told.exchanges if e.call == "coaching")
