"""Sentences made from those of the lists, for which the larger network says what they are."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from scripts.train.audit.examples import Example

Vectors = np.ndarray[Any, np.dtype[np.float32]]
NEIGHBOURS, LEAST_LIKENESS = 8, 0.35

_WORD = re.compile(r"(?<![A-Za-z'])[a-z]+(?![a-z'])")
_JOINT = re.compile(
    r"(?<=,) | (?=(?:and|so|because|when|where|before|after|with|that|until|for|in|at|to) )"
)


def changes(
    examples: Sequence[Example], near: Mapping[str, Sequence[str]], seed: int
) -> Iterator[Example]:
    """Without end, no two alike: parts joined with others or left out, words put for others."""
    choose = random.Random(seed)
    by_field = defaultdict(list)
    for example in examples:
        by_field[example.field].append(example)
    seen = set(examples)
    while True:
        field, text, after = choose.choice(examples)
        way = choose.random()
        if way < 0.35:
            text = _join(text, choose.choice(by_field[field]).text, choose)
        elif way < 0.5:
            text = _without_one(_JOINT.split(text), choose, least=2)
        if choose.random() < 0.75:
            text = _WORD.sub(_neighbour(near, choose.choice((0.08, 0.15, 0.3)), choose), text)
        if choose.random() < 0.15:
            text = _without_one(text.split(), choose, least=5)
        if choose.random() < 0.08:
            field = choose.choice(sorted(by_field))
        example = Example(field, text, after != (choose.random() < 0.1))
        if text.strip() and example not in seen:
            seen.add(example)
            yield example


def neighbours(texts: Sequence[str], vectors: Mapping[str, Vectors]) -> dict[str, list[str]]:
    """For each word of the texts the words whose vectors are nearest to its own."""
    names = [name for name in vectors if re.fullmatch("[a-z]{2,}", name)]
    table = np.array([vectors[name] for name in names])
    table -= table.mean(0)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    number = {name: n for n, name in enumerate(names)}
    found = {}
    for word in sorted({word for text in texts for word in _WORD.findall(text)} & number.keys()):
        likeness = table @ table[number[word]]
        nearest = np.argsort(-likeness)[1 : NEIGHBOURS + 1]
        found[word] = [names[n] for n in nearest if likeness[n] > LEAST_LIKENESS]
    return found


def _join(text: str, other: str, choose: random.Random) -> str:
    """The beginning of one and the end of the other."""
    first, second = _JOINT.split(text), _JOINT.split(other)
    if len(first) < 2 or len(second) < 2:
        return text
    to, since = choose.randint(1, len(first) - 1), choose.randint(1, len(second) - 1)
    return " ".join(first[:to] + second[since:])


def _without_one(parts: list[str], choose: random.Random, least: int) -> str:
    if len(parts) >= least:
        del parts[choose.randrange(len(parts))]
    return " ".join(parts)


def _neighbour(
    near: Mapping[str, Sequence[str]], share: float, choose: random.Random
) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        others = near.get(match[0])
        return choose.choice(others) if others and choose.random() < share else match[0]

    return replace
