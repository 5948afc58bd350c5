"""Every fault of a provider, through a whole logged run over a real socket.

Whatever happens: a result, one row, no key anywhere, no wrong count, and no run past its
deadline. The numbers in the tests' names are the rows of `docs/faults.md`.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_letters, digits
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.run.session import Session
from refiner.run.view import RunView
from refiner.store import Store
from tests.support.loopback import Exchange, Loopback, Reply, Script, error, serving
from tests.support.talks import advice, analysis_answer, scripted_talk

pytestmark = [pytest.mark.slow, pytest.mark.timed]

KEY = "sk-secret-0123456789"
RULE, AI = 15, 7
ANALYSIS = json.dumps(analysis_answer(RULE, AI))
VERDICTS_END = ANALYSIS.index('"issues"')
COACH = Reply(advice())
GOOD: Mapping[str, Reply] = {"analysis": Reply(ANALYSIS), "coaching": COACH, "regeneration": COACH}
STRATEGIES = ("sequential", "hybrid", "early", "fanout")


@dataclass(frozen=True)
class RunRecord:
    """A finished run: its document, its row, and what the server saw of it."""

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


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One good run beforehand: what is imported at the first one is no time of a run."""
    folder = tmp_path_factory.mktemp("loaded")
    with serving(GOOD) as server:
        settings = Settings(
            provider="openai", api_key=KEY, db=folder / "r.db", log=None, base_url=server.url
        )
        asyncio.run(Session(scripted_talk(RULE, AI), settings, Store(folder / "r.db")).run())


