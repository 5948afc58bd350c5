"""The local analyst's verdict on each possible filler.

One rule: every occurrence handed in gets exactly one judgement, in order, and a coach's
own word (always, never) stands above any of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from refiner.analyst.tokens import COMMA, SPACE, STOP, Tokens, tokenise
from refiner.lexicon import Lexicon, load_lexicon
from refiner.model import Kind


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict: `text[start:end]` is a filler or is not.

    `confidence` (0 to 1) is the chance that the verdict, either way, is right.
    """

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    filler: bool
    confidence: float
    rationale: str


_AFTER_LIKE = frozenset({"a", "an", "um", "uh", "you", "really", "so", "just"})
_BEFORE_LIKE = frozenset({"i", "you", "we", "they", "would", "id", "something", "things", "looks"})


def _verdict(tokens: Tokens, word: str, start: int, end: int) -> tuple[bool, float, str]:
    first, last = tokens.at(start), tokens.at(end - 1)
    before, after = tokens.gaps[first], tokens.gaps[last + 1]
    if before >= COMMA and after in (COMMA, SPACE):
        if word == "like" and tokens.words[last + 1 : last + 2] in (["that"], ["this"]):
            return False, 0.9, "Compares: 'like this', 'like that'."
        return True, 0.8, "Opens the clause and can be dropped."
    if before == COMMA and after >= STOP:
        return True, 0.7, "Closes the sentence and can be dropped."
    if word in ("you know", "i mean", "sort of"):
        return True, 0.75, "Can be dropped here and the sentence says the same."
    if word == "like":
        previous = tokens.words[first - 1] if first else ""
        following = tokens.words[last + 1] if last + 1 < len(tokens.words) else ""
        if following in _AFTER_LIKE and previous not in _BEFORE_LIKE:
            return True, 0.7, "Can be dropped here and the sentence says the same."
    return False, 0.7, "Carries meaning here."


def judge(
    text: str,
    lexicon: Lexicon | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
) -> list[Judgement]:
    """Judge every lexicon occurrence in `text`, or exactly the `spans` handed in, in order.

    A span that the lexicon does not know is judged by its words and its place.
    """
    lexicon = lexicon or load_lexicon()
    tokens = tokenise(text)
    known = {(o.start, o.end): o.entry for o in lexicon.occurrences(text)}
    judged: list[Judgement] = []
    for start, end in known if spans is None else spans:
        entry = known.get((start, end))
        word = entry.word if entry else " ".join(text[start:end].lower().split())
        kind: Kind = entry.kind if entry else "crutch_phrase"
        if entry and entry.count == "always":
            verdict = True, 1.0, "The lexicon counts this word always."
        elif entry and entry.count == "never":
            verdict = False, 1.0, "The lexicon never counts this word."
        elif kind == "filled_pause":
            verdict = True, 0.99, "A filled pause: a sound, not a word."
        else:
            verdict = _verdict(tokens, word, start, end)
        judged.append(Judgement(start, end, text[start:end], word, kind, *verdict))
    return judged
