"""Rollback levels as switches in the run log, in force for every new run without a restart.

One rule: a switch replaces what the environment says; parallel processing that is off in either
place is off. What a person chooses for a single run comes after both, and cannot switch
parallel processing on again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refiner.config.settings import POLICIES, Settings
from refiner.errors import SettingsError
from refiner.formatting import percent

NAMES = ("parallel", "threshold", "policy")


@dataclass(frozen=True, slots=True)
class Change:
    """One switch as it was set; `value` None gives the setting back to the environment."""

    name: str
    value: Any
    reason: str

    def __post_init__(self) -> None:
        """Raises SettingsError for a change that cannot be made or that nobody explains."""
        if self.name not in NAMES:
            raise SettingsError(f"switch {self.name!r}", f"must be one of {', '.join(NAMES)}")
        if not self.reason.strip():
            raise SettingsError("reason", "say why, so that others can follow")
        _check(self.name, self.value)


def _check(name: str, value: Any) -> None:
    if value is None or (name == "parallel" and value is False):
        return
    if name == "parallel":
        raise SettingsError("switch parallel", "can only be off, or given back")
    if name == "policy" and value not in POLICIES:
        raise SettingsError(f"policy {value!r}", f"must be one of {', '.join(POLICIES)}")
    if name == "threshold":
        Settings(threshold=value)


def in_force(settings: Settings, switches: Mapping[str, Any]) -> Settings:
    """`settings` of the environment with the switches that are set now (`Store.switches`)."""
    return settings.with_changes(**{name: switches.get(name) for name in NAMES})


def told(name: str, value: Any) -> str:
    """A change in words."""
    if value is None:
        return {
            "parallel": "Parallel processing as in the environment",
            "threshold": "Threshold as in the environment",
            "policy": "Rewriting as in the environment",
        }[name]
    if name == "threshold":
        return f"Threshold {percent(value)}"
    if name == "policy":
        always = {"always": "Rewrite every advice", "never": "Never rewrite"}
        return always.get(value, "Rewrite over the threshold")
    return "Parallel processing off"
