"""The rules: which listed words are taken for fillers before anything else looks.

One rule: the first line of the table that fits decides, and says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from refiner.context import Context, context
from refiner.lexicon import Lexicon, Occurrence, fold, load_lexicon
from refiner.model import Candidate
from refiner.wordclasses import classes


@dataclass(frozen=True, slots=True)
class Cue:
    """A condition on one neighbour: one of these words, or of these classes (in capitals)."""

    words: frozenset[str]
    kinds: frozenset[str]
    wanted: bool

    @classmethod
    def read(cls, text: str) -> Cue:
        """`text`: words and CLASSES; a leading "not" turns the condition round."""
        names = text.replace("|", " ").split()
        wanted = names[0] != "not"
        names = names if wanted else names[1:]
        return cls(
            frozenset(n.replace("_", " ") for n in names if not n.isupper()),
            frozenset(n for n in names if n.isupper()),
            wanted,
        )

    def fits(self, word: str) -> bool:
        found = word in self.words or not self.kinds.isdisjoint(classes(word))
        return found is self.wanted


def detect(text: str, lexicon: Lexicon | None = None) -> tuple[Candidate, ...]:
    """The spans of `text` that the rules take for fillers, in order, none overlapping."""
    lexicon = lexicon or load_lexicon()
    folded = fold(text)
    found = []
    for occurrence in lexicon.scan(text, folded):
        reason = _reason(folded, occurrence)
        if reason:
            entry = occurrence.entry
            found.append(
                Candidate(
                    occurrence.start,
                    occurrence.end,
                    occurrence.text,
                    entry.word,
                    entry.kind,
                    reason,
                )
            )
    return tuple(found)


def _reason(folded: str, occurrence: Occurrence) -> str:
    """Why the rules count `occurrence`; empty where they do not."""
    entry = occurrence.entry
    if entry.count == "never":
        return ""
    if entry.kind == "filled_pause":
        return "a filled pause"
    if entry.count == "always":
        return "listed as always a filler"
    around: Context = context(folded, occurrence.start, occurrence.end)
    if entry.word in ("so", "just", "see", "look") and around.before != ".":
        return ""
    return "a filler in most places"
