"""Which spans of a run people can judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.errors import InputError
from refiner.insight.corrections import correct_span, find_corrected
from refiner.store import Store
from refiner.transcripts.from_document import transcript_of
from tests.support.sample_document import document

TALK = "{+Um} so I, {+you know}, went home."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.db")


def log_run(store: Store) -> tuple[int, str]:
    made = document(TALK)
    run_id, _ = store.runs.start(transcript_of(made), Settings(), made["provider"])
    store.runs.finish(made | {"run_id": run_id})
    return run_id, made["text"]


@pytest.mark.parametrize("words", ["you", "know", "I, you know", "went", "went home"])
def test_a_span_that_shares_words_with_another_is_refused_in_one_line(
    store: Store, words: str
) -> None:
    run_id, text = log_run(store)
    start = text.index("went home")
    correct_span(store, run_id, start, start + len("went home"), True)
    begin = text.index(words)
    span = begin, begin + len(words)
    if words == "went home":  # judged again
        correct_span(store, run_id, *span, False)
        return
    with pytest.raises(InputError, match=f"“{words}”: it overlaps “[^”]+”, which has a verdict"):
        correct_span(store, run_id, *span, True)
    assert len(store.labels.rows(run_id)) == 1


def test_a_span_beside_another_is_taken(store: Store) -> None:
    run_id, text = log_run(store)
    start = text.index("so")
    correct_span(store, run_id, start, start + 2, True)
    found = find_corrected(store, run_id)
    assert found is not None
    assert found["counts"]["ai"] == 3


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 900)])
def test_a_span_outside_the_text_is_refused(store: Store, span: tuple[int, int]) -> None:
    run_id, _ = log_run(store)
    with pytest.raises(InputError, match="the text has"):
        correct_span(store, run_id, *span, True)


def test_an_own_verdict_can_always_be_undone(store: Store) -> None:
    run_id, text = log_run(store)
    start = text.index("know")
    store.labels.set(run_id, start, start + 4, True)  # as an older version kept it
    correct_span(store, run_id, start, start + 4, None)
    assert store.labels.rows(run_id) == []
