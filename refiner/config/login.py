"""The login of a team's server, as Streamlit's secrets set it up: checked before it is needed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from refiner.errors import SettingsError
from refiner.places import PROGRAM_FOLDER, install_command

_OF_THE_SERVER = ("redirect_uri", "cookie_secret")
_OF_A_PROVIDER = ("client_id", "client_secret", "server_metadata_url")


def read_secrets() -> dict[str, Any]:
    """What the files say in which Streamlit looks for secrets; a later one replaces sections.

    Raises SettingsError if one cannot be read.
    """
    secrets: dict[str, Any] = {}
    for folder in (Path.home(), Path.cwd(), PROGRAM_FOLDER):
        path = folder / ".streamlit" / "secrets.toml"
        try:
            if path.is_file():
                secrets |= tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(str(path), f"cannot be read ({error})") from None
    return secrets


def named_providers(auth: Mapping[str, Any]) -> list[str]:
    """The identity providers that have their own sections; none if there is only one."""
    named = [name for name, value in auth.items() if isinstance(value, Mapping)]
    return [name for name in named if name != "client_kwargs"]


def check_login(auth: object) -> None:
    """Raise SettingsError if no one could log in with the section `auth` of the secrets."""
    if not isinstance(auth, Mapping):
        raise SettingsError("login", "[auth] in secrets.toml must be a section (docs/deploy.md)")
    sections = {f"auth.{name}": auth[name] for name in named_providers(auth)} or {"auth": auth}
    missing = [f"{key} in [auth]" for key in _OF_THE_SERVER if not auth.get(key)]
    for section, values in sections.items():
        missing += [f"{key} in [{section}]" for key in _OF_A_PROVIDER if not values.get(key)]
    if missing:
        raise SettingsError("login", f"secrets.toml lacks {', '.join(missing)} (docs/deploy.md)")
    if find_spec("authlib") is None:
        raise SettingsError("login", f"it needs more packages: {install_command('server')}")
