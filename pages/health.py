"""Health: how the program is doing against its targets, and what to do when it is not well."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from pages.components.health.rollback_levels import RULE, changes_html, levels
from pages.components.health.table import health_html
from pages.components.shared.chart import finding_html
from pages.components.shared.frame import inside_app
from pages.components.shared.services import runner, settings_or_stop
from pages.components.shared.style import use_style
from pages.components.shared.text import PROVIDERS, safe
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.insight.health import WINDOWS, Health, sentence, since, tail
from refiner.store import Store

REFRESH_S = 10
LINES = 40


def page() -> None:
    st.title("Health", anchor=False)
    settings = settings_or_stop()
    store = runner(settings).store
    try:
        provider = choose_provider(store)
        st.fragment(figures, run_every=REFRESH_S)(store, provider)
        st.header("Rollback levels", anchor=False)
        st.html(f'<p class="sr-quiet">{safe(RULE)}</p>')
        levels(store, settings, store.switches.current())
        st.header("Changes", anchor=False)
        st.html(changes_html(store.switches.changes()))
    except StoreError as error:
        st.error(f"{error}. Its figures and switches cannot be read; runs still give results.")
    st.header("Log", anchor=False)
    st.fragment(log, run_every=REFRESH_S)(settings)


def choose_provider(store: Store) -> str | None:
    """Targets are for a large model: runs of the local analyst take milliseconds."""
    known = store.runs.distinct("provider")
    if len(known) < 2:
        return None
    chosen: str | None = st.selectbox(
        "Provider", [None, *known], key="health_provider", bind="query-params", width=280,
        format_func=lambda name: "All providers" if name is None else PROVIDERS.get(name, name),
    )  # fmt: skip
    return chosen


def figures(store: Store, provider: str | None) -> None:
    now = datetime.now(UTC)
    seen = {
        name: Health.of(store.runs.health(since(window, now), provider))
        for name, window in WINDOWS.items()
    }
    longest = list(seen)[-1]
    st.html(finding_html(sentence(seen[longest], longest)) + health_html(seen))


def log(settings: Settings) -> None:
    lines = tail(settings.log, LINES)
    if not lines:
        st.html('<p class="sr-quiet">The log file is empty, or there is none yet.</p>')
        return
    st.html(
        f'<p class="sr-quiet">The last {len(lines)} lines of {safe(settings.log)}, newest first; '
        "no transcript and no key is ever in it.</p>"
    )
    st.code("\n".join(reversed(lines)), language=None, height=320, wrap_lines=True)


inside_app()
use_style()
page()
