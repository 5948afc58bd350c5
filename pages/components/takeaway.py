"""What a person says of the advice, and what they carry away: report, Markdown, JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from refiner.settings import Settings


def feedback(run_id: int, settings: Settings) -> None:
    pass


def takeaway(document: Mapping[str, Any]) -> None:
    """Downloads of the result."""
    st.download_button(
        "Run document", json.dumps(document, ensure_ascii=False, indent=2),
        f"run-{document['run_id']}.json", "application/json", key="refine_json",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
