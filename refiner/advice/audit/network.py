"""A small network that reads a sentence of advice: is it like a false statement?

It reads the word pieces in their order: a convolution over neighbours, layers of attention, then
the mean and the maximum of what they found, in numpy alone (about a millisecond a sentence). It
learnt to say what a larger network says, on millions of changed sentences of the lists beside the
tests (`scripts/train/audit.py`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from refiner.advice.audit.words import TABLES

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

WEIGHTS, PIECES = TABLES / "network.npz", TABLES / "pieces.txt"
FIELDS = (
    *("headline", "skill", "advice", "exercise", "strength", "goal", "measurement", "motivation"),
)
# What stands for a field, for fillers named before, for what is masked, for digits, and signs.
SIGNS = (
    "<pad>", *(f"<{field}>" for field in FIELDS), "<after>", "FILLER", "QUOTE", "SLOT", "0", "00",
    *".,;:!?-'\"()/&", "<unknown>",
)  # fmt: skip
MAX_PIECES, HEADS = 100, 4

_TOKEN = re.compile(r"FILLER|QUOTE|SLOT|[a-z]+|\d+|\S")


@lru_cache(maxsize=2000)
def read_sentence(text: str, field: str, after_mention: bool) -> float:
    """The logarithm of the odds that the masked sentence is a false statement.

    Of a sentence longer than the network reads at once, that of its worst part.
    """
    head, pieces = cut_sentence(text, field, after_mention)
    room = MAX_PIECES - len(head)
    starts = range(0, max(1, len(pieces) - room // 2), room // 2)
    return max(_read_pieces(head + pieces[start : start + room]) for start in starts)


def _read_pieces(numbers: list[int]) -> float:
    import numpy as np  # a tenth of a second, which a start need not wait

    weights = _load_weights()
    pieces = np.array(numbers)
    x = weights["pieces"][pieces].astype(np.float32) * weights["scales"][pieces, None]
    x += weights["places"][: len(x)]
    edge = np.zeros((1, x.shape[1]), np.float32)
    near = np.concatenate([np.concatenate([edge, x[:-1]]), x, np.concatenate([x[1:], edge])], 1)
    x = x + np.maximum(_linear(near, "near", weights), 0)
    for layer in range(int(weights["layers"])):
        x = _attend(x, f"{layer}.", weights)
    x = _norm(x, "last", weights)
    found = np.concatenate([x.mean(0), x.max(0)])
    return float(_linear(found, "head", weights)[0])


def cut_sentence(text: str, field: str, after_mention: bool) -> tuple[list[int], list[int]]:
    """What says the sentence's place in the advice, and the pieces of the masked sentence."""
    known = load_pieces()
    head = [known[f"<{field}>"], *([known["<after>"]] if after_mention else ())]
    return head, [piece for token in _TOKEN.findall(text) for piece in cut_word(token)]


@lru_cache(maxsize=20_000)
def cut_word(word: str) -> tuple[int, ...]:
    """Its pieces: from the left, each the longest that there is."""
    known = load_pieces()
    if word.isdigit():
        return (known["0" if len(word) == 1 else "00"],)
    found: list[int] = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if mark + word[start:end] in known), None)
        if end is None:
            return (*found, known["<unknown>"])
        found.append(known[mark + word[start:end]])
        start = end
    return tuple(found)


@cache
def load_pieces() -> dict[str, int]:
    """The number of each sign and of each word piece."""
    names = (*SIGNS, *PIECES.read_text(encoding="utf-8").split())
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _attend(x: Array, layer: str, weights: dict[str, Array]) -> Array:
    """One layer: each piece looks at all, then at what it has found."""
    import numpy as np

    length, width = x.shape
    asked = _linear(_norm(x, layer + "n1", weights), layer + "qkv", weights)
    q, k, v = asked.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(width // HEADS))
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    shares /= shares.sum(-1, keepdims=True)
    seen = (shares @ v).transpose(1, 0, 2).reshape(length, width)
    x = x + _linear(seen, layer + "out", weights)
    inner = np.maximum(_linear(_norm(x, layer + "n2", weights), layer + "up", weights), 0)
    return x + _linear(inner, layer + "down", weights)


def _linear(x: Array, name: str, weights: dict[str, Array]) -> Array:
    result: Array = x @ weights[name + ".w"] + weights[name + ".b"]
    return result


def _norm(x: Array, name: str, weights: dict[str, Array]) -> Array:
    import numpy as np

    width = np.float32(x.shape[-1])
    sums: Array = np.add.reduce(x, -1, keepdims=True)
    away = x - sums / width
    squares: Array = np.add.reduce(away * away, -1, keepdims=True)
    spread = np.sqrt(squares / width + np.float32(1e-5))
    result: Array = away / spread * weights[name + ".w"] + weights[name + ".b"]
    return result


@cache
def _load_weights() -> dict[str, Array]:
    import numpy as np

    with np.load(WEIGHTS) as stored:
        names = [name for name in stored.files if name != "pieces"]
        small = {name: stored[name].astype(np.float32) for name in names}
        return small | {"pieces": stored["pieces"]}
