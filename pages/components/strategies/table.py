"""What each way took and cost, and which of the report's claims hold, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pages.components.shared.text import safe
from pages.components.strategies.figure import NAMES, Side
from refiner.formatting import duration, money, percent
from refiner.insight.report_claims import Claim

_HEADS = ("Way", "Time", "Against sequential", "Refined count", "Advice", "Tokens", "Money", "Run")


def sides_html(sides: Sequence[Side], documents: Mapping[str, Mapping[str, Any]]) -> str:
    """A row a way; the count is the same in each, or stands out."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    slow = next((s.now_ms for s in sides if s.name == "sequential" and s.status == "done"), None)
    rows = "".join(_row(s, documents.get(s.name), slow) for s in sides)
    table = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'{_STYLE}<div class="sr-wide"><table class="sr-receipt sr-sides">{table}</table></div>'


def _row(s: Side, document: Mapping[str, Any] | None, slow: float | None) -> str:
    if document is None:
        cells = [s.status, *([""] * 6)]
    else:
        usage, counts = document["usage"], document["counts"]
        tokens = None if usage["prompt_tokens"] is None else sum(
            usage[name] for name in ("prompt_tokens", "completion_tokens"))  # fmt: skip
        cells = [
            duration(s.now_ms),
            _against(s, slow),
            f"{counts['ai']:,} (rules heard {counts['rule']:,})",
            "written twice" if s.rewritten else "written once",
            "not known" if tokens is None else f"{tokens:,}",
            money(usage["cost_usd"]),
            str(s.run_id),
        ]
    values = "".join(f"<td>{safe(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{safe(NAMES[s.name])}</th>{values}</tr>'


def _against(s: Side, slow: float | None) -> str:
    if not slow or s.name == "sequential":
        return ""
    change = s.now_ms / slow - 1
    return f"{percent(abs(change))} {'more' if change > 0 else 'less'}"


def claims_html(found: Sequence[Claim]) -> str:
    """Said, whether it holds in words, and what was measured."""
    rows = "".join(
        f'<tr><th scope="row">{safe(claim.said)}</th>'
        f'<td><b class="{claim.holds.replace(" ", "-")}">{safe(claim.holds)}</b></td>'
        f"<td>{safe(claim.measured)}</td></tr>"
        for claim in found
    )
    return (
        f'{_STYLE}<div class="sr-wide"><table class="sr-receipt sr-claims"><tbody>{rows}</tbody>'
        "</table></div>"
    )


_STYLE = """<style>
.stHtml table.sr-sides, .stHtml table.sr-claims { max-width: 64rem; }
.stHtml table.sr-sides td, .stHtml table.sr-sides thead th { padding-right: 1.5rem; }
.stHtml table.sr-sides td { white-space: nowrap; }
.stHtml table.sr-claims th { white-space: normal; color: var(--sr-text); max-width: 24ch; }
.stHtml table.sr-claims td { vertical-align: top; padding-right: 1.5rem; }
.stHtml table.sr-claims b { font-weight: 600; white-space: nowrap; }
.stHtml .sr-claims .holds { color: var(--sr-refined); }
.stHtml .sr-claims .holds-in-part { color: var(--sr-amber); }
.stHtml .sr-claims .does-not-hold { color: var(--sr-red); }
.stHtml .sr-claims .not-shown-here { color: var(--sr-quiet); }
</style>"""
