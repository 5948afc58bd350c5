"""The sentences of the lists beside the tests, masked as the audit reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.advice.audit.texts import LIES, SOUND, AuditText, texts

_MASKED = re.compile(r"FILLER|QUOTE|SLOT")
_AS_WORDS = {"FILLER": '"um"', "QUOTE": '"the words"', "SLOT": "[number]"}


class Example(NamedTuple):
    """A masked sentence of a field, and whether fillers were named before it."""

    field: str
    text: str
    after_mention: bool

    def as_words(self) -> str:
        """As a network reads it that knows English and no signs of ours."""
        text = _MASKED.sub(lambda match: _AS_WORDS[match[0]], self.text)
        return f"{self.field}: {'after fillers. ' if self.after_mention else ''}{text}"


def labelled() -> Iterator[tuple[Example, bool]]:
    """Each sound sentence, and each false text as one: one of its sentences is false."""
    for sound in texts(SOUND):
        yield from ((example, False) for example in masked(sound))
    for lie in texts(LIES):
        parts = masked(lie)
        if parts:
            joined = " ".join(part.text for part in parts)
            yield Example(lie.field, joined, parts[0].after_mention), True


def masked(text: AuditText) -> list[Example]:
    """The sentences of a text that can be read."""
    return [Example(text.field, part.text, part.after_mention) for part in text.parts()]
