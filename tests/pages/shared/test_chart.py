"""The frame that all charts share."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from pages.components.shared.chart import lay_out_chart
from pages.components.shared.palette import DARK, LIGHT, Tones


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_the_words_of_axes_have_a_tone_that_is_readable(tones: Tones) -> None:
    figure = go.Figure()
    lay_out_chart(figure, tones, "Rewrite above (%)", "Share of runs (%)")
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert axis.tickfont.color == axis.title.font.color == tones.quiet
