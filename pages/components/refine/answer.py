"""The answer: one sentence, the rate on its scale, and how it came about in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from pages.components.shared.text import safe
from refiner.advice.bands import AVERAGE_PER_100_WORDS, BANDS, SOURCE
from refiner.formatting import count, duration
from refiner.insight.answer import describe_answer
from refiner.insight.certainty import describe_likely
from refiner.insight.receipt import word_rows
from refiner.run_document import CountedDocument, FillerDict

_SCALE_END = 10.0  # fillers per 100 words at the right end of the scale
_MAX_WORDS = 8


def answer_html(document: CountedDocument) -> str:
    """The sentence, in the tone of its outcome: `kept`, `regenerated` or `fallback`."""
    tone = "regenerated" if document["coaching_regenerated"] else "kept"
    if document["fallback_mode"]:
        tone = "fallback"
    return f'<p class="sr-verdict {tone}">{safe(describe_answer(document))}</p>'


def scale_html(rate: float, aside: str = "", *, is_refined: bool = True) -> str:
    """A rate on the scale of bands, and `aside` next to it; `rate` in fillers per 100 words."""
    parts, start = [], 0.0
    for band in BANDS:
        end = _SCALE_END if band.upto is None else band.upto
        width = 100 * (end - start) / _SCALE_END
        average = " average" if band.upto == AVERAGE_PER_100_WORDS else ""
        limit = "" if band.upto is None else f"<i>{band.upto:g}{average}</i>"
        parts.append(f'<li style="width:{width:.1f}%">{limit}</li>')
        start = end
    place = 100 * min(rate, _SCALE_END) / _SCALE_END
    side = "far" if place > 85 else ""
    kind = "" if is_refined else " rule"
    label = f"{rate:.1f} fillers per 100 words; the average is {AVERAGE_PER_100_WORDS}"
    return (
        f'<div class="sr-answer"><div class="sr-scale" role="img" aria-label="{label}"'
        f' title="{safe(SOURCE)}"><b class="{side}{kind}" style="left:{place:.1f}%">'
        f"<span>{rate:.1f}</span></b><ol>{''.join(parts)}</ol></div>"
        f"{aside_html(aside)}</div>"
    )


def aside_html(text: str) -> str:
    """How the answer came about, in a few words."""
    return f'<p class="sr-aside">{safe(text)}</p>'


def describe_outcome(document: CountedDocument) -> str:
    """`likely 72 to 81 fillers · rewritten · ready in 4.1 s · 2 places judged by people`."""
    timings = document["timings"]
    ready = timings.get("advice_ready_ms")
    took = f"ready in {duration(ready)}" if ready else duration(timings["processing_time_ms"])
    judged = document["counts"].get("labelled", 0)
    parts = [
        describe_likely(document),
        describe_advice_state(document).lower(),
        "answered from the cache" if document["cache_hit"] else took,
        "simulated" if document["provider"] == "simulated" else "",
    ]
    if judged:
        parts.append(f"{count(judged, 'place')} judged by people")
    return " · ".join(part for part in parts if part)


def describe_advice_state(document: CountedDocument) -> str:
    """What happened to the first draft, as its button says it."""
    if document["coaching"].get("adjusted"):
        return "Adjusted to corrections"
    if document["coaching"]["source"] == "template":
        return "Template advice"
    if document["strategy"] == "sequential" and not document["coaching_regenerated"]:
        return "Written once"
    return "Rewritten" if document["coaching_regenerated"] else "First draft kept"


def words_html(fillers: Sequence[FillerDict]) -> str:
    """The speaker's fillers, the most frequent first; a click shows a word in the transcript."""
    rows = sorted((row for row in word_rows(fillers) if row.ai), key=lambda row: -row.ai)
    if not rows:
        return '<p class="sr-quiet">No fillers.</p>'
    highest = rows[0].ai
    items = "".join(
        f'<li><button type="button" data-word="{safe(row.word)}" title="Show in the transcript">'
        f"{safe(row.word)}</button><b>{row.ai:,}</b>"
        f'<i style="width:{100 * row.ai / highest:.0f}%"></i></li>'
        for row in rows[:_MAX_WORDS]
    )
    others = sum(row.ai for row in rows[_MAX_WORDS:])
    more = f'<p class="sr-quiet">and {others:,} others</p>' if others else ""
    return f'<ul class="sr-words">{items}</ul>{more}'
