"""Runs compute in turn: between two of them the event loop looks at the net."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from refiner.run.turns import take_turn


async def test_a_run_that_is_alone_does_not_wait():
    happened: list[object] = []
    asyncio.get_running_loop().call_soon(happened.append, "the next round")
    await take_turn()
    happened.append("computed")
    assert happened == ["computed"]


async def test_runs_compute_in_the_order_of_their_coming_one_in_each_round():
    happened: list[object] = []

    async def compute(number: int) -> None:
        await take_turn()
        happened.append(number)

    def look_at_the_net() -> None:
        happened.append("net")
        if happened.count("net") < 9:
            asyncio.get_running_loop().call_soon(look_at_the_net)

    tasks = [asyncio.ensure_future(compute(number)) for number in range(4)]
    asyncio.get_running_loop().call_soon(look_at_the_net)
    await asyncio.wait(tasks)
    assert [entry for entry in happened if entry != "net"] == [0, 1, 2, 3]
    places = [happened.index(number) for number in range(4)]
    assert all(later - earlier > 1 for earlier, later in pairwise(places))


async def test_a_cancelled_run_holds_up_none_behind_it():
    computed = []

    async def compute(number: int) -> None:
        await take_turn()
        computed.append(number)

    tasks = [asyncio.ensure_future(compute(number)) for number in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    assert computed == [0, 2]
    await asyncio.wait_for(take_turn(), 1)
