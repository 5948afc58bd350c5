"""A speaker's words to watch, talk by talk: a small chart for each."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.components.shared.chart import finding_html, lay_out_chart, show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.text import chart_text, quiet_html
from refiner.insight.improvement import LoggedTalk
from refiner.insight.intervals import Counted
from refiner.insight.watched import count_watched, describe_watched
from refiner.model import per_100_words
from refiner.store import Store

_COLUMNS = 3
_HEIGHT = 150
_MARGIN = {"l": 8, "r": 8, "t": 10, "b": 26}


def show_watched_words(
    store: Store, talks: Sequence[LoggedTalk], words: tuple[str, ...], tones: Tones
) -> None:
    """Show nothing without words to watch; talks whose text was not kept are left out."""
    if not words:
        return
    counts = _count_words(store.source, store.version_token(), _ids(talks), words, store)
    kept = [talk for talk in talks if talk.run_id in counts]
    st.header("Words to watch", anchor=False)
    if not kept:
        st.html(quiet_html("These words cannot be counted in talks whose text was not kept."))
        return
    columns: list[st.delta_generator.DeltaGenerator] = []
    for n, word in enumerate(words):
        if n % _COLUMNS == 0:
            columns = list(st.columns(_COLUMNS, gap="large"))
        said = [Counted(counts[talk.run_id][n], talk.counted.words) for talk in kept]
        with columns[n % _COLUMNS]:
            st.html(finding_html(describe_watched(word, said)))
            if len(kept) > 1 and any(one.fillers for one in said):
                show_chart(watched_figure(kept, said, tones), f"trends_watched_{n}")
    st.html(quiet_html("Per 100 words, as a filler or not. A point is a talk."))


def watched_figure(talks: Sequence[LoggedTalk], said: Sequence[Counted], tones: Tones) -> go.Figure:
    """How often one word is said in each talk, per 100 words."""
    figure = go.Figure()
    figure.add_scatter(
        x=[talk.when for talk in talks],
        y=[per_100_words(*one) for one in said],
        mode="lines+markers",
        line={"color": tones.refined, "width": 2},
        marker={"size": 7},
        customdata=[
            [chart_text(talk.title), one.fillers] for talk, one in zip(talks, said, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>%{x}: %{customdata[1]} times, %{y:.1f} per 100 words"
        "<extra></extra>",
        cliponaxis=False,
    )
    lay_out_chart(figure, tones, "", "", height=_HEIGHT, margin=_MARGIN)
    figure.update_xaxes(type="date", nticks=4)
    figure.update_yaxes(rangemode="tozero", nticks=3)
    return figure


def _ids(talks: Sequence[LoggedTalk]) -> tuple[int, ...]:
    return tuple(talk.run_id for talk in talks)


@st.cache_data(show_spinner=False, max_entries=16)
def _count_words(
    source: str,
    version: tuple[int, ...],
    run_ids: tuple[int, ...],
    words: tuple[str, ...],
    _store: Store,
) -> dict[int, list[int]]:
    """How often each word is said, by run; counted again only if the log has changed."""
    found = {}
    for run_id in run_ids:
        document = _store.runs.document(run_id)
        if document is not None and document["text"]:
            found[run_id] = [one.count for one in count_watched(document, words)]
    return found
