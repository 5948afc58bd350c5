"""Trains the local analyst from gold files, and prints how good it is.

    python -m scripts.train_analyst GOLD.jsonl [CORRECTIONS.jsonl ...] [--out data/analyst.json]
    python -m scripts.train_analyst GOLD.jsonl --encoder FOLDER [--base FILE --speech FOLDER]

Corrections exported from the Runs page are a gold file like any other.

The weights of the fast way: one minute on one core, numpy alone. With `--encoder`, also the full
way: `--base` (model.safetensors of all-mpnet-base-v2) trains the encoder into that folder, by the
recipe of `scripts/train/encoder.py`, with unmarked speech from `--speech`; without `--base` a
training that lies there is scored. Training needs `pip install torch safetensors`, and takes hours
on two cores or ten minutes on an accelerator. Either way FOLDER/encoder then holds all that
`data/encoder` needs (`scripts/train/assemble.py`; needs `pip install onnx`). It is copied there by
hand, where the tables say that it is better.

Prints a table for each way of judging in both forms: every verdict comes from a fold that never
saw the conversation. The same input gives the same weights (the encoder's: on the same device).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from refiner.analyst.judge import MARGIN, judge, mix_logits
from refiner.analyst.weights import chance_of
from refiner.evaluation.evaluate import evaluate
from refiner.evaluation.gold import Sample, load_gold, strip_punctuation
from refiner.evaluation.scores import Prediction
from refiner.evaluation.tables import report_table
from scripts.train.folds import folds_of
from scripts.train.pack import hash_file, save_arrays, student_path
from scripts.train.weights import (
    LESSONS,
    FloatArray,
    Span,
    cross_validate,
    fit,
    lessons_of,
    slope_of,
    spans_of,
)
from scripts.train.windows import read_windows

ROOT = Path(__file__).resolve().parent.parent


Read = Mapping[tuple[int, int], float]
"""A sample's number and a span's start to the logit of an encoder that never saw the sample."""


def held_out_chances(
    spans: Sequence[Span], logits: FloatArray, read: Read | None
) -> dict[tuple[int, int], float]:
    """How likely each span is a filler, as `judge` puts it together; `read` in the full way."""
    chances = {}
    for span, logit in zip(spans, logits, strict=True):
        at = (span.sample, span.start)
        chance = chance_of(float(logit))
        if read is not None and MARGIN <= chance <= 1 - MARGIN:
            chance = chance_of(mix_logits(read[at], float(logit)))
        chances[at] = chance
    return chances


def score(samples: Sequence[Sample], chances: Mapping[tuple[int, int], float], name: str) -> str:
    """The table of `evaluate`, with these chances in place of what is shipped."""

    def detect(texts: Sequence[str]) -> list[list[Prediction]]:
        found = []
        for index, text in enumerate(texts):
            row = []
            for j in judge(text, mode="fast"):
                p = chances.get((index, j.start), j.probability)
                row.append(Prediction(j.start, j.end, p >= 0.5, max(p, 1 - p)))
            found.append(row)
        return found

    punctuated = any("." in sample.text for sample in samples)
    report, _ = evaluate(samples, name, {name: detect}, confidence=0.5, punctuated=punctuated)
    return report_table(report)


def train_encoder(
    samples: Sequence[Sample], sources: Sequence[Path], base: Path, speech: Path | None, out: Path
) -> None:
    """Fold by fold and on all `samples`: hours on two cores, ten minutes on an accelerator.

    `sources`: the files that the samples are from, whose hashes the training notes.
    """
    from scripts.train.base import read_base
    from scripts.train.encoder import Recipe, train_files
    from scripts.train.prepare import prepare

    out.mkdir(parents=True, exist_ok=True)
    save_arrays(out / "prepared.npz", prepare(samples, speech))
    save_arrays(out / "base.npz", read_base(base))
    train_files(out / "prepared.npz", out / "base.npz", out, Recipe(), [*sources, base])


def assemble(training: Path) -> None:
    """What `data/encoder` needs, into `training`/encoder: of the student that the tables score."""
    from scripts.train.assemble import write_encoder

    recipe = json.loads((training / "recipe.json").read_text(encoding="utf-8"))
    student = student_path(training, recipe["recipe"]["students"][0])
    write_encoder(student, training / "encoder", recipe)


def read_held_out(folder: Path, copies: Sequence[Sequence[Sample]]) -> list[Read]:
    """For each of the copies (as written, unpunctuated) what the students of the folds read.

    From `prepared.npz` and `logits.npz` of `train_encoder`: the first student, full context.
    """
    found: list[Read] = []
    with np.load(folder / "prepared.npz") as stored, np.load(folder / "logits.npz") as logits:
        student = next(iter(logits)).split()[0]
        for row, samples in zip(("written", "unpunctuated"), copies, strict=True):
            windows = read_windows(stored, f"test.{row}.0")
            values = logits[f"{student} test.{row}.0"]
            read = {}
            for at, place in zip(*np.nonzero(windows.label >= 0), strict=True):
                sample = int(windows.sample[at])
                span = samples[sample].judged[int(windows.span[at, place])]
                read[sample, span.start] = float(values[at, place])
            found.append(read)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "analyst.json")
    parser.add_argument("--encoder", type=Path, help="folder of an encoder's training")
    parser.add_argument("--base", type=Path, help="model.safetensors of all-mpnet-base-v2")
    parser.add_argument("--speech", type=Path, help="folder of transcripts without marks")
    args = parser.parse_args()
    if (args.base and not args.encoder) or (args.speech and not args.base):
        parser.error("--base needs --encoder, and --speech needs --base")
    samples = [sample for path in args.gold for sample in load_gold(path)]
    copies = [samples, [strip_punctuation(sample) for sample in samples]]
    spans = [spans_of(copy) for copy in copies]
    written = lessons_of(LESSONS)
    lessons = spans_of([*written, *map(strip_punctuation, written)])
    fold_of = folds_of(samples)
    logits = cross_validate(spans, lessons, fold_of)
    fillers = np.array([s.filler for found in spans for s in found], float)
    slope = slope_of(np.concatenate(logits), fillers)
    if args.base:
        train_encoder(samples, args.gold, args.base, args.speech, args.encoder)
    reads: list[list[Read | None]] = [[None, None]]
    if args.encoder:
        reads.append([*read_held_out(args.encoder, copies)])
        assemble(args.encoder)
    for name, read in zip(("fast, in folds", "full, in folds"), reads, strict=False):
        for copy, found, values, encoded in zip(copies, spans, logits, read, strict=True):
            print(score(copy, held_out_chances(found, slope * values, encoded), name) + "\n")
    weights = fit([*spans[0], *spans[1], *lessons])
    document = {
        "about": "Written by scripts/train_analyst.py; sources and licences in docs/accuracy.md.",
        "gold_sha256": [hash_file(path) for path in args.gold],
        "slope": round(slope, 3),
        "weights": {name: round(slope * weight, 4) for name, weight in weights.items()},
    }
    args.out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
