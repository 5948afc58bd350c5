"""How calls are drawn as bars over time: their colours, and parts that share one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.components.shared.palette import Tones


def call_colours(tones: Tones) -> Mapping[str, str]:
    """The colour of each kind of call: what rests on the rules alone is slate."""
    return {"analysis": tones.refined, "coaching": tones.rule, "regeneration": tones.amber}


def place_parts(parts: Sequence[str], row: float) -> list[tuple[float, float]]:
    """Offset from the middle of its row, and height, for each bar.

    Bars of a call in one piece (an empty part) fill the row; named parts share it, in the order
    of their names.
    """
    names = sorted({part for part in parts if part})
    return [
        (row * (0.5 - (names.index(part) + 0.5) / len(names)), row / len(names))
        if part
        else (0.0, row)
        for part in parts
    ]
