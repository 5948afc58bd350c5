"""How fast texts are read: the rules, the local analyst, the readers, the reader of streams.

In words or bytes a second of processor time on one core, the best of several rounds, for
texts of the samples again and again; whether the cost of a word grows with the length.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from functools import partial

from refiner.analyst.encoder import load_encoder
from refiner.analyst.judge import judge
from refiner.detection.detector import detect
from refiner.llm.answer_reader import AnswerReader
from refiner.model import count_words
from refiner.transcripts import read_recording
from refiner.transcripts.samples import ENGLISH_SAMPLES, load_sample

WORDS = (1_000, 10_000, 100_000, 1_000_000)
MAX_ANALYST_WORDS = 100_000  # the encoder reads every uncertain place
MAX_READ_WORDS = 100_000  # the readers' own limit is 50 MB
BUDGET_S = 1.5  # of one figure; at least one round
_PIECE_CHARS = 4

Stage = Callable[[str], object]


def build_text(words: int) -> str:
    samples = "\n".join(load_sample(sample.name) for sample in ENGLISH_SAMPLES)
    text = "\n".join([samples] * -(-words // count_words(samples)))
    return " ".join(text.split(" ")[:words])


def build_captions(text: str) -> str:
    """The text as a subtitle file, ten words a caption."""
    words = text.split()
    lines = (
        f"{n}\n00:{n // 60 % 60:02d}:{n % 60:02d},000 --> 00:{n // 60 % 60:02d}:{n % 60:02d},900\n"
        f"{' '.join(words[at : at + 10])}\n"
        for n, at in enumerate(range(0, len(words), 10), 1)
    )
    return "\n".join(lines)


def read_bytes(text: str) -> object:
    return read_recording(text.encode())


def read_stream(text: str) -> object:
    """An answer in which the text is a value, in pieces of one token."""
    answer = json.dumps({"verdicts": [[n, 50] for n in range(len(text) // 40)], "why": text})
    reader = AnswerReader(["verdicts", "why"])
    for at in range(0, len(answer), _PIECE_CHARS):
        reader.feed(answer[at : at + _PIECE_CHARS])
    return reader.finish()


def best_seconds(stage: Stage, text: str, budget_s: float = BUDGET_S) -> float:
    best, spent = float("inf"), 0.0
    while spent < budget_s or not spent:
        began = time.process_time()
        stage(text)
        took = time.process_time() - began
        best, spent = min(best, took), spent + max(took, 0.001)
    return best


def bench_reading(lengths: Sequence[int]) -> None:
    """(c) Prints a line for each stage."""
    load_encoder()
    texts = {words: build_text(words) for words in lengths}
    print(f"\n{'words a second, one core':<28}", end="")
    print("".join(f"{f'{words:,} words':>18}" for words in lengths))
    captions = {
        words: build_captions(text) for words, text in texts.items() if words <= MAX_READ_WORDS
    }
    once = 0.0  # the encoder remembers what it has read
    stages: tuple[tuple[str, Stage, int, float, dict[int, str]], ...] = (
        ("rules", detect, 1_000_000, BUDGET_S, texts),
        ("analyst without encoder", partial(judge, mode="fast"), 1_000_000, BUDGET_S, texts),
        ("analyst", partial(judge, mode="full"), MAX_ANALYST_WORDS, once, texts),
        ("reader of plain text", read_bytes, MAX_READ_WORDS, BUDGET_S, texts),
        ("reader of subtitles", read_bytes, MAX_READ_WORDS, BUDGET_S, captions),
    )
    for name, stage, most, budget_s, given in stages:
        stage("Um, so this is it.")  # weights and patterns are loaded once
        cells = "".join(
            f"{words / best_seconds(stage, given[words], budget_s):>18,.0f}"
            if words <= most
            else f"{'-':>18}"
            for words in lengths
        )
        print(f"{name:<28}{cells}")
    read_stream("")
    sizes = {words: text for words, text in texts.items() if words <= MAX_READ_WORDS}
    cells = "".join(
        f"{len(text) / best_seconds(read_stream, text):>18,.0f}" for text in sizes.values()
    )
    print(f"{'reader of streams, bytes':<28}{cells}")
