"""Words that several screens use, and how other people's text is put on a page safely."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from refiner.run_document import RunDocument, SpanDict
from refiner.store.row_types import RunRow

PROVIDER_NAMES: Mapping[str, str] = {
    "local": "Local analyst",
    "openai": "OpenAI",
    "simulated": "Simulated model",
    "scripted": "Scripted",
}
STRATEGY_NAMES: Mapping[str, str] = {
    "sequential": "Sequential",
    "hybrid": "Hybrid",
    "early": "Early decision",
    "fanout": "Fan-out",
    "auto": "Automatic",
}
STATUS_NAMES: Mapping[str, str] = {
    "done": "Finished",
    "running": "Running",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "interrupted": "Interrupted",
}
UNTITLED = "Untitled talk"
IN_CONTEXT = "Fillers in context"
ANALYSED_BY = "Analysed by"
FIRST_TALK = "Refine a first talk"
OPTIONAL_SPEAKER = "Needed for trends"
CLICK_TO_OPEN = "Select a row, or a point in a chart, to open the run."


def safe(text: object) -> str:
    """`text` for HTML, as text and as attribute: nothing in it can act."""
    return html.escape(str(text), quote=True)


def safe_figures(text: object) -> str:
    """Text with figures as HTML: a number or a range and its unit stay on one line."""
    whole = re.sub(r"(?<=\d)–(?=\d+ (?:%|m?s\b))", "&NoBreak;–&NoBreak;", safe(text))
    return re.sub(r"(?<=\d) (?=(?:%|m?s\b))", "&nbsp;", whole)


def markdown_safe(text: str) -> str:
    """`text` for a message that reads Markdown: every mark of it escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#$:~" else c for c in text)


def chart_text(text: object, max_chars: int = 60) -> str:
    """`text` for a chart, where only markup must be disarmed; shortened to `max_chars`."""
    shown = str(text)
    if len(shown) > max_chars:
        shown = f"{shown[: max_chars - 1]}…"
    return html.escape(shown, quote=False)


def quiet_html(text: str) -> str:
    """A paragraph of secondary text."""
    return f'<p class="sr-quiet">{safe(text)}</p>'


def table_hint_html(text: str) -> str:
    """What a click in the table below does; on a narrow screen, that there are more columns."""
    more = '<span class="sr-swipe"> Swipe the table for more columns.</span>'
    return f'<p class="sr-quiet">{safe(text)}{more}</p>'


def lead_html(text: str) -> str:
    """The paragraph that a page opens with."""
    return f'<p class="sr-lead">{safe(text)}</p>'


def note_html(text: str, kind: str = "") -> str:
    """A note that must be read; `kind` is `failed` for an error."""
    return f'<p class="sr-note {kind}">{safe(text)}</p>'


def figures_table_html(head: str, body: str) -> str:
    """A table of figures; `head` are the cells of its head, `body` its rows."""
    return (
        f'<table class="sr-receipt sr-calls"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def wide_html(table: str, name: str) -> str:
    """A table that scrolls sideways on a narrow screen, by keyboard too; `name` says what it is."""
    return (
        f'<div class="sr-wide" role="region" tabindex="0" aria-label="{safe(name)}">{table}</div>'
    )


def model_name(span: SpanDict, provider: str) -> str:
    """The model that a call went to; empty for the local analyst, marked if simulated."""
    model = span.get("model")
    if not model or provider == "local":
        return ""
    return f"{model}, simulated" if provider == "simulated" else model


def advice_state(run: RunRow | RunDocument) -> str:
    """What happened to the advice of a finished run."""
    if run["fallback_mode"]:
        return "degraded"
    return "rewritten" if run["coaching_regenerated"] else "kept"


def provider_name(provider: str | None) -> str:
    """A provider's name on screen; None means all of them."""
    return "All providers" if provider is None else PROVIDER_NAMES.get(provider, provider)
