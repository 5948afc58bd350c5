"""Runs that one filler more or less would decide the other way, as a table that opens them."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from pages.components.shared.run_table import open_selected
from pages.components.shared.text import quiet_html
from refiner.formatting import count
from refiner.insight import lab
from refiner.insight.arrays import Flags
from refiner.insight.lab import DecisionRule, LoggedRuns

MAX_BORDERLINE = 100


def borderline_rows(
    runs: LoggedRuns, rule: DecisionRule, borderline: Flags
) -> list[dict[str, Any]]:
    """The newest borderline runs, with what is decided now."""
    places = np.flatnonzero(borderline)[::-1][:MAX_BORDERLINE]
    difference, rewrite = lab.differences(runs, rule.baseline), lab.regenerates(runs, rule)
    return [
        {
            "Run": int(runs.ids[n]),
            "Rules": int(runs.rule[n]),
            "In context": int(runs.refined[n]),
            "Difference": 100 * float(difference[n]),
            "Decided": "rewrite" if rewrite[n] else "keep",
            "With one filler more or less": "keep" if rewrite[n] else "rewrite",
        }
        for n in places
    ]


def show_borderline_runs(runs: LoggedRuns, rule: DecisionRule, borderline: Flags) -> None:
    """Folded away: a coach does not need it."""
    total = int(borderline.sum())
    if not total:
        return
    with st.expander(count(total, "borderline run"), key="lab_edge"):
        rows = borderline_rows(runs, rule, borderline)
        if total > MAX_BORDERLINE:
            st.html(quiet_html(f"The newest {MAX_BORDERLINE}."))
        selected = st.dataframe(
            rows,
            hide_index=True,
            key="lab_edge_table",
            on_select="rerun",
            selection_mode="single-row",
            column_config={"Difference": st.column_config.NumberColumn(format="%.1f %%")},
        )
        open_selected(selected, [row["Run"] for row in rows])
