"""How a long talk slows a short one run at the same time: `python -m scripts.bench_isolation`.

Ratios from one run, so that the machine does not matter: the median time of a run of 60 words
alone and beside a run of 400,000; how long Cancel takes; how a deadline of 3 s ends.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from refiner.config.settings import Settings
from refiner.model import Source, Transcript
from refiner.run.runner import Runner
from refiner.run.view import RunView
from refiner.store import Store
from refiner.transcripts.samples import ENGLISH_SAMPLES, load_sample

SHORT_WORDS, LONG_WORDS = 60, 400_000
RUNS = 30


def build_talk(words: int) -> Transcript:
    """A talk of so many words from the samples, its sentences numbered so that none is twice."""
    said = " ".join(load_sample(sample.name) for sample in ENGLISH_SAMPLES).split()
    repeated = [f"{word} {n}" if n % 17 == 0 else word for n, word in enumerate(said * 1000)]
    return Transcript(" ".join(repeated[:words]), Source(None, "text", str(words).zfill(64)))


def wait_for_end(runner: Runner, run_id: int) -> RunView:
    while (view := runner.view(run_id)) is None or view.status == "running":
        time.sleep(0.002)
    return view


def measure_short_ms(runner: Runner, settings: Settings, talk: Transcript) -> float:
    """The median time of a short run, in milliseconds."""
    times = []
    for _ in range(RUNS):
        began = time.monotonic()
        wait_for_end(runner, runner.submit(talk, settings))
        times.append((time.monotonic() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    short, long = build_talk(SHORT_WORDS), build_talk(LONG_WORDS)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(provider="local", db=Path(folder) / "runs.db", log=None, timeout_s=600)
        runner = Runner(Store(Path(folder) / "runs.db"))
        measure_short_ms(runner, settings, short)  # loads what is loaded once
        alone_ms = measure_short_ms(runner, settings, short)
        long_id = runner.submit(long, settings)
        beside_ms = measure_short_ms(runner, settings, short)
        view = runner.view(long_id)
        running = view is not None and view.status == "running"
        began = time.monotonic()
        runner.cancel(long_id)
        status = wait_for_end(runner, long_id).status
        print(f"short run alone {alone_ms:.0f} ms, beside a long one {beside_ms:.0f} ms: ", end="")
        print(f"{beside_ms / alone_ms:.2f} times (long one running to the end: {running})")
        print(f"Cancel: {status} after {time.monotonic() - began:.2f} s")
        began = time.monotonic()
        ended = wait_for_end(runner, runner.submit(long, settings.with_changes(timeout_s=3.0)))
        took, why = time.monotonic() - began, ended.error
        if ended.document is not None:
            why = ended.document["fallback_reason"]
        print(f"Deadline of 3 s: {ended.status} after {took:.2f} s: {why}")
        runner.close()


if __name__ == "__main__":
    main()
