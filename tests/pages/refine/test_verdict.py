"""The verdict and the figures of a run."""

from __future__ import annotations

from typing import Any

import pytest

from pages.components.refine.verdict import figures_html, verdict_html
from tests.support.sample_document import document


def test_figures_say_what_they_count() -> None:
    made = document()
    page = figures_html(made)
    assert f"<b>{made['counts']['ai']}</b>" in page
    assert f"rules: {made['counts']['rule']}" in page
    assert "3.2 s faster than running in sequence" in page


def test_rule_counts_are_never_called_refined() -> None:
    made = document(fallback_mode=True)
    made["counts"]["refined_by"] = "rules"
    assert "Fillers in context" not in figures_html(made)
    assert "not yet checked in context" in figures_html(made)


@pytest.mark.parametrize(
    ("changes", "tone"),
    [
        ({}, "regenerated"),
        ({"coaching_regenerated": False, "regeneration_reason": None}, "kept"),
        ({"fallback_mode": True}, "fallback"),
    ],
)
def test_the_verdict_has_a_tone(changes: dict[str, Any], tone: str) -> None:
    assert f'class="sr-verdict {tone}"' in verdict_html(document(**changes))
