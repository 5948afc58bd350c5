"""Runs that a single filler would decide the other way, as a table that opens them."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from pages.components.shared.current_run import open_run
from refiner.formatting import count
from refiner.insight import lab
from refiner.insight.lab import Flags, Rule, Runs

SHOWN = 100


def edge_rows(runs: Runs, rule: Rule, edge: Flags) -> list[dict[str, Any]]:
    """The newest runs on the edge, with what is decided now."""
    places = np.flatnonzero(edge)[::-1][:SHOWN]
    difference, again = lab.differences(runs, rule.baseline), lab.regenerates(runs, rule)
    return [
        {
            "Run": int(runs.ids[n]),
            "Rules": int(runs.rule[n]),
            "Refined": int(runs.refined[n]),
            "Difference": 100 * float(difference[n]),
            "Decided": "rewrite" if again[n] else "keep",
            "With one filler more or less": "keep" if again[n] else "rewrite",
        }
        for n in places
    ]


def edge_table(runs: Runs, rule: Rule, edge: Flags) -> None:
    """Folded away: a coach does not need it."""
    total = int(edge.sum())
    if not total:
        return
    with st.expander(f"{count(total, 'run')} on the edge", key="lab_edge"):
        rows = edge_rows(runs, rule, edge)
        if total > SHOWN:
            st.html(f'<p class="sr-quiet">The newest {SHOWN}.</p>')
        picked = st.dataframe(
            rows, hide_index=True, key="lab_edge_table", on_select="rerun",
            selection_mode="single-row",
            column_config={"Difference": st.column_config.NumberColumn(format="%.1f %%")},
        )  # fmt: skip
        chosen = picked["selection"]["rows"]
        if chosen:
            run_id = rows[chosen[0]]["Run"]
            open_run(run_id)
            st.switch_page("pages/refine.py", query_params={"run": str(run_id)})
