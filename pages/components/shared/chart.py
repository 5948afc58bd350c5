"""The frame that all charts share: quiet axes, labels on the lines, one sentence each."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.components.shared.palette import Tones
from pages.components.shared.text import safe_figures

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False}
NOTE_PX = 12


def lay_out_chart(figure: go.Figure, tones: Tones, across: str, up: str, **layout: Any) -> None:
    """Axes with their units, no background, no zoom; no legend unless `layout` asks for one."""
    figure.update_layout(
        **{
            "height": 340,
            "margin": {"l": 8, "r": 16, "t": 24, "b": 44},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": tones.text, "size": 13},
            "showlegend": False,
            "dragmode": False,
            "hoverlabel": {"align": "left"},
        }
        | layout
    )
    # Named, since the theme's own grey for axes has a contrast of 3.6 on the light ground.
    font = {"color": tones.quiet}
    for update, title in ((figure.update_xaxes, across), (figure.update_yaxes, up)):
        update(
            title={"text": title, "standoff": 8, "font": font},
            tickfont=font,
            gridcolor=tones.line,
            zeroline=False,
            fixedrange=True,
            nticks=6,
            automargin=True,
        )


def add_note(figure: go.Figure, text: str, colour: str, **where: Any) -> None:
    """Words in the chart, in place of a legend."""
    font = {"color": colour, "size": NOTE_PX}
    figure.add_annotation(**{"text": text, "showarrow": False, "font": font} | where)


def show_chart(figure: go.Figure, key: str) -> None:
    """Draw a chart that has nothing to click."""
    st.plotly_chart(figure, key=key, config=CHART_CONFIG)


def finding_html(text: str) -> str:
    """A chart's sentence."""
    return f'<p class="sr-finding">{safe_figures(text)}</p>'
