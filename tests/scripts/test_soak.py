"""Commands killed at random moments lose no run that they had reported."""

from pathlib import Path

import pytest

from scripts.soak import soak


@pytest.mark.slow
def test_eight_kills_lose_nothing(tmp_path: Path) -> None:
    losses = soak(8, tmp_path, seed=7, longest_s=6.0)
    assert losses.nothing, losses
