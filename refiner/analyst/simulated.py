"""The local analyst with a provider's latencies, to see the timing without an account.

An answer ends when the profile says, on the event loop's clock; the analyst's
own computing is inside that time and never added to it.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from refiner.analyst.backend import answer_text
from refiner.errors import SettingsError
from refiner.llm.backends import Finish, Piece, Text, Usage
from refiner.llm.prompts import Request
from refiner.model import AnalystMode

SIMULATED_PIECE_CHARS = 48
CHARS_PER_TOKEN = 4  # the usual rule of thumb for English text


@dataclass(frozen=True, slots=True)
class Profile:
    """Seconds from request to finish; a model that is not listed takes the shortest time."""

    analysis_s: float
    coaching_s: Mapping[str, float]
    regeneration_ratio: float  # a regeneration's time as a share of the first coaching's

    def seconds(self, request: Request) -> float:
        if request.schema_name != "coaching_advice":
            return self.analysis_s * request.share
        known = self.coaching_s
        first = known.get(request.model, min(known.values()))
        return first * self.regeneration_ratio if request.call == "regeneration" else first


PROFILES: Mapping[str, Profile] = {
    # The implementation report's own figures: 35.3 s analysis, 20.2 s coaching on gpt-4o and
    # 3.0 s on gpt-4o-mini, 2.84 s regeneration on gpt-4o-mini.
    "report": Profile(35.3, {"gpt-4o": 20.2, "gpt-4o-mini": 3.0}, 2.84 / 3.0),
}


def _profile(name: str) -> Profile:
    if name not in PROFILES:
        raise SettingsError("profile", f"unknown: {name!r}; known are {', '.join(PROFILES)}")
    return PROFILES[name]


def _tokens(text: str) -> int:
    return math.ceil(len(text) / CHARS_PER_TOKEN)


class SimulatedBackend:
    """`speed` divides every latency. Raises SettingsError on an unknown profile or speed."""

    name = "simulated"

    def __init__(
        self, profile: str = "report", speed: float = 1.0, mode: AnalystMode | None = None
    ) -> None:
        if not (math.isfinite(speed) and speed > 0):
            raise SettingsError("speed", f"must be a number above 0, not {speed!r}")
        self._profile = _profile(profile)
        self._speed = speed
        self._mode = mode

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        """The answer in even pieces, each at its own moment counted from the request.

        Lateness (the computing, a busy machine) is made up by the next pieces, so it never
        adds up. Usage is an estimate from the lengths of the texts.
        """
        now = asyncio.get_running_loop().time
        began, seconds = now(), self._profile.seconds(request) / self._speed
        text = await asyncio.to_thread(answer_text, request, self._mode)
        pieces = [
            text[at : at + SIMULATED_PIECE_CHARS]
            for at in range(0, len(text), SIMULATED_PIECE_CHARS)
        ]
        for number, piece in enumerate(pieces, 1):
            await asyncio.sleep(max(0.0, began + seconds * number / len(pieces) - now()))
            yield Text(piece)
        yield Finish("stop")
        yield Usage(_tokens(request.system + request.user_message), _tokens(text))

    async def aclose(self) -> None:
        """Nothing is held open."""
