"""Kills `run` and `batch` at random moments, and checks that nothing was lost.

A result counts as acknowledged once its document is on standard output. Killed means SIGKILL, to
the process and its workers, at a random moment between its start and a little after its end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from refiner.store import Store  # noqa: E402

_TEXT = "Um, so this is, like, talk {n}. We, you know, planned it for weeks, and I like it. " * 4


@dataclass(slots=True)
class Losses:
    """What a soak found; everything but `kills` and the two counts of runs should be empty."""

    kills: int = 0
    acknowledged: int = 0
    interrupted: int = 0
    lost: list[int] = field(default_factory=list)
    still_running: list[int] = field(default_factory=list)
    without_transcript: list[int] = field(default_factory=list)
    unsound: str = ""

    @property
    def nothing(self) -> bool:
        return not (self.lost or self.still_running or self.without_transcript or self.unsound)


def soak(kills: int, folder: Path, seed: int, longest_s: float) -> Losses:
    """Kill `kills` commands that log to one file in `folder`; what the log says afterwards."""
    rng = random.Random(seed)
    talks = folder / "talks"
    talks.mkdir()
    for n in range(12):
        (talks / f"{n}.txt").write_text(_TEXT.format(n=n))
    db = folder / "runs.db"
    losses, acknowledged = Losses(kills=kills), set()
    for n in range(kills):
        one = ["run", str(talks / f"{n % 12}.txt")]
        target = ["batch", str(talks), "--no-cache"] if n % 2 else one
        acknowledged |= _kill_one([*target, "--db", str(db)], rng.uniform(0, longest_s), folder)
    return examine_log(Store(db), acknowledged, losses)


def _kill_one(arguments: list[str], after_s: float, folder: Path) -> set[int]:
    """The runs whose documents were printed in full before the kill."""
    command = [sys.executable, "-m", "refiner", *arguments, "--provider", "local", "--json"]
    environment = os.environ | {"REFINER_LOG": str(folder / "refiner.log")}
    with (folder / "out").open("w+b") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        with suppress(subprocess.TimeoutExpired):
            process.wait(after_s)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        out.seek(0)
        lines = out.read().split(b"\n")[:-1]
    return {json.loads(line)["run_id"] for line in lines}


def examine_log(store: Store, acknowledged: set[int], losses: Losses) -> Losses:
    """Add to `losses` what is missing of the acknowledged runs, or wrong with the log."""
    rows = {row["run_id"]: row["status"] for row in store.runs.rows()}
    losses.acknowledged = len(acknowledged)
    losses.interrupted = sum(status == "interrupted" for status in rows.values())
    losses.lost = sorted(n for n in acknowledged if store.runs.document(n) is None)
    losses.still_running = [n for n, status in rows.items() if status == "running"]
    for run_id in rows:
        transcript = store.runs.transcript(run_id)
        if transcript is None or not transcript.text:
            losses.without_transcript.append(run_id)
    with closing(sqlite3.connect(store.path)) as db:
        verdict = db.execute("pragma integrity_check(1)").fetchone()[0]
        index = "insert into runs_fts(runs_fts, rank) values ('integrity-check', 1)"
        db.execute(index)  # raises if the search index disagrees with the rows
    losses.unsound = "" if verdict == "ok" else str(verdict)
    return losses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=6.0, metavar="SECONDS")
    args = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        losses = soak(args.kills, Path(folder), args.seed, args.longest)
    print(f"{losses} in {time.monotonic() - began:.0f} s")
    return 0 if losses.nothing else 1


if __name__ == "__main__":
    sys.exit(main())
