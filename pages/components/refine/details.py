"""How the run got there: receipt, replays under other strategies, calls and log lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from pages.components.refine import replays
from pages.components.shared.chart import CONFIG
from pages.components.shared.palette import Tones
from pages.components.shared.text import PROVIDERS, STRATEGIES, model_of, safe
from refiner.formatting import count, duration, money
from refiner.insight.counterfactual import replay_strategies
from refiner.insight.receipt import receipt
from refiner.llm.prices import PRICES_AS_OF


def details(document: Mapping[str, Any], labels: Sequence[Mapping[str, Any]], tones: Tones) -> None:
    """A section that an engineer opens and a coach never needs."""
    with st.expander("How did it get there?", icon=":material/receipt_long:", key="refine_details"):
        st.subheader("The decision", anchor=False)
        st.html(receipt_html(document))
        st.download_button(
            "Receipt as JSON", json.dumps(asdict(receipt(document)), indent=2),
            f"receipt-{document['run_id']}.json", "application/json",
            key="refine_receipt_json", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        _replays(document, tones)
        st.subheader("Calls", anchor=False)
        st.html(calls_html(document))
        if document["warnings"]:
            st.subheader("Warnings", anchor=False)
            lines = "".join(f"<li>{safe(w)}</li>" for w in document["warnings"])
            st.html(f'<ul class="sr-quiet">{lines}</ul>')


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f'<tr><th scope="row">{safe(k)}</th><td>{safe(v)}</td></tr>' for k, v in rows)
    return f'<table class="sr-receipt"><tbody>{cells}</tbody></table>'


def receipt_html(document: Mapping[str, Any]) -> str:
    """The decision with its numbers in it."""
    seen = receipt(document)
    rows = [
        ("Difference", seen.formula),
        ("Threshold", f"{seen.threshold}; strictly more regenerates"),
        ("Policy", seen.policy),
        ("Outcome", seen.outcome),
    ]
    if seen.decided_at_ms is not None:
        rows.append(("Decided", f"{duration(seen.decided_at_ms)} after the run began"))
    rows.append(("Time", _time(seen.took_ms, seen.saved_ms)))
    if seen.hidden_ms is not None:
        rows.append(
            ("Hidden", f"{duration(seen.hidden_ms)} of the rewrite ran inside the analysis")
        )
    rows.append(("Money", _money(seen.cost_usd)))
    if seen.replaced_usd is not None:
        rows.append(("Thrown away", f"{money(seen.replaced_usd)} for the advice that was replaced"))
    rows.append(("Run", _run_line(document)))
    return _rows(rows)


def _money(usd: float | None) -> str:
    """What was spent, and of when the prices are; nothing is said of prices where none apply."""
    return f"{money(usd)}, at the prices of {PRICES_AS_OF}" if usd else money(usd)


def _time(took_ms: float, saved_ms: float | None) -> str:
    saved = f", {duration(saved_ms)} less than one call after another" if saved_ms else ""
    return f"{duration(took_ms)}{saved}"


def _run_line(document: Mapping[str, Any]) -> str:
    provider = PROVIDERS.get(document["provider"], document["provider"])
    strategy = STRATEGIES.get(document["strategy"], document["strategy"])
    return f"number {document['run_id']}, {provider}, {strategy.lower()}, {document['created_at']}"


def calls_html(document: Mapping[str, Any]) -> str:
    """Every step with its time, and what a call read, wrote and cost."""
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Step", "Start", "Took", "State", "Tokens", "Cost")
    )
    body = "".join(_call(span, document["provider"]) for span in document["timings"]["spans"])
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="sr-wide"><table class="sr-receipt sr-calls">{table}</table></div>'


def _call(span: Mapping[str, Any], provider: str) -> str:
    took = None if span["end_ms"] is None else span["end_ms"] - span["start_ms"]
    model = model_of(span, provider)
    name = f"{span['name']} ({model})" if model else span["name"]
    wrote = span.get("completion_tokens")
    tokens = "" if wrote is None else f"{span['prompt_tokens']:,} in, {wrote:,} out"
    cost = money(span["cost_usd"]) if "cost_usd" in span else ""
    cells = (duration(span["start_ms"]), duration(took), _state(span), tokens, cost)
    return (
        f'<tr><th scope="row">{safe(name)}</th>'
        + "".join(f"<td>{safe(c)}</td>" for c in cells)
        + "</tr>"
    )


def _state(span: Mapping[str, Any]) -> str:
    tries = len(span.get("attempts") or ())
    state = str(span["status"])
    if span.get("cached"):
        state += ", from the cache"
    if tries:
        state += f", {count(tries, 'failed attempt')}"
    return f"{state}: {span['error']}" if span.get("error") else state


def _replays(document: Mapping[str, Any], tones: Tones) -> None:
    """The same calls under each strategy."""
    found = replay_strategies(document)
    if not found:
        return
    st.subheader("The same calls under other strategies", anchor=False)
    st.html(f'<p class="sr-finding">{safe(replays.finding(found))}</p>')
    stood_in = {r.stands_in for r in found if r.stands_in}
    if stood_in:
        st.html(f'<p class="sr-quiet">“About”: {safe("; ".join(stood_in))}.</p>')
    figure = replays.replayed(found, document["strategy"], tones)
    st.plotly_chart(figure, config=CONFIG, key="refine_replays")
