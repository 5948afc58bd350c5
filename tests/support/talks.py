"""Transcripts and answers with known counts, for tests that care for what follows from them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from refiner.config.settings import Settings
from refiner.detection.detector import detect
from refiner.llm.prompts import Request
from refiner.model import Source, Transcript
from refiner.run.session_log import RunLog


def talk_with(
    fillers: int, *, missed: int = 0, speaker: str = "", filler: str = "Um"
) -> Transcript:
    """A talk in which the rules find exactly `fillers` fillers and miss `missed` ("zorp")."""
    sentences = [f"{filler}, point {n} of the plan is ready." for n in range(1, fillers + 1)]
    sentences += [f"The zorp budget of week {n} is closed." for n in range(1, missed + 1)]
    text = " ".join(sentences or ["The plan is ready and the team knows it."])
    talk = Transcript(text, Source(None, "text", "0" * 64), "A plan", speaker)
    assert len(detect(text)) == fillers, "the rules hear something else in this talk"
    return talk


def analysis_answer(rule: int, ai: int) -> dict[str, Any]:
    """An analysis that leaves `ai` fillers of `talk_with(rule, missed=max(0, ai - rule))`."""
    return {
        "verdicts": [[n, 90 if n <= ai else 10] for n in range(1, rule + 1)],
        "missed_fillers": [
            {"quote": f"The zorp budget of week {n} ", "word": "zorp", "occurrence": 1}
            for n in range(1, ai - rule + 1)
        ],
        "reasons": [],
        "issues": [],
        "speech_quality": {
            "clarity": 80,
            "fluency": 70,
            "pacing": 75,
            "engagement": 65,
            "key_strengths": ["a clear plan"],
            "primary_concern": "openings",
        },
        "summary": {"recommended_focus": "openings", "filler_recommendation": "pause instead"},
    }


def scripted_talk(rule: int, ai: int) -> Transcript:
    return talk_with(rule, missed=max(0, ai - rule))


def advice(headline: str = "Fillers in this talk: {{fillers.total}}") -> dict[str, Any]:
    return {
        "headline": headline,
        "focus_areas": [
            {
                "skill": "Openings",
                "advice": "Begin with the noun.",
                "exercise": "Read a page aloud and pause at every full stop.",
            }
        ],
        "strengths": ["You tell the story in order."],
        "weekly_goals": [{"goal": "Pause before openings", "measurement": "One recording a day"}],
        "motivation": "Silence sounds sure of itself.",
    }


def _sentences(request: Request, sentence: str) -> dict[str, Any]:
    numbers = [row["number"] for row in request.document["sentences"]]
    return {"sentences": [{"number": number, "sentence": sentence} for number in numbers]}


def liar(request: Request) -> Mapping[str, Any]:
    """A coach that always says a wrong number, also when it is asked again."""
    if request.schema_name == "coaching_sentences":
        return _sentences(request, "You said 99 filler words.")
    return advice(f"You said {request.document['fillers']['total'] + 3} filler words.")


def literal(request: Request) -> Mapping[str, Any]:
    """A coach that writes the number it was given; asked again, it writes the slot."""
    if request.schema_name == "coaching_sentences":
        return _sentences(request, "You said {{fillers.total}} filler words.")
    return advice(f"You said {request.document['fillers']['total']} filler words.")


def unlogged(**changes: Any) -> Settings:
    return Settings(provider="local", db=None, log=None).with_changes(**changes)


class _ListHandler(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())


def list_log(lines: list[str]) -> RunLog:
    """A run's log whose messages are appended to `lines`."""
    logger = logging.Logger("test", logging.INFO)
    logger.addHandler(_ListHandler(lines))
    return RunLog(0, None, logger=logger)
