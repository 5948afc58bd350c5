"""The texts that the audit is tried on: false ones and sound ones, each with its talk.

`lies.txt` and `sound.txt` beside this file are of the talk below. A folder in `talks` has a talk of
its own with both lists, and the sound texts that still lose a sentence. A line is FIELD | TEXT.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.fillers import Talk
from refiner.advice.audit.plain_text import split_sentences
from refiner.advice.audit.rules import find_fault, read_parts
from refiner.detection.lexicon import load_lexicon
from refiner.model import FillerCounts

COUNTS = FillerCounts("ai", {"um": 8, "like": 4, "so": 2, "you know": 3}, 8, 400, 160.0)
TEXT = (
    "So, um, thanks for coming out tonight. Who here has fixed a roof in the rain? We had, like, "
    "three days left to fix the roof, and it was, like, really cold. Let me show you what we "
    "built in the garden. There were more than twelve people, a dozen of them kids."
)
TALK = Talk(COUNTS, TEXT, load_lexicon())
FOLDER = Path(__file__).parent
LIES, SOUND, LOST = "lies.txt", "sound.txt", "lost.txt"


class AuditText(NamedTuple):
    """A text of one field of the advice on a talk."""

    field: str
    text: str
    talk: Talk

    def faults(self) -> list[str]:
        return faults(self.text, self.field, self.talk)

    def parts(self) -> Iterator[Sentence]:
        """Its sentences as the audit reads them, but for those that it cannot read."""
        mentioned: set[str] = set()
        for sentence in split_sentences(self.text):
            parts, named, _ = read_parts(sentence, self.field, self.talk, mentioned)
            mentioned |= named
            yield from parts


def texts(name: str) -> Iterator[AuditText]:
    """Every text of the lists of a name: `LIES`, `SOUND` or `LOST`."""
    if name != LOST:
        yield from (AuditText(field, text, TALK) for field, text in rows(name))
    for folder in sorted((FOLDER / "talks").iterdir()):
        talk = read_talk(folder / "talk.txt")
        yield from (AuditText(field, text, talk) for field, text in read_rows(folder / name))


def rows(name: str) -> list[tuple[str, str]]:
    """(field, text) of a list of the talk above."""
    return read_rows(FOLDER / name)


def read_rows(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    return [(field, text) for field, text in pairs]


@cache
def read_talk(path: Path) -> Talk:
    """A talk with the counts of the words that may be fillers."""
    text = path.read_text(encoding="utf-8")
    found = Counter(found.entry.word for found in load_lexicon().occurrences(text))
    counts = FillerCounts("ai", dict(found), found.total(), len(text.split()), 150.0)
    return Talk(counts, text, load_lexicon())


def faults(text: str, field: str, talk: Talk = TALK) -> list[str]:
    """Why each unfit sentence of the text is."""
    mentioned: set[str] = set()
    found = []
    for sentence in split_sentences(text):
        why, named = find_fault(sentence, field, talk, mentioned)
        mentioned |= named
        found += [why] if why else []
    return found
