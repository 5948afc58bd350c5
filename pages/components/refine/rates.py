"""Rates with their bands: how this talk compares, and what the comparison is based on."""

from __future__ import annotations

from pages.components.shared.text import quiet_html, safe
from refiner.advice.bands import BANDS, SOURCE
from refiner.insight.rates import Rate, measured_pace, rates_by_kind
from refiner.run_document import RunDocument

_SCALE_END = 10.0  # fillers per 100 words at the right end of the scale


def rates_html(document: RunDocument) -> str:
    """The scale of bands with the talk's place on it, the rates by kind, pace, and the source."""
    found = rates_by_kind(document)
    estimated = document["duration_source"] == "estimated"
    minute = "Per minute (estimated)" if estimated else "Per minute"
    names = ("", "Count", "Per 100 words", minute)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(_row_html(rate) for rate in found)
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    pace = measured_pace(document)
    line = f"Pace: {pace} words a minute."
    return (
        f"{_scale_html(found[0].per_100_words)}"
        f'<div class="sr-wide"><table class="sr-receipt sr-calls">{table}</table></div>'
        f"{'' if pace is None else quiet_html(line)}"
        f'<p class="sr-source">{safe(SOURCE)}</p>'
    )


def _row_html(rate: Rate) -> str:
    minute = "–" if rate.per_minute is None else f"{rate.per_minute:.1f}"
    cells = (f"{rate.fillers:,}", f"{rate.per_100_words:.1f}", minute)
    return f'<tr><th scope="row">{rate.name}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'


def _scale_html(rate: float) -> str:
    parts, start = [], 0.0
    for band in BANDS:
        end = _SCALE_END if band.upto is None else band.upto
        width = 100 * (end - start) / _SCALE_END
        limit = "" if band.upto is None else f"<i>{band.upto:g}</i>"
        parts.append(f'<li style="width:{width:.1f}%"><span>{band.name}</span>{limit}</li>')
        start = end
    place = 100 * min(rate, _SCALE_END) / _SCALE_END
    side = ' class="far"' if place > 85 else ""
    label = f"{rate:.1f} per 100 words on a scale of bands"
    return (
        f'<div class="sr-scale" role="img" aria-label="{label}"><b{side} style="left:{place:.1f}%">'
        f"<span>{rate:.1f}</span></b><ol>{''.join(parts)}</ol></div>"
    )
