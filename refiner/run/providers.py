"""The backend that the settings ask for; each is imported only when it is used."""

from __future__ import annotations

from refiner.analyst.backend import LocalBackend
from refiner.analyst.simulated import PROFILES, SimulatedBackend
from refiner.config.settings import Settings
from refiner.errors import SettingsError
from refiner.llm.backends import Backend


def check_provider(settings: Settings) -> None:
    """Raise SettingsError where the provider needs what is not set, or does not know what is."""
    provider = settings.chosen_provider
    if provider == "openai" and not (settings.api_key or settings.base_url):
        raise SettingsError(
            "provider openai", "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"
        )
    if provider == "simulated" and settings.profile not in PROFILES:
        raise SettingsError(f"profile {settings.profile!r}", f"known are {', '.join(PROFILES)}")


def open_backend(settings: Settings) -> Backend:
    """A new backend for the event loop that runs now; the caller closes it."""
    check_provider(settings)
    match settings.chosen_provider:
        case "local":
            return LocalBackend()
        case "simulated":
            return SimulatedBackend(settings.profile, settings.speed)
        case _:
            from refiner.llm.backends.openai import OpenAIBackend  # half a second to import

            return OpenAIBackend(settings.api_key, settings.base_url)
