"""A run without a log: from a transcript and a backend to the run document."""

from refiner.run.document import build_document
from refiner.run.fallbacks import run, start_work
from tests.support.talks import unlogged


async def document_of(talk, backend, said=None, **changes):
    lines = [] if said is None else said
    work = start_work(talk, unlogged(**changes), backend, say=lines.append)
    ending = await run(work)
    return build_document(1, "2026-11-22T12:00:00.000+00:00", work, ending)
