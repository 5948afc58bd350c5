"""Batches of sentences that are about as long as each other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

import torch
from torch import Tensor

T = TypeVar("T")
NEARBY = 2000  # examples of which neighbours in length are put together


def batches(
    samples: Sequence[tuple[Sequence[int], T]], pieces: int, choose: random.Random
) -> Iterator[tuple[Tensor, Tensor, list[T]]]:
    """Numbers (n, length), which of them are pieces (n, length), and what is wanted of each.

    In random order; a batch holds at most `pieces` numbers, unless one sentence has more.
    """
    order = list(samples)
    choose.shuffle(order)
    found: list[list[tuple[Sequence[int], T]]] = []
    for start in range(0, len(order), NEARBY):
        batch: list[tuple[Sequence[int], T]] = []
        for sample in sorted(order[start : start + NEARBY], key=lambda sample: len(sample[0])):
            if batch and len(sample[0]) * (len(batch) + 1) > pieces:
                found.append(batch)
                batch = []
            batch.append(sample)
        found.append(batch)
    choose.shuffle(found)
    for batch in found:
        yield *pack([numbers for numbers, _ in batch]), [wanted for _, wanted in batch]


def pack(sentences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Filled up with 0 to one length, and where there is a piece."""
    length = max(len(numbers) for numbers in sentences)
    table = torch.zeros(len(sentences), length, dtype=torch.long)
    there = torch.zeros(len(sentences), length)
    for row, numbers in enumerate(sentences):
        table[row, : len(numbers)] = torch.tensor(numbers)
        there[row, : len(numbers)] = 1
    return table, there
