"""Decides whether text before a colon is a speaker name (conservatively)."""

from __future__ import annotations

import re
from functools import lru_cache


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ROLES = _listed(
    "a agent audience caller customer guest host interviewee interviewer moderator narrator "
    "operator participant q speaker student teacher unknown"
)
_PARTICLES = _listed("al and bin da das de del der di dos du el la le of ter the van von y")
_NOT_NAMES = _listed(
    "after again agenda also and answer anyway author because before but caution conclusion "
    "copyright course date description duration example finally first fourth fifth format "
    "goal hello hint http https idea important introduction kind language last later length "
    "like link location meeting my next no note notes now ok okay once one or our page part "
    "place point problem ps question re reason recording remember reminder result right rule "
    "second see sidenote so source step subject summary then there therefore third this "
    "three time tip title today tomorrow topic transcript two uh um url version warning we "
    "well what when where which who why yes yesterday you"
)
_WORD = re.compile(r"[^\s()\[\]/|]+")
_NO_NAME = re.compile(r"[;!?\"“”…:]|,.*,|,$|\.\s*$|\.{2}|\d{1,2}:\d{2}")
_MAX_CHARS = 40  # characters
_MAX_WORDS = 5


@lru_cache(maxsize=1024)
def is_name(label: str) -> bool:
    """Could it be a name or a part in a talk: `Ada Byron`, `Byron, Ada`, `Speaker 1`, `host`?"""
    label = label.strip()
    words = _WORD.findall(label)
    if not words or len(label) > _MAX_CHARS or len(words) > _MAX_WORDS or _NO_NAME.search(label):
        return False
    first = words[0].casefold().strip(".,")
    if first in _ROLES:
        return len(words) == 1 or all(word.strip("#").isalnum() for word in words[1:])
    if first in _NOT_NAMES or not words[0][0].isalpha():
        return False
    return all(_capital(word) for word in words)


def _capital(word: str) -> bool:
    """Begins as a name does; a script without capitals may begin with any letter."""
    return not word[0].islower() or word in _PARTICLES
