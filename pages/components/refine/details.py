"""How the run was computed: decision, timing, calls, rates, warnings, replays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import streamlit as st

from pages.components.refine.gantt import describe_timing, gantt_figure
from pages.components.refine.replays import describe_replays, replays_figure
from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.download import show_download
from pages.components.shared.palette import Tones
from pages.components.shared.text import (
    PROVIDER_NAMES,
    STRATEGY_NAMES,
    figures_table_html,
    model_name,
    quiet_html,
    safe,
    wide_html,
)
from refiner.formatting import count, duration, money
from refiner.insight.certainty import describe_dependence, describe_likely
from refiner.insight.counterfactual import replay_strategies
from refiner.insight.rates import Rate, measured_pace, rates_by_kind
from refiner.insight.receipt import build_receipt, describe_corrected
from refiner.insight.report import source_of_rates
from refiner.llm.messages import rebuild_messages
from refiner.llm.prices import price_source
from refiner.run_document import CountedDocument, RunDocument, SpanDict

NOTICEABLE_MS = 1000  # a chart of less time says nothing
_CALL_HEADS = ("Step", "Start", "Took", "State", "Tokens", "Cost")


def show_details(logged: CountedDocument, document: CountedDocument, tones: Tones) -> None:
    """A section that an engineer opens and a coach never needs.

    The decision and its times are the logged run's; the rates are the corrected document's.
    """
    slow = logged["timings"]["processing_time_ms"] >= NOTICEABLE_MS
    with st.expander(
        "How this was computed",
        icon=":material/receipt_long:",
        key="refine_details",
        expanded=slow or logged["provider"] == "simulated",
    ):
        st.html(finding_html(describe_timing(logged)))
        if slow:
            show_chart(gantt_figure(logged, tones), "refine_gantt")
        st.html('<h3 class="sr-part">The decision</h3>' + receipt_html(logged))
        if corrected := describe_corrected(logged, document):
            st.html(quiet_html(corrected))
        as_json = json.dumps(asdict(build_receipt(logged)), indent=2)
        name = f"receipt-{logged['run_id']}.json"
        show_download("Receipt as JSON", as_json, name, "refine_receipt_json")
        st.html('<h3 class="sr-part">Rates</h3>' + rates_html(document))
        if slow:
            _show_replays(logged, tones)
        st.html('<h3 class="sr-part">Calls</h3>' + calls_html(logged))
        _choose_messages(logged)
        if logged["warnings"]:
            lines = "".join(f"<li>{safe(warning)}</li>" for warning in logged["warnings"])
            st.html(f'<h3 class="sr-part">Warnings</h3><ul class="sr-quiet">{lines}</ul>')


def _choose_messages(document: RunDocument) -> None:
    """Exactly what was sent for one call, to be read and copied."""
    messages = rebuild_messages(document.get("sent") or [], document["text"])
    if not messages:
        return
    chosen = st.selectbox(
        "Messages sent",
        range(len(messages)),
        index=None,
        format_func=lambda n: f"{messages[n].call}, {messages[n].model}",
        placeholder="Choose a call",
        key="refine_messages",
    )
    if chosen is None:
        return
    sent = messages[chosen]
    exact = "exactly as sent" if sent.is_exact else "not exact: instructions have changed since"
    st.html(quiet_html(f"Prompt {sent.prompt_version}, {exact}. The answer follows a schema."))
    for name, text in (("System message", sent.system), ("User message", sent.user)):
        st.caption(name)
        st.code(text, language=None, wrap_lines=True, height=240)


def rates_html(document: RunDocument) -> str:
    """The rates by kind, the pace, and the source of the comparison."""
    estimated = document["duration_source"] == "estimated"
    minute = "Per minute (estimated)" if estimated else "Per minute"
    names = ("Count", "Per 100 words", minute)
    head = "<td></td>" + "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(_rate_html(rate) for rate in rates_by_kind(document))
    words_per_minute = measured_pace(document)
    line = f"Pace: {words_per_minute} words a minute."
    return (
        wide_html(figures_table_html(head, body), "Rates")
        + f"{'' if words_per_minute is None else quiet_html(line)}"
        f'<p class="sr-source">{safe(source_of_rates(document))}</p>'
    )


def _rate_html(rate: Rate) -> str:
    minute = "–" if rate.per_minute is None else f"{rate.per_minute:.1f}"
    cells = (f"{rate.fillers:,}", f"{rate.per_100_words:.1f}", minute)
    return f'<tr><th scope="row">{rate.name}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'


def receipt_html(document: CountedDocument) -> str:
    """The decision with its numbers in it."""
    figures = build_receipt(document)
    cost = money(figures.cost_usd)
    provider = PROVIDER_NAMES.get(document["provider"], document["provider"])
    strategy = STRATEGY_NAMES[document["strategy"]].lower()
    rows = {
        "Difference": figures.formula,
        "Threshold": f"rewrite above {figures.threshold}",
        "Likely range": _describe_range(document),
        "Policy": figures.policy,
        "Outcome": figures.outcome,
        "Decided": _after_start(figures.decided_at_ms),
        "Time": _describe_time(figures.took_ms, figures.saved_ms),
        "Hidden": _describe_hidden(figures.hidden_ms),
        "Cost": f"{cost}, at the prices of {price_source()}" if figures.cost_usd else cost,
        "Discarded draft": "" if figures.replaced_usd is None else money(figures.replaced_usd),
        "Run": f"number {document['run_id']}, {provider}, {strategy}, {document['created_at']}",
    }
    return _table_html([(name, text) for name, text in rows.items() if text])


def _describe_range(document: CountedDocument) -> str:
    """The likely range of the total, and whether the decision depends on it."""
    likely, hangs = describe_likely(document), describe_dependence(document)
    return f"{likely}; the decision hangs on it: {hangs}" if hangs else likely


def _after_start(ms: float | None) -> str:
    return "" if ms is None else f"{duration(ms)} after the run began"


def _describe_hidden(ms: float | None) -> str:
    return "" if ms is None else f"{duration(ms)} of the rewrite ran inside the analysis"


def _describe_time(took_ms: float, saved_ms: float | None) -> str:
    saved = f", {duration(saved_ms)} faster than running in sequence" if saved_ms else ""
    return f"{duration(took_ms)}{saved}"


def _table_html(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f'<tr><th scope="row">{safe(k)}</th><td>{safe(v)}</td></tr>' for k, v in rows)
    return f'<table class="sr-receipt"><tbody>{cells}</tbody></table>'


def calls_html(document: RunDocument) -> str:
    """Every step with its time, and what a call read, wrote and cost."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _CALL_HEADS)
    rows = (_call_html(span, document["provider"]) for span in document["timings"]["spans"])
    return wide_html(figures_table_html(head, "".join(rows)), "Steps and calls")


