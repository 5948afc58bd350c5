"""A run as people see it: its document with everything that a person changed.

Every screen, report and export shows the document that `corrected` gives, and the count columns
of the run log follow it, so that one run has one number everywhere. The logged document and its
decision stay as they were made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from refiner.errors import InputError
from refiner.insight.edits import apply_edit, keep_slots, unfit_sentences
from refiner.insight.labels import relabelled
from refiner.run_document import AdviceDict, CountedDocument, EditedAdvice, RunDocument, is_counted
from refiner.spans import Span
from refiner.store import Store
from refiner.store.row_types import LabelRow, StoredRunRow
from refiner.store.upgrade import read_document


def corrected(
    store: Store, document: RunDocument, labels: Sequence[LabelRow] | None = None
) -> RunDocument:
    """The document with people's newest labels, title, speaker, day, edited advice and note.

    `labels`: the run's, if they have been read already.

    Raises StoreError if the run log cannot be read.
    """
    row = store.runs.row(document["run_id"])
    if row is None:
        return document
    return _apply(document, row, store.labels.rows(row["run_id"]) if labels is None else labels)


def find_corrected(store: Store, run_id: int) -> RunDocument | None:
    """The corrected document of a logged run; None if it has none (yet)."""
    row = store.runs.row(run_id)
    document = read_document(row) if row else None
    return _apply(document, row, store.labels.rows(run_id)) if row and document else None


def corrected_json(store: Store, run_ids: Sequence[int]) -> list[str]:
    """The corrected documents of these runs as JSON text; runs without one are left out."""
    found = (find_corrected(store, run_id) for run_id in run_ids)
    return [json.dumps(document, ensure_ascii=False) for document in found if document]


def correct_span(
    store: Store, run_id: int, start: int, end: int, filler: bool | None, labeller: str = ""
) -> None:
    """Save a person's verdict on a span, None to undo their own; the log's counts follow.

    Raises InputError for a span that is not in the text or that shares words with another one.
    """
    if filler is not None:
        _check_place(store, run_id, (start, end))
    store.labels.set(run_id, start, end, filler, labeller)
    if document := find_corrected(store, run_id):
        store.runs.set_counts(document)


def _check_place(store: Store, run_id: int, span: Span) -> None:
    document = store.runs.document(run_id)
    if document is None:
        return
    start, end = span
    text = document["text"]
    if not 0 <= start <= end <= len(text):
        raise InputError(f"characters {start} to {end}", f"the text has {len(text):,}")
    for judged in [*document["fillers"], *store.labels.rows(run_id)]:
        other_start, other_end = judged["start"], judged["end"]
        if (other_start, other_end) != span and max(other_start, start) < min(other_end, end):
            other = text[other_start:other_end]
            raise InputError(
                f"“{text[start:end]}”", f"it overlaps “{other}”, which has a verdict of its own"
            )


def correct_about(store: Store, run_id: int, title: str, speaker: str, held_on: str) -> None:
    """Save what a run is about; raises InputError for a day that is not an ISO date."""
    try:
        date.fromisoformat(held_on)
    except ValueError:
        raise InputError("day of the talk", f"not a date: {held_on}") from None
    store.runs.set_about(run_id, title.strip(), speaker.strip(), held_on)


def edit_advice(
    store: Store, document: CountedDocument, advice: AdviceDict | None, note: str
) -> list[str]:
    """Save edited advice (None: the original) and a note, unless a new sentence is unfit.

    Returns such sentences, and saves nothing then.
    """
    if advice is not None and (unfit := unfit_sentences(document, advice)):
        return unfit
    kept = None if advice is None else keep_slots(document, advice)
    edited: EditedAdvice | None = {"advice": kept, "note": note.strip()}
    store.runs.set_edited_advice(document["run_id"], edited if advice or note.strip() else None)
    return []


def _apply(document: RunDocument, row: StoredRunRow, labels: Sequence[LabelRow]) -> RunDocument:
    changed = relabelled(document, labels).copy()
    changed["title"], changed["speaker"] = row["title"], row["speaker"]
    changed["held_on"] = row["held_on"]
    if row["edited_advice"] and is_counted(changed):
        changed["coaching"] = apply_edit(changed, json.loads(row["edited_advice"]))
    return changed
