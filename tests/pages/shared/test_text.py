"""What is written on several pages."""

from __future__ import annotations

import pytest

from pages.components.shared.text import safe_figures


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("rewritten in 9 % of 3 runs", "rewritten in 9&nbsp;% of 3 runs"),
        ("38.1 s in the model, 40 ms here", "38.1&nbsp;s in the model, 40&nbsp;ms here"),
        ("the 15–25 % target", "the 15&NoBreak;–&NoBreak;25&nbsp;% target"),
        ("2 speakers <b>", "2 speakers &lt;b&gt;"),
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(text: str, html: str) -> None:
    assert safe_figures(text) == html
