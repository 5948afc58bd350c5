"""How fast the rules and the local analyst read, and whether cost grows with length alone.

Every figure is measured here and now, over the talks in `data/samples`, in
processor seconds of one core, the best of several rounds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from refiner.analyst.judge import judge  # noqa: E402
from refiner.detection.detector import detect  # noqa: E402
from refiner.evaluation.gold import Sample, strip_punctuation  # noqa: E402
from refiner.model import count_words  # noqa: E402

ROUNDS = 5
BASE_WORDS = 4_000  # the shortest text: half an hour of speech
LENGTHS = (1, 4, 16)
Stage = Callable[[str], object]
STAGES: tuple[tuple[str, Stage, int], ...] = (
    ("rules", detect, 300_000),  # words a second that the project promises
    ("local analyst", judge, 50_000),
)


def talk(words: int) -> str:
    """The sample talks again and again, until there are `words` words."""
    samples = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "data/samples").glob("*.txt"))]
    text = "\n".join(samples)
    return "\n".join([text] * -(-words // count_words(text)))


def seconds(stage: Stage, text: str) -> float:
    """Processor seconds that `stage` takes for `text`, in its best round."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        stage(text)
        best = min(best, time.process_time() - start)
    return best


def line(name: str, stage: Stage, promised: int, base: str) -> str:
    stage(base)  # weights and patterns are loaded once, at the first call
    speeds = []
    for times in LENGTHS:
        text = "\n".join([base] * times)
        speeds.append(count_words(text) / seconds(stage, text))
    cells = "".join(f"{speed:>14,.0f}" for speed in speeds)
    growth = speeds[0] / speeds[-1]
    return f"{name:<28}{cells}{growth:>16.2f}{promised:>14,}"


def main() -> None:
    base = talk(BASE_WORDS)
    raw = strip_punctuation(Sample("bench", base, ())).text  # as a recogniser would give it
    words = count_words(base)
    heads = "".join(f"{f'{words * n:,} words':>14}" for n in LENGTHS)
    print(f"{'words a second, one core':<28}{heads}{'cost a word, x':>16}{'promised':>14}")
    for kind, text in (("", base), (", raw", raw)):
        for name, stage, promised in STAGES:
            print(line(name + kind, stage, promised, text))
    print(f"cost a word, x: at {LENGTHS[-1]} times the length, against the shortest (1 is linear)")


if __name__ == "__main__":
    main()
