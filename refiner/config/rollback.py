"""Rollback levels, set in the run log and applied to every new run without a restart.

A level overrides the environment; parallel processing that is off in either place is off. The
options of a single run override both, but cannot switch parallel processing on again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refiner.config.settings import Settings
from refiner.errors import SettingsError
from refiner.formatting import percent

LEVEL_NAMES = ("parallel", "threshold", "policy")


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A rollback level as it was set; `value` None resets it to the environment."""

    name: str
    value: Any
    reason: str

    def __post_init__(self) -> None:
        """Raises SettingsError for an impossible change and for one without a reason."""
        if self.name not in LEVEL_NAMES:
            raise SettingsError(f"switch {self.name!r}", f"must be one of {', '.join(LEVEL_NAMES)}")
        if not self.reason.strip():
            raise SettingsError("reason", "say why, so that others can follow")
        if self.value is None:
            return
        if self.name == "parallel" and self.value is not False:
            raise SettingsError("switch parallel", "can only be switched off or reset")
        Settings(**{self.name: self.value})


def apply_levels(settings: Settings, levels: Mapping[str, Any]) -> Settings:
    """`settings` of the environment with the rollback levels that are set (`Store.switches`)."""
    return settings.with_changes(**{name: levels.get(name) for name in LEVEL_NAMES})


def describe_level(name: str, value: Any) -> str:
    """A rollback level in words."""
    if value is None:
        return {
            "parallel": "Parallel processing as in the environment",
            "threshold": "Threshold as in the environment",
            "policy": "Rewriting as in the environment",
        }[name]
    if name == "threshold":
        return f"Threshold {percent(value)}"
    if name == "policy":
        policies = {"always": "Always rewrite", "never": "Never rewrite"}
        return policies.get(value, "Rewrite over the threshold")
    return "Parallel processing off"
