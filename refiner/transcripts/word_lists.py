"""Lists of words and keys as text: shorter to read, and to add to, than one string a line."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    """The words of a text, parted by white space."""
    return tuple(words.split())
