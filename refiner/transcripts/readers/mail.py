"""A transcript that came by e-mail: its body, without heads, forwarding and signature."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_string
from email.errors import MessageError
from email.policy import default

from refiner.patterns import compile_later
from refiner.transcripts.readers.refusals import EMAIL, describe_by_start
from refiner.transcripts.readers.text import read_spoken_text
from refiner.transcripts.recording import Recording

_FORWARDED = compile_later(
    r"^(?:-+\s?(?:forwarded|original) message\s?-+|begin forwarded message:)[ \t]*\n"
    r"(?:\s*(?:from|sent|to|cc|date|subject|reply-to): .*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = compile_later(r"^(?:-- ?|sent from my .{0,60})$.*\Z", re.I | re.M | re.S)
_QUOTED = compile_later(r"^(?:> ?)+", re.MULTILINE)
_WARNING = "this is an e-mail; the turns in its body were read, the rest was left out"


def read_mail(text: str, what: str) -> Recording | None:
    """None if the text is no e-mail, or no turns with names or times are in its body."""
    if describe_by_start(text) != EMAIL:
        return None
    try:
        part = message_from_string(text.lstrip(), policy=default).get_body(("plain",))
        body = str(part.get_content()).replace("\r\n", "\n") if part else ""
    except (MessageError, LookupError, ValueError, AttributeError):  # of a damaged one
        return None
    for gone in (_QUOTED, _FORWARDED, _SIGNATURE):
        body = gone.sub("", body)
    found = read_spoken_text(body, what)
    return replace(found, warnings=(*found.warnings, _WARNING)) if found else None
