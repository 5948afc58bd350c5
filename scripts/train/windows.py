"""Windows of word pieces around possible fillers, as arrays that training reads."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from refiner.analyst.encoder import (
    BEGIN,
    END,
    LEFT,
    PAD,
    RIGHT,
    SHARED,
    WINDOW,
    pieces_of,
    share_window,
)
from refiner.evaluation.gold import FILLED_PAUSE, Sample

IntArray = np.ndarray[Any, np.dtype[Any]]
LENGTH = WINDOW + 2  # with the marks around it
PLACES = 8  # in one window; more are spread over several
MIN_REACH = (16, 10)  # word pieces before and after, where the context is drawn by chance
Reach = tuple[int, int, int]
FULL_REACH: Reach = (LEFT, RIGHT, SHARED)


@dataclass(frozen=True, slots=True)
class Windows:
    """One row a window.

    pieces (n, LENGTH) uint16, filled up with PAD; first, last (n, PLACES) uint8, the pieces of
    each place from first up to last; label (n, PLACES) int8, 1 for a filler, 0 for none, -1
    for no place; sample (n) int32 and span (n, PLACES) int32, which judged span it is.
    """

    pieces: IntArray
    first: IntArray
    last: IntArray
    label: IntArray
    sample: IntArray
    span: IntArray

    def __len__(self) -> int:
        return len(self.pieces)

    def arrays(self, name: str) -> dict[str, IntArray]:
        """For a file: `read_windows` gives them back."""
        return {f"{name}.{f.name}": getattr(self, f.name) for f in fields(self)}


def read_windows(stored: Mapping[str, IntArray], name: str) -> Windows:
    return Windows(*(stored[f"{name}.{f.name}"] for f in fields(Windows)))


def join_windows(parts: Sequence[Windows]) -> Windows:
    return Windows(*(np.concatenate(arrays) for arrays in zip(*map(astuple, parts), strict=True)))


def _blank(n: int) -> Windows:
    return Windows(
        np.full((n, LENGTH), PAD, np.uint16),
        np.zeros((n, PLACES), np.uint8),
        np.zeros((n, PLACES), np.uint8),
        np.full((n, PLACES), -1, np.int8),
        np.zeros(n, np.int32),
        np.zeros((n, PLACES), np.int32),
    )


def cut_windows(
    tokenizer: Tokenizer,
    samples: Iterable[tuple[int, Sample]],
    reach: Reach = FULL_REACH,
    rng: random.Random | None = None,
) -> Windows:
    """The windows of every judged span but filled pauses; each sample comes with its number.

    Cut as the analyst cuts them, or, with `rng`, with contexts of random lengths.
    """
    rows: list[tuple[list[int], int, list[tuple[int, int, bool, int]]]] = []
    for number, sample in samples:
        spans = [(k, j) for k, j in enumerate(sample.judged) if j.form != FILLED_PAUSE]
        if not spans:
            continue
        encoding = tokenizer.encode(sample.text, add_special_tokens=False)
        places = pieces_of(encoding.offsets, [(j.start, j.end) for _, j in spans])
        at = 0
        while at < len(places):
            left, right, shared = _draw_reach(reach, rng) if rng else reach
            held, begin, end = share_window(
                places[at : at + PLACES], len(encoding.ids), left, right, shared
            )
            inside = [
                (low - begin + 1, min(high, end) - begin + 1, j.filler, k)
                for (low, high), (k, j) in zip(
                    places[at : at + held], spans[at : at + held], strict=True
                )
                if low < end
            ]
            rows.append((encoding.ids[begin:end], number, inside))
            at += held
    return _pack(rows)


def _draw_reach(reach: Reach, rng: random.Random) -> Reach:
    left, right, shared = reach
    return rng.randint(MIN_REACH[0], left), rng.randint(MIN_REACH[1], right), rng.randint(0, shared)


def _pack(rows: Sequence[tuple[list[int], int, list[tuple[int, int, bool, int]]]]) -> Windows:
    windows = _blank(len(rows))
    for i, (pieces, number, inside) in enumerate(rows):
        windows.pieces[i, : len(pieces) + 2] = (BEGIN, *pieces, END)
        windows.sample[i] = number
        for c, (low, high, filler, span) in enumerate(inside):
            windows.first[i, c], windows.last[i, c] = low, high
            windows.label[i, c], windows.span[i, c] = filler, span
    return windows
