"""Runs for tests: one without a log, from transcript to document; a logged one once more."""

from dataclasses import replace
from typing import Any

from refiner.config.settings import Settings
from refiner.run.auto_strategy import known_speed
from refiner.run.document import build_document
from refiner.run.fallbacks import complete_run, start_run
from refiner.store import Store
from tests.support.talks import list_log, unlogged


async def document_of(transcript, backend, lines=None, **changes):
    """`lines` receives the run's log lines."""
    log = list_log([] if lines is None else lines)
    settings = unlogged(**changes)
    state = start_run(transcript, settings, backend, log, speed=known_speed(settings))
    result = await complete_run(state)
    return build_document(1, "2026-11-22T12:00:00.000+00:00", state, result)


def copy_run(store: Store, run_id: int, *, speaker: str = "", **changes: Any) -> int:
    """The number of the same finished run logged once more, with `changes` of its document."""
    document, transcript = store.runs.document(run_id), store.runs.transcript(run_id)
    assert document is not None
    assert transcript is not None
    copy, _ = store.runs.start(replace(transcript, speaker=speaker), Settings(), "local")
    changed: Any = document | {"run_id": copy, "speaker": speaker, **changes}
    store.runs.finish(changed)
    return copy
