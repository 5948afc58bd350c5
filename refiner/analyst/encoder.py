"""The encoder: reads a possible filler in its context and gives a logit (above 0: a filler).

Six transformer layers, run by onnxruntime, one thread a window; described in docs/model-card.md.
The weights are loaded once a process, at the first use, and never downloaded. The integer
kernels (`refiner.analyst.integers`) are probed at the start; where a processor's differ, the exact
form replaces them (`refiner.analyst.exact`).
"""

from __future__ import annotations

import json
import logging
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING

from refiner.cores import count_cores
from refiner.places import DATA_FOLDER
from refiner.spans import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from refiner.analyst.exact import FloatArray, Forward

FOLDER = DATA_FOLDER / "encoder"
LEFT, RIGHT, SHARED, WINDOW = 46, 32, 28, 110  # word pieces, as the encoder was trained
MAX_DIFFERENCE = 0.3  # of a logit from the known one
KEPT = 4096  # windows whose logits are remembered
READERS = min(4, count_cores())  # windows read at once; each takes one core
LOCKS = 64  # so that two windows seldom share one
QUIET_S = 2.0  # seconds without a line on progress
BEGIN, PAD, END = 0, 1, 2  # the marks around a window, and what fills it up

log = logging.getLogger(__name__)
_lock = Lock()


class Encoder:
    """A tokeniser and a forward pass over one window."""

    def __init__(self, tokenizer: Tokenizer, forward: Forward) -> None:
        self._tokenizer = tokenizer
        self._forward = lru_cache(maxsize=KEPT)(forward)  # fan-out and replays ask again
        self._locks = [Lock() for _ in range(LOCKS)]

    def logits(self, text: str, spans: Sequence[Span]) -> list[float]:
        """The logit of each of the `spans`, which are in order, none empty of letters.

        Neighbours share a window, and windows are read on several cores. The cost is linear in
        the text and the windows; a line is logged every `QUIET_S` seconds.
        """
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        places = pieces_of(encoding.offsets, spans)
        windows = list(divide_places(places, len(encoding.ids)))
        pieces = ((BEGIN, *encoding.ids[begin:end], END) for _, begin, end in windows)
        asked = list(find_rows(places, windows))
        rows = (tuple(chain.from_iterable(of_places)) for of_places in asked)
        found: list[float] = []
        reported = time.monotonic()
        with ThreadPoolExecutor(min(READERS, max(1, len(windows)))) as readers:
            read = readers.map(self._read, pieces, rows)
            for of_places, logits in zip(asked, read, strict=True):
                for of_place in of_places:
                    found.append(float(logits[: len(of_place)].mean()))
                    logits = logits[len(of_place) :]
                if time.monotonic() - reported > QUIET_S:
                    reported = time.monotonic()
                    log.info("Read in context: %d of %d places", len(found), len(places))
        return found

    def _read(self, pieces: tuple[int, ...], rows: tuple[int, ...]) -> FloatArray:
        """The logits of a window; a thread that needs one being computed waits for its result."""
        with self._locks[hash((pieces, rows)) % LOCKS]:
            return self._forward(pieces, rows)


def divide_places(places: Sequence[Span], pieces: int) -> Iterator[tuple[int, int, int]]:
    """The windows that hold all `places`, as `share_window` gives them, in order."""
    done = 0
    while done < len(places):
        window = share_window(places[done : done + WINDOW], pieces)
        yield window
        done += window[0]


def share_window(
    places: Sequence[Span], pieces: int, left: int = LEFT, right: int = RIGHT, shared: int = SHARED
) -> tuple[int, int, int]:
    """How many of the first `places` share a window, and where it begins and ends.

    Places and the window count word pieces, of which the text has `pieces`: at most `left`
    before the first place, `right` after the last one, `WINDOW` in all.
    """
    number = 1
    while number < len(places) and places[number][0] - places[0][0] <= shared:
        number += 1
    begin = max(0, places[0][0] - left)
    return number, begin, min(pieces, places[number - 1][1] + right, begin + WINDOW)


def find_rows(
    places: Sequence[Span], windows: Sequence[tuple[int, int, int]]
) -> Iterator[list[range]]:
    """For each window the rows of each of its places; the mark before a window is row 0."""
    done = 0
    for number, begin, end in windows:
        inside = places[done : done + number]
        yield [range(low - begin + 1, min(high, end) - begin + 1) for low, high in inside]
        done += number


def pieces_of(offsets: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """The word pieces that each span covers, at least one."""
    starts = [start for start, _ in offsets]
    ends = [end for _, end in offsets]
    places = []
    for start, end in spans:
        first = min(bisect_right(ends, start), len(starts) - 1)
        places.append((first, max(first + 1, bisect_left(starts, end))))
    return places


@cache
def _load() -> Encoder | None:
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        log.warning("The encoder is not available (%s): words are judged by rules alone", error)
        return None
    from refiner.analyst.exact import exact_forward
    from refiner.analyst.integers import integer_forward

    onnxruntime.set_default_logger_severity(3)
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    encoder = Encoder(tokenizer, integer_forward(FOLDER))
    if _probe(encoder) > MAX_DIFFERENCE:
        log.warning("This processor computes the encoder inexactly: its exact, slower form runs")
        encoder = Encoder(tokenizer, exact_forward(FOLDER))
    return encoder


def load_encoder() -> Encoder | None:
    """The process's encoder; None, after one warning, where its libraries are missing."""
    with _lock:
        return _load()


def _probe(encoder: Encoder) -> float:
    """The greatest difference from the known logits of ten windows."""
    known = json.loads((FOLDER / "probe.json").read_text(encoding="utf-8"))
    found = [encoder.logits(row["text"], [(row["start"], row["end"])])[0] for row in known]
    return max(abs(z - float(row["logit"])) for z, row in zip(found, known, strict=True))
