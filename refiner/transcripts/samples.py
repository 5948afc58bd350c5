"""Talks to try the refiner on, written for it.

One rule: a sample is a plain text file in `data/samples`, and is read like any transcript.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from refiner.errors import InputError

FOLDER = Path(__file__).resolve().parents[2] / "data" / "samples"


@dataclass(frozen=True, slots=True)
class Sample:
    """`shows`: what can be seen with it, in one line."""

    name: str
    title: str
    speaker: str
    shows: str


SAMPLES = (
    Sample(
        "polished",
        "Opening the new town hall",
        "Ruth",
        "A polished speech: rules and analysis agree, so the first coaching is kept",
    ),
    Sample(
        "casual",
        "A week with my sister's bees",
        "Sam",
        "A casual talk full of “like”, most of it meant: the coaching is written anew",
    ),
    Sample(
        "long",
        "The bus that the village ran itself",
        "Marianne",
        "A talk of twenty minutes, with the slips that come with speaking freely",
    ),
    Sample(
        "clean",
        "The day of the seed potatoes",
        "Jonas",
        "A talk without a single filler: there is always something else to coach",
    ),
    Sample(
        "interview",
        "Driving the night train",
        "Ada and Ben",
        "An interview of two people, each line with its speaker's name",
    ),
)


def load_sample(name: str) -> str:
    """The text of a sample; raises InputError, naming those there are, for any other name."""
    known = [sample.name for sample in SAMPLES]
    if name not in known:
        raise InputError("sample", f"unknown: {name!r}; there are {', '.join(known)}")
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
