"""When what was said, as plain JSON values and back: lists without names, since there are many.

One rule: what goes out comes back the same, and plain text has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from refiner.model import Stretch, Transcript


def as_times(talk: Transcript) -> dict[str, Any] | None:
    """`stretches`: start, end, seconds from and to, speaker, turn; `words`: the first four."""
    if not talk.stretches:
        return None
    return {
        "stretches": [
            [s.start, s.end, s.start_s, s.end_s, s.speaker, s.turn] for s in talk.stretches
        ],
        "words": [[w.start, w.end, w.start_s, w.end_s] for w in talk.timed_words],
    }


def from_times(times: Mapping[str, Any] | None) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """A transcript's `stretches` and `timed_words`."""
    known = times or {"stretches": (), "words": ()}
    stretches = tuple(Stretch(*values) for values in known["stretches"])
    return stretches, tuple(Stretch(*values) for values in known["words"])
