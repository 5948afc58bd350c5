"""A person's verdicts over the machine's: what they say counts, at once and everywhere.

The decision of the run stays as it was made; counts, rates and the numbers in the advice
follow the person. A label names a span; the run document itself is never changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from refiner.advice.audit import violations
from refiner.advice.coach.template import template_advice
from refiner.advice.issues import observe
from refiner.advice.markdown import advice_markdown
from refiner.advice.slots import fill
from refiner.evaluation.gold import FILLED_PAUSE
from refiner.model import (
    Advice,
    Comparison,
    DurationSource,
    Filler,
    FillerCounts,
    Source,
    Transcript,
)
from refiner.transcripts.pace import Clock, build_pace
from refiner.transcripts.word_times import times_from_json

Label = Mapping[str, Any]  # start, end, filler: a row of the store
Document = Mapping[str, Any]


def relabelled(document: Document, labels: Sequence[Label]) -> dict[str, Any]:
    """A copy of the run document with the person's verdicts in force.

    Labelled fillers carry `label` (true or false); `counts.labelled` is how many there are.
    """
    changed = dict(document)
    if not labels:
        return changed
    said = {(row["start"], row["end"]): bool(row["filler"]) for row in labels}
    fillers = [_with_label(f, said) for f in document["fillers"]]
    known = {(f["start"], f["end"]) for f in fillers}
    talk = transcript_of(document)
    clock = Clock(talk)
    fillers += [
        _added(document, *span) | {"at_s": clock.rounded_second_at(span[0])}
        for span in said
        if span not in known and said[span]
    ]
    fillers.sort(key=lambda f: f["start"])
    counted = [_filler(f) for f in fillers]
    rule, ai = (FillerCounts.of(counted, source, talk) for source in ("rule", "ai"))
    changed["fillers"] = fillers
    changed["pace"] = build_pace(talk, [f.start for f in counted if f.ai])
    changed["counts"] = _counts(document, rule, ai) | {"labelled": len(labels)}
    changed["rates"] = {"per_100_words": ai.per_100_words, "per_minute": ai.per_minute}
    for name in ("coaching", "preliminary_coaching"):
        if document[name] is not None:
            changed[name] = _follow(document[name], ai, counted, talk)
    return changed


def gold_lines(runs: Iterable[tuple[Document, Sequence[Label]]]) -> str:
    """All labels of `runs` as a gold file, JSON Lines, that `evaluate` reads."""
    lines = [json.dumps(_gold(*run), ensure_ascii=False) for run in runs if run[1]]
    return "".join(f"{line}\n" for line in lines)


def transcript_of(document: Document) -> Transcript:
    """The transcript that a run document is about."""
    source: DurationSource = document["duration_source"]
    known = source != "estimated"
    stretches, timed_words = times_from_json(document.get("times"))
    return Transcript(
        text=document["text"],
        source=Source(**document["source"]),
        title=document["title"],
        speaker=document["speaker"],
        duration_s=document["duration_s"] if known else None,
        duration_source=source,
        stretches=stretches,
        timed_words=timed_words,
    )


def _with_label(filler: Mapping[str, Any], said: Mapping[tuple[int, int], bool]) -> dict[str, Any]:
    verdict = said.get((filler["start"], filler["end"]))
    if verdict is None:
        return dict(filler)
    return {**filler, "ai": verdict, "label": verdict}


def _added(document: Document, start: int, end: int) -> dict[str, Any]:
    """A filler that the person alone heard."""
    text = document["text"][start:end]
    blank = Filler(
        start, end, text, " ".join(text.lower().split()), "discourse_marker",
        rule=False, ai=True, confidence=None, rationale="",
    )  # fmt: skip
    return asdict(blank) | {"label": True}


def _filler(values: Mapping[str, Any]) -> Filler:
    return Filler(**{f.name: values[f.name] for f in fields(Filler)})


def _counts(document: Document, rule: FillerCounts, ai: FillerCounts) -> dict[str, Any]:
    words = dict.fromkeys([*ai.by_word, *rule.by_word])
    return {
        **document["counts"],
        "rule": rule.total,
        "ai": ai.total,
        "difference": Comparison(rule.total, ai.total).difference,
        "by_word": {w: {"rule": rule.by_word.get(w, 0), "ai": ai.by_word.get(w, 0)} for w in words},
    }


def _follow(
    coaching: Mapping[str, Any], counts: FillerCounts, fillers: Sequence[Filler], talk: Transcript
) -> dict[str, Any]:
    """The advice with its numbers filled anew.

    Advice without its draft stays if none of its numbers has become wrong; else it is written
    anew by rule.
    """
    draft = coaching.get("draft")
    if draft is None:
        said = Advice.of(coaching["advice"])
        if not violations(said, counts):
            return dict(coaching)
        filled = fill(template_advice(counts, observe(talk, tuple(fillers), "ai")), counts)
        coaching = {**coaching, "source": "template"}
    else:
        filled = fill(Advice.of(draft), counts)
    return {**coaching, "advice": asdict(filled), "markdown": advice_markdown(filled)}


def _gold(document: Document, labels: Sequence[Label]) -> dict[str, Any]:
    kinds = {(f["start"], f["end"]): f for f in document["fillers"]}
    return {
        "id": f"run-{document['run_id']}:{document['speaker'] or 'speaker'}",
        "source": "speech-refiner",
        "license": "as the transcript's",
        "text": document["text"],
        "judged": [_judged(document["text"], row, kinds) for row in labels],
    }


def _judged(
    text: str, row: Label, known: Mapping[tuple[int, int], Mapping[str, Any]]
) -> dict[str, Any]:
    start, end = row["start"], row["end"]
    filler = known.get((start, end), {})
    word = filler.get("word") or " ".join(text[start:end].lower().split())
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "form": FILLED_PAUSE if filler.get("kind") == "filled_pause" else word,
        "filler": bool(row["filler"]),
    }
