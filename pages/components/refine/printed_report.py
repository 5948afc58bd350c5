"""The one-page report as HTML of its own: no script, nothing fetched, made to be printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pages.components.refine.advice_card import advice_html
from pages.components.refine.transcript import MEANINGS, text_html
from pages.components.shared.palette import light_css_variables
from pages.components.shared.text import UNTITLED, safe
from refiner.advice.bands import SOURCE
from refiner.insight.receipt import agreement_on
from refiner.insight.report import refined_word_counts, report_headline, report_subtitle
from refiner.run_document import FillerDict, RunDocument

MAX_PASSAGES = 5
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_SHEET = Path(__file__).with_name("printed_report.css")


def report_html(document: RunDocument) -> str:
    """The page to hand to the speaker: the advice, the figures, passages with their marks."""
    title = safe(document["title"] or UNTITLED)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{light_css_variables()}{_SHEET.read_text()}</style></head>"
        f'<body><h1>{title}</h1><p class="about">{safe(report_subtitle(document))}</p>'
        f'<p class="answer">{safe(report_headline(document))}</p>'
        f"{advice_html(document['coaching']['advice'])}{_words_html(document)}"
        f"{_passages_html(document['text'], document['fillers'])}"
        f'<p class="source">{safe(SOURCE)}</p></body></html>'
    )


def _words_html(document: RunDocument) -> str:
    words = refined_word_counts(document)
    shown = "".join(f"<span>{safe(word)} <b>{n}</b></span>" for word, n in words)
    return f'<h2>Your fillers</h2><p class="words">{shown}</p>' if words else ""


def _passages_html(text: str, fillers: Sequence[FillerDict]) -> str:
    """The sentences with the most fillers, in the talk's order, with what each mark means."""
    passages = []
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        start += len(sentence[0]) - len(sentence[0].lstrip())
        inside = [f for f in fillers if start <= f["start"] and f["end"] <= end]
        if counted := sum(f["ai"] for f in inside):
            passages.append((counted, start, end, inside))
    chosen = sorted(sorted(passages, key=lambda p: -p[0])[:MAX_PASSAGES], key=lambda p: p[1])
    if not chosen:
        return ""
    lines = ""
    for _, start, end, inside in chosen:
        moved = [f | {"start": f["start"] - start, "end": f["end"] - start} for f in inside]
        marked = text_html(text[start:end], moved, active=False)
        lines += f"<li>{marked}</li>"
    kinds = {agreement_on(f) for *_, inside in chosen for f in inside}
    legend = " · ".join(
        f'<span class="mk {kind}">{safe(meaning)}</span>'
        for kind, meaning in MEANINGS.items()
        if kind in kinds
    )
    return f'<h2>Where they were</h2><ul class="passages">{lines}</ul><p>{legend}</p>'
