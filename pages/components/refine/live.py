"""What a running run says of itself: pure values to words and HTML, four times a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pages.components.refine.advice_card import advice_html, advice_so_far
from pages.components.refine.live_gantt import growth
from pages.components.refine.verdict import rate_note
from pages.components.shared.figure import figure_html
from pages.components.shared.text import safe
from refiner.formatting import count, duration
from refiner.run.session import RunView


def steps(view: RunView) -> list[dict[str, Any]]:
    """The spans of a run that still goes on, as the run document has them."""
    return [asdict(span) for span in view.spans]


def one_by_one_ms(view: RunView) -> float:
    """What the steps so far would have taken one after another."""
    ends = (
        (s.end_ms if s.end_ms is not None else view.elapsed_ms) - s.start_ms for s in view.spans
    )
    return sum(ends)


def fillers(view: RunView) -> list[dict[str, Any]]:
    return [asdict(filler) for filler in view.fillers]


def status_sentence(view: RunView) -> str:
    """Where the run stands, in one sentence."""
    rule = count(len(view.candidates), "filler")
    running = {s.name for s in view.spans if s.end_ms is None}
    if "regeneration" in running:
        rest = " while the analysis goes on" if "analysis" in running else ""
        return f"The counts differ too much: the advice is being written anew{rest}."
    if view.decision is not None:
        doing = (
            "the rest of the analysis is being written" if "analysis" in running else "finishing"
        )
        return f"Decided: the advice is kept; {doing}."
    if not view.candidates and not running:
        return "Reading the transcript."
    if not view.candidates:
        return "Rules heard no fillers; the analysis is looking for any that they missed."
    return f"Rules heard {rule}; {view.judged} of {len(view.candidates)} judged so far."


def verdict_html(view: RunView) -> str:
    return f'<p class="sr-verdict running" role="status">{safe(status_sentence(view))}</p>'


def _rate(view: RunView, fillers: int, note: str, kind: str = "") -> str:
    rate = f"{100 * fillers / view.talk.words:.1f}" if view.talk.words else "0.0"
    return figure_html("Filler rate", rate, "per 100 words", note, kind)


def _counted(view: RunView) -> str:
    """Rate and count: the rules' at first, with the verdicts so far; refined once they are in."""
    heard = len(view.candidates)
    rule = f'<span class="rule">rules heard {heard:,}</span>'
    if view.decision is not None:
        ai = sum(f.ai for f in view.fillers)
        noun = count(ai, "filler").split()[-1]
        rate = _rate(view, ai, safe(rate_note(ai, view.talk.words)), "refined")
        return rate + figure_html("Refined count", f"{ai:,}", noun, rule, "refined")
    confirmed = sum(f.rule and f.ai and f.confidence is not None for f in view.fillers)
    judged = f"of {view.judged:,} judged"
    return _rate(view, heard, "by the rules, not judged yet") + figure_html(
        "Confirmed so far", f"{confirmed:,}", judged, rule, "refined"
    )


def figures_html(view: RunView) -> str:
    """The three figures while they grow: the rules' rate at once, verdicts, time."""
    took = duration(view.elapsed_ms).rsplit(" ", 1)
    saved = max(0.0, one_by_one_ms(view) - view.elapsed_ms)
    note = f"{duration(saved)} less than one call after another" if saved >= 100 else ""
    return (
        f'<dl class="sr-figures">{_counted(view)}'
        f"{figure_html('Time so far', took[0], took[1], safe(note))}</dl>"
    )


def advice_live_html(view: RunView) -> str:
    """The advice as far as it is written; its place is kept while nothing is there."""
    seen = advice_so_far(view.coaching_text)
    again = any(s.name == "regeneration" for s in view.spans)
    what = "Being written anew from the refined counts" if again else "First advice, being written"
    if not seen:
        body = '<p class="sr-quiet">The advice appears here as it is written.</p>'
        return f'<div class="sr-live">{body}</div>'
    return f'<div class="sr-live">{advice_html(seen)}<p class="sr-source">{what}.</p></div>'


def notes_html(notes: Sequence[str]) -> str:
    return "".join(f'<p class="sr-note">{safe(sentence(note))}</p>' for note in notes)


def sentence(note: str) -> str:
    """A note or warning as a sentence: they are written small and without a stop."""
    return f"{note[:1].upper()}{note[1:]}."


def chart(view: RunView) -> dict[str, Any]:
    """The growing chart's data."""
    decided = None
    if view.decision is not None:
        outcome = "regenerate" if view.decision.regenerate else "keep"
        decided = {"at_ms": view.decision.decided_at_ms, "outcome": outcome}
    return growth(steps(view), view.elapsed_ms, one_by_one_ms(view), decided)
