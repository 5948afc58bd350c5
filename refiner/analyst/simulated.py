"""The local analyst with a provider's latencies, to see the timing without an account.

An answer ends when the profile says, on the event loop's clock; the analyst's own computing is
inside that time and never added to it.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from refiner.analyst.answers import answer
from refiner.errors import SettingsError
from refiner.llm.backends import Finish, Piece, Text, Usage
from refiner.llm.prompts import CHARS_PER_TOKEN, Request
from refiner.model import AnalystMode

SIMULATED_PIECE_CHARS = 48
REPORT_MODEL = "gpt-4o"  # the large model of the report, which wrote everything before


class Profile(Protocol):
    """A provider to simulate: what it writes, and the seconds from request to finish."""

    def answer_text(self, request: Request, mode: AnalystMode | None = None) -> str: ...

    def seconds(self, request: Request, text: str) -> float: ...


@dataclass(frozen=True, slots=True)
class ReportProfile:
    """The implementation report's protocol and figures: a rationale for every verdict.

    A model that is not listed takes the shortest time.
    """

    analysis_s: float
    coaching_s: Mapping[str, float]
    regeneration_ratio: float  # a regeneration's time as a share of the first coaching's

    def answer_text(self, request: Request, mode: AnalystMode | None = None) -> str:
        return json.dumps(
            _with_rationales(answer(request, mode, explain_all=True)), ensure_ascii=False
        )

    def seconds(self, request: Request, text: str) -> float:
        if request.schema_name != "coaching_advice":
            return self.analysis_s * request.share
        first = self.coaching_s.get(request.model, min(self.coaching_s.values()))
        return first * self.regeneration_ratio if request.call == "regeneration" else first


@dataclass(frozen=True, slots=True)
class LeanProfile:
    """The program's own messages at a fixed rate, in tokens a second after the first token."""

    first_token_s: float
    analysis_rate: float
    coaching_rate: float

    def answer_text(self, request: Request, mode: AnalystMode | None = None) -> str:
        return json.dumps(answer(request, mode), ensure_ascii=False, separators=(",", ":"))

    def seconds(self, request: Request, text: str) -> float:
        is_advice = request.schema_name == "coaching_advice"
        rate = self.coaching_rate if is_advice else self.analysis_rate
        return self.first_token_s + _tokens(text) / rate


PROFILES: Mapping[str, Profile] = {
    # The report's own figures: 35.3 s analysis, 20.2 s coaching on gpt-4o and 3.0 s on
    # gpt-4o-mini, 2.84 s regeneration on gpt-4o-mini.
    "report": ReportProfile(35.3, {REPORT_MODEL: 20.2, "gpt-4o-mini": 3.0}, 2.84 / 3.0),
    # The report's rates: 2,760 tokens of analysis in 35.3 s; its small model is faster.
    "lean": LeanProfile(0.5, 80.0, 120.0),
}


def _with_rationales(answered: dict[str, Any]) -> dict[str, Any]:
    """An answer as the report's protocol has it: an object with a rationale for each verdict."""
    if "verdicts" not in answered:
        return answered
    reasons = {reason["number"]: reason["why"] for reason in answered["reasons"]}
    verdicts = [
        {
            "id": number,
            "filler": percent >= 50,
            "confidence": max(percent, 100 - percent) / 100,
            "rationale": reasons.get(number, ""),
        }
        for number, percent in answered["verdicts"]
    ]
    return answered | {"verdicts": verdicts, "reasons": []}


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
        if profile not in PROFILES:
            known = ", ".join(PROFILES)
            raise SettingsError("profile", f"unknown: {profile!r}; known are {known}")
        self._profile = PROFILES[profile]
        self._speed = speed
        self._mode = mode

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        """The answer in even pieces, each at its own moment counted from the request.

        Lateness (the computing, a busy machine) is made up by the next pieces, so it never
        adds up. Usage is an estimate from the lengths of the texts.
        """
        now = asyncio.get_running_loop().time
        began = now()
        text = await asyncio.to_thread(self._profile.answer_text, request, self._mode)
        seconds = self._profile.seconds(request, text) / self._speed
        pieces = [
            text[start : start + SIMULATED_PIECE_CHARS]
            for start in range(0, len(text), SIMULATED_PIECE_CHARS)
        ]
        for number, piece in enumerate(pieces, 1):
            await asyncio.sleep(max(0.0, began + seconds * number / len(pieces) - now()))
            yield Text(piece)
        yield Finish("stop")
        yield Usage(_tokens(request.system + request.user_message), _tokens(text))

    async def aclose(self) -> None:
        """Nothing is held open."""
