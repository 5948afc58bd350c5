"""People's verdicts applied to a run document: counts, rates and advice follow the person.

The decision of the run stays as it was made, and the stored document is never changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, cast

from refiner.advice.audit import audit_advice
from refiner.advice.coach.template import write_template_advice
from refiner.advice.issues import find_issues
from refiner.advice.markdown import format_advice
from refiner.advice.slots import TalkFigures, fill_slots, slot_value, texts_of
from refiner.advice.strengths import find_strengths
from refiner.decision import Comparison
from refiner.detection.lexicon import lexicon_for
from refiner.evaluation.gold import FILLED_PAUSE
from refiner.insight.hesitations import added_filler, confirmed_fillers, list_hesitations
from refiner.model import Advice, Filler, FillerCounts, Transcript
from refiner.run_document import (
    AdviceDict,
    CoachingDict,
    CountedCounts,
    FillerDict,
    LabelRow,
    RunDocument,
    is_counted,
)
from refiner.store import Store
from refiner.transcripts.from_document import transcript_of
from refiner.transcripts.pace import Clock, build_pace

_WORD_SLOT = re.compile(r"\{\{fillers\.by_word\.([^{}]+)\}\}")
_CLUSTERS = "talk.habits.filler_cluster"
_QUOTE = re.compile(r"“([^“”]+)”")
MIN_PASSAGE_WORDS = 4  # a shorter quotation names a word, not a passage


def relabelled(document: RunDocument, labels: Sequence[LabelRow]) -> RunDocument:
    """A copy of the run document with a person's corrections applied.

    Labelled fillers carry `label` (true or false); `counts.labelled` is how many there are.
    """
    if not labels or not is_counted(document):
        return document
    verdicts = {(row["start"], row["end"]): bool(row["filler"]) for row in labels}
    transcript = transcript_of(document)
    hesitations = list_hesitations(document, verdicts)
    fillers = _labelled_fillers(document, verdicts, Clock(transcript))
    fillers = sorted([*fillers, *confirmed_fillers(hesitations)], key=lambda f: f["start"])
    counted = [Filler(**{f.name: cast(Any, d)[f.name] for f in fields(Filler)}) for d in fillers]
    rule, ai = (FillerCounts.of(counted, source, transcript) for source in ("rule", "ai"))
    changed = document.copy()
    changed["fillers"] = fillers
    if hesitations:
        changed["possible_hesitations"] = hesitations
    changed["pace"] = build_pace(transcript, [(f.start, f.end) for f in counted if f.ai])
    changed["counts"] = _counts(document["counts"], rule, ai, len(labels))
    changed["rates"] = {"per_100_words": ai.per_100_words, "per_minute": ai.per_minute}
    changed["coaching"] = _recounted(document["coaching"], ai, counted, transcript)
    first = document["preliminary_coaching"]
    if first is not None:
        changed["preliminary_coaching"] = _recounted(first, ai, counted, transcript)
    return changed


def gold_lines(runs: Iterable[tuple[RunDocument, Sequence[LabelRow]]]) -> str:
    """All labels of `runs` as a gold file, JSON Lines, that `evaluate` reads.

    Hesitations that were not transcribed have no text that anything could judge.
    """
    texts = [
        (document, [row for row in rows if row["start"] < row["end"]]) for document, rows in runs
    ]
    lines = [json.dumps(_gold(*run), ensure_ascii=False) for run in texts if run[1]]
    return "".join(f"{line}\n" for line in lines)


def all_corrections(store: Store) -> str:
    """Every correction, over all runs, as a gold file; empty without any."""
    by_run: dict[int, list[LabelRow]] = {}
    for label in store.labels.rows():
        by_run.setdefault(label["run_id"], []).append(label)
    documents = ((store.runs.document(run_id), rows) for run_id, rows in by_run.items())
    return gold_lines((document, rows) for document, rows in documents if document is not None)


def _labelled_fillers(
    document: RunDocument, verdicts: Mapping[tuple[int, int], bool], clock: Clock
) -> list[FillerDict]:
    """The document's fillers with their labels, and those that only the person found."""
    fillers = []
    for filler in document["fillers"]:
        verdict = verdicts.get((filler["start"], filler["end"]))
        changed = filler.copy()
        if verdict is not None:
            changed["ai"] = changed["label"] = verdict
        fillers.append(changed)
    known = {(f["start"], f["end"]) for f in fillers}
    for span, verdict in verdicts.items():
        if verdict and span[0] < span[1] and span not in known:
            text, at_s = document["text"][slice(*span)], clock.rounded_second_at(span[0])
            fillers.append(added_filler(span, text, _word_of(text), "discourse_marker", at_s))
    return fillers


