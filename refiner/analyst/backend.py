"""The local analyst as a provider: no network, no key, nothing leaves the machine.

It sees the request's document and nothing else, as any other provider would.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator

from refiner.analyst.answers import answer
from refiner.analyst.speaker_bias import Bias
from refiner.llm.backends import Finish, Piece, Text, Usage
from refiner.llm.prompts import Request
from refiner.model import AnalystMode

LOCAL_PIECE_CHARS = 4096


def answer_text(request: Request, mode: AnalystMode | None = None, bias: Bias | None = None) -> str:
    """The analyst's answer as the JSON text that a provider would send."""
    return json.dumps(answer(request, mode, bias=bias), ensure_ascii=False)


class LocalBackend:
    name = "local"

    def __init__(self, mode: AnalystMode | None = None) -> None:
        """`mode`: with the encoder or without, by default as `REFINER_ANALYST` says."""
        self._mode = mode
        self.bias: Bias = {}  # the speaker's, if corrections of earlier talks taught one

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        """Computed in a thread, then handed over in pieces; no tokens are billed."""
        text = await asyncio.to_thread(answer_text, request, self._mode, self.bias)
        for start in range(0, len(text), LOCAL_PIECE_CHARS):
            yield Text(text[start : start + LOCAL_PIECE_CHARS])
        yield Finish("stop")
        yield Usage(prompt_tokens=0, completion_tokens=0)

    async def aclose(self) -> None:
        """Nothing is held open."""
