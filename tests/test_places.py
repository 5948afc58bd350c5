"""Where things are, in a clone and once installed."""

from pathlib import Path

import pytest

from refiner import places


@pytest.mark.parametrize("extra", ["audio", "dask", "server"])
def test_a_clone_and_an_installed_program_say_how_each_gets_an_extra(
    monkeypatch: pytest.MonkeyPatch, extra: str
) -> None:
    """An index may have a stranger's package of our name, which a clone would fetch."""
    name = f"requirements-{extra}.txt"
    assert places.install_command(extra) == f".venv/bin/pip install -r {name}"
    assert (Path(__file__).parents[1] / name).exists()
    monkeypatch.setattr(places, "IS_INSTALLED", True)
    assert places.install_command(extra) == f'pip install "speech-refiner[{extra}]"'
