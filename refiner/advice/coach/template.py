"""Advice without a model call: the last fallback.

It is the local analyst's own advice, written from the same document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from refiner.advice.coach import write_advice
from refiner.advice.strengths import Strength
from refiner.llm.prompts import fillers_document, language_document
from refiner.model import Advice, FillerCounts, Issue
from refiner.run_document import advice_dict


def write_template_advice(
    counts: FillerCounts,
    issues: Sequence[Issue],
    strengths: Sequence[Strength] = (),
    duration_s: float | None = None,
    language: str | None = None,
    so_far: Advice | None = None,
) -> Advice:
    """Advice by rule, with slots for the counts, like a model's.

    `so_far`: advice for the same talk that is written again; its wordings are kept.
    """
    answer = write_advice(
        {
            "fillers": fillers_document(counts),
            "word_count": counts.words,
            "duration_seconds": duration_s,
            "issues": [asdict(issue) for issue in issues],
            "strengths": [asdict(strength) for strength in strengths],
            "speaker_history": None,
            "advice_so_far": advice_dict(so_far) if so_far else None,
            **language_document(language),
        }
    )
    return Advice.of(answer)