def _word_of(text: str) -> str:
    return " ".join(text.lower().split())


def _counts(
    before: CountedCounts, rule: FillerCounts, ai: FillerCounts, labelled: int
) -> CountedCounts:
    words = dict.fromkeys([*ai.by_word, *rule.by_word])
    changed = before.copy()
    changed["rule"], changed["ai"] = rule.total, ai.total
    changed["difference"] = Comparison(rule.total, ai.total).difference
    changed["by_word"] = {
        w: {"rule": rule.by_word.get(w, 0), "ai": ai.by_word.get(w, 0)} for w in words
    }
    changed["labelled"] = labelled
    return changed


def _recounted(
    coaching: CoachingDict, counts: FillerCounts, fillers: Sequence[Filler], transcript: Transcript
) -> CoachingDict:
    """The advice with the person's counts in its slots.

    Advice that a correction refuted is replaced by the template: a quotation that shows a filler
    where none is left, a word that is no filler any more. What remains is audited again.
    """
    changed = coaching.copy()
    draft = coaching.get("draft")
    figures = TalkFigures.of(counts, transcript, [(f.start, f.end) for f in fillers if f.ai])
    issues = find_issues(transcript, tuple(fillers), "ai")
    strengths = find_strengths(transcript, fillers, "ai")
    written = Advice.of(draft or coaching["advice"])
    template = write_template_advice(
        counts, issues, strengths, transcript.duration_s, transcript.language, written
    )
    lexicon = lexicon_for(transcript.language)
    shown = audit_advice(written, figures, transcript.text, template, lexicon).advice
    outdated = _is_outdated(written, coaching["advice"], fillers, figures, transcript.text)
    if shown is None or outdated:
        shown = template
        changed["source"], changed["adjusted"] = "template", True
    advice = fill_slots(shown, figures)
    changed["advice"] = cast(AdviceDict, advice.as_dict())
    changed["draft"] = cast(AdviceDict, shown.as_dict())
    changed["markdown"] = format_advice(advice)
    return changed


def _is_outdated(
    draft: Advice,
    shown: AdviceDict,
    fillers: Sequence[Filler],
    figures: TalkFigures,
    text: str,
) -> bool:
    """Whether advice is about a word, a passage or clusters whose fillers were corrected away."""
    sentences = " ".join(texts_of(draft.as_dict()))
    counts = figures.counts.by_word
    if any(not counts.get(word) for word in _WORD_SLOT.findall(sentences)):
        return True
    if f"{{{{{_CLUSTERS}}}}}" in sentences and slot_value(_CLUSTERS, figures) == "0":
        return True
    for quote in _QUOTE.findall(" ".join(texts_of(shown))):
        passage = quote.strip(" …")
        start = text.find(passage)
        if len(passage.split()) < MIN_PASSAGE_WORDS or start < 0:
            continue
        end = start + len(passage)
        inside = [f for f in fillers if start <= f.start and f.end <= end]
        if inside and not any(f.ai for f in inside):
            return True
    return False


def _gold(document: RunDocument, labels: Sequence[LabelRow]) -> dict[str, Any]:
    fillers = {(f["start"], f["end"]): f for f in document["fillers"]}
    return {
        "id": f"run-{document['run_id']}:{document['speaker'] or 'speaker'}",
        "source": "speech-refiner",
        "license": "as the transcript's",
        "text": document["text"],
        "judged": [
            _judged(document["text"], row, fillers.get((row["start"], row["end"])))
            for row in labels
        ],
    }


def _judged(text: str, row: LabelRow, filler: FillerDict | None) -> dict[str, Any]:
    start, end = row["start"], row["end"]
    word = filler["word"] if filler else _word_of(text[start:end])
    is_pause = filler is not None and filler["kind"] == "filled_pause"
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "form": FILLED_PAUSE if is_pause else word,
        "filler": bool(row["filler"]),
    }
