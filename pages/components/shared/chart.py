"""What the charts of the log's pages share: one quiet frame, labels on the lines themselves."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from pages.components.shared.palette import Tones
from pages.components.shared.text import safe

CONFIG = {"displayModeBar": False, "scrollZoom": False}  # of every chart
HEIGHT = 340
SMALL = 12


def lay_out(figure: go.Figure, tones: Tones, across: str, up: str, **layout: Any) -> None:
    """Axes with their units, no ground of its own, nothing to zoom; no legend unless asked for."""
    figure.update_layout(
        **{
            "height": HEIGHT,
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
    for update, title in ((figure.update_xaxes, across), (figure.update_yaxes, up)):
        update(
            title={"text": title, "standoff": 8}, gridcolor=tones.line, zeroline=False,
            fixedrange=True, nticks=6, automargin=True,
        )  # fmt: skip


def note(figure: go.Figure, text: str, colour: str, **where: Any) -> None:
    """Words in the chart, in place of a legend."""
    figure.add_annotation(
        **{"text": text, "showarrow": False, "font": {"color": colour, "size": SMALL}} | where
    )


def finding_html(text: str) -> str:
    """A chart's sentence; a number and its percent sign stay on one line."""
    return f'<p class="sr-finding">{safe(text).replace(" %", "&nbsp;%")}</p>'
