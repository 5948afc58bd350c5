"""The printed report needs nothing from outside."""

from __future__ import annotations

from pages.components.refine.printed_report import report_html
from tests.support.sample_document import document


def test_the_report_stands_alone_and_acts_on_nothing() -> None:
    made = document(title="<script>x</script>", speaker="<img src=x>")
    page = report_html(made)
    for forbidden in ("<script", "<img", "http://", "https://", "<link"):
        assert forbidden not in page
    assert "Let the pauses work" in page
    assert 'class="mk both"' in page
    assert 'tabindex="' not in page
