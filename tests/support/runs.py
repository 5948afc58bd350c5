"""A run without a log: from a transcript and a backend to the run document."""

from refiner.run.auto_strategy import known_speed
from refiner.run.document import build_document
from refiner.run.fallbacks import complete_run, start_run
from tests.support.talks import list_log, unlogged


async def document_of(transcript, backend, lines=None, **changes):
    """`lines` receives the run's log lines."""
    log = list_log([] if lines is None else lines)
    settings = unlogged(**changes)
    state = start_run(transcript, settings, backend, log, speed=known_speed(settings))
    result = await complete_run(state)
    return build_document(1, "2026-11-22T12:00:00.000+00:00", state, result)
