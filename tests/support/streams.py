"""Requests about a sample, and what a backend streams for them in virtual time."""

import asyncio
from contextlib import aclosing

from refiner.detection.lexicon import load_lexicon
from refiner.llm.backends import Backend, Piece, Text
from refiner.llm.prompts import Request, analysis_request, coaching_request
from refiner.model import FillerCounts, Source, Transcript
from refiner.run.verdicts import list_words
from refiner.transcripts.samples import load_sample
from tests.support.virtual_time import run_virtual

TALK = Transcript(load_sample("casual"), Source(None, "text", "0" * 64))
ANALYSIS = analysis_request(TALK, list_words(TALK.text, load_lexicon()), "gpt-4o")


def coaching(call: str = "coaching", model: str = "gpt-4o-mini") -> Request:
    counts = FillerCounts("rule", {"like": 9, "um": 2}, 2, TALK.words, TALK.length_s)
    return coaching_request(call, TALK, counts, [], None, model)


async def pieces(backend: Backend, request: Request) -> list[tuple[float, Piece]]:
    """Every piece with the moment it came."""
    now = asyncio.get_running_loop().time
    async with aclosing(backend.stream(request)) as stream:
        return [(now(), piece) async for piece in stream]


def text_of(timed: list[tuple[float, Piece]]) -> str:
    return "".join(piece.text for _, piece in timed if isinstance(piece, Text))


def collect_pieces(backend: Backend, request: Request) -> list[Piece]:
    return [piece for _, piece in run_virtual(pieces(backend, request))]
