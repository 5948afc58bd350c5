"""The comparison that the page opens with: recorded from a real run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from refiner.model import Source, Transcript
from refiner.run.view import RunView
from refiner.run_document import RunDocument
from refiner.transcripts.samples import EXPLORE_FOLDER

RECORDED = EXPLORE_FOLDER / "strategies.json"
UNUSED = ("text", "fillers", "times", "pace", "issues", "speech_quality", "summary", "coaching",
          "preliminary_coaching")  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordedComparison:
    """Runs by strategy, at `speed` times the model's own."""

    talk: str
    speed: float
    views: Mapping[str, RunView]


@st.cache_data(show_spinner=False)
def _read() -> tuple[str, float, dict[str, RunDocument]]:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    return recorded["talk"], recorded["speed"], recorded["documents"]


def read_recorded() -> RecordedComparison:
    talk, speed, documents = _read()
    transcript = Transcript("", Source(None, "text", ""))
    views = {
        name: RunView(document["run_id"], "done", transcript, 0.0, document=document)
        for name, document in documents.items()
    }
    return RecordedComparison(talk, speed, views)
