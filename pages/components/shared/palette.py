"""Every colour on screen, in one place, and what each may mean.

Rules are slate and refined counts are deep teal, everywhere, and nothing else is. Amber means
regenerated or a warning, red means failure. Slate, teal and amber stay apart under the three
common colour-blindnesses, and each text tone has contrast of at least 4.5 to 1 on its ground
(`tests/pages/shared/test_palette.py` measures it).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of one ground, as #rrggbb."""

    ground: str
    panel: str
    text: str
    quiet: str  # secondary text
    line: str  # hairlines
    accent: str
    rule: str
    refined: str
    refined_tint: str  # the ground behind a confirmed filler
    amber: str
    amber_tint: str
    red: str
    red_tint: str
    ghost: str  # what did not happen: the sequential estimate
    shadow: str


LIGHT = Tones(
    ground="#fbfaf7",
    panel="#f1efe8",
    text="#1d282c",
    quiet="#56646a",
    line="#d9d6cc",
    accent="#0f766e",
    rule="#5b6b7c",
    refined="#0f5e59",
    refined_tint="#d5ebe6",
    amber="#8a5200",
    amber_tint="#f9ebcf",
    red="#b3261e",
    red_tint="#f9dedb",
    ghost="#e4e1d7",
    shadow="#1d282c",
)
DARK = Tones(
    ground="#12181b",
    panel="#1b2428",
    text="#e4e9e8",
    quiet="#a3b0b3",
    line="#37444a",
    accent="#2cb5a6",
    rule="#8fa0b4",
    refined="#74e0d0",
    refined_tint="#17403d",
    amber="#f0b449",
    amber_tint="#3d2f12",
    red="#ff8f86",
    red_tint="#45201d",
    ghost="#273237",
    shadow="#000000",
)


def theme_tones(theme: str | None) -> Tones:
    """The tones of Streamlit's theme type, `light` or `dark`; light if it is unknown."""
    return DARK if theme == "dark" else LIGHT


def css_variables() -> str:
    """`--sr-NAME` for every tone; the browser picks by the page's own colour scheme."""
    dark = asdict(DARK)
    lines = (
        f"--sr-{name.replace('_', '-')}:light-dark({light},{dark[name]});"
        for name, light in asdict(LIGHT).items()
    )
    return ":root{" + "".join(lines) + "}"


def light_css_variables() -> str:
    """The same for paper, which is light whatever the screen is."""
    lines = (f"--sr-{name.replace('_', '-')}:{colour};" for name, colour in asdict(LIGHT).items())
    return ":root{" + "".join(lines) + "}"


def with_alpha(colour: str, alpha: float) -> str:
    """`#rrggbb` as rgba() with `alpha` from 0 to 1, for plotly."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
