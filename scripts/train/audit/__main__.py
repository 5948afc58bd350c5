"""Learns `data/advice/network.npz`, the network that reads sentences of advice.

    python -m scripts.train.audit BASE [--changes 180000]

BASE is a folder with all-MiniLM-L6-v2 (Apache-2.0). Needs torch and transformers besides the
project's packages, and about an hour on two cores:

1. A larger network, MiniLM, learns from the lists beside the tests which texts are false.
2. Sentences of the lists are changed at random, and the larger network says what they are.
3. The small network learns from the lists and from these opinions.

Afterwards `python -m scripts.train_audit` learns the weights of words that stand beside it.
"""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path

from refiner.advice.audit.network import MAX_PIECES, WEIGHTS, cut_sentence
from scripts.train.audit.changes import changes, neighbours
from scripts.train.audit.examples import Example, labelled
from scripts.train.audit.student import learn
from scripts.train.audit.teacher import opinions, teach

SEED = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.train.audit")
    parser.add_argument("base", type=Path)
    parser.add_argument("--changes", type=int, default=180_000)
    arguments = parser.parse_args()
    known = list(labelled())
    teacher = teach(arguments.base, known, SEED)
    vectors = teacher.vectors()
    examples = [example for example, _ in known]
    near = neighbours([example.text for example in examples], vectors)
    changed = list(islice(changes(examples, near, SEED), arguments.changes))
    said = opinions(teacher, changed)
    student = learn(
        [(_numbers(example), false) for example, false in known],
        [(_numbers(example), logit) for example, logit in zip(changed, said, strict=True)],
        vectors,
        SEED,
    )
    student.save(WEIGHTS)
    print(f"{WEIGHTS.stat().st_size} bytes in {WEIGHTS.name}")


def _numbers(example: Example) -> list[int]:
    head, pieces = cut_sentence(*example)
    return (head + pieces)[:MAX_PIECES]


if __name__ == "__main__":
    main()
