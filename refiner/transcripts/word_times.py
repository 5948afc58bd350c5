"""The times of a transcript as JSON values and back: lists without keys, as there are many."""

from __future__ import annotations

from refiner.model import Stretch, Transcript
from refiner.run_document import TimesDict


def times_to_json(transcript: Transcript) -> TimesDict | None:
    """The run document's `times`; None for plain text, which has none."""
    if not transcript.stretches:
        return None
    return {
        "stretches": [
            [s.start, s.end, s.start_s, s.end_s, s.speaker, s.turn] for s in transcript.stretches
        ],
        "words": [[w.start, w.end, w.start_s, w.end_s] for w in transcript.timed_words],
    }


def times_from_json(times: TimesDict | None) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """A transcript's `stretches` and `timed_words`, as `times_to_json` wrote them."""
    if times is None:
        return (), ()
    stretches = tuple(Stretch(*values) for values in times["stretches"])
    return stretches, tuple(Stretch(*values) for values in times["words"])
