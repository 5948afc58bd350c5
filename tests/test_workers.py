"""Computations in processes of their own: they can be ended, and what they say arrives."""

from __future__ import annotations

import asyncio
import os
import sys
import time

import pytest

from refiner.errors import InputError
from refiner.workers import (
    LONG_RUNS,
    READING,
    VERY_LONG_RUNS,
    VERY_LONG_WORDS,
    Pool,
    Send,
    WorkerCall,
    WorkerError,
    pool_for_run,
)

pytestmark = [pytest.mark.slow, pytest.mark.timed]
AMPLE_S = 60.0


def double(send: Send, number: int) -> int:
    print("this is no answer")
    send(os.getpid())
    return 2 * number


def compute_for_ever(send: Send) -> None:
    send("begun")
    while True:
        pass


def refuse(send: Send) -> None:
    raise InputError("talk", "there are no words in it")


def fail(send: Send) -> None:
    raise LookupError("a mistake of ours")


def leave(send: Send) -> None:
    os._exit(3)


def wait_for(begun: list[object]) -> None:
    until = time.monotonic() + AMPLE_S
    while not begun and time.monotonic() < until:
        time.sleep(0.01)


def test_a_result_and_messages_come_from_another_process_whatever_it_prints():
    messages: list[object] = []
    assert WorkerCall(double, 21, on_message=messages.append).result(AMPLE_S) == 42
    assert messages != [os.getpid()]
    assert len(messages) == 1


def test_an_error_of_ours_arrives_as_it_was_raised():
    with pytest.raises(InputError, match="talk: there are no words in it"):
        WorkerCall(refuse).result(AMPLE_S)


def test_a_mistake_and_a_killed_process_end_the_call():
    with pytest.raises(WorkerError, match="unexpected LookupError at"):
        WorkerCall(fail).result(AMPLE_S)
    with pytest.raises(WorkerError, match="killed"):
        WorkerCall(leave).result(AMPLE_S)


def test_what_never_awaits_ends_at_its_time():
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        WorkerCall(compute_for_ever).result(0.5)
    assert time.monotonic() - began < 1.5


def test_cancelling_ends_the_process_within_a_second():
    begun: list[object] = []

    async def cancel_it() -> float:
        call = WorkerCall(compute_for_ever, on_message=begun.append)
        task = asyncio.ensure_future(call.wait(AMPLE_S))
        await asyncio.to_thread(wait_for, begun)
        began = time.monotonic()
        task.cancel()
        await asyncio.wait({task})
        with pytest.raises(WorkerError):
            await asyncio.to_thread(call.future.result, 5)
        return time.monotonic() - began

    assert asyncio.run(cancel_it()) < 1


def test_the_caller_can_give_up_waiting():
    def give_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        WorkerCall(compute_for_ever).result(AMPLE_S, give_up)


def test_no_argument_of_a_call_is_seen_in_the_list_of_processes(monkeypatch):
    seen: list[object] = []

    def refuse_to_start(self: object, arguments: object, **_: object) -> None:
        seen.append(arguments)
        raise ZeroDivisionError

    monkeypatch.setattr("subprocess.Popen.__init__", refuse_to_start)
    with pytest.raises(ZeroDivisionError):
        WorkerCall(double, 123_456_789).result(AMPLE_S)
    assert "123456789" not in str(seen)
    assert sys.executable in str(seen)


def test_calls_of_a_pool_begin_in_the_order_of_their_coming_and_another_pool_does_not_wait():
    pool, other = Pool(1, 0), Pool(1, 0)
    first = WorkerCall(compute_for_ever, pool=pool)
    waiting = [WorkerCall(double, number, pool=pool) for number in range(3)]
    assert WorkerCall(double, 21, pool=other).result(AMPLE_S) == 42
    assert [call.has_begun for call in waiting] == [False] * 3
    assert pool.waiting == waiting
    waiting[1].end()  # one that gives up makes room for those behind
    first.end()
    assert [waiting[n].result(AMPLE_S) for n in (0, 2)] == [0, 4]
    assert (pool.taken, pool.waiting) == (0, [])


def test_a_file_is_read_and_a_talk_of_ten_minutes_computed_while_the_longest_fill_their_places():
    assert pool_for_run(VERY_LONG_WORDS - 1) is LONG_RUNS
    assert pool_for_run(VERY_LONG_WORDS) is VERY_LONG_RUNS
    assert READING.niceness < LONG_RUNS.niceness < VERY_LONG_RUNS.niceness
