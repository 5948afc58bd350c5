"""Evaluates any provider as a detector: it is called exactly as in a run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from pathlib import Path

from refiner.config.settings import Settings
from refiner.errors import InputError, describe_os_error
from refiner.evaluation.evaluate import Detector
from refiner.evaluation.scores import Prediction
from refiner.llm.backends import Backend, Piece
from refiner.llm.prompts import Request
from refiner.model import Source, Transcript
from refiner.run.fallbacks import start_run
from refiner.run.providers import open_backend
from refiner.run.session_log import RunLog
from refiner.run.steps import analyse, find_candidates
from refiner.uncertainty import certainty_of

MAX_CONCURRENT = 4


def model_detectors(
    settings: Settings, models: Sequence[str], prompts: Sequence[Path]
) -> dict[str, Detector]:
    """Every model with every prompt, by a name that says both; the settings' own if none is given.

    Raises InputError for a prompt that cannot be read.
    """
    found = {}
    files = [prompt.name for prompt in prompts]
    for model in models or [settings.model_analysis] * bool(prompts):
        changed = settings.with_changes(model_analysis=model)
        for prompt in prompts or (None,):
            name = model
            if prompt:  # two folders may have a file of one name
                name += f", {prompt.name if files.count(prompt.name) == 1 else prompt}"
            found[name] = model_detector(changed, _read_prompt(prompt) if prompt else None)
    return found


def _read_prompt(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(str(path), describe_os_error(error)) from None
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"it is not text in UTF-8 ({error.reason})") from None
    if not text:
        raise InputError(str(path), "it is empty")
    return text


def model_detector(settings: Settings, instructions: str | None = None) -> Detector:
    """A detector whose predictions are the refined fillers of a run's analysis.

    `instructions` replace those of the program for every request that asks for verdicts.

    Raises BackendError at the first transcript that cannot be analysed: a score over some of
    the transcripts would be misleading.
    """

    def detect(texts: Sequence[str]) -> list[list[Prediction]]:
        return asyncio.run(_detect(texts, settings, instructions))

    return detect


class _OtherInstructions:
    """Sends requests for verdicts with other instructions."""

    def __init__(self, backend: Backend, instructions: str) -> None:
        self.name = backend.name
        self._backend = backend
        self._instructions = instructions

    def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        if "verdicts" in request.keys:
            request = replace(request, system=self._instructions)
        return self._backend.stream(request)

    async def aclose(self) -> None:
        await self._backend.aclose()


async def _detect(
    texts: Sequence[str], settings: Settings, instructions: str | None
) -> list[list[Prediction]]:
    backend = open_backend(settings)
    if instructions is not None:
        backend = _OtherInstructions(backend, instructions)
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
            Prediction(
                f.start, f.end, f.ai, 1.0 if f.probability is None else certainty_of(f.probability)
            )
            for f in state.refined
        ]

    try:
        return list(await asyncio.gather(*(one(text) for text in texts)))
    finally:
        await backend.aclose()
