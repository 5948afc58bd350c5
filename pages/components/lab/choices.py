"""What the lab looks at: which runs, or a file that people marked, and the rule that is tried."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from pages.components.shared.services import runner, settings_or_stop
from pages.components.shared.text import PROVIDERS, safe
from refiner.errors import InputError, StoreError
from refiner.evaluation.gold import load_gold
from refiner.insight import lab
from refiner.insight.lab import Baseline, Rule, Runs

GOLD = "Rules against people"
_SOURCES = ("Logged runs", GOLD)
_COMPARISONS = {False: "More than the threshold", True: "At least the threshold"}
_BASELINES: dict[Baseline, str] = {
    "rule": "the rule count (as in the report)",
    "refined": "the refined count",
    "larger": "the larger of both",
    "mean": "the mean of both",
}
_MAX_GOLD_MB = 20


def choose_runs() -> tuple[Runs | None, bool]:
    """The runs to look at, None where there are none (which is said); whether they are gold."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="lab_source_row"):
        source = st.segmented_control(
            "Look at", _SOURCES, default=_SOURCES[0], key="lab_source", required=True,
            bind="query-params",
        )  # fmt: skip
        if source == GOLD:
            return _gold(), True
        return _logged(), False


def _logged() -> Runs | None:
    store = runner(settings_or_stop()).store
    try:
        provider = _provider(store.runs.distinct("provider"))
        wanted = {**lab.WANTED, **({"provider": (provider,)} if provider else {})}
        runs = _read(str(store.path), store.version_token(), wanted)
    except StoreError as error:
        st.error(f"{error}. There is nothing to replay.")
        return None
    if not len(runs):
        _invite()
        return None
    return runs


@st.cache_data(show_spinner=False, max_entries=4)
def _read(db: str, stamp: tuple[int, ...], wanted: dict[str, Any]) -> Runs:
    """The log's columns, read again only when the log has changed."""
    store = runner(settings_or_stop()).store
    return lab.logged_runs(store.runs.columns(lab.COLUMNS, wanted))


def _provider(known: list[str]) -> str | None:
    """Times of a local analyst and of a large model do not mix well: one can be picked."""
    if len(known) < 2:
        return None
    return st.selectbox(
        "Provider", [None, *known], key="lab_provider", bind="query-params",
        format_func=lambda name: "All providers" if name is None else PROVIDERS.get(name, name),
    )  # fmt: skip


def _invite() -> None:
    st.html(
        '<p class="sr-lead">There is no finished run to replay yet. Refine a few talks, or look '
        "at a file in which people marked the fillers.</p>"
    )
    if st.button("Refine a first talk", type="primary", key="lab_first"):
        st.switch_page("pages/refine.py")


def _gold() -> Runs | None:
    file = st.file_uploader(
        "A gold file (JSON Lines: id, text, judged)", type=["jsonl"], key="lab_gold",
        max_upload_size=_MAX_GOLD_MB,
    )  # fmt: skip
    if file is None:
        st.html(
            '<p class="sr-quiet">One talk a line, with the spans that people judged: the same '
            "file that <code>python -m refiner evaluate</code> reads. It stays on this "
            "computer.</p>"
        )
        return None
    try:
        return _gold_runs(file.getvalue(), file.name)
    except InputError as error:
        st.html(f'<p class="sr-note failed">{safe(error)}. Nothing was changed.</p>')
        return None


@st.cache_data(show_spinner="Counting by rule", max_entries=2)
def _gold_runs(data: bytes, name: str) -> Runs:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.jsonl"
        path.write_bytes(data)
        try:
            return lab.gold_runs(load_gold(path))
        except InputError as error:
            raise InputError(name, str(error).removeprefix(str(path)).lstrip(",: ")) from None


def choose_rule(present: float, gold: bool) -> Rule:
    """The rule as set on the page; the present threshold is where the slider begins."""
    threshold = st.slider(
        "Threshold to try", 0, 100, round(100 * present), format="%d %%", key="lab_threshold",
        bind="query-params",
        help="The difference between both counts, as a share, over which advice is rewritten.",
    )  # fmt: skip
    with st.expander("Another way to compare", key="lab_rule", icon=":material/tune:"):
        inclusive = st.segmented_control(
            "Rewrite when the difference is", list(_COMPARISONS), default=False,
            format_func=_COMPARISONS.__getitem__, key="lab_inclusive", required=True,
            bind="query-params",
            help="They part where the difference is exactly the threshold: 10 against 8 at 20 %.",
        )  # fmt: skip
        floor = st.number_input(
            "Never for differences of this many fillers or fewer", 0, 20, 0, key="lab_floor",
            bind="query-params",
            help="3 against 2 is a difference of 33 %, and of one filler.",
        )  # fmt: skip
        baseline = st.selectbox(
            "As a share of", list(_BASELINES), key="lab_baseline", bind="query-params",
            format_func=lambda name: _name(name, gold),
        )  # fmt: skip
    return Rule(threshold / 100, bool(inclusive), int(floor), baseline)


def _name(baseline: Baseline, gold: bool) -> str:
    return "the count by people" if gold and baseline == "refined" else _BASELINES[baseline]
