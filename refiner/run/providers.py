"""The backend that the settings ask for, imported only when it is used; and its availability."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from refiner.analyst.backend import LocalBackend
from refiner.analyst.simulated import PROFILES, SimulatedBackend
from refiner.config.settings import Settings
from refiner.errors import RefinerError, SettingsError
from refiner.llm.backends import Backend

TIMEOUT_S = 20.0


def check_provider(settings: Settings) -> None:
    """Raise SettingsError if a setting that the provider needs is missing or unusable."""
    provider = settings.chosen_provider
    if provider == "openai":
        _check_server(settings)
    if provider == "simulated" and settings.profile not in PROFILES:
        raise SettingsError(f"profile {settings.profile!r}", f"known are {', '.join(PROFILES)}")


def _check_server(settings: Settings) -> None:
    if not (settings.api_key or settings.base_url):
        raise SettingsError(
            "provider openai", "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"
        )
    # half a second to import
    from refiner.llm.backends.addresses import OPENAI_URL, parse_address, parse_key

    parse_address(settings.base_url or OPENAI_URL)
    parse_key(settings.api_key)


def open_backend(settings: Settings) -> Backend:
    """A new backend for the running event loop; the caller closes it."""
    check_provider(settings)
    match settings.chosen_provider:
        case "local":
            return LocalBackend(settings.analyst)
        case "simulated":
            return SimulatedBackend(settings.profile, settings.speed, settings.analyst)
        case _:
            from refiner.llm.backends.openai import OpenAIBackend  # half a second to import

            return OpenAIBackend(settings.api_key, settings.base_url, settings.reasoning)


@dataclass(frozen=True, slots=True)
class Availability:
    """`works`: a run can be made; `message` says why or why not, in one line."""

    works: bool
    message: str


class CoroutineRunner(Protocol):
    """Runs a coroutine and waits for its result, as the runner does."""

    def call(self, work: Coroutine[Any, Any, Any], timeout_s: float) -> Any: ...


def check_connection(runner: CoroutineRunner, settings: Settings) -> Availability:
    """Whether the server answers and lists the models of these settings."""
    try:
        offered = runner.call(list_models(settings), TIMEOUT_S)
    except RefinerError as error:
        return Availability(False, error.message)
    except TimeoutError:
        return Availability(False, f"no answer within {TIMEOUT_S:.0f} s")
    models = dict.fromkeys((settings.model_analysis, settings.model_coaching))
    missing = [model for model in models if model not in offered]
    if missing:
        message = f"Reachable, but it does not list {' and '.join(missing)}"
        return Availability(False, message)
    return Availability(True, f"Reachable, and it has {' and '.join(models)}")


async def list_models(settings: Settings) -> list[str]:
    """The ids of the models that the server offers; raises RefinerError."""
    check_provider(settings)
    from refiner.llm.backends.openai import OpenAIBackend  # half a second to import

    backend = OpenAIBackend(settings.api_key, settings.base_url)
    try:
        return await backend.check()
    finally:
        await backend.aclose()
