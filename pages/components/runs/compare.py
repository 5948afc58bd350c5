"""Two runs side by side: what differs, figure by figure and word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.components.shared.text import (
    IN_CONTEXT,
    PROVIDER_NAMES,
    STRATEGY_NAMES,
    UNTITLED,
    advice_state,
    quiet_html,
    safe,
    wide_html,
)
from refiner.formatting import duration, money, percent
from refiner.insight.corrections import find_corrected
from refiner.model import per_100_words
from refiner.run_document import CountedDocument, RunDocument, is_counted
from refiner.store import Store
from refiner.store.row_types import RunRow


def show_comparison(store: Store, selected: Sequence[RunRow]) -> None:
    """If two runs are selected: both side by side, the older first."""
    if len(selected) != 2:
        return
    ids = sorted(row["run_id"] for row in selected)
    found = (find_corrected(store, run_id) for run_id in ids)
    documents = [document for document in found if document and is_counted(document)]
    if len(documents) < 2:
        st.html(quiet_html("Only runs with a result can be compared."))
        return
    st.header("Side by side", anchor=False)
    st.html(comparison_html(*documents))


def comparison_html(one: CountedDocument, other: CountedDocument) -> str:
    """A table with a column for each run; what differs is set in bold."""
    rows = _rows_html(_figures(one), _figures(other)) + _rows_html(_words(one), _words(other), "–")
    head = "".join(
        f'<th scope="col">Run {document["run_id"]}: {safe(document["title"] or UNTITLED)}</th>'
        for document in (one, other)
    )
    table = f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody>"
    return wide_html(f'<table class="sr-receipt sr-compare">{table}</table>', "Comparison")


def _rows_html(one: Mapping[str, str], other: Mapping[str, str], missing: str = "") -> str:
    body = ""
    for name in {**one, **other}:
        cells = (one.get(name, missing), other.get(name, missing))
        mark = ' class="differs"' if cells[0] != cells[1] else ""
        values = "".join(f"<td>{safe(cell)}</td>" for cell in cells)
        body += f'<tr{mark}><th scope="row">{safe(name)}</th>{values}</tr>'
    return body


def _figures(document: CountedDocument) -> dict[str, str]:
    counts = document["counts"]
    rewrite = {"always": "always", "never": "never"}
    above = f"above {percent(document['threshold'])}"
    return {
        "Provider": PROVIDER_NAMES.get(document["provider"], document["provider"]),
        "Strategy": STRATEGY_NAMES[document["strategy"]],
        "Rewrite": rewrite.get(document["policy"], above),
        "Fillers per 100 words": f"{document['rates']['per_100_words']:.1f}",
        IN_CONTEXT: f"{counts['ai']:,} (rules: {counts['rule']:,}) in {document['words']:,} words",
        "Difference": percent(counts["difference"]),
        "Advice": advice_state(document),
        "Headline": document["coaching"]["advice"]["headline"],
        "Time": duration(document["timings"]["processing_time_ms"]),
        "Cost": money(document["usage"]["cost_usd"]),
    }


def _words(document: RunDocument) -> dict[str, str]:
    """Fillers per 100 words of each word, so that talks of different length compare."""
    words = document["words"]
    return {
        f"“{word}” per 100 words": f"{per_100_words(n['ai'], words):.2f}"
        for word, n in document["counts"]["by_word"].items()
        if n["ai"]
    }
