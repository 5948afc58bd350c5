"""How much a sentence is like the false statements of the lists, by all of its words together.

The rules judge words one by one. Here the whole sentence is read: by a network that knows the
order and the meaning of its words (`network.py`), and by a sum of weights that knows these very
words. There is a weight for each of 32,768 places that a checksum gives to words and pairs of them
(two that share a place share a weight). They are learnt from the lists beside the tests
(`scripts/train_audit.py`): what the network has not learnt of these.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from array import array
from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.fillers import MENTION
from refiner.advice.audit.network import read_sentence
from refiner.advice.audit.orders import is_directive
from refiner.advice.audit.words import TABLES

PLACES = 1 << 15
WEIGHTS = TABLES / "learnt.json"

_WORD = re.compile(r"[A-Za-z']+|\d+|[.,;:!?-]")


def likeness_to_claims(sentence: Sentence, field: str) -> float:
    """Above 0: rather like a false statement; below: rather like good advice."""
    levels, scale, bias = _load_weights()
    places = places_of(sentence, field)
    of_words = scale * sum(levels[place] for place in places) / math.sqrt(len(places)) + bias
    return read_sentence(sentence.text, field, sentence.after_mention) + of_words


def places_of(sentence: Sentence, field: str) -> set[int]:
    """The places of what the sentence has."""
    text = MENTION.sub(" FILLER ", sentence.text)
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text)]
    names = _features(["<", *words, ">"], sentence, field)
    return {zlib.crc32(name.encode()) % PLACES for name in names}


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


@cache
def _load_weights() -> tuple[array[int], float, float]:
    """The weight of each place in steps, the size of a step, and the constant of the sum."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    levels = array("b", zlib.decompress(b64decode(stored["weights"])))
    return levels, stored["scale"], stored["bias"]
