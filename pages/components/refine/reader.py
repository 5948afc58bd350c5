"""The transcript on the page: `transcript.py`'s HTML with a behaviour, and the person's verdicts.

Filters and cards work in the browser alone; only an overruled verdict comes back to the script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from pages.components.refine.transcript import Turn, transcript_html

_HERE = Path(__file__).parent
_SHELL = (
    '<div class="tr"><div class="body"></div><div class="card" role="dialog" hidden></div></div>'
)


def reader(
    key: str,
    text: str,
    fillers: Sequence[Mapping[str, Any]],
    turns: Sequence[Turn] = (),
    *,
    on_verdict: Callable[[], None] | None = None,
) -> None:
    """Show the marked transcript; with `on_verdict`, a click offers to overrule.

    The verdict stands in `st.session_state[key].verdict` as `{start, end, filler}`, where
    `filler` is true, false, or None to take the person's own verdict back.
    """
    # Registered on every run: a definition belongs to the server, and a new one must replace it.
    component = st.components.v2.component(
        "speech_refiner_transcript",
        html=_SHELL,
        css=(_HERE / "transcript.css").read_text(),
        js=(_HERE / "transcript.js").read_text(),
    )
    component(
        key=key,
        data={"html": transcript_html(text, fillers, turns), "editable": on_verdict is not None},
        on_verdict_change=on_verdict or (lambda: None),
    )
