"""People's verdicts as a gold file, JSON Lines, that `evaluate` and `train_analyst.py` read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from refiner.evaluation.gold import FILLED_PAUSE
from refiner.insight.corrections import find_corrected
from refiner.insight.labels import newest_verdicts
from refiner.model import word_of
from refiner.run_document import FillerDict, RunDocument
from refiner.spans import Span
from refiner.store import Store
from refiner.store.row_types import LabelRow


def gold_lines(
    runs: Iterable[tuple[RunDocument, Sequence[LabelRow]]], labeller: str | None = None
) -> str:
    """The labels of `runs`: those of one `labeller`, who is named, or the newest on each span.

    Hesitations that were not transcribed have no text that anything could judge, nor has a run
    whose text was not kept.
    """
    lines = []
    for document, rows in runs:
        wanted = [row for row in rows if labeller in (None, row["labeller"])]
        judged = _judged(document, newest_verdicts(wanted)) if document["text"] else []
        if judged:
            line = _gold(document, judged, labeller or "")
            lines.append(json.dumps(line, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def all_corrections(store: Store, labeller: str | None = None) -> str:
    """The same over all runs; empty without any."""
    by_run: dict[int, list[LabelRow]] = {}
    for label in store.labels.rows():
        by_run.setdefault(label["run_id"], []).append(label)
    documents = ((find_corrected(store, run_id), rows) for run_id, rows in by_run.items())
    found = ((document, rows) for document, rows in documents if document is not None)
    return gold_lines(found, labeller)


def _gold(document: RunDocument, judged: Sequence[dict[str, Any]], labeller: str) -> dict[str, Any]:
    line = {
        "id": f"run-{document['run_id']}:{document['speaker'] or 'speaker'}",
        "source": "speech-refiner",
        "license": "as the transcript's",
        "text": document["text"],
        "judged": judged,
    }
    return line | {"labeller": labeller} if labeller else line


def _judged(document: RunDocument, verdicts: Mapping[Span, bool]) -> list[dict[str, Any]]:
    """One verdict a span, in the order of the talk."""
    fillers = {(f["start"], f["end"]): f for f in document["fillers"]}
    return [
        {
            "start": start,
            "end": end,
            "text": document["text"][start:end],
            "form": _form_of(fillers.get((start, end)), document["text"][start:end]),
            "filler": is_filler,
        }
        for (start, end), is_filler in verdicts.items()
        if start < end
    ]


def _form_of(filler: FillerDict | None, text: str) -> str:
    if filler is None:
        return word_of(text)
    return FILLED_PAUSE if filler["kind"] == "filled_pause" else filler["word"]
