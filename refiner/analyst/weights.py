"""What the analyst has learnt: weights of the features, word tags, and how sure to be.

One rule: it is read once from `data/analyst.json`, which `scripts/train_analyst.py` writes,
and never changed at run time.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from refiner.analyst.features import Features
from refiner.analyst.wordtags import WordTags

WEIGHTS_PATH = Path(__file__).resolve().parents[2] / "data" / "analyst.json"


@dataclass(frozen=True, slots=True)
class Steps:
    """How often a verdict was right, by the chance that stood behind it.

    `shares[i]` holds for chances from `edges[i - 1]` up to `edges[i]`; a chance of a filler
    from `bar` on is a filler verdict. Measured on speakers the weights had not seen.
    """

    bar: float
    edges: tuple[float, ...]
    shares: tuple[float, ...]

    def confidence(self, chance: float) -> float:
        return self.shares[bisect_right(self.edges, chance)]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model over named features, and the tags that the features are made of."""

    weights: Mapping[str, float]
    tags: WordTags
    steps: Steps

    def chance(self, features: Features) -> float:
        """The chance of a filler, 0 to 1."""
        known = self.weights
        return 1 / (1 + math.exp(-sum(known[n] * v for n, v in features.items() if n in known)))


def tags_of(document: Mapping[str, Any]) -> WordTags:
    tags = {word: tag for tag, words in document["tags"].items() for word in words.split()}
    return WordTags(
        tags,
        document["endings"],
        frozenset(document["verbs"].split()),
        frozenset(document["nouns"].split()),
    )


@cache
def load_weights(path: Path = WEIGHTS_PATH) -> Weights:
    document = json.loads(path.read_text(encoding="utf-8"))
    steps = document["steps"]
    return Weights(
        document["weights"],
        tags_of(document["words"]),
        Steps(steps["bar"], tuple(steps["edges"]), tuple(steps["shares"])),
    )
