"""What each strategy took and cost, and which of the report's claims hold, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.components.shared.text import IN_CONTEXT, safe, safe_figures, wide_html
from pages.components.strategies.figure import COMPARED_NAMES, Side
from refiner.formatting import duration, money, percent
from refiner.insight.report_claims import ReportClaim
from refiner.run_document import RunDocument, is_counted

_HEADS = (
    "Strategy",
    "Time",
    "Compared with sequential",
    IN_CONTEXT,
    "Advice",
    "Tokens",
    "Cost",
    "Run",
)


def sides_html(sides: Sequence[Side], documents: Mapping[str, RunDocument]) -> str:
    """A row for each strategy; a count that differs from the others is marked."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    times = {side.name: side.now_ms for side in sides if side.status == "done"}
    sequential = times.get("sequential")
    rows = "".join(_row_html(side, documents.get(side.name), sequential) for side in sides)
    table = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return wide_html(f'<table class="sr-receipt sr-sides">{table}</table>', "Time and cost")


def _row_html(side: Side, document: RunDocument | None, sequential_ms: float | None) -> str:
    if document is None:
        cells = [side.status, *([""] * 6)]
    else:
        usage, counts = document["usage"], document["counts"]
        read, wrote = usage["prompt_tokens"], usage["completion_tokens"]
        cells = [
            duration(side.now_ms),
            _compare(side, sequential_ms),
            f"{counts['ai']:,} (rules: {counts['rule']:,})" if is_counted(document) else "–",
            "written twice" if side.rewritten else "written once",
            "unknown" if read is None or wrote is None else f"{read + wrote:,}",
            money(usage["cost_usd"]),
            str(side.run_id),
        ]
    values = "".join(f"<td>{safe(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{safe(COMPARED_NAMES[side.name])}</th>{values}</tr>'


def _compare(side: Side, sequential_ms: float | None) -> str:
    if not sequential_ms or side.name == "sequential":
        return ""
    change = side.now_ms / sequential_ms - 1
    return f"{percent(abs(change))} {'more' if change > 0 else 'less'}"


def claims_html(claims: Sequence[ReportClaim]) -> str:
    """What was claimed, whether it holds in words, and what was measured."""
    rows = "".join(
        f'<tr><th scope="row">{safe_figures(claim.claim)}</th>'
        f'<td><b class="{claim.holds.replace(" ", "-")}">{safe(claim.holds)}</b></td>'
        f"<td>{safe_figures(claim.measured)}</td></tr>"
        for claim in claims
    )
    table = f'<table class="sr-receipt sr-claims"><tbody>{rows}</tbody></table>'
    return wide_html(table, "Claims of the report")
