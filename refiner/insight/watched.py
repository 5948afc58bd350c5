"""Words that a speaker watches in addition to fillers, and their pace against a target. Pure.

Every occurrence of a watched word counts, meant or not, so it is never part of the filler
counts nor of the decision; the filler count of a listed word is given next to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from refiner.detection.lexicon import LexiconEntry, fold, lexicon_for
from refiner.errors import InputError
from refiner.formatting import count
from refiner.insight.improvement import Z_WORDS
from refiner.insight.intervals import Counted, rate_change
from refiner.insight.rates import measured_pace
from refiner.model import per_100_words
from refiner.patterns import compile_later
from refiner.run_document import RunDocument
from refiner.spans import find_phrase, overlapping

MAX_WATCHED, MAX_WATCHED_CHARS = 20, 40
_BETWEEN = compile_later(r"[,;\n，；、،؛]")
_ONE_SHAPE = {ord(char): "'" for char in "‘ʼ`´＇"} | {ord(char): "-" for char in "‐‑"}
_UNSPACED_LANGUAGES = ("ja", "zh", "th", "lo", "km", "my")
PACE_MARGIN = 0.1  # of the target: as near as a talk's length is known


@dataclass(frozen=True, slots=True)
class WatchedWord:
    """`count` in all; `fillers` of them in context, None for a word that is not listed.

    `per_100_words` is None in a language without blanks, where words are not counted.
    """

    word: str
    count: int
    per_100_words: float | None
    fillers: int | None


def parse_watched(text: str) -> tuple[str, ...]:
    """Words and phrases between commas or on lines of their own; raises InputError."""
    written = (" ".join(part.split()) for part in _BETWEEN.split(text))
    words = tuple({word.casefold(): word for word in written if word}.values())
    for word in words:
        if len(word) > MAX_WATCHED_CHARS or not re.search(r"\w", word):
            why = f"a word or a phrase has letters, and at most {MAX_WATCHED_CHARS} characters"
            raise InputError(f"words to watch: {word[:MAX_WATCHED_CHARS]!r}", why)
    if len(words) > MAX_WATCHED:
        raise InputError("words to watch", f"at most {MAX_WATCHED}")
    return words


def count_watched(document: RunDocument, words: Sequence[str]) -> list[WatchedWord]:
    """How often each is said in the talk, in the given order."""
    listed = {
        spelling: entry
        for entry in lexicon_for(document.get("language"), document["speaker"]).entries
        for spelling in entry.spellings
    }
    text = _plain(document["text"])
    is_unspaced = document.get("language") in _UNSPACED_LANGUAGES
    fillers_at = [(f["start"], f["end"]) for f in document["fillers"] if f["ai"]]
    found = []
    for word in words:
        spans = [s for s in find_phrase(_plain(word), text) if not _is_in_compound(text, *s)]
        number = len(spans)
        entry = listed.get(fold(word))
        fillers = sum(bool(overlapping(fillers_at, span)) for span in spans)
        rate = None if is_unspaced else round(per_100_words(number, document["words"]), 1)
        is_known = entry is not None and _is_judged(entry, document)
        found.append(WatchedWord(word, number, rate, fillers if is_known else None))
    return found


def _plain(text: str) -> str:
    """Small letters, and one shape of apostrophe and of hyphen; every offset unchanged."""
    return fold(text).translate(_ONE_SHAPE)


def _is_in_compound(text: str, start: int, end: int) -> bool:
    """The `well` of "well-known" and the `that` of "that's"; not the `enfin` of "qu'enfin"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[1:] == "-" and before[0].isalnum()) or (
        after[:1] in ("-", "'") and after[1:].isalnum()
    )


def _is_judged(entry: LexiconEntry, document: RunDocument) -> bool:
    """False for a word that only a model judges, in a run without one."""
    rules_alone = document["provider"] in ("local", "simulated")
    return entry.count != "model" or not rules_alone


def describe_watched(word: str, talks: Sequence[Counted]) -> str:
    """A sentence on how often a watched word was said in a speaker's talks, oldest first."""
    total = sum(talk.fillers for talk in talks)
    if not total:
        return f"“{word}” was said 0 times in {count(len(talks), 'talk')}."
    change = rate_change(word, talks, Z_WORDS)
    if change is None:
        return f"“{word}” was said {count(total, 'time')} in one talk."
    moved = f"“{word}” went from {change.before:.1f} to {change.after:.1f} per 100 words"
    return f"{moved}{'.' if change.clear else ', which is within random variation.'}"


def describe_pace_target(document: RunDocument, target: int) -> str:
    """The talk's pace against the target, in one sentence."""
    pace = measured_pace(document)
    if pace is None:
        return f"Pace target {target} words a minute; the length of this talk is not known."
    return f"Pace {pace} words a minute: {compare_pace(pace, target)}."


def compare_pace(pace: float, target: int) -> str:
    """`on target (140)`, `above the target (140)`, `below the target (140)`."""
    if abs(pace - target) <= PACE_MARGIN * target:
        return f"on target ({target})"
    return f"{'above' if pace > target else 'below'} the target ({target})"
