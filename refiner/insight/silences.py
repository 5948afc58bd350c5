"""Silences that the sound of a talk has: the good alternative to a filler."""

from __future__ import annotations

from refiner.formatting import count
from refiner.model import per_minute
from refiner.run_document import RunDocument
from refiner.transcripts.from_document import transcript_of
from refiner.transcripts.pace import Clock

BESIDE_S = 0.3  # ours: a filler this close before or after a silence belongs to it


def count_silences(document: RunDocument) -> tuple[int, int] | None:
    """How many silences have no filler at either end, and how many have; None without sound.

    A possible hesitation that a person did not refuse makes a silence none of the first.
    """
    silences = document.get("silences")
    if silences is None:
        return None
    clock = Clock(transcript_of(document))
    sounds = [
        (filler["at_s"], clock.rounded_end_of(filler["start"], filler["end"]) or filler["at_s"])
        for filler in document["fillers"]
        if filler["ai"] and filler.get("at_s") is not None
    ]
    possible = document.get("possible_hesitations", ())
    sounds += [(p["start_s"], p["end_s"]) for p in possible if p.get("label") is not False]
    alone = sum(
        not any(
            (start_s or 0.0) <= silence["end_s"] + BESIDE_S
            and (end_s or 0.0) >= silence["start_s"] - BESIDE_S
            for start_s, end_s in sounds
        )
        for silence in silences
    )
    return alone, len(silences) - alone


def describe_silences(document: RunDocument) -> str:
    """What the silences say of the speaker, in a sentence or two; empty without sound."""
    counted = count_silences(document)
    if counted is None:
        return ""
    alone, filled = counted
    if not alone and not filled:
        sentence = "You made no silent pause of half a second or more"
    elif not alone:
        sentence = f"Each of your silent pauses ({filled}) had a filler right beside it"
    else:
        sentence = f"You paused silently {count(alone, 'time')} where you could have said “um”"
        if filled:
            sentence += f"; {count(filled, 'more pause')} came right before or after a filler"
    return f"{sentence}.{_describe_pace(document)}"


def _describe_pace(document: RunDocument) -> str:
    """The pace without the silences; empty if it is unknown, or there are no silences."""
    silences = document.get("silences", ())
    if document["duration_source"] != "timestamps" or not silences:
        return ""
    silent_s = sum(silence["end_s"] - silence["start_s"] for silence in silences)
    heard_s = document["duration_s"] - silent_s
    if heard_s <= 0:
        return ""
    pace = per_minute(document["words"], heard_s)
    return f" Without these pauses you spoke {pace:.0f} words a minute."
