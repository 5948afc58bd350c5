"""Names as people read them; every text that reaches HTML goes through `safe`."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from refiner.formatting import count, length

PROVIDERS: Mapping[str, str] = {
    "local": "Local analyst",
    "openai": "OpenAI",
    "simulated": "Simulated model",
    "scripted": "Scripted",
}
STRATEGIES: Mapping[str, str] = {
    "sequential": "Sequential",
    "hybrid": "Hybrid",
    "early": "Early decision",
    "fanout": "Fan-out",
}


def safe(text: object) -> str:
    """`text` for HTML, as text and as attribute: nothing in it can act."""
    return html.escape(str(text), quote=True)


def literal(text: str) -> str:
    """`text` for a message that reads Markdown: every mark of it escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#$:~" else c for c in text)


def plotted(text: object, most: int = 60) -> str:
    """`text` for a chart, where only markup must be disarmed; cut to `most` characters."""
    whole = str(text)
    return html.escape(whole if len(whole) <= most else f"{whole[: most - 1]}…", quote=False)


def model_of(span: Mapping[str, Any], provider: str) -> str:
    """The model that a call went to; the local analyst is none, and a simulated one is said."""
    if not span.get("model") or provider == "local":
        return ""
    return f"{span['model']}, simulated" if provider == "simulated" else str(span["model"])


def talk_parts(document: Mapping[str, Any]) -> list[str]:
    """What was given, in a few words each: title, speaker, words, length."""
    parts = [document.get("title") or "Untitled talk"]
    if document.get("speaker"):
        parts.append(document["speaker"])
    parts.append(count(document["words"], "word"))
    if document.get("duration_s"):
        about = "about " if document.get("duration_source") == "estimated" else ""
        parts.append(about + length(document["duration_s"]))
    return parts
