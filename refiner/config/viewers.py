"""Viewers of the run log and what they see: own runs, a coach's speakers, an admin's figures.

Roles are configured in the environment (`REFINER_COACHES`, `REFINER_ADMINS`) or in the section
`roles` of Streamlit's secrets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.errors import SettingsError

_EVERY_SPEAKER = "*"


@dataclass(frozen=True, slots=True)
class Viewer:
    """`user` is who has logged in; empty without a login, and then every run may be seen.

    `speakers`: whose talks a coach sees as well as their own; `*` is everyone's. An admin sees the
    figures of all runs, and no other person's talk. `sees_unowned`: runs without a user too.
    """

    user: str = ""
    speakers: tuple[str, ...] = ()
    is_admin: bool = False
    sees_unowned: bool = False

    @property
    def sees_all(self) -> bool:
        return not self.user or _EVERY_SPEAKER in self.speakers

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose runs are the viewer's own."""
        return (self.user, "") if self.sees_unowned else (self.user,)


EVERYONE = Viewer()


def name_user(claims: Mapping[str, Any], providers: Sequence[str], unprefixed: str = "") -> str:
    """The name of who has logged in, which no other person has.

    The address; the subject if the provider says that the address was not verified. Each of
    several `providers` has names of its own, so the provider's name comes first (`okta:ann@x`);
    those of one alone, or of the one called `unprefixed`, are as they were before there were
    others.
    """
    email = claims.get("email")
    verified = str(claims.get("email_verified", True)).lower() == "true"  # some send a text
    if email and verified:
        name = str(email)
    else:
        name = str(claims["sub"])
        if "@" in name or ":" in name:  # it must not pass for an address or a provider's name
            name = f"subject:{name}"
    plain = unprefixed or (providers[0] if len(providers) == 1 else "")
    provider = str(claims.get("provider", "default"))
    return name if provider.lower() == plain.lower() else f"{provider}:{name}"


def find_viewer(
    user: str, environ: Mapping[str, str], roles: Mapping[str, Any] | None = None
) -> Viewer:
    """The roles of who has logged in; `roles` is the section of the secrets.

    Raises SettingsError for roles that cannot be read.
    """
    name, roles = user.strip().lower(), roles or {}
    try:
        admins = {admin.lower() for admin in _read_list(roles.get("admins", ()))}
        coaches = {
            str(coach).lower(): _read_list(speakers)
            for coach, speakers in dict(roles.get("coaches", {})).items()
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise SettingsError(
            "roles", f"admins is a list, coaches a table of lists ({error})"
        ) from None
    admins |= {admin.lower() for admin in _split(environ.get("REFINER_ADMINS", ""), ",")}
    for entry in _split(environ.get("REFINER_COACHES", ""), ";"):
        coach, equals, speakers = entry.partition("=")
        if not equals:
            why = "write COACH=SPEAKER,SPEAKER; COACH=* ..."
            raise SettingsError(f"REFINER_COACHES={entry!r}", why)
        key = coach.strip().lower()
        coaches[key] = (*coaches.get(key, ()), *_split(speakers, ","))
    return Viewer(name, coaches.get(name, ()), name in admins)


def _read_list(value: Any) -> tuple[str, ...]:
    """Raises TypeError for a text, whose letters would be taken for names."""
    if isinstance(value, str):
        raise TypeError(f"{value!r} is a text: write [{value!r}]")
    return tuple(map(str, value))


def _split(text: str, mark: str) -> Iterable[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]
