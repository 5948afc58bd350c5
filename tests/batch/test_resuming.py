"""What the run log holds is used again only where these settings would give it."""

from pathlib import Path

import pytest

from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions
from refiner.batch.resuming import find_pending
from refiner.batch.tasks import BatchOptions, BatchResult
from refiner.batch.workers import run_batch
from refiner.config.settings import Settings
from refiner.store import Store

TALK = "Um, so we, uh, looked at the plan. It was, like, huge. You know, I like it. Um, yes."
FAST = Settings(provider="local", analyst="fast", db=None, log=None)


@pytest.fixture
def talk(tmp_path) -> Input:
    (tmp_path / "talk.txt").write_text(TALK)
    return Input(tmp_path / "talk.txt")


@pytest.fixture
def store(tmp_path, talk) -> Store:
    """With a run of the talk by the analyst without its encoder."""
    store = Store(Path(tmp_path) / "runs.db")
    results: list[BatchResult] = []
    run_batch(
        [talk], BatchOptions(FAST, store, ReadingOptions()), 1, results.append, processes=False
    )
    document = results[0].document
    assert document is not None, results[0].error
    assert document["models"] == {"analysis": "local-fast", "coaching": "local"}
    return store


@pytest.mark.parametrize(
    ("changes", "reused"),
    [
        ({}, True),
        ({"analyst": "full"}, False),
        ({"confidence": 0.9}, False),
        ({"model_analysis": "another"}, True),  # which the local analyst does not ask
    ],
)
def test_a_result_is_reused_only_from_the_same_judge(store, talk, changes, reused):
    options = BatchOptions(FAST.with_changes(**changes), store, ReadingOptions())
    results: list[BatchResult] = []
    pending = list(find_pending([talk], options, results.append))
    assert (len(results), len(pending)) == ((1, 0) if reused else (0, 1))
