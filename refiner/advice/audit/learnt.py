"""How much a sentence is like the false statements of the lists, by all of its words together.

The rules judge words one by one; this weighs them, pairs of them and their pieces in one sum. The
weights are learnt from the lists beside the tests (`scripts/train_audit.py`): one for each of
32,768 places that a checksum gives to words and pairs (two that share a place share a weight), and
one for each word piece of the encoder. The weight of a piece follows from its meaning, the vector
that the encoder has for it, so a word that no list has is weighed like those that mean the same.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from array import array
from base64 import b64decode
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import count, pairwise

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.fillers import MENTION
from refiner.advice.audit.orders import is_directive
from refiner.advice.audit.words import TABLES

PLACES = 1 << 15
WEIGHTS, PIECES = TABLES / "learnt.json", TABLES / "pieces.txt"

_WORD = re.compile(r"[A-Za-z']+|\d+|[.,;:!?-]")


def likeness_to_claims(sentence: Sentence, field: str) -> float:
    """Above 0: rather like a false statement; below: rather like good advice."""
    levels, scale, bias = _load_weights()
    places = places_of(sentence, field)
    return scale * sum(levels[place] for place in places) / math.sqrt(len(places)) + bias


def places_of(sentence: Sentence, field: str) -> set[int]:
    """The places of what the sentence has; those of word pieces begin at `PLACES`."""
    text = MENTION.sub(" FILLER ", sentence.text)
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text)]
    names = _features(["<", *words, ">"], sentence, field)
    pieces = (piece for word in words for piece in _cut_word(word))
    return {zlib.crc32(name.encode()) % PLACES for name in names}.union(pieces)


def _features(words: list[str], sentence: Sentence, field: str) -> Iterator[str]:
    """Words, alone and by what the sentence does, pairs of them, and what it is part of."""
    states = "states" if sentence.states else ""
    names = "names" if sentence.names else ""
    directive = "directs" if is_directive(sentence.text, field) else ""
    after = "after" if sentence.after_mention else ""
    yield f"field={field}"
    yield from (f"flag={flag}" for flag in (states, names, directive, after) if flag)
    for word in words:
        yield word
        yield f"{states}/{names}/{word}"
    yield from (f"{first} {second}" for first, second in pairwise(words))


@lru_cache(maxsize=20_000)
def _cut_word(word: str) -> tuple[int, ...]:
    """The places of its pieces: from the left, each the longest that there is."""
    known = load_pieces()
    found: list[int] = []
    for part in word.lower().split("'"):
        start = 0
        while start < len(part):
            mark = "##" if start else ""
            ends = range(len(part), start, -1)
            end = next((end for end in ends if mark + part[start:end] in known), None)
            if end is None:
                break
            found.append(known[mark + part[start:end]])
            start = end
    return tuple(found)


@cache
def load_pieces() -> dict[str, int]:
    """The place of each word piece of letters that the encoder has."""
    return dict(zip(PIECES.read_text(encoding="utf-8").split(), count(PLACES), strict=False))


@cache
def _load_weights() -> tuple[array[int], float, float]:
    """The weight of each place in steps, the size of a step, and the constant of the sum."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    levels = array("b", zlib.decompress(b64decode(stored["weights"])))
    return levels, stored["scale"], stored["bias"]
