"""Strategies: which steps of a run go side by side. Each performs only the missing steps.

| strategy   | beside the analysis              | after it                           |
|------------|----------------------------------|------------------------------------|
| sequential |                                  | advice from the refined counts     |
| hybrid     | first advice                     | decision, regeneration             |
| early      | first advice, from the last verdict on decision and regeneration |    |
| fanout     | as early, the analysis itself in concurrent parts                |    |
| auto       | early, or fanout where its parts save time (`auto_strategy.py`)  |    |
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from refiner.model import StrategyChoice
from refiner.run.analysis import SplitAnalysis, concurrent_requests, single_request
from refiner.run.auto_strategy import choose_part_count
from refiner.run.state import RunState
from refiner.run.steps import analyse, coach, conclude


async def run_sequentially(state: RunState) -> None:
    """The analysis, then the advice from its counts; also the first fallback."""
    if state.refined is None:
        await analyse(state, concurrently=False)
    if state.refined is None:
        return
    if state.preliminary is None and (state.decision is None or not state.decision.regenerate):
        await coach(state, "ai")
    await conclude(state)


async def decide_at_the_end(state: RunState) -> None:
    """The report's strategy: the decision once analysis and first advice have both ended."""
    async with asyncio.TaskGroup() as group:
        group.create_task(analyse(state))
        group.create_task(coach(state, "rule"))
    _log_completed(state)
    if state.refined is not None:
        await conclude(state)


async def decide_early(state: RunState, split: SplitAnalysis) -> None:
    """The decision at the last verdict; a regeneration runs during the rest of the analysis."""

    async def conclude_when_counted() -> None:
        await state.counted.wait()
        if state.refined is not None:
            await conclude(state, preliminary)

    async with asyncio.TaskGroup() as group:
        analysis = group.create_task(analyse(state, split))
        preliminary = group.create_task(coach(state, "rule"))
        concluded = group.create_task(conclude_when_counted())
        await asyncio.wait((analysis, concluded))
        if state.decision is not None and state.decision.regenerate:
            preliminary.cancel()  # it is replaced anyway, so do not wait
    _log_completed(state)


async def decide_parts(state: RunState) -> None:
    """`early` or `fanout`, whichever gives the decision sooner."""
    inputs = state.inputs
    count = choose_part_count(inputs.transcript, state.words, inputs.speed)
    if count > 1:
        state.strategy = "fanout"
        inputs.log.info("Strategy: fanout, %d parts", count)
        await decide_early(state, partial(concurrent_requests, count=count))
    else:
        await decide_early(state, single_request)


def _log_completed(state: RunState) -> None:
    if state.preliminary is not None and not state.failures("analysis"):
        analysis, coaching = (state.timeline.step_ms(name) for name in ("analysis", "coaching"))
        state.inputs.log.info(
            f"Parallel processing completed - Analysis: {analysis:.0f}ms, "
            f"Preliminary coaching: {coaching:.0f}ms"
        )


RUN_STRATEGY: dict[StrategyChoice, Callable[[RunState], Awaitable[None]]] = {
    "sequential": run_sequentially,
    "hybrid": decide_at_the_end,
    "early": partial(decide_early, split=single_request),
    "fanout": partial(decide_early, split=concurrent_requests),
    "auto": decide_parts,
}
