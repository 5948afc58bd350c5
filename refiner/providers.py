"""The backend that the settings ask for; each is imported only when it is used."""

from __future__ import annotations

from refiner.backends import Backend
from refiner.errors import SettingsError
from refiner.settings import Settings


def open_backend(settings: Settings) -> Backend:
    """A new backend for the event loop that runs now; the caller closes it.

    Raises SettingsError where the provider needs what is not set.
    """
    match settings.chosen_provider:
        case "local":
            from refiner.backends.local import LocalBackend

            return LocalBackend()
        case "simulated":
            from refiner.backends.simulated import SimulatedBackend

            return SimulatedBackend(settings.profile, settings.speed)
        case provider:
            if not (settings.api_key or settings.base_url):
                raise SettingsError(
                    f"provider {provider}", "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server"
                )
            from refiner.backends.openai import OpenAIBackend

            return OpenAIBackend(settings.api_key, settings.base_url)
