"""Is the model's server there, and does it have the models that a run asks for?"""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from refiner.config.settings import Settings
from refiner.errors import RefinerError
from refiner.run.providers import check_provider

PATIENCE_S = 20.0


class Loop(Protocol):
    """What runs a coroutine and waits for it: the runner."""

    def call(self, work: Coroutine[Any, Any, Any], timeout_s: float) -> Any: ...


async def offered_models(settings: Settings) -> list[str]:
    """The ids of the models that the server offers; raises RefinerError in plain words."""
    check_provider(settings)
    from refiner.llm.backends.openai import OpenAIBackend  # half a second to import

    backend = OpenAIBackend(settings.api_key, settings.base_url)
    try:
        return await backend.check()
    finally:
        await backend.aclose()


def told(settings: Settings, models: Sequence[str]) -> str:
    """What a reachable server means for a run with these settings."""
    wanted = dict.fromkeys((settings.model_analysis, settings.model_coaching))
    missing = [model for model in wanted if model not in models]
    if missing:
        return f"Reachable, but it does not list {' and '.join(missing)}"
    return f"Reachable, and it has {' and '.join(wanted)}"


def tested(loop: Loop, settings: Settings) -> tuple[bool, str]:
    """Whether a run can be made with these settings, and why or why not, in one line."""
    try:
        models = loop.call(offered_models(settings), PATIENCE_S)
    except RefinerError as error:
        return False, str(error)
    except TimeoutError:
        return False, f"no answer within {PATIENCE_S:.0f} s"
    answer = told(settings, models)
    return "does not list" not in answer, answer
