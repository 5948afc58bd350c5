"""People's verdicts applied to a run document: counts, rates and advice follow them.

Where people differ on a span, the newest verdict counts. The decision of the run
stays as it was made, and the stored document is never changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, cast

from refiner.advice.audit import audit_advice
from refiner.advice.coach.template import write_template_advice
from refiner.advice.issues import find_issues
from refiner.advice.markdown import format_advice
from refiner.advice.slots import TalkFigures, fill_slots
from refiner.advice.strengths import find_strengths
from refiner.decision import Comparison
from refiner.detection.lexicon import lexicon_for
from refiner.insight.hesitations import added_filler, confirmed_fillers, list_hesitations
from refiner.insight.refuted import CorrectedTalk, replace_refuted
from refiner.model import Advice, Filler, FillerCounts, Transcript, counted_spans, word_of
from refiner.run_document import (
    CoachingDict,
    CountedCounts,
    FillerDict,
    RunDocument,
    advice_dict,
    is_counted,
)
from refiner.spans import Span
from refiner.store.row_types import LabelRow
from refiner.transcripts.from_document import transcript_of
from refiner.transcripts.pace import Clock, build_pace


def relabelled(document: RunDocument, labels: Sequence[LabelRow]) -> RunDocument:
    """A copy of the run document with people's newest verdicts applied.

    Labelled fillers carry `label` (true or false); `counts.labelled` is how many there are. A
    document whose text was not kept has no places, so it stays as it is.
    """
    if not labels or not document["text"] or not is_counted(document):
        return document
    verdicts = newest_verdicts(labels)
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
    changed["pace"] = build_pace(transcript, counted_spans(counted))
    changed["counts"] = _counts(document["counts"], rule, ai, len(verdicts))
    changed["rates"] = {"per_100_words": ai.per_100_words, "per_minute": ai.per_minute}
    had = (word for word, n in document["counts"]["by_word"].items() if n["ai"])
    fallen = [word for word in had if not ai.by_word.get(word)]
    refuted = (fallen, [span for span, is_filler in verdicts.items() if not is_filler])
    changed["coaching"] = _recounted(document["coaching"], ai, counted, transcript, *refuted)
    first = document["preliminary_coaching"]
    if first is not None:
        changed["preliminary_coaching"] = _recounted(first, ai, counted, transcript, *refuted)
    return changed


def newest_verdicts(labels: Iterable[LabelRow]) -> dict[Span, bool]:
    """The verdict on each span that was judged, of rows as the run log has them."""
    return {(row["start"], row["end"]): bool(row["filler"]) for row in labels}


def _labelled_fillers(
    document: RunDocument, verdicts: Mapping[Span, bool], clock: Clock
) -> list[FillerDict]:
    """The document's fillers with their labels, and the spans that only people judged."""
    fillers = []
    for filler in document["fillers"]:
        verdict = verdicts.get((filler["start"], filler["end"]))
        changed = filler.copy()
        if verdict is not None:
            changed["ai"] = changed["label"] = verdict
        fillers.append(changed)
    known = {(f["start"], f["end"]) for f in fillers}
    for span, verdict in verdicts.items():
        if span[0] < span[1] and span not in known:
            text, at_s = document["text"][slice(*span)], clock.rounded_second_at(span[0])
            added = added_filler(span, text, word_of(text), "discourse_marker", at_s)
            fillers.append({**added, "ai": verdict, "label": verdict})
    return fillers


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
    coaching: CoachingDict,
    counts: FillerCounts,
    fillers: Sequence[Filler],
    transcript: Transcript,
    fallen: Collection[str],
    rejected: Collection[Span],
) -> CoachingDict:
    """The advice with the person's counts in its slots.

    What a correction refuted of it is replaced by the template's; the rest is audited again.
    `fallen`: the words of which no filler is left; `rejected`: the places that are none.
    """
    changed = coaching.copy()
    figures = TalkFigures.of(counts, transcript, counted_spans(fillers))
    issues = find_issues(transcript, tuple(fillers), "ai")
    strengths = find_strengths(transcript, fillers, "ai")
    written = Advice.of(coaching.get("draft") or coaching["advice"])
    template = write_template_advice(
        counts, issues, strengths, transcript.duration_s, transcript.language, written
    )
    talk = CorrectedTalk(transcript.text, fillers, figures, fallen, rejected)
    holds = replace_refuted(written, template, talk)
    lexicon = lexicon_for(transcript.language, transcript.speaker)
    shown = audit_advice(holds, figures, transcript.text, template, lexicon).advice
    if shown is None or holds is template:
        changed["source"] = "template"
    if shown is None or holds != written:
        changed["adjusted"] = True
    shown = shown or template
    advice = fill_slots(shown, figures)
    changed["advice"] = advice_dict(advice)
    changed["draft"] = advice_dict(shown)
    changed["markdown"] = format_advice(advice)
    return changed
