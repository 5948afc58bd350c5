"""A batch on one and on two workers of a cluster, and what the asking machine does for a talk.

`python -m scripts.bench dask`. The simulated provider waits as for a model on a server, so that a
second worker is a second machine even where the cores of this one are taken; the local analyst
computes. The two sizes take turns.
"""

from __future__ import annotations

import pickle
import tempfile
import time
from pathlib import Path
from random import Random

from refiner.batch.dask_engine import run_on_dask, start_cluster
from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions
from refiner.batch.workers import BatchOptions, BatchResult
from refiner.config.settings import Settings
from refiner.store import Store
from scripts.bench_reading import build_text

TALKS, TALK_WORDS, ROUNDS = 10, 500, 3
SPEED = 20.0  # of the simulated provider: a talk takes about 2 s
PROVIDERS = ("simulated", "local")


def bench_dask(rounds: int = ROUNDS) -> None:
    for provider in PROVIDERS:
        for number in range(rounds):
            one, two = (_judge(workers, provider) for workers in (1, 2))
            print(
                f"{provider}, round {number + 1}: {one['talks_s']:.2f} and {two['talks_s']:.2f} "
                f"talks a second on 1 and 2 workers, ratio {two['talks_s'] / one['talks_s']:.2f}; "
                f"asking machine {two['cpu_ms']:.0f} ms of processor time a talk, "
                f"{two['kib']:.0f} KiB back"
            )


def _judge(workers: int, provider: str) -> dict[str, float]:
    """Talks a second on warm workers; a talk's processor time here and the size of its result."""
    results: list[BatchResult] = []
    with start_cluster(workers) as cluster, tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "refiner.log"
        settings = Settings(provider=provider, analyst="fast", speed=SPEED, db=None, log=log)
        options = BatchOptions(settings, Store(Path(folder) / "runs.db"), ReadingOptions())
        run_on_dask(_talks(2 * workers, "warm"), options, workers, results.append, cluster)
        results.clear()
        began, cpu = time.perf_counter(), time.process_time()
        run_on_dask(_talks(TALKS, "talk"), options, workers, results.append, cluster)
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
    size = sum(len(pickle.dumps(result)) for result in results)
    return {
        "talks_s": TALKS / took,
        "cpu_ms": 1000 * cpu / TALKS,
        "kib": size / TALKS / 1024,
    }


def _talks(number: int, name: str) -> list[Input]:
    """Talks of other words in another order, since the encoder remembers what it has read."""
    words = build_text(4 * TALK_WORDS).split()
    talks = []
    for n in range(number):
        order = Random(f"{name} {n}")
        begins = [order.randrange(len(words) - 50) for _ in range(TALK_WORDS // 50)]
        text = " ".join(" ".join(words[begin : begin + 50]) for begin in begins)
        talks.append(Input(Path(f"{name}-{n}.txt"), data=text.encode()))
    return talks
