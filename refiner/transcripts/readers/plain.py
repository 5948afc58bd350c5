"""Plain text: the transcript is what the file says, letter for letter."""

from __future__ import annotations

from refiner.transcripts.recording import Recording, Segment


def read_plain(text: str) -> Recording:
    """The text itself, as the words of one person who is not named."""
    return Recording("text", (Segment(text),))
