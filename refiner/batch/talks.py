"""Which talks a transcript is read as: everyone's, the chosen speakers', or one for each.

One rule: the talks of `each` share no word with one another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from refiner.errors import InputError
from refiner.model import Source, Transcript
from refiner.transcripts import build_transcript, read_recording
from refiner.transcripts.speakers import speakers_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of a transcript; seconds. `only`: the speakers who count, all if empty.

    `speaker` is what the talk's speaker is called, whatever the transcript calls them; `each`
    makes a talk of every speaker (of `only`, if any are named there).
    """

    title: str = ""
    speaker: str = ""
    duration_s: float | None = None
    only: tuple[str, ...] = ()
    each: bool = False

    def __post_init__(self) -> None:
        seconds = self.duration_s
        if seconds is not None and not 0 < seconds < 1_000_000:
            raise InputError(f"duration {seconds:g}", "must be a positive number of seconds")
        if self.each and self.speaker:
            raise InputError(f"speaker {self.speaker!r}", "cannot be the name of each")
        if self.each and seconds is not None:
            raise InputError(f"duration {seconds:g}", "cannot be the length of each")


def read_talks(data: bytes, name: str | None, wish: Wish) -> tuple[Transcript, ...]:
    """The talks that are wished for, one if not `each`. Raises InputError, as readers do."""
    recording = read_recording(data, name)
    source = Source(name, recording.format, hashlib.sha256(data).hexdigest())
    only = wish.only or None
    if not wish.each:
        return (
            build_transcript(recording, source, wish.title, wish.speaker, wish.duration_s, only),
        )
    names = [speaker.name for speaker in speakers_of(recording) if speaker.words]
    wanted = {one.strip().casefold() for one in wish.only}
    chosen = [one for one in names if not wanted or one.casefold() in wanted]
    if len(names) < 2 or not chosen:  # one voice is its own talk; a stranger is refused by name
        return (build_transcript(recording, source, wish.title, "", None, only),)
    whole = build_transcript(recording, source, wish.title)
    return tuple(
        build_transcript(recording, source, f"{whole.title} ({one or 'unnamed'})", speakers=[one])
        for one in chosen
    )
