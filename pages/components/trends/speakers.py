"""Every speaker's weeks side by side: who improved, and the way to one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from pages.components.shared.chart import show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.services import invite
from pages.components.shared.text import quiet_html, safe
from pages.components.trends.filters import SPEAKER, TrendFilter
from pages.components.trends.weekly_figure import weekly_figure
from refiner.formatting import list_quoted
from refiner.insight.improvement import LoggedTalk, read_logged_talks
from refiner.insight.weekly import WeekRate, describe_speakers, weekly_rates
from refiner.store import Store

MAX_SPEAKERS = 12
_COLUMNS = 3
_EMPTY = (
    "No finished talk with a speaker in this time. Enter a speaker with the next talk; simulated "
    "and demo runs are left out unless they are asked for."
)
_MAX_TALKS = 300


def show_speakers(store: Store, chosen: TrendFilter, tones: Tones) -> None:
    talks = _read_speakers(store, chosen)
    if not talks:
        invite(_EMPTY, "trends_speakers")
        return
    st.html(f'<p class="sr-verdict">{safe(describe_speakers(talks))}</p>')
    several = [name for name in talks if len(talks[name]) > 1]
    shown = sorted(several, key=lambda name: -len(talks[name]))[:MAX_SPEAKERS]
    weeks = {name: weekly_rates(talks[name]) for name in shown}
    top = find_axis_top([talk for name in shown for talk in talks[name]], weeks, chosen.target)
    days = sorted(talk.when for name in shown for talk in talks[name])
    margin = timedelta(days=3)
    columns: list[st.delta_generator.DeltaGenerator] = []
    for n, name in enumerate(shown):
        if n % _COLUMNS == 0:
            columns = list(st.columns(_COLUMNS, gap="medium"))
        with columns[n % _COLUMNS]:
            st.button(
                name,
                key=f"trends_open_{n}",
                type="tertiary",
                icon=":material/chevron_right:",
                help="Show this speaker alone",
                on_click=_choose_speaker,
                args=(name,),
            )
            first, last = (date.fromisoformat(day) for day in (days[0], days[-1]))
            span = ((first - margin).isoformat(), (last + margin).isoformat())
            figure = weekly_figure(talks[name], weeks[name], chosen.target, span, top, tones)
            show_chart(figure, f"trends_weekly_{n}")
    once = [name for name in talks if len(talks[name]) == 1]
    more = f" One talk so far: {list_quoted(once)}." if once else ""
    st.html(
        quiet_html(
            "Fillers per 100 words: a dot is a talk, the line its weekly mean with the 95 % "
            f"interval, the dashed line the target.{more}"
        )
    )


def find_axis_top(
    talks: Sequence[LoggedTalk], weeks: Mapping[str, Sequence[WeekRate]], target: float
) -> float:
    """The top of the axis: every talk, the target and every band are seen.

    The band of a very short talk is cut at twice the highest rate, so that all else stays legible.
    """
    highest = max([target, 1.0, *(talk.rate for talk in talks)])
    bands = [week.high for of_speaker in weeks.values() for week in of_speaker]
    return 1.1 * max(highest, min(2 * highest, max(bands, default=0.0)))


def _choose_speaker(name: str) -> None:
    st.session_state[SPEAKER] = name


def _read_speakers(store: Store, chosen: TrendFilter) -> Mapping[str, Sequence[LoggedTalk]]:
    read = {
        name: read_logged_talks(
            store.runs.talks(name, chosen.since, _MAX_TALKS, with_demo=chosen.with_demo)
        )
        for name in store.runs.distinct("speaker")
    }
    return {name: talks for name, talks in read.items() if talks}
