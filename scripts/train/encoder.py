"""Trains the encoder from prepared arrays: fold by fold, and once on everything.

    python -m scripts.train.encoder PREPARED.npz BASE.npz OUT [--teachers 2] [--words 1000] ...

Needs torch besides the project's packages, and no gold, so that it can run on another machine that
has an accelerator. Steps, for each fold without its conversations (neither labels nor text), and
once with all of them:

1. Words masked and guessed, in unmarked speech (shared by all), then in the gold's own texts.
2. Teachers of eight layers, on the judged places.
3. A student of six layers, its weights rounded to 4 bits in every pass: on the judged places,
   and on unjudged ones by the mean of the teachers' logit and the fast way's.

Writes `logits.npz` (every judged place by the student that never saw its conversation),
`student-6-0.5.npz` (the student of everything, by its name) and `recipe.json` (settings, seed,
versions, hashes).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from scripts.train.learn import (
    SMOOTHING,
    Pool,
    WordHead,
    guess_words,
    judge_places,
    pool_of,
    read_logits,
)
from scripts.train.network import Embeddings, Network
from scripts.train.pack import hash_file, pack_layers, save_arrays, student_path

AnyArray = np.ndarray[Any, np.dtype[Any]]
EMBEDDINGS = Path(__file__).resolve().parents[2] / "data" / "encoder" / "embeddings_q4.npz"
BEGIN, END, WINDOW = 0, 2, 110
BEGAN = time.monotonic()


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings. Rates are of AdamW; sizes count windows.

    A student is "layers:share": its depth, and the teachers' share of what it is taught on
    unjudged places.
    """

    folds: int = 5
    students: tuple[str, ...] = ("6:0.5",)
    words_steps: int = 1000
    words_size: int = 512
    words_rate: float = 2e-4
    own_steps: int = 120
    own_size: int = 192
    own_rate: float = 5e-5
    teachers: int = 2
    teacher_layers: int = 8
    teacher_frozen: int = 3
    teacher_epochs: int = 4
    teacher_size: int = 32
    teacher_rate: float = 1.6e-5
    student_epochs: int = 5
    student_size: int = 48
    student_rate: float = 1e-4
    unjudged: int = 7000
    seed: int = 20


def log_line(line: str) -> None:
    print(f"[{time.monotonic() - BEGAN:6.1f}] {line}", flush=True)


