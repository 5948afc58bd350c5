"""Where sound goes is what was asked for, and never further."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    "changes", [{}, {"provider": "local", **KEY}, {"transcriber": "local", **KEY}]
)
def test_where_there_is_none_the_error_says_how_to_get_one(monkeypatch, changes):
    """A key alone sends no sound anywhere if runs are made on this computer."""
    monkeypatch.setattr(module, "can_decode", lambda: False)
    with pytest.raises(SettingsError, match=r'pip install "speech-refiner\[audio\]"'):
        choose_transcriber(settings(**changes))


@needs_audio
def test_weights_that_would_have_to_be_fetched_are_refused(tmp_path: Path):
    for name in ("model.bin", "config.json"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(SettingsError, match=r"has no tokenizer\.json"):
        find_weights(tmp_path)
