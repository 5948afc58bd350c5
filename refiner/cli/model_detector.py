"""Evaluates any provider as a detector: it is called exactly as in a run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from refiner.config.settings import Settings
from refiner.evaluation.evaluate import Detector
from refiner.evaluation.scores import Prediction
from refiner.model import Source, Transcript
from refiner.run.fallbacks import start_run
from refiner.run.providers import open_backend
from refiner.run.session_log import RunLog
from refiner.run.steps import analyse, find_candidates

MAX_CONCURRENT = 4


def model_detector(settings: Settings) -> Detector:
    """A detector whose predictions are the refined fillers of a run's analysis.

    Raises BackendError at the first transcript that cannot be analysed: a score over some of
    the transcripts would be misleading.
    """

    def detect(texts: Sequence[str]) -> list[list[Prediction]]:
        return asyncio.run(_detect(texts, settings))

    return detect


async def _detect(texts: Sequence[str], settings: Settings) -> list[list[Prediction]]:
    backend = open_backend(settings)
    slots = asyncio.Semaphore(MAX_CONCURRENT)
    silent = RunLog(0, None, echo=False)

    async def one(text: str) -> list[Prediction]:
        async with slots:
            transcript = Transcript(text, Source(None, "text", ""))
            state = start_run(transcript, settings, backend, silent)
            find_candidates(state)
            async with asyncio.timeout_at(state.inputs.deadline):
                await analyse(state)
        if state.refined is None:
            raise state.failures("analysis")[0]
        return [
            Prediction(f.start, f.end, f.ai, max(f.probability, 1 - f.probability))
            if f.probability is not None
            else Prediction(f.start, f.end, f.ai, 1.0)
            for f in state.refined
        ]

    try:
        return list(await asyncio.gather(*(one(text) for text in texts)))
    finally:
        await backend.aclose()
