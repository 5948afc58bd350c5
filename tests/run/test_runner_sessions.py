"""Browser sessions at the same time on one server: each has its own run, key and charge."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from refiner.store import Store
from tests.support.loopback import Loopback, Reply, serving
from tests.support.tab import Tab
from tests.support.talks import advice, analysis_answer
from tests.support.workbench import Workbench, running_workbench


def talk(number: int) -> str:
    return f"Um, point {number} of the plan is ready, says witness{number:03d}. It is good."


def key(number: int) -> str:
    return f"sk-session-{number:03d}-0123456789"


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    script = {"analysis": Reply(analysis_answer(1, 1), first_s=0.5), "coaching": Reply(advice())}
    with serving(script) as loopback:
        yield loopback


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sessions")


@pytest.fixture(scope="module")
def workbench(server: Loopback, folder: Path) -> Iterator[Workbench]:
    with running_workbench(folder, {"OPENAI_BASE_URL": server.url}) as running:
        yield running


def finish(tab: Tab, store: Store) -> str:
    """Wait for the end of the tab's run; what the page of its result holds."""
    assert tab.run_id is not None
    until = time.monotonic() + 60
    while store.runs.rows(run_id=tab.run_id)[0]["status"] == "running":
        assert time.monotonic() < until
        time.sleep(0.1)
    tab.run_script()
    return tab.received


def run_a_talk(workbench: Workbench, store: Store, number: int) -> tuple[int, str]:
    """One session from its form, with a double click, to its result; its run, all it was sent."""
    with Tab(workbench.url) as tab:
        tab.type({"refine_text": talk(number), "refine_key": key(number)})
        tab.click("refine_go", times=2)
        sent = finish(tab, store)
        assert tab.run_id is not None
        return tab.run_id, sent


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(range(100, 105), marks=pytest.mark.slow, id="five"),
        pytest.param(range(20), marks=pytest.mark.soak, id="twenty"),
    ],
)
def test_concurrent_sessions_see_nothing_of_each_other(
    numbers: range, workbench: Workbench, server: Loopback, folder: Path
) -> None:
    store = Store(folder / "runs.db")
    rows, calls = len(store.runs.rows()), len(server.exchanges)
    with ThreadPoolExecutor(len(numbers)) as pool:
        ended = list(pool.map(lambda number: run_a_talk(workbench, store, number), numbers))
    runs = {run_id for run_id, _ in ended}
    assert len(runs) == len(numbers)
    assert len(store.runs.rows()) == rows + len(numbers)  # a double click starts one run
    for number, (run_id, sent) in zip(numbers, ended, strict=True):
        assert set(re.findall(r"witness\d\d\d", sent)) == {f"witness{number:03d}"}
        assert "sk-session" not in sent
        document: Any = store.runs.document(run_id)
        assert document["text"] == talk(number)
    charged: Counter[str] = Counter()
    for exchange in server.exchanges[calls:]:
        bearer = exchange.headers["authorization"].removeprefix("Bearer ")
        charged[f"{exchange.call} {bearer}"] += 1
        sent_numbers = re.findall(r"witness(\d\d\d)", json.dumps(exchange.document))
        assert {key(int(number)) for number in sent_numbers} <= {bearer}
    assert set(charged.values()) == {1}
    assert len(charged) == 2 * len(numbers)
    logged = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"sk-session" not in logged


@pytest.mark.slow
def test_a_reload_and_a_second_tab_show_the_run_and_pay_nothing(
    workbench: Workbench, server: Loopback, folder: Path
) -> None:
    store = Store(folder / "runs.db")
    run_id, _ = run_a_talk(workbench, store, 77)
    calls, rows = len(server.exchanges), len(store.runs.rows())
    for _ in range(2):
        with Tab(workbench.url, f"run={run_id}") as tab:
            assert "witness077" in tab.received
    assert (len(server.exchanges), len(store.runs.rows())) == (calls, rows)
