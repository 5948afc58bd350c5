"""Threshold lab: what another threshold would have done to every logged run, without a call."""

from __future__ import annotations

import streamlit as st

from pages.components.lab.choices import choose_rule, choose_runs
from pages.components.lab.sections import show_run_by_run, show_shares, show_suggestion
from pages.components.shared.frame import require_navigation
from pages.components.shared.palette import Tones
from pages.components.shared.services import run_settings_or_stop
from pages.components.shared.style import page_tones
from pages.components.shared.text import lead_html
from refiner.insight import lab

_LEAD = (
    "Advice is first written from the rule counts and rewritten if the count in context differs "
    "too much. How much is too much? Move the threshold and see what it would have done to every "
    "run in the log. Nothing is sent anywhere, and nothing changes until you set it under Health."
)


def lab_page(tones: Tones) -> None:
    st.title("Threshold lab", anchor=False)
    st.html(lead_html(_LEAD))
    present = run_settings_or_stop().threshold
    runs, is_gold = choose_runs()
    if runs is None:
        return
    rule = choose_rule(present, is_gold)
    curves = lab.threshold_curves(runs, rule)
    show_suggestion(runs, rule)
    show_shares(runs, curves, present, rule.threshold, is_gold, tones)
    show_run_by_run(runs, rule, is_gold, tones)


require_navigation()
lab_page(page_tones())
