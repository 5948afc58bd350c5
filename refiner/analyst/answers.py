"""The local analyst's answers: the same JSON documents that a model would write.

An answer is made from `request.document` alone, and its keys are in the order
of the contract, so that a reader of the stream can act on the verdicts first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from refiner.advice.coach import write_advice
from refiner.analyst.judge import Judgement, judge
from refiner.analyst.quality import assess
from refiner.errors import Unusable
from refiner.llm.prompts import Request
from refiner.model import AnalystMode
from refiner.spans import Span, find_phrase, overlapping

QUOTE_REACH = 24  # characters of context taken at first on either side of a missed filler
QUOTE_REACH_MAX = 3072  # a passage that is not unique by then never will be


def answer(request: Request, mode: AnalystMode | None = None) -> dict[str, Any]:
    """The answer to `request`; raises Unusable on a schema that the analyst does not know.

    `mode` is by default that of `REFINER_ANALYST`.
    """
    document = request.document
    if request.schema_name == "coaching_advice":
        return write_advice(document)
    if request.schema_name == "coaching_sentences":
        return {"sentences": []}  # its own advice is never turned down
    if request.schema_name not in _SECTIONS:
        raise Unusable(f"the local analyst cannot answer {request.schema_name!r}")
    judged = _judgements(document, mode)
    answered: dict[str, Any] = {}
    for write in _SECTIONS[request.schema_name]:
        answered |= write(document, judged)
    return answered


def _judgements(document: Mapping[str, Any], mode: AnalystMode | None) -> dict[Span, Judgement]:
    """One judgement a span: every listed word of the transcript, and every candidate."""
    text = document["transcript"]
    judged = {(j.start, j.end): j for j in judge(text, mode=mode)}
    asked = [(c["start"], c["end"]) for c in document["candidates"]]
    unlisted = [span for span in asked if span not in judged]
    if unlisted:
        judged |= {(j.start, j.end): j for j in judge(text, spans=unlisted, mode=mode)}
    return judged


def _verdicts(document: Mapping[str, Any], judged: Mapping[Span, Judgement]) -> dict[str, Any]:
    candidates = document["candidates"]
    verdicts = []
    for c in candidates:
        j = judged[c["start"], c["end"]]
        verdicts.append({"id": c["id"], "filler": j.filler, **_reason(j)})
    missed = _missed([(c["start"], c["end"]) for c in candidates], judged)
    return {"verdicts": verdicts, "missed_fillers": [_found(document, j) for j in missed]}


def _found(document: Mapping[str, Any], judgement: Judgement) -> dict[str, Any]:
    quote, occurrence = quote_of(document["transcript"], judgement.start, judgement.end)
    return {
        "word": judgement.text,
        "quote": quote,
        "occurrence": occurrence,
        **_reason(judgement),
    }


def _reason(judgement: Judgement) -> dict[str, Any]:
    return {"confidence": round(judgement.confidence, 2), "rationale": judgement.rationale}


def _missed(asked: Sequence[Span], judged: Mapping[Span, Judgement]) -> list[Judgement]:
    """Fillers that overlap no candidate, in order."""
    taken = sorted(asked)
    fillers = (j for j in judged.values() if j.filler)
    free = (j for j in fillers if not overlapping(taken, (j.start, j.end)))
    return sorted(free, key=lambda j: j.start)


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
    at = next((i for i in range(low, high) if text[i].isspace()), high - 1)
    return at + 1


def _right_blank(text: str, low: int, high: int) -> int:
    """The last blank of `text[low:high]`; `low` where there is none."""
    if high >= len(text):
        return len(text.rstrip())
    return next((i for i in range(high - 1, low, -1) if text[i].isspace()), low)


_SECTIONS: Mapping[str, tuple[Callable[..., dict[str, Any]], ...]] = {
    "speech_analysis": (_verdicts, assess),
    "filler_verdicts": (_verdicts,),
    "speech_quality": (assess,),
}
