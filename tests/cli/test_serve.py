"""The server as the command line starts it."""

from __future__ import annotations

import pytest

from refiner.cli import serve
from refiner.run import rehearsal


def test_the_first_run_is_rehearsed_with_the_analyst_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rehearsed: list[str] = []
    monkeypatch.setattr(rehearsal, "rehearse", rehearsed.append)
    serve._rehearse_at_start({"REFINER_ANALYST": "fast"})
    assert rehearsed == ["fast"]


def test_settings_that_cannot_be_used_are_left_to_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rehearsed: list[str] = []
    monkeypatch.setattr(rehearsal, "rehearse", rehearsed.append)
    serve._rehearse_at_start({"REFINER_ANALYST": "slow"})
    assert not rehearsed
