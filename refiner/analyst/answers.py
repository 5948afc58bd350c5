"""The local analyst's answers: the same JSON documents that a model would write.

An answer is made from `request.document` alone, and its keys are in the order of the schema, so
that a reader of the stream can act on the verdicts first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from refiner.advice.coach import write_advice
from refiner.analyst.judge import Judgement, judge
from refiner.analyst.quality import assess
from refiner.analyst.speaker_bias import Bias, apply_bias
from refiner.errors import Unusable
from refiner.llm.numbering import read_numbered
from refiner.llm.prompts import MAX_REASONS, Request
from refiner.model import AnalystMode
from refiner.spans import Span, find_phrase, overlapping

QUOTE_REACH = 24  # characters of context taken at first on either side of a missed filler
QUOTE_REACH_MAX = 3072  # a passage that is not unique by then never will be
UNCERTAIN_PERCENT = range(25, 76)  # verdicts that get a reason


def answer(
    request: Request,
    mode: AnalystMode | None = None,
    *,
    bias: Bias | None = None,
    explain_all: bool = False,
) -> dict[str, Any]:
    """The answer to `request`; raises Unusable on a schema that the analyst does not know.

    `mode` is by default that of `REFINER_ANALYST`; `bias` is the speaker's. With `explain_all`,
    every verdict has its reason, as the report's protocol wants it.
    """
    document = request.document
    if request.schema_name == "coaching_advice":
        return write_advice(document)
    if request.schema_name == "coaching_sentences":
        return {"sentences": []}  # its own advice is never turned down
    if request.schema_name not in ("speech_analysis", "filler_verdicts", "speech_quality"):
        raise Unusable(f"the local analyst cannot answer {request.schema_name!r}")
    text, numbered = read_numbered(document["transcript"])
    judged = {(j.start, j.end): j for j in judge(text, mode=mode)}
    if unlisted := [span for span in numbered.values() if span not in judged]:
        judged |= {(j.start, j.end): j for j in judge(text, spans=unlisted, mode=mode)}
    if bias:
        judged = {(j.start, j.end): j for j in apply_bias(judged.values(), bias)}
    written: dict[str, Any] = {}
    if request.schema_name != "speech_quality":
        written = _write_verdicts(text, numbered, judged, explain_all)
    if request.schema_name != "filler_verdicts":
        written |= assess({**document, "transcript": text}, judged)
        keys = ("kind", "quote", "severity", "tip")
        written["issues"] = [{key: issue[key] for key in keys} for issue in written["issues"]]
    return written


def percent_of(judgement: Judgement) -> int:
    """How likely the span is a filler, on the judge's side of 50."""
    percent = round(100 * judgement.probability)
    return max(percent, 50) if judgement.filler else min(percent, 49)


def _write_verdicts(
    text: str, numbered: Mapping[int, Span], judged: Mapping[Span, Judgement], explain_all: bool
) -> dict[str, Any]:
    """A verdict on every number, filled pauses too; fillers that have no number, in order."""
    taken = sorted(numbered.values())
    missed = [j for j in judged.values() if j.filler and not overlapping(taken, (j.start, j.end))]
    percents = {number: percent_of(judged[span]) for number, span in numbered.items()}
    uncertain = [number for number, percent in percents.items() if percent in UNCERTAIN_PERCENT]
    explained = list(percents) if explain_all else uncertain[:MAX_REASONS]
    missed_fillers = []
    for judgement in sorted(missed, key=lambda j: j.start):
        quote, occurrence = quote_of(text, judgement.start, judgement.end)
        missed_fillers.append({"quote": quote, "word": judgement.text, "occurrence": occurrence})
    return {
        "verdicts": [[number, percent] for number, percent in percents.items()],
        "missed_fillers": missed_fillers,
        "reasons": [
            {"number": number, "why": judged[numbered[number]].rationale} for number in explained
        ],
    }


def quote_of(text: str, start: int, end: int) -> tuple[str, int]:
    """An exact passage around `text[start:end]`, and which occurrence in it is meant.

    The passage's first occurrence in `text` is the right place: it grows, cut at blanks,
    until that is so. Where even `QUOTE_REACH_MAX` characters either side do not tell the
    place apart (a talk pasted twice) the short passage has to do: the fillers are listed in
    order, so its next place that is not taken is meant. Each step is one search of the text.
    """
    reach = QUOTE_REACH
    while reach <= QUOTE_REACH_MAX:
        left, right = _left_blank(text, start - reach, start), _right_blank(text, end, end + reach)
        if text.find(text[left:right]) == left:
            break
        reach *= 2
    else:
        left = _left_blank(text, start - QUOTE_REACH, start)
        right = _right_blank(text, end, end + QUOTE_REACH)
    quote = text[left:right]
    places = find_phrase(text[start:end], quote)
    return quote, sum(first <= start - left for first, _ in places)


def _left_blank(text: str, low: int, high: int) -> int:
    """Just after the first blank of `text[low:high]`; `high` where there is none."""
    if low <= 0:
        return len(text) - len(text.lstrip())
    blank = next((i for i in range(low, high) if text[i].isspace()), high - 1)
    return blank + 1


def _right_blank(text: str, low: int, high: int) -> int:
    """The last blank of `text[low:high]`; `low` where there is none."""
    if high >= len(text):
        return len(text.rstrip())
    return next((i for i in range(high - 1, low, -1) if text[i].isspace()), low)
