"""The learnt weights of the features: read from `data/analyst.json`, written by training."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache

from refiner.analyst.features import Features
from refiner.places import DATA_FOLDER

WEIGHTS_PATH = DATA_FOLDER / "analyst.json"


def logit_of(features: Features, weights: Mapping[str, float]) -> float:
    """The logit of a filler; a feature without a weight adds nothing."""
    return sum(weights[name] * value for name, value in features.items() if name in weights)


def chance_of(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def load_weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = json.loads(WEIGHTS_PATH.read_text(encoding="utf-8"))["weights"]
    return weights
