"""What a running run says of itself: pure values to words and HTML, four times a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pages.components.coaching import advice_html, advice_so_far
from pages.components.verdict import figure_html
from pages.components.words import safe
from refiner.session import RunView
from refiner.wording import count, duration

_AXES_S = (1, 2, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 300, 600)


def steps(view: RunView) -> list[dict[str, Any]]:
    """The spans of a run that still goes on, as the run document has them."""
    return [asdict(span) for span in view.spans]


def one_by_one_ms(view: RunView) -> float:
    """What the steps so far would have taken one after another."""
    ends = (
        (s.end_ms if s.end_ms is not None else view.elapsed_ms) - s.start_ms for s in view.spans
    )
    return sum(ends)


def axis_ms(view: RunView) -> float:
    """A length of the time axis that holds for a while, so that the bars grow and it does not."""
    reached = max(view.elapsed_ms, one_by_one_ms(view)) * 1.05
    return next((s * 1000.0 for s in _AXES_S if s * 1000 >= reached), reached)


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


def _confirmed(view: RunView) -> int:
    return sum(f.ai and f.confidence is not None for f in view.fillers)


def figures_html(view: RunView) -> str:
    """The three figures while they grow: the rules' rate at once, verdicts, time."""
    words, rule = view.talk.words, len(view.candidates)
    rate = f"{100 * rule / words:.1f}" if words else "0.0"
    took = duration(view.elapsed_ms).rsplit(" ", 1)
    saved = max(0.0, one_by_one_ms(view) - view.elapsed_ms)
    note = f"{duration(saved)} less than one call after another" if saved >= 100 else ""
    return (
        '<dl class="sr-figures">'
        + figure_html("Filler rate", rate, "per 100 words", "by the rules, not judged yet")
        + figure_html(
            "Confirmed so far", f"{_confirmed(view):,}", f"of {view.judged:,} judged",
            f'<span class="rule">rules heard {rule:,}</span>', "refined",
        )
        + figure_html("Time so far", took[0], took[1], safe(note))
        + "</dl>"
    )  # fmt: skip


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
    return "".join(f'<p class="sr-note">{safe(note)}</p>' for note in notes[-2:])


def decided(view: RunView) -> Mapping[str, Any]:
    """The decision's line in the chart, once there is one to draw."""
    if view.decision is None:
        return {}
    outcome = "regenerate" if view.decision.regenerate else "keep"
    return {"decided_at_ms": view.decision.decided_at_ms, "outcome": outcome}
