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

from refiner import __version__
from refiner.batch.dask_engine import judge_talk, log_result, run_on_dask, start_cluster
from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions
from refiner.batch.tasks import BatchOptions, BatchResult, BatchTask
from refiner.config.settings import Settings
from refiner.store import Store
from scripts.bench_reading import build_text

TALKS, TALK_WORDS, ROUNDS, LOGGED = 10, 500, 3, 200
SPEED = 20.0  # of the simulated provider: a talk takes about 2 s
PROVIDERS = ("simulated", "local")


def bench_dask(rounds: int = ROUNDS) -> None:
    for provider in PROVIDERS:
        for number in range(rounds):
            one, two = (_judge(workers, provider) for workers in (1, 2))
            print(
                f"{provider}, round {number + 1}: {one:.2f} and {two:.2f} "
                f"talks a second on 1 and 2 workers, ratio {two / one:.2f}"
            )
    _measure_asking_machine()


def _judge(workers: int, provider: str) -> float:
    """Talks a second on warm workers."""
    results: list[BatchResult] = []
    with start_cluster(workers) as cluster, tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "refiner.log"
        settings = Settings(provider=provider, analyst="fast", speed=SPEED, db=None, log=log)
        options = BatchOptions(settings, Store(Path(folder) / "runs.db"), ReadingOptions())
        run_on_dask(_talks(2 * workers, "warm"), options, workers, results.append, cluster)
        results.clear()
        began = time.perf_counter()
        run_on_dask(_talks(TALKS, "talk"), options, workers, results.append, cluster)
        return TALKS / (time.perf_counter() - began)


def _measure_asking_machine() -> None:
    """Processor time for what it does with a result, Dask's own apart; and the result's size."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(provider="local", analyst="fast", log=Path(folder) / "refiner.log")
        store = Store(Path(folder) / "runs.db")
        options = BatchOptions(settings, store, ReadingOptions())
        (talk,) = _talks(1, "talk")
        apart = BatchOptions(settings, None, ReadingOptions())
        sent = pickle.dumps(judge_talk(BatchTask(talk.name, talk.read()), apart, __version__))
        with store.keep_open():
            began = time.process_time()
            for _ in range(LOGGED):
                judged = pickle.loads(sent)
                log_result(judged.results[0], judged, options)
            cpu_ms = 1000 * (time.process_time() - began) / LOGGED
    print(f"asking machine: {cpu_ms:.1f} ms of processor time a talk, {len(sent) / 1024:.0f} KiB")


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
