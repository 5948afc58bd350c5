"""The local backend streams the analyst's answer without blocking the event loop."""

from __future__ import annotations

import asyncio
import json

import pytest

from refiner.analyst.answers import answer
from refiner.analyst.backend import LocalBackend
from refiner.detection.lexicon import load_lexicon
from refiner.llm.backends import Finish, Usage
from refiner.llm.prompts import Request, analysis_request
from refiner.model import Transcript
from refiner.run.verdicts import list_words
from tests.support.streams import ANALYSIS, TALK, coaching, pieces, text_of
from tests.support.virtual_time import run_timed


@pytest.mark.parametrize("request_", [ANALYSIS, coaching()])
def test_local_streams_the_analysts_answer_and_bills_nothing(request_: Request) -> None:
    timed, seconds = run_timed(pieces(LocalBackend(), request_))
    assert json.loads(text_of(timed)) == answer(request_)
    assert [piece for _, piece in timed[-2:]] == [Finish("stop"), Usage(0, 0)]
    assert seconds == 0


def test_local_leaves_the_event_loop_free_while_it_computes() -> None:
    long = Transcript(TALK.text * 40, TALK.source)
    request = analysis_request(long, list_words(long.text, load_lexicon()), "gpt-4o")

    async def ticks() -> int:
        work = asyncio.create_task(pieces(LocalBackend(), request))
        passed = 0
        while not work.done():
            await asyncio.sleep(0)
            passed += 1
        return passed

    # On the loop's own thread it would pass a handful of times: once for each piece.
    assert asyncio.run(ticks()) > 100
