"""Voiced sounds between words that no word of the transcript accounts for.

Whisper leaves hesitations out and stretches the neighbouring words over the gap, so its word
times alone show nothing. Here the sound is cut into islands, which silence surrounds; the words
are laid over them in order, by the times given and by how long words take. A short voiced
island without a word may be an "um".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from refiner.audio.decoding import RATE, Samples
from refiner.audio.silences import FRAME_S, Levels, silent_spans
from refiner.audio.sound import Sound
from refiner.detection.pauses import PAUSE_SOUND
from refiner.model import PossibleHesitation, Stretch, Transcript
from refiner.transcripts.pace import MIN_WORD_S

MIN_S, MAX_S = 0.15, 1.2  # of a hesitation alone
_GAP_S = 0.08  # the silence of a stop is shorter
_MIN_VOICED = 0.6  # of an island's frames
_MIN_CORRELATION = 0.5
_PITCH_HZ = (60, 400)
_WINDOW_S = 0.03
_S_PER_LETTER, _S_PER_WORD = 0.055, 0.08  # an average of English read at 150 words a minute
_UNUSED_COST = 0.25  # seconds of misfit that an island without a word is taken for
_LATE_COST = 1.0  # of each second between a word's own time and its island
_S_PER_HESITATION = 0.32
_LATE_S = 0.7  # Whisper's times of the hesitations that it does write are late by as much
_LETTERS = re.compile(r"[\W_]+")
_MIN_WORD_S = 0.06
_BAND_S = 8.0  # no word is laid further from its own time

Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Island:
    """Sound between two silences, in seconds."""

    start_s: float
    end_s: float

    @property
    def seconds(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Hesitations:
    """The `untranscribed` hesitations of a transcript's speakers, and its `timed_words`.

    In these a written hesitation has the times of its sound, if its own cannot be right.
    """

    untranscribed: tuple[PossibleHesitation, ...]
    timed_words: tuple[Stretch, ...]


def find_hesitations(sound: Sound, levels: Levels, transcript: Transcript) -> Hesitations:
    """None, and the words with their own times, without word times or sound.

    `levels` are those of the sound.
    """
    silences = list(silent_spans(levels, _GAP_S))
    end_s = len(levels) * FRAME_S
    untranscribed: list[PossibleHesitation] = []
    timed: dict[int, Stretch] = {}
    for words in _turns(transcript):
        islands = _islands_within(silences, end_s, words)
        for island, place, is_written in _match(transcript.text, words, islands):
            word = words[place]
            start_s, end = round(island.start_s, 2), round(island.end_s, 2)
            if is_written and _is_misplaced(word, island):
                timed[word.start] = replace(word, start_s=start_s, end_s=end)
            elif not is_written and _may_be_hesitation(sound, island):
                untranscribed.append(PossibleHesitation(start_s, end, word.start))
    placed = tuple(timed.get(word.start, word) for word in transcript.timed_words)
    return Hesitations(tuple(untranscribed), placed)


def _turns(transcript: Transcript) -> Iterator[list[Stretch]]:
    """The timed words of each turn with two or more of them."""
    pieces = iter(transcript.stretches)
    piece = next(pieces, None)
    turns: dict[int, list[Stretch]] = {}
    for word in transcript.timed_words:
        while piece is not None and piece.end <= word.start:
            piece = next(pieces, None)
        if word.start_s is not None and word.end_s is not None:
            turns.setdefault(piece.turn if piece else 0, []).append(word)
    yield from (words for words in turns.values() if len(words) > 1)


def _islands_within(
    silences: Sequence[tuple[float, float]], end_s: float, words: Sequence[Stretch]
) -> list[_Island]:
    """The islands between the first and the last word of a turn."""
    first, last = words[0].start_s or 0.0, words[-1].end_s or end_s
    edges = [(0.0, 0.0), *silences, (end_s, end_s)]
    islands = (_Island(before[1], after[0]) for before, after in pairwise(edges))
    return [
        one
        for one in islands
        if one.seconds > 2 * FRAME_S and one.end_s > first and one.start_s < last
    ]


def _match(
    text: str, words: Sequence[Stretch], islands: Sequence[_Island]
) -> Iterator[tuple[_Island, int, bool]]:
    """The islands that may be one hesitation, each with the number of a word.

    That is the hesitation if it is written, else the word after it; the last part tells which.
    """
    used = 0
    counts = _lay_words(text, words, islands)
    for island, count, after in zip(islands, counts, [*counts[1:], 0], strict=False):
        if count == 1 and _is_pause(text, words[used]):
            yield island, used, True
        elif not count and 0 < used < len(words):
            yield island, used, after != 1 and _is_written_late(text, words[used], island)
        used += count


def _is_pause(text: str, word: Stretch) -> bool:
    return PAUSE_SOUND.fullmatch(_LETTERS.sub("", text[word.start : word.end])) is not None


def _is_written_late(text: str, word: Stretch, island: _Island) -> bool:
    """Whether the word after an island is a hesitation whose late time belongs to it.

    Such a word was laid at the head of what follows only as its length fitted there too.
    """
    is_late = island.start_s <= (word.start_s or 0.0) <= island.end_s + _LATE_S
    return is_late and _is_pause(text, word)


def _is_misplaced(word: Stretch, island: _Island) -> bool:
    """Whether a written hesitation has no length, or a time outside of its sound."""
    start_s, end_s = word.start_s or 0.0, word.end_s or 0.0
    has_length = end_s - start_s >= MIN_WORD_S
    is_within = start_s < island.end_s and end_s > island.start_s
    return island.seconds <= MAX_S and not (has_length and is_within)


def _lay_words(text: str, words: Sequence[Stretch], islands: Sequence[_Island]) -> list[int]:
    """How many words each island holds, in order, at the least misfit in seconds.

    Dynamic programming: a state is the number of words used up to the end of an island, within
    `_BAND_S` of the words' own times. Empty if the times cannot belong to this sound.
    """
    spelt = [_LETTERS.sub("", text[word.start : word.end]) for word in words]
    written = np.array([PAUSE_SOUND.fullmatch(word) is not None for word in spelt])
    lengths = np.array([_S_PER_WORD + _S_PER_LETTER * len(word) for word in spelt])
    lengths[written] = _S_PER_HESITATION
    slack = np.where(written, _LATE_S, 0.0)
    ends = np.concatenate(([0.0], np.cumsum(lengths)))
    middles = [((w.start_s or 0.0) + (w.end_s or 0.0)) / 2 for w in words]
    times = np.maximum.accumulate(middles)
    best, first = np.zeros(1), 0  # the least cost of each state from the first on
    choices: list[tuple[int, NDArray[np.int64]]] = []
    for island in islands:
        low = max(first, int(np.searchsorted(times, island.end_s - _BAND_S)))
        high = int(np.searchsorted(times, island.end_s + _BAND_S))
        off = np.maximum(0.0, np.maximum(island.start_s - times, times - island.end_s) - slack)
        lateness = np.concatenate(([0.0], np.cumsum(_LATE_COST * off[first:high])))
        cost, choice = _place(island, best, first, (low, high), ends, lateness)
        if not np.isfinite(cost).any():
            return []
        choices.append((low, choice))
        best, first = cost, low
    if first + len(best) <= len(words) or not np.isfinite(best[len(words) - first]):
        return []
    counts, used = [], len(words)
    for low, choice in reversed(choices):
        counts.append(int(choice[used - low]))
        used -= counts[-1]
    return counts[::-1]


def _place(
    island: _Island,
    best: Costs,
    first: int,
    states: tuple[int, int],
    ends: Costs,
    lateness: Costs,
) -> tuple[Costs, NDArray[np.int64]]:
    """The least cost of each of the `states` after an island, and how many words it then holds.

    `best` are the costs before it, of the states from `first` on; `lateness` what it costs in
    all that the words from there on are not in their own time here.
    """
    low, high = states
    cost = np.full(high - low + 1, np.inf)
    choice = np.zeros(high - low + 1, np.int64)
    for before in range(first, first + len(best)):
        most = min(high, before + int(island.seconds / _MIN_WORD_S) + 2)
        after = np.arange(max(low, before), most + 1)
        if not np.isfinite(best[before - first]) or not len(after):
            continue
        misfit = np.abs(island.seconds - (ends[after] - ends[before]))
        misfit[after == before] = min(_UNUSED_COST, island.seconds)
        total = best[before - first] + misfit + lateness[after - first] - lateness[before - first]
        better = total < cost[after - low]
        cost[after[better] - low] = total[better]
        choice[after[better] - low] = after[better] - before
    return cost, choice


def _may_be_hesitation(sound: Sound, island: _Island) -> bool:
    if not MIN_S <= island.seconds <= MAX_S:
        return False
    return _voiced_share(sound.part(island.start_s, island.end_s)) >= _MIN_VOICED


def _voiced_share(samples: Samples) -> float:
    """The share of frames with a pitch: by the peak of their autocorrelation."""
    window, hop = round(_WINDOW_S * RATE), round(FRAME_S * RATE)
    low, high = RATE // _PITCH_HZ[1], RATE // _PITCH_HZ[0]
    frames = [
        samples[start : start + window].astype(np.float64)
        for start in range(0, len(samples) - window + 1, hop)
    ]
    voiced = 0
    for frame in frames:
        centred = frame - frame.mean()
        spectrum = np.fft.rfft(centred, 2 * window)
        correlation = np.fft.irfft(np.abs(spectrum) ** 2)[:window]
        # a longer lag has fewer samples: weighed as if all had as many
        weighed = correlation[low:high] * window / (window - np.arange(low, min(high, window)))
        voiced += bool(correlation[0] > 0 and weighed.max() / correlation[0] >= _MIN_CORRELATION)
    return voiced / len(frames) if frames else 0.0
