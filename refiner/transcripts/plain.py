"""Plain text: the transcript is what the file says, letter for letter."""

from __future__ import annotations

import codecs
import re

from refiner.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, what: str) -> str:
    """UTF-8, or UTF-16 with its byte-order mark; anything else is refused, never guessed."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise InputError(what, "this is a binary file, not text") from None
        raise InputError(
            what, f"not UTF-8 text (byte {error.start}); save it as UTF-8 and try again"
        ) from None
    if _CONTROL.search(text):
        raise InputError(what, "this is a binary file, not text")
    return text


def read_plain(text: str, what: str) -> str:
    """The text itself; InputError where there is nothing said in it."""
    if not text:
        raise InputError(what, "it is empty")
    if not text.strip():
        raise InputError(what, "it holds only white space")
    if not re.search(r"[^\W\d_]", text):
        raise InputError(what, "there are no words in it")
    return text
