"""Signs that a file is a typed chat: no one says "um" while typing, so its counts mean little."""

from __future__ import annotations

import re

from refiner.patterns import compile_later

_LOOKED_AT = 100_000  # characters
_MIN_SHARE = 0.25  # of the lines: heads of messages
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
_DAY = r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
_HEADS = compile_later(  # of Zoom, WhatsApp and Signal, Telegram, Discord, IRC
    rf"^[\u200e\u200f]?(?:{_CLOCK}\s+From\s+\S.{{0,60}}(?::|\sto\s)"
    rf"|\[?{_DAY},[ \u202f]{_CLOCK}\]?(?:\s-)?\s[^:\n\d]{{1,60}}:\s"
    rf"|\S.{{0,60}},\s\[{_DAY},?\s{_CLOCK}\]|\[{_DAY}\s{_CLOCK}\]\s\S{{1,40}}\r?$"
    rf"|\S.{{0,60}}\s—\s(?:Today|Yesterday|{_DAY})(?:\sat)?,?\s{_CLOCK}"
    rf"|\[?{_CLOCK}\]?\s<[@+%~&]?[\w\-\[\]|]{{1,30}}>\s)",
    re.MULTILINE,
)
_EMOJI = r"(?<![\w:]):[a-z][a-z0-9_+\-]{1,30}:(?![\w:])"
_END = r"[ \t]*(?=\r?$)"  # of a line, as Windows ends it too
_EDITED = rf"\(edited\){_END}"
_MARKS = compile_later(
    r"[ \t]*(?:Messages and calls are end-to-end encrypted\b[^\r\n]{0,300}"
    r"|<(?:Media omitted|attach(?:ed|ment): [^<>\r\n]{1,200})>"
    rf"|(?:image|video|sticker|GIF|audio|document) omitted{_END}"
    rf"|(?:This message was deleted|You deleted this message)\.?{_END}"
    r"|[\u200e\u200f]?<(?:This message was edited|@[\w|.\-]{2,40})>"
    r"(?: has (?:joined|left) the channel)?|^\{(?:Reactions|Attachments|Embed)\}[ \t]*(?=\r?$)"
    rf"|^\d{{1,3}} repl(?:y|ies){_END}|^Last reply [^\r\n]{{1,40}}"
    rf"|{_EMOJI}|{_EDITED})",
    re.MULTILINE,
)
_SIGNS = compile_later(
    r"\bMessages and calls are end-to-end encrypted\b|<Media omitted>|<attach(?:ed|ment): "
    r"|^Exported \d+ messages?\b"
    r"|^Last reply (?:today|yesterday|\d)|^\s*(?:Reacted|Replying) to [\"“]"
    r"|^\s*From\s.{1,60}\sto\s(?:Everyone|All)\b"
    r"|^(?:ChatGPT|Claude|Gemini|Copilot|Grok|DeepSeek|Perplexity|Assistant) said:[ \t]*\r?$"
    r"|^\W{0,4}(?:User|Human)\W{0,4}:(?s:.{1,800}?)^\W{0,4}(?:Assistant|ChatGPT|AI|Model)\W{0,4}:",
    re.MULTILINE,
)
_SMALL_SIGNS = compile_later(f"{_EMOJI}(?: \\d{{1,3}})?{_END}|{_EDITED}", re.MULTILINE)
_BEGUN = compile_later(  # with a name or a time
    rf"^(?:\W{{0,3}}{_CLOCK}\b|\S[^:\n]{{0,40}}:\s|\S[^:\n]{{0,40}}\s{_CLOCK}\W*$)", re.MULTILINE
)
CHAT_WARNING = "this looks like a typed chat, not speech; what was typed was counted as if said"


def warn_of_chat(text: str) -> tuple[str, ...]:
    """The warning if `text` is what people typed to each other, as messengers export it."""
    return (CHAT_WARNING,) if _is_chat(text[:_LOOKED_AT]) else ()


def without_chat_marks(text: str) -> tuple[str, list[str]]:
    """A chat without its program's notes, and those notes; any other text unchanged."""
    if not _is_chat(text[:_LOOKED_AT]):
        return text, []
    return _MARKS.sub("", text), _MARKS.findall(text)


def without_message_marks(text: str) -> str:
    """The words of one message of a chat, without what its program writes among them."""
    return _MARKS.sub("", text).strip()


def _is_chat(text: str) -> bool:
    lines = sum(1 for line in text.splitlines() if line.strip())
    heads = sum(1 for _ in _HEADS.finditer(text))
    return (
        (heads > 1 and heads >= _MIN_SHARE * lines)
        or _SIGNS.search(text) is not None
        or (len(_SMALL_SIGNS.findall(text)) > 1 and len(_BEGUN.findall(text)) > 1)
    )
