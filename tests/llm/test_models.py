"""Models that are announced to end are known, and no default is one of them."""

from __future__ import annotations

import re
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.llm.models import (
    describe_reasoning_cost,
    end_of_service,
    end_warning,
    least_reasoning,
)
from refiner.llm.prices import cost_usd


def sdk_text(module: str = "shared.chat_model") -> str:
    spec = find_spec(f"openai.types.{module}")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def sdk_announcements() -> dict[str, date]:
    """Every model in the deprecation notes of the installed SDK, with its date."""
    found: dict[str, date] = {}
    for module in ("shared.chat_model", "audio_model"):
        notes = re.sub(r"\s+", " ", sdk_text(module).split('"""', 1)[1])
        announced = re.findall(r'- ((?:"[^"]+",? ?)+): Announced shutdown date: (\S+)\.', notes)
        for models, day in announced:
            found |= {name: date.fromisoformat(day) for name in re.findall(r'"([^"]+)"', models)}
    return found


def test_every_end_that_the_sdk_announces_is_known():
    announced = sdk_announcements()
    assert len(announced) > 40
    wrong = {m: d for m, d in announced.items() if end_of_service(m) != d}
    assert wrong == {}


def test_the_default_model_of_transcriptions_is_listed_by_the_sdk_and_lives_on():
    model = Settings().model_transcription
    assert f'"{model}"' in sdk_text("audio_model")
    assert end_of_service(model) is None


def test_the_default_models_are_listed_by_the_sdk_live_on_and_have_a_price():
    for model in (Settings().model_analysis, Settings().model_coaching):
        assert f'"{model}"' in sdk_text()
        assert end_of_service(model) is None
        assert cost_usd(model, 1000, 1000)


@pytest.mark.parametrize(
    ("today", "word"), [(date(2026, 11, 26), "ends"), (date(2027, 2, 1), "ended")]
)
def test_a_model_with_an_announced_end_is_warned_of(today, word):
    warning = end_warning("gpt-4o-2024-08-06", today)
    assert warning is not None
    assert f"gpt-4o-2024-08-06 {word} on 2027-01-14" in warning


@pytest.mark.parametrize("model", ["llama3.1", "gpt-oss-20b", "gpt-6-sol"])
def test_a_model_without_an_announced_end_gets_no_note(model):
    assert end_warning(model, date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("model", "effort"),
    [
        ("gpt-4o", None), ("gpt-4.1-mini", None), ("llama3.1", None),
        ("gpt-5-mini", "minimal"), ("gpt-5.1", "none"), ("gpt-6-luna", "none"), ("o4-mini", "low"),
    ],
)  # fmt: skip
def test_the_least_reasoning_that_a_model_takes(model, effort):
    assert least_reasoning(model) == effort


@pytest.mark.parametrize(
    ("models", "effort", "is_said"),
    [
        (["gpt-6.1-terra", "gpt-6-luna"], None, False),
        (["gpt-5-mini", "gpt-4o"], None, False),
        (["gpt-4o", "o3"], None, True),
        (["gpt-6.1-terra", "gpt-6-luna"], "high", True),
        (["llama3.2"], "none", False),
    ],
)
def test_a_likely_cost_says_that_reasoning_comes_on_top(models, effort, is_said):
    assert bool(describe_reasoning_cost(models, effort)) is is_said
