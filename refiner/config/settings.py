"""Run settings from environment, `.env`, command line and screen; validated here."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from dotenv import dotenv_values

from refiner.errors import SettingsError
from refiner.model import AnalystMode, Policy, Strategy, StrategyChoice
from refiner.places import state_folder

TRANSCRIBERS = ("auto", "openai", "local")
PROVIDERS = ("auto", "openai", "local", "simulated")
STRATEGIES: tuple[str, ...] = get_args(Strategy)
STRATEGY_CHOICES: tuple[str, ...] = get_args(StrategyChoice)
REASONING = ("none", "minimal", "low", "medium", "high", "xhigh", "max")  # as in the SDK
POLICIES: tuple[str, ...] = get_args(Policy)
ANALYST_MODES: tuple[str, ...] = get_args(AnalystMode)


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults are those of `.env.example`. `timeout_s`: deadline of one run in seconds.

    `user` is who has logged in, None without a login. Without `keep_text` the run log gets
    counts, times and costs alone; runs older than `keep_days` are deleted from it.
    `audio_model` is a folder with weights for the local transcriber, None for those of a package.
    `answers_db`: the run log whose cached answers a run without a log of its own uses.
    """

    provider: str = "auto"
    strategy: StrategyChoice = "auto"
    policy: Policy = "threshold"
    threshold: float = 0.20
    confidence: float = 0.5
    timeout_s: float = 120.0
    parallel: bool = True
    cache: bool = True
    keep_text: bool = True
    keep_days: float | None = None
    model_analysis: str = "gpt-6.1-terra"
    model_coaching: str = "gpt-6-luna"
    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    reasoning: str | None = None
    analyst: AnalystMode = "full"
    speaker_bias: bool = True
    transcriber: str = "auto"
    model_transcription: str = "gpt-transcribe"
    audio_model: Path | None = None
    profile: str = "report"
    speed: float = 1.0
    user: str | None = None
    db: Path | None = field(default_factory=lambda: state_folder() / "runs.db")
    log: Path | None = field(default_factory=lambda: state_folder() / "refiner.log")
    answers_db: Path | None = None

    def __post_init__(self) -> None:
        _one_of("provider", self.provider, PROVIDERS)
        _one_of("strategy", self.strategy, STRATEGY_CHOICES)
        if self.reasoning is not None:
            _one_of("reasoning", self.reasoning, REASONING)
        _one_of("policy", self.policy, POLICIES)
        _one_of("analyst", self.analyst, ANALYST_MODES)
        _one_of("transcriber", self.transcriber, TRANSCRIBERS)
        _within("threshold", self.threshold, 0, 1)
        _within("confidence", self.confidence, 0, 1)
        _positive("timeout", self.timeout_s)
        _positive("speed", self.speed)
        if self.keep_days is not None:
            _positive("days kept", self.keep_days)

    @property
    def chosen_provider(self) -> str:
        """`auto` resolved: openai if a key or a server is set, else local."""
        if self.provider != "auto":
            return self.provider
        return "openai" if self.api_key or self.base_url else "local"

    @property
    def analyst_name(self) -> str:
        """What run documents call the local analyst; without its encoder it counts otherwise."""
        return "local" if self.analyst == "full" else f"local-{self.analyst}"

    @property
    def chosen_strategy(self) -> StrategyChoice:
        """`ENABLE_PARALLEL_AI_PROCESSING=false` (rollback level 1) overrides the strategy."""
        return self.strategy if self.parallel else "sequential"

    def without_key(self) -> Settings:
        """A copy that no call can be paid with."""
        return replace(self, api_key=None)

    def with_changes(self, **changes: Any) -> Settings:
        """A copy with every change that is not None."""
        return replace(self, **{k: v for k, v in changes.items() if v is not None})


def _one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingsError(f"{what} {value!r}", f"must be one of {', '.join(known)}")


def _within(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # also refuses NaN
        raise SettingsError(f"{what} {value:g}", f"must be from {low:g} to {high:g}")


def _positive(what: str, value: float) -> None:
    if not (value > 0 and math.isfinite(value)):
        raise SettingsError(f"{what} {value:g}", "must be a positive number")


def parse_flag(text: str) -> bool:
    """true or false as people write it; raises KeyError for anything else."""
    known = {"true": True, "1": True, "yes": True, "on": True}
    known |= {"false": False, "0": False, "no": False, "off": False}
    return known[text.strip().lower()]


_VARIABLES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "OPENAI_API_KEY": ("api_key", str),
    "OPENAI_BASE_URL": ("base_url", str),
    "AI_MODEL_COACH": ("model_analysis", str),
    "AI_MODEL_COACHING": ("model_coaching", str),
    "ENABLE_PARALLEL_AI_PROCESSING": ("parallel", parse_flag),
    "REFINER_REASONING": ("reasoning", str),
    "REFINER_PROVIDER": ("provider", str),
    "REFINER_STRATEGY": ("strategy", str),
    "REFINER_THRESHOLD": ("threshold", float),
    "REFINER_POLICY": ("policy", str),
    "REFINER_CONFIDENCE": ("confidence", float),
    "REFINER_TIMEOUT_SECONDS": ("timeout_s", float),
    "REFINER_ANALYST": ("analyst", str),
    "REFINER_SPEAKER_BIAS": ("speaker_bias", parse_flag),
    "REFINER_TRANSCRIBER": ("transcriber", str),
    "AI_MODEL_TRANSCRIPTION": ("model_transcription", str),
    "REFINER_AUDIO_MODEL": ("audio_model", Path),
    "REFINER_KEEP_TEXT": ("keep_text", parse_flag),
    "REFINER_KEEP_DAYS": ("keep_days", float),
    "REFINER_DB": ("db", Path),
    "REFINER_LOG": ("log", Path),
}
# Read where they are used: by a server, before there is a run.
_OTHER_VARIABLES = ("REFINER_LISTEN", "REFINER_COACHES", "REFINER_ADMINS")
_NEAR = 0.8  # of `difflib`: one or two letters wrong


def read_environment(env_file: Path = Path(".env")) -> dict[str, str]:
    """The environment over `.env`; empty values count as unset."""
    merged = {**dotenv_values(env_file), **os.environ}
    return {name: value for name, value in merged.items() if value}


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ`; raises SettingsError naming the variable that is unusable."""
    values: dict[str, Any] = {}
    for name, (attribute, convert) in _VARIABLES.items():
        if name not in environ:
            continue
        try:
            values[attribute] = convert(environ[name].strip())
            Settings(**{attribute: values[attribute]})
        except SettingsError as error:
            raise SettingsError(f"{name}={environ[name]!r}", error.why) from None
        except (ValueError, KeyError):
            kind = "true or false" if convert is parse_flag else "a number"
            raise SettingsError(f"{name}={environ[name]!r}", f"must be {kind}") from None
    return Settings(**values)


def describe_unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """One line for each variable that has our prefix and is no setting, such as a misspelt one."""
    known = [*_VARIABLES, *_OTHER_VARIABLES]
    lines = []
    for name in sorted(environ):
        if name in known or not name.startswith("REFINER_"):
            continue
        near = get_close_matches(name, known, 1, _NEAR)
        meant = f"; did you mean {near[0]}?" if near else ""
        lines.append(f"{name} is no setting and has no effect{meant}")
    return lines
