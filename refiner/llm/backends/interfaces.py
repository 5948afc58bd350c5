"""Other interfaces than chat completions, recognised by what only their answers have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BY_TYPE = {
    **dict.fromkeys(
        ("message_start", "content_block_start", "content_block_delta", "message_delta"),
        "Anthropic's Messages",
    ),
    **dict.fromkeys(("message-start", "content-start", "content-delta"), "Cohere's Chat"),
}


def name_interface(event: Any) -> str:
    """The interface of which an event, or a whole answer, is; "" for chat completions.

    "" also for what is of no known interface.
    """
    if not isinstance(event, Mapping) or "choices" in event:
        return ""
    kind = event.get("type")
    kind = kind if isinstance(kind, str) else ""
    if kind == "message" and isinstance(event.get("content"), list):
        return "Anthropic's Messages"
    if kind.startswith("response.") or event.get("object") == "response":
        return "OpenAI's Responses"
    if isinstance(event.get("candidates"), list):
        return "Gemini's generateContent"
    return _BY_TYPE.get(kind, "")
