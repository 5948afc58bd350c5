"""Rates with their bands: where this talk stands, and what the comparison rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.components.shared.text import safe
from refiner.advice.bands import BANDS, SOURCE, Rate, pace, rates

_SCALE_END = 10.0  # fillers per 100 words at the right end of the scale


def rates_html(document: Mapping[str, Any]) -> str:
    """The scale of bands with the talk's place on it, the rates by kind, pace, and the source."""
    found = rates(document)
    estimated = document["duration_source"] == "estimated"
    minute = "Per minute (estimated)" if estimated else "Per minute"
    names = ("", "Count", "Per 100 words", minute)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(_row(rate) for rate in found)
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return (
        f"{_scale(found[0].per_100_words)}"
        f'<div class="sr-wide"><table class="sr-receipt sr-calls">{table}</table></div>'
        f'{_pace(document)}<p class="sr-source">{safe(SOURCE)}</p>'
    )


def _row(rate: Rate) -> str:
    minute = "–" if rate.per_minute is None else f"{rate.per_minute:.1f}"
    cells = (f"{rate.fillers:,}", f"{rate.per_100_words:.1f}", minute)
    return f'<tr><th scope="row">{rate.name}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'


def _scale(rate: float) -> str:
    parts, start = [], 0.0
    for each in BANDS:
        end = _SCALE_END if each.upto is None else each.upto
        width = 100 * (end - start) / _SCALE_END
        limit = "" if each.upto is None else f"<i>{each.upto:g}</i>"
        parts.append(f'<li style="width:{width:.1f}%"><span>{each.name}</span>{limit}</li>')
        start = end
    place = 100 * min(rate, _SCALE_END) / _SCALE_END
    side = ' class="far"' if place > 85 else ""
    says = f"{rate:.1f} per 100 words on a scale of bands"
    return (
        f'<div class="sr-scale" role="img" aria-label="{says}"><b{side} style="left:{place:.1f}%">'
        f"<span>{rate:.1f}</span></b><ol>{''.join(parts)}</ol></div>"
    )


def _pace(document: Mapping[str, Any]) -> str:
    words_a_minute = pace(document)
    if words_a_minute is None:
        return ""
    return f'<p class="sr-quiet">Pace: {words_a_minute} words a minute.</p>'