@pytest.fixture(autouse=True)
def _no_idling(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between attempts unless the server asked for it."""
    monkeypatch.setattr("refiner.llm.calls._backoff", lambda _: 0.01)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        provider="openai", api_key=KEY, db=tmp_path / "runs.db", log=tmp_path / "refiner.log"
    )


def refine(server: Loopback, settings: Settings, **changes: Any) -> RunRecord:
    """One logged run against `server`, and everything that must hold of any run."""
    settings = settings.with_changes(base_url=server.url, **changes)
    assert settings.db
    store = Store(settings.db)
    session = Session(scripted_talk(RULE, AI), settings, store)
    started = time.monotonic()
    asyncio.run(session.run())
    seconds = time.monotonic() - started
    server.wait_idle()
    assert session.document is not None
    record = RunRecord(session.document, session.view(), server.exchanges, seconds)
    _check_promises(record, settings, store)
    return record


def _check_promises(record: RunRecord, settings: Settings, store: Store) -> None:
    document = record.document
    assert record.seconds < settings.timeout_s + 1
    row = store.runs.rows()[0]
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
    ai, shown = document["counts"]["ai"], document["coaching"]["advice"]
    if document["coaching"]["source"] != "template":
        assert shown["headline"] == f"Fillers in this talk: {ai}"
    draft = document["coaching"]["draft"]
    if document["coaching"]["source"] != "template":
        assert not re.search(r"\d", draft["headline"] + draft["motivation"])


def play(script: Script, settings: Settings, **changes: Any) -> RunRecord:
    with serving({**GOOD, **script}) as server:
        return refine(server, settings, **changes)


# -- every fault in every strategy: `refine` checks what always holds

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
def test_any_fault_anywhere_leaves_a_correct_result_in_time(
    strategy: str, fault: str, where: str, settings: Settings
) -> None:
    calls = ("analysis",) if where == "analysis" else ("coaching", "regeneration")
    broken = GOOD.keys() if where == "everywhere" else calls
    played = dict.fromkeys(broken, FAULTS[fault])
    record = play(played, settings, strategy=strategy, timeout_s=0.8)
    assert record.document["fallback_mode"] or fault in ("no_finish", "too_much", "trickles")


# -- row by row


def test_1_a_requested_wait_is_respected(settings: Settings) -> None:
    busy = error(429, "rate_limit_exceeded", retry_after="1")
    record = play({"analysis": [busy, Reply(ANALYSIS)]}, settings)
    assert record.calls == {"analysis": 2, "coaching": 1, "regeneration": 1}
    first, second = (e.arrived for e in record.exchanges if e.call == "analysis")
    assert second - first >= 1
    (attempt,) = record.span("analysis")["attempts"]
    assert (attempt["status"], attempt["asked_wait_s"], attempt["waited_s"]) == (429, 1, 1)
    assert any("busy" in note and "retrying in 1 s" in note for note in record.view.notes)
    assert not record.document["fallback_mode"]


def test_2_a_wait_beyond_the_deadline_is_not_started(settings: Settings) -> None:
    busy = error(429, "rate_limit_exceeded", retry_after="300")
    record = play({"analysis": busy}, settings, timeout_s=5)
    assert record.calls == {"analysis": 1, "coaching": 1}
    assert record.seconds < 2
    assert record.span("analysis")["attempts"][0]["asked_wait_s"] == 300
    assert "it asks to wait 5 min" in record.document["fallback_reason"]


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
    record = play(dict.fromkeys(GOOD, error(status, code, f"{KEY} is bad")), settings)
    assert record.calls == {"analysis": 1, "coaching": 1}
    assert why in record.document["error"]["message"]
    assert record.document["error"]["code"] == code
    assert record.document["coaching"]["source"] == "template"


def test_4_a_server_that_recovers_gives_a_normal_result(settings: Settings) -> None:
    record = play({"analysis": [error(503), Reply(ANALYSIS)]}, settings)
    assert record.calls == {"analysis": 2, "coaching": 1, "regeneration": 1}
    assert not record.document["fallback_mode"]
    assert [a["status"] for a in record.span("analysis")["attempts"]] == [503]


def test_5_a_server_that_fails_permanently_is_given_up(settings: Settings) -> None:
    record = play(dict.fromkeys(GOOD, error(500)), settings)
    assert record.document["counts"]["refined_by"] == "rules"
    assert record.document["coaching"]["source"] == "template"
    assert record.document["error"]["status"] == 500
    assert record.document["error"]["request_id"] == "req_1"
    assert record.calls["analysis"] <= 4
    assert record.calls["coaching"] <= 4


def test_4_a_server_that_is_loading_its_model_is_waited_for(settings: Settings) -> None:
    loading = error(503, "unavailable_error", "Loading model")
    record = play({"analysis": [loading] * 20 + [Reply(ANALYSIS)]}, settings)
    assert record.calls["analysis"] == 21
    assert not record.document["fallback_mode"]
    assert any("still loading the model" in note for note in record.view.notes)


def test_6_a_transcript_too_long_says_by_how_much_and_what_to_do(settings: Settings) -> None:
    reason = "maximum context length is 8000 tokens. However, your messages resulted in 9000 tokens"
    record = play({"analysis": error(400, "context_length_exceeded", reason)}, settings)
    assert record.calls["analysis"] == 1
    message = record.document["error"]["message"]
    assert "too long for gpt-6.1-terra (it takes 9000 tokens, the limit is 8000)" in message
    assert "split it" in message


@pytest.mark.parametrize("fault", ["silent", "stalls", "trickles"])
def test_7_8_the_deadline_ends_what_does_not_end_itself(fault: str, settings: Settings) -> None:
    record = play({"analysis": FAULTS[fault]}, settings, timeout_s=1)
    assert 1 <= record.seconds < 2
    assert record.calls == {"analysis": 1, "coaching": 1}
    assert record.span("analysis")["status"] == "deadline"
    assert "1 s of this run" in record.document["fallback_reason"]
    hung_up = [e.hung_up for e in record.exchanges if e.call == "analysis"]
    assert hung_up != [None]


def test_9_a_late_first_token_is_not_a_failure(settings: Settings) -> None:
    """Later than the only time-out there is, the connection's five seconds."""
    record = play({"analysis": Reply(ANALYSIS, first_s=5.5)}, settings)
    assert record.calls == {"analysis": 1, "coaching": 1, "regeneration": 1}
    assert record.span("analysis")["first_token_ms"] >= 5500
    assert not record.document["fallback_mode"]


def test_10_complete_counts_are_kept_when_the_stream_breaks(settings: Settings) -> None:
    reset = Reply(ANALYSIS, break_after=VERDICTS_END + 5, breaks="reset")
    record = play({"analysis": reset}, settings)
    assert record.calls == {"analysis": 1, "coaching": 1, "regeneration": 1}
    assert record.document["counts"]["refined_by"] == "analysis"
    assert any("after its counts were complete" in w for w in record.document["warnings"])


def test_10_incomplete_counts_are_requested_once_more(settings: Settings) -> None:
    reset = Reply(ANALYSIS, break_after=VERDICTS_END // 2, breaks="reset")
    record = play({"analysis": [reset, Reply(ANALYSIS)]}, settings)
    assert record.calls["analysis"] == 2
    assert record.document["counts"]["refined_by"] == "analysis"
    assert "sequential" in record.document["fallback_reason"]


@pytest.mark.parametrize("finish", [None, "", "length", "tool_calls", "content_filter", "error"])
def test_11_12_a_complete_document_is_an_answer_whatever_the_finish_reason_says(
    finish: str | None, settings: Settings
) -> None:
    played = {call: Reply(GOOD[call].text, finish=finish) for call in GOOD}
    with serving(played) as server:
        record = refine(server, settings)
        assert record.calls == {"analysis": 1, "coaching": 1, "regeneration": 1}
        assert record.span("analysis")["status"] == "done"
        assert not record.document["fallback_mode"]
        assert not record.document["warnings"]
        assert refine(server, settings).calls == record.calls  # all of it was cached


def test_11_half_an_answer_without_a_finish_reason_is_incomplete(settings: Settings) -> None:
    half = Reply(ANALYSIS[: VERDICTS_END // 2], finish=None)
    record = play({"analysis": half}, settings)
    assert record.calls["analysis"] == 2  # once more, sequentially
    assert record.span("analysis")["error_kind"] == "incomplete"
    assert "without a finish reason" in record.document["fallback_reason"]


def test_12_a_truncated_answer_is_not_taken_for_a_complete_one(settings: Settings) -> None:
    record = play({"analysis": Reply(ANALYSIS[: VERDICTS_END // 2], finish="length")}, settings)
    assert record.calls["analysis"] == 1
    assert record.document["counts"]["refined_by"] == "rules"
    assert "cut at the model's limit" in record.document["error"]["message"]
    assert record.span("analysis")["completion_tokens"] == 200


@pytest.mark.parametrize("fault", ["filtered", "refused"])
def test_13_a_withheld_answer_is_not_requested_again(fault: str, settings: Settings) -> None:
    record = play({"analysis": FAULTS[fault]}, settings)
    assert record.calls["analysis"] == 1
    assert record.document["error"]["kind"] == "withheld"


@pytest.mark.parametrize("fault", ["garbage", "error_event", "no_stream"])
def test_14_a_broken_stream_is_a_plain_error(fault: str, settings: Settings) -> None:
    record = play({"analysis": FAULTS[fault]}, settings)
    assert record.calls["analysis"] <= 2
    assert record.document["error"]["kind"] in ("server_fault", "unusable")
    assert "Traceback" not in json.dumps(record.document)


def test_15_an_answer_in_a_fence_is_read(settings: Settings) -> None:
    record = play({"analysis": Reply(f"```json\n{ANALYSIS}\n```")}, settings)
    assert record.document["counts"]["refined_by"] == "analysis"
    assert not record.document["fallback_mode"]


@pytest.mark.parametrize("fault", ["prose", "wrong_schema"])
def test_15_any_other_answer_is_unusable(fault: str, settings: Settings) -> None:
    """One that names no section is requested once more, with the schema in the instructions."""
    record = play({"analysis": FAULTS[fault]}, settings)
    assert record.calls["analysis"] == (2 if fault == "prose" else 1)
    assert record.document["error"]["kind"] == "unusable"
    assert "Here is" not in record.document["error"]["message"]
    span = next(s for s in record.document["timings"]["spans"] if s["name"] == "analysis")
    assert span["answer_head"]
    assert not set(span["answer_head"]) & (set(ascii_letters + digits) - {"x", "0"})


def test_16_invalid_verdicts_are_dropped_with_a_warning(settings: Settings) -> None:
    answer = analysis_answer(RULE, AI)
    verdicts = answer["verdicts"]
    answer["verdicts"] = [*verdicts[:-1], [99, 90], [verdicts[0][0], 10], ["x", 90]]
    answer["missed_fillers"] = [{"word": "um", "quote": "um, not said at all", "occurrence": 1}]
    with serving({**GOOD, "analysis": Reply(answer)}) as server:
        settings = settings.with_changes(base_url=server.url)
        session = Session(scripted_talk(RULE, AI), settings, Store(settings.db or Path()))
        asyncio.run(session.run())
    assert session.document
    assert session.document["counts"]["ai"] == AI + 1  # the one left out keeps the rules' verdict
    warnings = " ".join(session.document["warnings"])
    for warning in (
        "1 numbers that do not exist",
        "1 second verdicts",
        "1 verdicts that are not pairs",
        "1 quotes that are not in",
    ):
        assert warning in warnings
    _check_advice(session.document)


def test_17_a_failed_coaching_does_not_repeat_the_analysis(settings: Settings) -> None:
    denied = error(403)
    record = play({"coaching": denied, "regeneration": denied}, settings)
    assert record.calls == {"analysis": 1, "coaching": 1, "regeneration": 1}
    assert record.document["counts"]["refined_by"] == "analysis"
    assert record.document["coaching"]["source"] == "template"
    assert (record.span("analysis")["status"], record.span("coaching")["status"]) == (
        "done",
        "failed",
    )


def test_18_without_an_analysis_the_advice_uses_the_counts_shown(settings: Settings) -> None:
    record = play({"analysis": error(401)}, settings)
    assert record.document["counts"]["refined_by"] == "rules"
    assert record.document["counts"]["ai"] == RULE
    assert record.document["coaching"]["advice"]["headline"] == f"Fillers in this talk: {RULE}"
    assert "rule-based counts" in record.document["fallback_reason"]


def test_27_missing_usage_is_an_unknown_cost(settings: Settings) -> None:
    record = play({"analysis": Reply(ANALYSIS, usage=None)}, settings)
    assert record.document["usage"]["cost_usd"] is None
    assert record.span("analysis")["cost_usd"] is None
    assert record.span("coaching")["cost_usd"] == pytest.approx((1000 * 0.10 + 200 * 0.50) / 1e6)


def test_a_cancelled_run_closes_the_servers_side_within_a_second(settings: Settings) -> None:
    async def cancel(session: Session) -> float:
        task = asyncio.create_task(session.run())
        await asyncio.to_thread(server.wait_for_calls, 2)
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
def test_advice_that_will_be_replaced_is_not_waited_for(strategy: str, settings: Settings) -> None:
    """The decision regenerates: a first coaching that hangs costs the run nothing."""
    record = play({"coaching": Reply(silent=True)}, settings, strategy=strategy, timeout_s=5)
    assert record.seconds < 2
    assert record.document["coaching"]["source"] == "regenerated"
    assert record.span("coaching")["status"] == "cancelled"
    assert not record.document["fallback_mode"]
    assert all(e.hung_up is not None for e in record.exchanges if e.call == "coaching")
