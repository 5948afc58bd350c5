"""In which order the calls of a run are made. Every strategy takes up whatever is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from refiner.model import Strategy
from refiner.run.analysis import fan_out, whole
from refiner.run.state import Cut, Work


async def sequential(work: Work) -> None:
    """The analysis, then the coaching from its counts; the second rung of the ladder too."""
    if work.refined is None:
        await work.analyse(at_once=False)
    if work.refined is None:
        return
    if work.preliminary is None and (work.decision is None or not work.decision.regenerate):
        await work.coach("ai")
    await work.conclude()


async def hybrid(work: Work) -> None:
    """The report's: analysis and coaching at once, the decision when both have ended."""
    async with asyncio.TaskGroup() as group:
        group.create_task(work.analyse())
        group.create_task(work.coach("rule"))
    _say_completed(work)
    if work.refined is not None:
        await work.conclude()


async def early(work: Work) -> None:
    """The decision at the close of the verdicts; a regeneration runs beside the analysis."""
    await _decided_early(work, whole)


async def fanout(work: Work) -> None:
    """As `early`, with the analysis itself in parts that are answered at once."""
    await _decided_early(work, fan_out)


async def _decided_early(work: Work, cut_up: Cut) -> None:
    async def conclude_when_counted() -> None:
        await work.counted.wait()
        if work.refined is not None:
            await work.conclude(preliminary)

    async with asyncio.TaskGroup() as group:
        analysis = group.create_task(work.analyse(cut_up))
        preliminary = group.create_task(work.coach("rule"))
        concluded = group.create_task(conclude_when_counted())
        await asyncio.wait((analysis, concluded))
        if work.decision is not None and work.decision.regenerate:
            preliminary.cancel()  # it is replaced whatever it says: nobody waits for it
    _say_completed(work)


def _say_completed(work: Work) -> None:
    if work.preliminary is not None and not work.failures("analysis"):
        analysis, coaching = (work.timeline.duration_ms(name) for name in ("analysis", "coaching"))
        work.say(
            f"Parallel processing completed - Analysis: {analysis:.0f}ms, "
            f"Preliminary coaching: {coaching:.0f}ms"
        )


STRATEGIES: dict[Strategy, Callable[[Work], Awaitable[None]]] = {
    "sequential": sequential,
    "hybrid": hybrid,
    "early": early,
    "fanout": fanout,
}
