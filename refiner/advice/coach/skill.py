"""A skill to train, as the tables of `filler_skills` and `habit_skills` write it.

No number of fillers is written in them, in digits or in words. A sentence that gives a time or
a length ("two minutes") names no filler, so its number cannot be taken for a count. `{words}` is
filled with the talk's own filler words, in quotation marks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing to train. Of headlines, advice and exercises one is used, never last time's."""

    skill: str
    headlines: tuple[str, ...]
    why: str
    tip: str
    advice: tuple[str, ...]
    exercises: tuple[str, ...]
    goal: str
    measurement: str


LISTEN_BACK = "Record the same passage at the start and at the end of the week and compare them."
