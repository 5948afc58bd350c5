"""Any provider as a detector to be evaluated: it is asked exactly as in a run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from refiner.config.settings import Settings
from refiner.evaluation.evaluate import Detector
from refiner.evaluation.scores import Prediction
from refiner.model import Source, Transcript
from refiner.run.fallbacks import start_work
from refiner.run.providers import open_backend

AT_ONCE = 4


def model_detector(settings: Settings) -> Detector:
    """A detector whose predictions are the refined fillers of a run's analysis.

    Raises BackendError at the first transcript that cannot be analysed: a score over half
    the transcripts would be no score.
    """

    def detect(texts: Sequence[str]) -> list[list[Prediction]]:
        return asyncio.run(_detect(texts, settings))

    return detect


async def _detect(texts: Sequence[str], settings: Settings) -> list[list[Prediction]]:
    backend = open_backend(settings)
    places = asyncio.Semaphore(AT_ONCE)

    async def one(text: str) -> list[Prediction]:
        async with places:
            talk = Transcript(text, Source(None, "text", ""))
            work = start_work(talk, settings, backend, say=lambda _: None)
            work.detect()
            async with asyncio.timeout_at(work.deadline):
                await work.analyse()
        if work.refined is None:
            raise work.failures("analysis")[0]
        return [Prediction(f.start, f.end, f.ai, f.confidence or 1.0) for f in work.refined]

    try:
        return list(await asyncio.gather(*(one(text) for text in texts)))
    finally:
        await backend.aclose()
