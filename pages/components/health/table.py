"""The health figures of the last hour, day and week as one table, each against its target."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pages.components.shared.text import safe
from refiner.formatting import duration, money, percent
from refiner.insight.health import Health, against
from refiner.insight.trends import TARGET_MS, TARGET_SHARE

Target = tuple[float, float]
_Shown = Callable[[Health], str]


def _rate(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _judged(told: str, value: float | None, target: Target) -> str:
    """A figure with where it stands; the word says it, the colour only helps.

    Less time and fewer rewrites than the report promised are nothing to warn of.
    """
    relation = against(value, target)
    if not relation:
        return safe(told)
    mark = " off" if relation == "above" else ""
    return f'{safe(told)} <span class="sr-against{mark}">{relation} target</span>'


_TIME = "{:.0f} to {:.0f} s".format(*(ms / 1000 for ms in TARGET_MS))
_SHARE = "{:.0f} to {:.0f} %".format(*(100 * share for share in TARGET_SHARE))
_ROWS: tuple[tuple[str, str, _Shown], ...] = (
    ("Runs", "", lambda h: f"{h.runs:,}"),
    ("Average time", _TIME, lambda h: _judged(duration(h.average_ms), h.average_ms, TARGET_MS)),
    ("Half take at most", "", lambda h: duration(h.p50_ms)),
    ("95 in 100 take at most", "", lambda h: duration(h.p95_ms)),
    ("Advice rewritten", _SHARE, lambda h: _judged(_rate(h.regeneration), h.regeneration,
                                                   TARGET_SHARE)),
    ("Fell back a step", "", lambda h: _rate(h.fallback)),
    ("Failed", "", lambda h: _rate(h.failure)),
    ("Advice liked", "", lambda h: f"{_rate(h.liked)} of {h.thumbs:,}" if h.thumbs else "–"),
    ("Spent", "", lambda h: "–" if h.cost_usd is None else money(h.cost_usd)),
)  # fmt: skip


def health_html(seen: Mapping[str, Health]) -> str:
    """A row a figure, a column a window."""
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in seen)
    body = ""
    for name, target, shown in _ROWS:
        aim = f"<small>{safe(target)}</small>" if target else ""
        cells = "".join(f"<td>{shown(h)}</td>" for h in seen.values())
        body += f'<tr><th scope="row">{safe(name)}{aim}</th>{cells}</tr>'
    table = f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody>"
    return f'{_STYLE}<div class="sr-wide"><table class="sr-receipt sr-health">{table}</table></div>'


_STYLE = """<style>
.stHtml table.sr-health { max-width: 60rem; margin-top: .75rem; }
.stHtml table.sr-health td { padding-right: 2rem; vertical-align: top; }
.stHtml .sr-health small { display: block; font-size: .8125rem; }
.stHtml .sr-against { color: var(--sr-quiet); font-size: .875rem; white-space: nowrap; }
.stHtml .sr-against.off { color: var(--sr-amber); }
</style>"""