class Trainer:
    """Holds what all folds share on the device."""

    def __init__(
        self, stored: Mapping[str, AnyArray], base: Mapping[str, AnyArray], recipe: Recipe
    ) -> None:
        from scripts.train.windows import read_windows

        self.recipe, self.stored = recipe, stored
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.embeddings = Embeddings(EMBEDDINGS).to(self.device)
        self.base = base
        self.fold: AnyArray = stored["fold"]
        names = sorted({n.rsplit(".", 1)[0] for n in stored if n.endswith(".pieces")})
        read = {name: read_windows(stored, name) for name in names}
        self.rows = {
            row: [name for name in names if name.startswith(f"{row}.")]
            for row in ("written", "unpunctuated")
        }
        self.judged = {
            name: pool_of(read[name], self.device, smoothing=SMOOTHING)
            for row in self.rows.values()
            for name in row
        }
        self.tests = {n: pool_of(read[n], self.device) for n in names if n.startswith("test.")}
        self.sample = {name: windows.sample for name, windows in read.items()}
        self.unjudged = read["unjudged"]
        self.unjudged_pool = pool_of(self.unjudged, self.device)
        stream = torch.from_numpy(stored["stream"].astype(np.int32)).to(self.device)
        marks = torch.zeros(65536, dtype=torch.bool, device=self.device)
        marks[torch.from_numpy(stored["marks"].astype(np.int64)).to(self.device)] = True
        self.streams = (stream, stream[~marks[stream.long()]])
        self.own = torch.from_numpy(stored["own"].astype(np.int32)).to(self.device)

    def network(self, start: Mapping[str, AnyArray], layers: int, **options: Any) -> Network:
        network = Network(self.embeddings, start, layers, **options)
        network.to(self.device)
        return network

    def speech(self, size: int) -> torch.Tensor:
        """Windows of unmarked speech, half of them without marks."""
        parts = []
        for stream, n in zip(self.streams, (size // 2, size - size // 2), strict=True):
            at = torch.randint(0, len(stream) - WINDOW, (n, 1), device=self.device)
            inside = stream[at + torch.arange(WINDOW, device=self.device)]
            parts.append(torch.nn.functional.pad(inside, (1, 0), value=BEGIN))
        return torch.nn.functional.pad(torch.cat(parts), (0, 1), value=END).long()

    def learn_words(self) -> tuple[dict[str, AnyArray], WordHead]:
        """The base after guessing words in unmarked speech: the same for all folds."""
        r = self.recipe
        torch.manual_seed(r.seed)
        network = self.network(self.base, r.teacher_layers)
        head = WordHead(self.embeddings).to(self.device)
        if len(self.streams[1]) > WINDOW:
            guess_words(
                network,
                head,
                lambda: self.speech(r.words_size),
                r.words_steps,
                r.words_rate,
                log_line,
            )
        return network.weights(), head

    def learn_own_words(
        self, start: Mapping[str, AnyArray], head: WordHead, used: AnyArray
    ) -> dict[str, AnyArray]:
        """`start` after guessing words in the texts of the samples `used` and in speech."""
        r = self.recipe
        torch.manual_seed(r.seed + 1)
        rows = torch.from_numpy(np.nonzero(used[self.stored["own.sample"]])[0]).to(self.device)
        half = r.own_size // 2
        plenty = len(self.streams[1]) > WINDOW

        def batch() -> torch.Tensor:
            drawn = rows[torch.randint(0, len(rows), (half,), device=self.device)]
            own = self.own[drawn].long()
            return torch.cat([own, self.speech(half)]) if plenty else own

        network = self.network(start, r.teacher_layers)
        own_head = WordHead(self.embeddings).to(self.device)
        own_head.load_state_dict(head.state_dict())
        guess_words(network, own_head, batch, r.own_steps, r.own_rate, log_line)
        return network.weights()

    def epochs(
        self, used: AnyArray, number: int, seed: int, unjudged: int
    ) -> tuple[list[str], list[AnyArray]]:
        """For each epoch the rows, of the pools of the names joined, that are read.

        Each sample once as written and once unpunctuated, each time in another variant; and some
        unjudged windows of samples that are `used` or of unmarked speech.
        """
        rng = np.random.default_rng(seed)
        names = [name for row in self.rows.values() for name in row]
        starts = np.cumsum([0, *(len(self.judged[name]) for name in names)])
        sample = self.unjudged.sample
        own = sample < len(self.fold)
        free = np.nonzero(~own | used[np.where(own, sample, 0)])[0] + starts[-1]
        epochs = []
        for _ in range(number):
            chosen = []
            for row in self.rows.values():
                drawn = rng.integers(len(row), size=len(self.fold))
                for v, name in enumerate(row):
                    takes = used & (drawn == v)
                    chosen.append(
                        np.nonzero(takes[self.sample[name]])[0] + starts[names.index(name)]
                    )
            if unjudged:
                chosen.append(rng.choice(free, min(unjudged, len(free)), replace=False))
            epochs.append(np.concatenate(chosen))
        return names, epochs

    def teach(self, start: Mapping[str, AnyArray], used: AnyArray) -> AnyArray:
        """The teachers' mean logit on the unjudged places."""
        r = self.recipe
        logits = []
        for t in range(r.teachers):
            names, epochs = self.epochs(used, r.teacher_epochs, r.seed + t, 0)
            teacher = self.network(
                start, r.teacher_layers, frozen=r.teacher_frozen, seed=r.seed + t
            )
            pool = join_pools([self.judged[name] for name in names])
            judge_places(
                teacher, pool, epochs, r.teacher_size, r.teacher_rate, r.seed + t, log_line
            )
            logits.append(read_logits(teacher, self.unjudged_pool))
        mean: AnyArray = np.mean(logits, 0)
        return mean

    def study(
        self, start: Mapping[str, AnyArray], used: AnyArray, chance: AnyArray, layers: int
    ) -> Network:
        """The student, taught by labels and by `chance` on the unjudged places."""
        r = self.recipe
        names, epochs = self.epochs(used, r.student_epochs, r.seed + 100, r.unjudged)
        soft = pool_of(self.unjudged, self.device, chance)
        pool = join_pools([*(self.judged[name] for name in names), soft])
        student = self.network(start, layers, four_bits=True, seed=r.seed + 100)
        judge_places(student, pool, epochs, r.student_size, r.student_rate, r.seed + 100, log_line)
        return student


def join_pools(pools: Sequence[Pool]) -> Pool:
    return Pool(
        torch.cat([p.pieces for p in pools]),
        torch.cat([p.first for p in pools]),
        torch.cat([p.last for p in pools]),
        torch.cat([p.chance for p in pools]),
        np.concatenate([p.lengths for p in pools]),
    )


def mix(teachers: AnyArray, weights: AnyArray, share: float) -> AnyArray:
    """How likely each unjudged place is a filler, by the weighted mean of two logits."""
    chance: AnyArray = 1 / (1 + np.exp(-(share * teachers + (1 - share) * weights)))
    return chance


def train(
    stored: Mapping[str, AnyArray],
    base: Mapping[str, AnyArray],
    recipe: Recipe,
    keep_weights: Callable[[str, Mapping[str, AnyArray]], None],
    keep_logits: Callable[[Mapping[str, AnyArray]], None],
) -> None:
    """Train every student of the recipe on all folds; results are kept as they come."""
    trainer = Trainer(stored, base, recipe)
    log_line(f"{trainer.device}, {len(trainer.unjudged_pool)} unjudged windows")
    shared, head = trainer.learn_words()
    taught = []
    for held_out in [*range(recipe.folds), -1]:
        used = trainer.fold != held_out
        start = trainer.learn_own_words(shared, head, used)
        taught.append((held_out, used, start, trainer.teach(start, used)))
    logits: dict[str, AnyArray] = {}
    for name in recipe.students:
        layers, share = name.split(":")
        logits |= {
            f"{name} {test}": np.full(pool.chance.shape, np.nan, np.float32)
            for test, pool in trainer.tests.items()
        }
        for held_out, used, start, read in taught:
            weights = stored["unjudged.logit"][held_out].astype(np.float32)
            student = trainer.study(start, used, mix(read, weights, float(share)), int(layers))
            if held_out < 0:
                keep_weights(name, student.weights())
                continue
            for test, pool in trainer.tests.items():
                held = ~used[trainer.sample[test]]
                logits[f"{name} {test}"][held] = read_logits(student, pool)[held]
        keep_logits(logits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("prepared", "base", "out"):
        parser.add_argument(name, type=Path)
    for name, value in asdict(Recipe()).items():
        many = {"nargs": "+", "type": str} if isinstance(value, tuple) else {"type": type(value)}
        parser.add_argument(f"--{name.replace('_', '-')}", default=value, **many)
    args = vars(parser.parse_args())
    recipe = Recipe(**{name: args[name] for name in asdict(Recipe())})
    train_files(args["prepared"], args["base"], args["out"], recipe)


def train_files(
    prepared: Path, base: Path, out: Path, recipe: Recipe, sources: Sequence[Path] = ()
) -> None:
    """As `train`, from files into the folder `out`; `sources`: what the two were made from."""

    def keep_weights(name: str, weights: Mapping[str, AnyArray]) -> None:
        save_arrays(student_path(out, name), pack_layers(weights))

    def keep_logits(logits: Mapping[str, AnyArray]) -> None:
        save_arrays(out / "logits.npz", logits)
        written = sorted(out.glob("*.npz"))
        made = {
            "recipe": asdict(recipe),
            "versions": {
                "python": sys.version.split()[0],
                "torch": torch.__version__,
                "numpy": np.__version__,
            },
            "device": torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu",
            "sha256": {path.name: hash_file(path) for path in (*sources, prepared, base, *written)},
            "seconds": round(time.monotonic() - BEGAN),
        }
        (out / "recipe.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")

    with np.load(prepared) as stored, np.load(base) as first:
        train(dict(stored), dict(first), recipe, keep_weights, keep_logits)


if __name__ == "__main__":
    main()
