"""Speed, measured here and now: `python -m scripts.bench [PART...] [--quick]`.

    strategies  (a) every strategy against a server at fixed token rates, and tokens a verdict
    overhead    (b) a run against its calls alone
    reading     (c) words and bytes a second
    at-once     (d) many runs at the same time
    log         (e) the pages over a run log of 1,000 to 100,000 runs
    start       (f) command line, server, first page
    dask        (g) a batch on one and on two workers of a cluster

Seconds are of this machine; ratios and medians are what to compare. docs/performance.md has the
figures of one run.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from pathlib import Path

from refiner.cores import count_cores
from scripts.bench_dask import ROUNDS, bench_dask
from scripts.bench_log import bench_log
from scripts.bench_reading import WORDS as READ_WORDS
from scripts.bench_reading import bench_reading
from scripts.bench_runs import (
    AT_ONCE,
    OVERHEAD_ROUNDS,
    WORDS,
    bench_at_once,
    bench_overhead,
    bench_strategies,
    bench_verdict_tokens,
)
from scripts.bench_start import bench_start

# Times the server's rates, so that hours are minutes; our own computing is stretched with them.
SPEED, LONG_SPEED, QUICK_SPEED = 1.0, 4.0, 4.0
LOG_RUNS = (1_000, 10_000, 100_000)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="all, if none is named")
    parser.add_argument("--quick", action="store_true", help="the small sizes only: a minute")
    parser.add_argument("--speed", type=float, help="of the server, for the strategies")
    parser.add_argument("--against", type=Path, help="another version's folder, for the start")
    args = parser.parse_args()
    quick = args.quick

    def strategies() -> None:
        bench_verdict_tokens()
        bench_strategies(WORDS[:2], args.speed or (QUICK_SPEED if quick else SPEED))
        if not quick:
            bench_strategies(WORDS[2:], args.speed or LONG_SPEED)

    def log() -> None:
        for runs in LOG_RUNS[:1] if quick else LOG_RUNS:
            bench_log(runs)

    parts: dict[str, Callable[[], None]] = {
        "strategies": strategies,
        "overhead": lambda: bench_overhead(3 if quick else OVERHEAD_ROUNDS),
        "reading": lambda: bench_reading(READ_WORDS[:2] if quick else READ_WORDS),
        "at-once": lambda: bench_at_once(AT_ONCE[:2] if quick else AT_ONCE),
        "log": log,
        "start": lambda: bench_start(3 if quick else 9, args.against),
        "dask": lambda: bench_dask(1 if quick else ROUNDS),
    }
    if unknown := set(args.parts) - parts.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; parts are {', '.join(parts)}")
    print(f"{count_cores()} cores, {platform.machine()}, Python {platform.python_version()}")
    for name in args.parts or parts:
        began = time.monotonic()
        parts[name]()
        print(f"({name}: {time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    main()
