"""On which address a server without a login may listen: this machine's own, unless allowed."""

from __future__ import annotations

from collections.abc import Mapping

from refiner.config.settings import parse_flag
from refiner.errors import SettingsError
from refiner.hosts import is_loopback

LISTEN_VARIABLE = "REFINER_LISTEN"


def check_listening(address: str | None, environ: Mapping[str, str], *, has_login: bool) -> None:
    """Raise SettingsError if other machines reach `address` and no login is needed.

    No address is every address of the machine. `REFINER_LISTEN=true` in `environ` allows it.
    """
    written = environ.get(LISTEN_VARIABLE, "false")
    try:
        allowed = parse_flag(written)
    except KeyError:
        raise SettingsError(f"{LISTEN_VARIABLE}={written!r}", "must be true or false") from None
    if has_login or allowed or is_loopback(address or ""):
        return
    raise SettingsError(
        f"address {address or '0.0.0.0'}",
        "other machines reach it and there is no login, so anyone could read every talk; "
        "listen on 127.0.0.1, set up a login (docs/deploy.md), or allow it with "
        f"{LISTEN_VARIABLE}=true or `serve --listen`",
    )
