"""Advice without a model call: the last rung of the ladder.

One rule: it is the local analyst's own advice, written from the same document; there is no
second coach to keep in step with the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from refiner.advice.coach import advise
from refiner.llm.prompts import fillers_document
from refiner.model import Advice, FillerCounts, Issue


def template_advice(counts: FillerCounts, issues: Sequence[Issue]) -> Advice:
    """Advice by rule, with slots for the counts, like a coach's."""
    answer = advise(
        {
            "fillers": fillers_document(counts),
            "word_count": counts.words,
            "duration_seconds": None,
            "issues": [asdict(issue) for issue in issues],
            "speaker_history": None,
        }
    )
    return Advice.of(answer)
