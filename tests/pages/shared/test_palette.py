"""The colours keep their promises: readable on both grounds, apart for every eye."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from pages.components.shared.palette import (
    DARK,
    LIGHT,
    Tones,
    css_variables,
    theme_tones,
    with_alpha,
)

GROUNDS = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def channels(colour: str) -> tuple[float, float, float]:
    """#rrggbb as linear light, 0 to 1 (WCAG 2.1, relative luminance)."""
    raw = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in raw)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    weights = (0.2126, 0.7152, 0.0722)
    low, high = sorted(
        sum(w * c for w, c in zip(weights, channels(x), strict=True)) for x in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", GROUNDS)
@pytest.mark.parametrize("name", ["text", "quiet", "rule", "refined", "amber", "red", "accent"])
def test_text_tones_are_readable_on_ground_and_panel(tone: Tones, name: str) -> None:
    for ground in (tone.ground, tone.panel):
        assert contrast(getattr(tone, name), ground) >= 4.5


@pytest.mark.parametrize("tone", GROUNDS)
@pytest.mark.parametrize(
    ("text", "ground"),
    [("text", "refined_tint"), ("amber", "amber_tint"), ("red", "red_tint")],
)
def test_text_on_a_tint_is_readable(tone: Tones, text: str, ground: str) -> None:
    assert contrast(getattr(tone, text), getattr(tone, ground)) >= 4.5


# Linear RGB under full loss of one cone type (Viénot, Brettel and Mollon 1999, as commonly used).
LOSS = {
    "protanopia": ((0.1124, 0.8876, 0.0), (0.1124, 0.8876, 0.0), (0.0040, -0.0040, 1.0)),
    "deuteranopia": ((0.2927, 0.7073, 0.0), (0.2927, 0.7073, 0.0), (-0.0223, 0.0223, 1.0)),
}


def seen(colour: str, loss: str) -> list[float]:
    """Display values (0 to 255) of a colour as such an eye sees it."""
    linear = channels(colour)
    mixed = [sum(w * c for w, c in zip(row, linear, strict=True)) for row in LOSS[loss]]
    return [255 * max(0.0, min(1.0, value)) ** (1 / 2.2) for value in mixed]


@pytest.mark.parametrize("tone", GROUNDS)
@pytest.mark.parametrize("loss", LOSS)
def test_rules_refined_and_amber_stay_apart_for_colour_blind_eyes(tone: Tones, loss: str) -> None:
    for one, other in combinations((tone.rule, tone.refined, tone.amber), 2):
        distance = sum(
            (a - b) ** 2 for a, b in zip(seen(one, loss), seen(other, loss), strict=True)
        )
        assert distance**0.5 > 40


def test_theme_file_shares_the_palette() -> None:
    theme = tomllib.loads(Path(".streamlit/config.toml").read_text())["theme"]
    for name, tone in (("light", LIGHT), ("dark", DARK)):
        assert theme[name]["backgroundColor"] == tone.ground
        assert theme[name]["secondaryBackgroundColor"] == tone.panel
        assert theme[name]["textColor"] == tone.text


def test_css_has_both_grounds_for_every_tone() -> None:
    names = re.findall(r"--sr-([a-z-]+):light-dark\(#\w{6},#\w{6}\);", css_variables())
    assert len(names) == len(Tones.__slots__)


def test_unknown_theme_is_light() -> None:
    assert theme_tones(None) is LIGHT
    assert theme_tones("dark") is DARK


def test_alpha_keeps_the_hue() -> None:
    assert with_alpha("#102030", 0.5) == "rgba(16,32,48,0.5)"
