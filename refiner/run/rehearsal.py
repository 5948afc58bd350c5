"""Runs made in the background before a person starts one, so that theirs does not wait."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cache
from threading import Thread

from refiner.config.settings import Settings
from refiner.errors import RefinerError
from refiner.model import AnalystMode
from refiner.run.providers import open_backend
from refiner.run.session import Session
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import load_sample

REHEARSED = ("polished", "casual")
_WITHOUT_DELAYS = 10_000.0


@cache
def rehearse(analyst: AnalystMode) -> Thread:
    """Run the samples of `REHEARSED` in the background, unlogged. Once a process.

    The encoder is then loaded and has read these talks, and the patterns that the audit of their
    advice needs are compiled: in a process just started these would take seconds of the first run.
    """
    settings = Settings(
        provider="simulated",
        profile="lean",
        speed=_WITHOUT_DELAYS,
        strategy="hybrid",
        analyst=analyst,
    )

    async def run_samples() -> None:
        for name in REHEARSED:
            session = Session(
                read_transcript(load_sample(name).encode()), settings, None, echo=False
            )
            with suppress(RefinerError):  # the person's own run will say what is wrong
                await session.perform(open_backend)

    thread = Thread(target=lambda: asyncio.run(run_samples()), name="rehearsal", daemon=True)
    thread.start()
    return thread
