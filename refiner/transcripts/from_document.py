"""The transcript of a run, from its run document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, TypeVar, cast

from refiner.model import PossibleHesitation, Silence, Source, SpeakerShare, Transcript
from refiner.run_document import RunDocument
from refiner.transcripts.language import find_language
from refiner.transcripts.word_times import times_from_json

_T = TypeVar("_T")


def transcript_of(document: RunDocument) -> Transcript:
    """The transcript that a run document is about, its word times included."""
    known = document["duration_source"] != "estimated"
    stretches, timed_words = times_from_json(document.get("times"))
    return Transcript(
        text=document["text"],
        source=Source(**document["source"]),
        title=document["title"],
        speaker=document["speaker"],
        duration_s=document["duration_s"] if known else None,
        duration_source=document["duration_source"],
        stretches=stretches,
        timed_words=timed_words,
        language=document["language"]
        if "language" in document
        else find_language(document["text"]),
        language_source=document.get("language_source", "found"),
        held_on=document.get("held_on") or "",
        speakers=tuple(SpeakerShare(**speaker) for speaker in document.get("speakers", ())),
        possible_hesitations=_values(PossibleHesitation, document.get("possible_hesitations")),
        silences=_values(Silence, document.get("silences")),
    )


def _values(kind: Callable[..., _T], written: Iterable[Any] | None) -> tuple[_T, ...] | None:
    if written is None:
        return None
    names = [
        field.name for field in fields(cast(Any, kind))
    ]  # a shown document has a person's label too
    return tuple(kind(**{name: one[name] for name in names}) for one in written)