def _call_html(span: SpanDict, provider: str) -> str:
    end, model = span["end_ms"], model_name(span, provider)
    read, wrote = span.get("prompt_tokens"), span.get("completion_tokens")
    is_paid = provider != "local" and "cost_usd" in span
    cells = (
        duration(span["start_ms"]),
        duration(None if end is None else end - span["start_ms"]),
        _describe_state(span),
        f"{read:,} in, {wrote:,} out" if is_paid and read is not None and wrote is not None else "",
        money(span["cost_usd"]) if is_paid else "",
    )
    name = f"{span['name']} ({model})" if model else span["name"]
    values = "".join(f"<td>{safe(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{safe(name)}</th>{values}</tr>'


def _describe_state(span: SpanDict) -> str:
    state, failed = span["status"], len(span.get("attempts") or ())
    if span.get("cached"):
        state += ", from the cache"
    if failed:
        state += f", {count(failed, 'failed attempt')}"
    error = span.get("error")
    return f"{state}: {error}" if error else state


def _show_replays(document: CountedDocument, tones: Tones) -> None:
    """The same calls under each strategy."""
    replays = replay_strategies(document)
    if not replays:
        return
    st.html('<h3 class="sr-part">The same calls under other strategies</h3>')
    st.html(finding_html(describe_replays(replays)))
    estimates = sorted({replay.estimate for replay in replays if replay.estimate})
    if estimates:
        st.html(quiet_html(f"“About”: {'; '.join(estimates)}."))
    show_chart(replays_figure(replays, document["strategy"], tones), "refine_replays")
