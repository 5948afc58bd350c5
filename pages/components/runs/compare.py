"""Two runs side by side: what differs, figure by figure and word by word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.components.shared.text import PROVIDERS, STRATEGIES, safe
from refiner.formatting import duration, money, percent

Document = Mapping[str, Any]


def comparison_html(one: Document, other: Document) -> str:
    """A table with a column a run; what differs is set in bold."""
    rows = _rows(_figures(one), _figures(other)) + _rows(_words(one), _words(other), "–")
    head = "".join(
        f'<th scope="col">Run {safe(d["run_id"])}: {safe(d["title"] or "Untitled talk")}</th>'
        for d in (one, other)
    )
    return (
        f'{_STYLE}<div class="sr-wide"><table class="sr-receipt sr-compare"><thead><tr><td></td>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _rows(one: Mapping[str, str], other: Mapping[str, str], missing: str = "") -> str:
    body = ""
    for name in {**one, **other}:
        cells = (one.get(name, missing), other.get(name, missing))
        mark = ' class="differs"' if cells[0] != cells[1] else ""
        values = "".join(f"<td>{safe(cell)}</td>" for cell in cells)
        body += f'<tr{mark}><th scope="row">{safe(name)}</th>{values}</tr>'
    return body


def _figures(document: Document) -> dict[str, str]:
    counts = document["counts"]
    threshold = f", threshold {percent(document['threshold'])}"
    return {
        "Provider": PROVIDERS.get(document["provider"], document["provider"]),
        "Strategy": STRATEGIES.get(document["strategy"], document["strategy"]),
        "Rewriting": document["policy"] + (threshold if document["policy"] == "threshold" else ""),
        "Refined count": f"{counts['ai']:,} (rules heard {counts['rule']:,})",
        "Per 100 words": f"{document['rates']['per_100_words']:.1f}",
        "Difference": percent(counts["difference"]),
        "Advice": "regenerated" if document["coaching_regenerated"] else "kept",
        "Headline": document["coaching"]["advice"]["headline"],
        "Time": duration(document["timings"]["processing_time_ms"]),
        "Cost": money(document["usage"]["cost_usd"]),
    }


def _words(document: Document) -> dict[str, str]:
    return {
        f"“{word}”": f"{n['ai']} (rules {n['rule']})"
        for word, n in document["counts"]["by_word"].items()
    }


_STYLE = """<style>
.stHtml table.sr-compare { max-width: 60rem; }
.stHtml table.sr-compare td { padding-right: 2rem; vertical-align: top; max-width: 30ch; }
.stHtml .sr-compare .differs td { font-weight: 600; }
</style>"""
