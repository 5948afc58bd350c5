"""What the lab replays: logged runs or labelled transcripts, and the rule that is tried."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shared.services import invite, this_runner
from pages.components.shared.text import (
    lead_html,
    note_html,
    provider_name,
)
from refiner.errors import InputError, StoreError
from refiner.evaluation.gold import load_gold
from refiner.insight import lab
from refiner.insight.gold_export import all_corrections
from refiner.insight.lab import Baseline, DecisionRule, LoggedRuns
from refiner.transcripts.samples import EXPLORE_FOLDER

LOGGED, CORRECTIONS, GOLD = "Logged runs", "Corrections", "Compare with human labels"
_SOURCES = (LOGGED, CORRECTIONS, GOLD)
_SAMPLE_GOLD = EXPLORE_FOLDER / "labelled.jsonl"
_COMPARISONS = {False: "More than the threshold", True: "At least the threshold"}
_BASELINES: dict[Baseline, str] = {
    "rule": "the rule count (as in the report)",
    "refined": "the count in context",
    "larger": "the larger of both",
    "mean": "the mean of both",
}
_MAX_GOLD_MB = 20


def choose_runs() -> tuple[LoggedRuns | None, bool]:
    """The runs to replay, None if there are none (with a message); whether they are gold."""
    row = st.container(horizontal=True, vertical_alignment="bottom", key="lab_source_row")
    with row:
        source = st.segmented_control(
            "Data source",
            _SOURCES,
            default=_SOURCES[0],
            key="lab_source",
            required=True,
            bind="query-params",
        )
        if source == GOLD:
            return _choose_gold(), True
    if source == CORRECTIONS:
        return _read_corrections(), True
    return _choose_logged(row), False


def _choose_logged(row: DeltaGenerator) -> LoggedRuns | None:
    """Choose the provider in `row`, next to the source."""
    store = this_runner().store
    try:
        with row:
            provider = _choose_provider(store.runs.distinct("provider"))
        wanted = {**lab.LAB_FILTER, **({"provider": (provider,)} if provider else {"demo": (0,)})}
        runs = _read_runs(store.source, store.version_token(), wanted)
    except StoreError as error:
        st.error(f"{error}. There is nothing to replay.")
        return None
    if len(runs):
        return runs
    invite(
        "There is no finished run to replay yet. Refine a few talks, or use a file in which people "
        "marked the fillers.",
        "lab",
    )
    return None


@st.cache_data(show_spinner=False, max_entries=4)
def _read_runs(source: str, version: tuple[int, ...], wanted: dict[str, Any]) -> LoggedRuns:
    """The log's columns, read again only if the log has changed."""
    return lab.logged_runs(this_runner().store.runs.columns(lab.LAB_COLUMNS, wanted))


def _choose_provider(providers: list[str]) -> str | None:
    """Times of a local analyst and of a large model should not be mixed: one can be chosen."""
    if len(providers) < 2:
        return None
    chosen: str | None = st.selectbox(
        "Provider",
        [None, *providers],
        key="lab_provider",
        bind="query-params",
        format_func=provider_name,
    )
    return chosen


def _read_corrections() -> LoggedRuns | None:
    """Every span that people judged, by the newest verdict, as labels of a gold file."""
    try:
        gold = all_corrections(this_runner().store)
    except StoreError as error:
        st.error(f"{error}. There is nothing to compare.")
        return None
    if not gold:
        st.html(
            lead_html(
                "There are no corrections yet: click a mark in a transcript on Refine. Each "
                "correction becomes a human label here."
            )
        )
        return None
    return _read_gold(gold.encode(), "corrections")


def _choose_gold() -> LoggedRuns | None:
    file = st.file_uploader(
        "Labelled transcripts (.jsonl)",
        type=["jsonl"],
        key="lab_gold",
        max_upload_size=_MAX_GOLD_MB,
    )
    if file is None and st.toggle("Use the bundled sample file", key="lab_sample_gold"):
        return _read_gold(_SAMPLE_GOLD.read_bytes(), _SAMPLE_GOLD.name)
    if file is None:
        st.html(
            '<p class="sr-quiet">One talk a line (<code>id</code>, <code>text</code>, '
            "<code>judged</code>), with the spans that people judged: the same file that "
            "<code>python -m refiner evaluate</code> reads. It stays on this computer.</p>"
        )
        return None
    try:
        return _read_gold(file.getvalue(), file.name)
    except InputError as error:
        st.html(note_html(f"{error}. Nothing was changed.", "failed"))
        return None


@st.cache_data(show_spinner="Counting by rule", max_entries=2)
def _read_gold(data: bytes, name: str) -> LoggedRuns:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.jsonl"
        path.write_bytes(data)
        try:
            return lab.gold_runs(load_gold(path))
        except InputError as error:
            raise InputError(name, str(error).removeprefix(str(path)).lstrip(",: ")) from None


def choose_rule(present: float, is_gold: bool) -> DecisionRule:
    """The rule as set on the page; the slider starts at the present threshold."""
    threshold = st.slider(
        "Rewrite above",
        0,
        100,
        round(100 * present),
        format="%d %%",
        key="lab_threshold",
        bind="query-params",
        help="The difference between both counts, as a share, above which advice is rewritten.",
    )
    with st.expander("Comparison options", key="lab_rule", icon=":material/tune:"):
        inclusive = st.segmented_control(
            "Rewrite if the difference is",
            list(_COMPARISONS),
            default=False,
            format_func=_COMPARISONS.__getitem__,
            key="lab_inclusive",
            required=True,
            bind="query-params",
            help="They differ only when the difference is exactly the threshold: 10 and 8 at 20 %.",
        )
        floor = st.number_input(
            "Ignore differences up to this many fillers",
            0,
            20,
            0,
            key="lab_floor",
            bind="query-params",
            help="3 against 2 is a difference of 33 %, and of one filler.",
        )
        human = "the human count"
        baseline = st.selectbox(
            "As a share of",
            list(_BASELINES),
            key="lab_baseline",
            bind="query-params",
            format_func=lambda b: human if is_gold and b == "refined" else _BASELINES[b],
        )
    return DecisionRule(threshold / 100, bool(inclusive), int(floor), baseline)
