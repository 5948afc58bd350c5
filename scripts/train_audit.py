"""Learns the weights of `refiner.advice.audit.learnt` from lists of false and sound sentences, and
from the sentences of the local coach.

    python -m scripts.train_audit

Logistic regression with a squared penalty, both lists of equal weight; a minute on one core. For
the encoder's word pieces one vector is learnt: the weight of a piece is the product of that vector
and the piece's own, times how rare the piece is in the lists.
The same lists give the same weights; `tests/advice/audit/test_learnt.py` tells when they have
changed. How good it is on texts that it has not seen is in docs/count-guarantee.md.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from refiner.advice.audit.learnt import PLACES, WEIGHTS, load_pieces, places_of
from refiner.advice.audit.plain_text import split_sentences
from refiner.advice.audit.rules import read_parts
from refiner.advice.coach import sentences
from refiner.advice.coach.filler_skills import FAMILIES
from refiner.analyst.encoder import FOLDER
from refiner.analyst.exact import unpack_levels
from tests.advice.audit.test_rules import TALK, rows
from tests.advice.test_coach import ALL_SKILLS

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

LISTS = Path(__file__).resolve().parents[1] / "tests" / "advice" / "audit"
STEPS, RATE = 300, 0.1
PENALTY, PENALTY_OF_MEANING = 5e-7, 5e-6


def hash_lists() -> str:
    """What tells whether weights were learnt from the lists as they are."""
    text = "".join((LISTS / name).read_text(encoding="utf-8") for name in ("lies.txt", "sound.txt"))
    return hashlib.sha256(text.encode()).hexdigest()


def examples() -> Iterator[tuple[set[int], bool]]:
    """The places of each sound sentence, and of each false text: one of its sentences is false."""
    for field, text in (*rows("sound.txt"), *_of_local_coach()):
        yield from ((places, False) for places in _places(text, field))
    for field, text in rows("lies.txt"):
        if places := set().union(*_places(text, field)):
            yield places, True


def _of_local_coach() -> Iterator[tuple[str, str]]:
    """(field, text) of what the local coach says; of the words of a family, one or two."""
    strengths = [text for texts in sentences.STRENGTHS.values() for text in texts]
    yield from (("strength", text) for text in strengths)
    yield from (
        ("strength", text) for text in (*sentences.STRENGTH_OF_PACE, *sentences.STRENGTH_OF_RATE)
    )
    yield from (("headline", text) for text in sentences.HEADLINES_CLEAN)
    for text in (
        *sentences.MOTIVATION,
        *sentences.MOTIVATION_CLEAN,
        *sentences.MOTIVATION_WITH_HISTORY,
    ):
        yield "motivation", text
    for skill in ALL_SKILLS:
        words = [word for word, family in FAMILIES.items() if family is skill] or ["um"]
        for named in (f"“{words[0]}”", " and ".join(f"“{word}”" for word in words[:2])):
            yield from (("headline", text.replace("{words}", named)) for text in skill.headlines)
            yield from (("advice", text.replace("{words}", named)) for text in skill.advice)
        yield "skill", skill.skill
        yield from (("exercise", text) for text in skill.exercises)
        yield from (("goal", skill.goal), ("measurement", skill.measurement))


def _places(text: str, field: str) -> list[set[int]]:
    mentioned: set[str] = set()
    found = []
    for sentence in split_sentences(text):
        parts, named, _ = read_parts(sentence, field, TALK, mentioned)
        mentioned |= named
        found += [places_of(part, field) for part in parts]
    return found


def read_vectors() -> FloatArray:
    """The encoder's vector of each word piece, as seen from the middle of them all, of length 1."""
    vocabulary = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    with np.load(FOLDER / "embeddings_q4.npz") as table:
        vectors = unpack_levels(table["q"], table["s"], table["shape"]).astype(float)
    vectors = (vectors - vectors.mean(0))[[vocabulary[piece] for piece in load_pieces()]]
    scaled: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


def learn(samples: list[tuple[set[int], bool]], vectors: FloatArray) -> tuple[FloatArray, float]:
    """The weight of each place and of each piece, and the constant of the sum, by steps of Adam.

    `vectors` has a row for each word piece; the places of these begin at `PLACES`.
    """
    lengths = np.array([len(places) for places, _ in samples])
    place = np.concatenate([sorted(places) for places, _ in samples])
    sample = np.repeat(np.arange(len(samples)), lengths)
    share = np.repeat(1 / np.sqrt(lengths), lengths)
    false = np.array([is_false for _, is_false in samples], float)
    importance = np.where(false == 1, 0.5 / false.sum(), 0.5 / (len(false) - false.sum()))
    uses = np.bincount(place, minlength=PLACES + len(vectors))[PLACES:]
    vectors = vectors * np.log((len(samples) + 1) / (uses + 1))[:, None]  # rare ones say more
    numbers, mean, square = (np.zeros(PLACES + vectors.shape[1] + 1) for _ in range(3))
    penalty = np.repeat([PENALTY, PENALTY_OF_MEANING, 0], [PLACES, vectors.shape[1], 1])
    for step in range(1, STEPS + 1):
        weights = np.append(numbers[:PLACES], vectors @ numbers[PLACES:-1])
        sums = np.bincount(sample, weights[place] * share, len(samples)) + numbers[-1]
        error = importance * (1 / (1 + np.exp(-sums)) - false)
        slopes = np.bincount(place, error[sample] * share, len(weights))
        slopes = np.concatenate([slopes[:PLACES], slopes[PLACES:] @ vectors, [error.sum()]])
        gradient = slopes + penalty * numbers
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        step_size = RATE * (1 - 0.9 * step / STEPS) / (1 - 0.9**step)
        numbers -= step_size * mean / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return np.append(numbers[:PLACES], vectors @ numbers[PLACES:-1]), float(numbers[-1])


def main() -> None:
    """Writes the weights, each in one byte."""
    weights, bias = learn(list(examples()), read_vectors())
    scale = float(np.abs(weights).max()) / 127
    levels = np.round(weights / scale).astype(np.int8)
    stored = {
        "about": "Written by scripts/train_audit.py; see docs/count-guarantee.md.",
        "lists": hash_lists(),
        "scale": scale,
        "bias": bias,
        "weights": b64encode(zlib.compress(levels.tobytes(), 9)).decode(),
    }
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(f"{np.count_nonzero(levels)} weights in {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
