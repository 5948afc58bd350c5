"""The figures of the last hour, day and week as one table, each against its target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st

from pages.components.shared.chart import finding_html
from pages.components.shared.text import provider_name, quiet_html, safe, wide_html
from refiner.formatting import duration, money, percent
from refiner.insight.health import (
    MIN_COMPARABLE,
    TARGET_MS,
    TARGET_SHARE,
    WINDOWS,
    Health,
    compare_with_target,
    describe_health,
    is_comparable,
    window_start,
)
from refiner.store import Store

Target = tuple[float, float]


def choose_provider(store: Store) -> str | None:
    """Targets are for a large model: runs of the local analyst take milliseconds."""
    providers = store.runs.distinct("provider")
    if len(providers) < 2:
        return None
    chosen: str | None = st.selectbox(
        "Provider",
        [None, *providers],
        key="health_provider",
        bind="query-params",
        width=280,
        format_func=provider_name,
    )
    return chosen


def show_figures(store: Store, provider: str | None) -> None:
    now = datetime.now(UTC)
    windows = {
        name: Health.of(store.runs.health(window_start(window, now), provider))
        for name, window in WINDOWS.items()
    }
    longest = list(windows)[-1]
    sentence = finding_html(describe_health(windows[longest], longest, provider))
    st.html(sentence + health_html(windows, provider))
    if not any(is_comparable(health, provider) for health in windows.values()):
        st.html(
            quiet_html(
                "The targets are those of a large model: they are judged once its provider is "
                f"chosen and has {MIN_COMPARABLE} runs. Simulated and demo runs count only if they "
                "are chosen."
            )
        )


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _against_html(shown: str, value: float | None, target: Target, judged: bool) -> str:
    """A figure and how it compares with its target, in words; the colour only supports them.

    Less time and fewer rewrites than the report promised need no warning.
    """
    relation = compare_with_target(value, target)
    if not relation or not judged:
        return safe(shown)
    mark = " off" if relation == "above" else ""
    return f'{safe(shown)} <span class="sr-against{mark}">{relation} target</span>'


_TIME = "{:.0f}–{:.0f} s".format(*(ms / 1000 for ms in TARGET_MS))
_SHARE = "{:.0f}–{:.0f} %".format(*(100 * share for share in TARGET_SHARE))
_ROWS: tuple[tuple[str, str, Callable[[Health, bool], str]], ...] = (
    ("Runs", "", lambda h, _: f"{h.runs:,}"),
    ("Advice ready, median", "", lambda h, _: duration(h.ready_p50_ms)),
    (
        "Mean time",
        _TIME,
        lambda h, j: _against_html(duration(h.average_ms), h.average_ms, TARGET_MS, j),
    ),
    ("Median", "", lambda h, _: duration(h.p50_ms)),
    ("95th percentile", "", lambda h, _: duration(h.p95_ms)),
    (
        "Advice rewritten",
        _SHARE,
        lambda h, j: _against_html(_share(h.regeneration), h.regeneration, TARGET_SHARE, j),
    ),
    ("Degraded", "", lambda h, _: _share(h.fallback)),
    ("Failed", "", lambda h, _: _share(h.failure)),
    ("Found useful", "", lambda h, _: f"{_share(h.liked)} of {h.thumbs:,}" if h.thumbs else "–"),
    ("Cost", "", lambda h, _: "–" if h.cost_usd is None else money(h.cost_usd)),
)


def health_html(windows: Mapping[str, Health], provider: str | None = None) -> str:
    """A row for each figure, a column for each window."""
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in windows)
    body = ""
    for name, target, show in _ROWS:
        aim = f"<small>target {safe(target)}</small>" if target else ""
        cells = "".join(
            f"<td>{show(health, is_comparable(health, provider))}</td>"
            for health in windows.values()
        )
        body += f'<tr><th scope="row">{safe(name)}{aim}</th>{cells}</tr>'
    table = f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody>"
    return wide_html(f'<table class="sr-receipt sr-health">{table}</table>', "Figures")
