"""The workbench killed while its page waits for runs: what the page has shown is in the log."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from refiner.store import Store
from scripts.soak import Losses, examine_log
from tests.support.tab import Tab
from tests.support.workbench import running_workbench

TALK = "Um, so this is, like, talk {n}. We, you know, planned it for weeks, and I like it. "
SHOWN = "How this was computed"  # on a page with a result, and on no other


def run_talks(url: str, acknowledged: set[int]) -> None:
    """One talk after another from the form to its result, until the server is gone."""
    with suppress(ConnectionClosed, ConnectionError, TimeoutError, EOFError):
        for n in range(1000):
            with Tab(url) as tab:
                tab.type({"refine_text": TALK.format(n=n) * 4})
                tab.click("refine_go")
                while SHOWN not in tab.received:
                    time.sleep(0.05)
                    tab.run_script()
                assert tab.run_id is not None
                acknowledged.add(tab.run_id)


def kill_workbench(folder: Path, after_s: float) -> set[int]:
    """The runs whose results were shown before the kill."""
    acknowledged: set[int] = set()
    with running_workbench(folder, {"REFINER_PROVIDER": "local"}) as workbench:
        person = threading.Thread(target=run_talks, args=(workbench.url, acknowledged))
        person.start()
        time.sleep(after_s)
        os.kill(workbench.pid, signal.SIGKILL)
        person.join(60)
    return acknowledged


@pytest.mark.parametrize(
    ("kills", "longest_s"),
    [
        pytest.param(1, 4.0, marks=pytest.mark.slow),
        pytest.param(30, 12.0, marks=pytest.mark.soak),
    ],
)
def test_a_killed_workbench_loses_no_run_that_it_showed(
    tmp_path: Path, kills: int, longest_s: float
) -> None:
    rng = random.Random(kills)
    acknowledged: set[int] = set()
    for _ in range(kills):
        acknowledged |= kill_workbench(tmp_path, rng.uniform(1.0, longest_s))
    losses = examine_log(Store(tmp_path / "runs.db"), acknowledged, Losses(kills=kills))
    print(losses)
    assert losses.nothing, losses
