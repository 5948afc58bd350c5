"""Models of OpenAI: which are announced to end, the least reasoning that each takes, its room.

The dates are those of the installed SDK's lists (`openai.types.shared.chat_model`, `audio_model`);
a test compares them, so that an update of the SDK that announces more is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_ANNOUNCED: dict[str, str] = {  # last day of service: models, without dated snapshots
    "2026-12-11": "gpt-5 gpt-5-mini gpt-5-nano o3",
    "2027-01-14": "gpt-4.1 gpt-4.1-mini gpt-4o gpt-4o-mini",
    "2027-01-20": "gpt-audio-mini",
    "2027-02-26": "whisper-1 gpt-4o-transcribe gpt-4o-mini-transcribe gpt-4o-transcribe-diarize",
    "2027-04-01": "gpt-5.4-nano gpt-5.1",
    "2026-10-23": "gpt-4.1-nano o4-mini o3-mini o1 gpt-4-turbo gpt-4 gpt-3.5-turbo",
    "2026-09-28": "gpt-3.5-turbo-1106",
    "2026-08-10": "gpt-5.3-chat-latest gpt-5.2-chat-latest",
    "2026-07-23": "gpt-5.1-codex gpt-5.1-chat-latest gpt-5-chat-latest "
    "gpt-4o-search-preview gpt-4o-mini-search-preview",
    "2026-05-07": "gpt-4o-audio-preview gpt-4o-mini-audio-preview",
    "2026-03-26": "gpt-4-0125-preview gpt-4-turbo-preview gpt-4-0314",
    "2026-02-17": "chatgpt-4o-latest",
    "2026-02-12": "codex-mini-latest",
    "2025-10-27": "o1-mini",
    "2025-07-28": "o1-preview",
    "2025-06-06": "gpt-4-32k",
    "2024-12-06": "gpt-4-vision-preview",
    "2024-09-13": "gpt-3.5-turbo-16k gpt-3.5-turbo-0301 gpt-3.5-turbo-0613",
}
_SNAPSHOTS: dict[str, str] = {  # snapshots that end before their model
    "2026-10-23": "gpt-4o-2024-05-13 gpt-4-1106-preview",
    "2025-10-10": "gpt-4o-audio-preview-2024-10-01",
}
_ENDS = {
    model: date.fromisoformat(day)
    for table in (_ANNOUNCED, _SNAPSHOTS)
    for day, models in table.items()
    for model in models.split()
}
_REASONING_ROOM = {  # tokens; of models that reason OpenAI's guide reserves 25,000 at first
    "none": 0,
    "minimal": 1_000,
    "low": 5_000,
    "medium": 15_000,
    "high": 25_000,
}
_MAX_ROOM = 50_000  # half a dollar at 10 dollars a million
_SNAPSHOT_DATE = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{4})$")
_NO_REASONING = re.compile(r"gpt-(3|4)|chatgpt")
_OPENAI_REASONING = re.compile(r"gpt-(\d+)(?:\.(\d+))?|o\d")


def family(model: str) -> str:
    """The model of a dated snapshot (`gpt-4o-2024-11-20` is of `gpt-4o`)."""
    return _SNAPSHOT_DATE.sub("", model)


def end_of_service(model: str) -> date | None:
    """The announced last day of an OpenAI model; None if none is announced."""
    return _ENDS.get(model, _ENDS.get(family(model)))


def end_warning(model: str, today: date) -> str | None:
    """What a person who configured `model` should know of its end; None if nothing."""
    end = end_of_service(model)
    if end is None:
        return None
    ends = "ended" if end < today else "ends"
    return f"OpenAI has announced that {model} {ends} on {end.isoformat()}: choose another model"


def least_reasoning(model: str) -> str | None:
    """The lowest reasoning effort that an OpenAI model takes; None if it takes none at all.

    OpenAI's reasoning guide: models from gpt-5.1 on take `none`, gpt-5 `minimal`, the o
    series `low`. Of a model that is not OpenAI's nothing is known: None.
    """
    found = _OPENAI_REASONING.match(model)
    if found is None or _NO_REASONING.match(model):
        return None
    if found[1] is None:
        return "low"
    return "none" if (int(found[1]), int(found[2] or 0)) >= (5, 1) else "minimal"


def reasoning_room(effort: str | None) -> int:
    """How many tokens a model may reason with before its answer; they count as the answer's."""
    return 0 if effort is None else _REASONING_ROOM.get(effort, _MAX_ROOM)


def describe_reasoning_cost(models: Iterable[str], effort: str | None) -> str:
    """What a likely cost leaves out: the tokens of models that reason; empty if none does."""
    efforts = {effort or least_reasoning(model) for model in models}
    return ", without the tokens of reasoning" if efforts - {None, "none", "minimal"} else ""
