"""The one-page report as HTML of its own: no script, nothing fetched, made to be printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pages.components.refine.advice_card import advice_html
from pages.components.refine.transcript import MEANINGS, text_html
from pages.components.shared.palette import LIGHT
from pages.components.shared.text import safe
from refiner.advice.bands import SOURCE
from refiner.insight.receipt import mark
from refiner.insight.report import about, headline, word_counts

MOST_PASSAGES = 5
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_STYLE = f"""
body {{ font: 11pt/1.5 system-ui, sans-serif; color: {LIGHT.text}; max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; margin: 0; }}
h2 {{ font-size: 1.05rem; margin: 1.25rem 0 .35rem; }}
h3 {{ font-size: 1.15rem; margin: 1rem 0 .5rem; }}
h4, h5 {{ font-size: 1rem; margin: .6rem 0 .1rem; }}
p {{ margin: .2rem 0; }}
.about, .source, .spirit {{ color: {LIGHT.quiet}; }}
.source {{ font-size: .8rem; margin-top: 1.25rem; }}
.answer {{ font-weight: 600; border-left: 4px solid {LIGHT.refined}; padding-left: .75rem; }}
.exercise {{ border-left: 2px solid {LIGHT.line}; padding-left: .6rem; }}
.words span {{ display: inline-block; margin-right: 1.25rem; font-variant-numeric: tabular-nums; }}
.passages li {{ margin: .25rem 0; }}
.mk.both {{ background: {LIGHT.refined_tint}; text-decoration: underline 2px {LIGHT.refined};
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
.mk.found {{ outline: 2px solid {LIGHT.refined}; border-radius: 4px; padding: 0 .15em; }}
.mk.rejected, .mk.heard {{ text-decoration: underline dotted 2px {LIGHT.rule}; }}
.mk.mine::after {{ content: "✓"; font-size: .7em; vertical-align: super; }}
@media print {{ body {{ margin: 0 auto; font-size: 10pt; }} li, h4 {{ break-inside: avoid; }} }}
"""


def report_html(document: Mapping[str, Any]) -> str:
    """The page to hand to the speaker: the advice, the figures, passages with their marks."""
    title = safe(document["title"] or "Untitled talk")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{title}</h1><p class="about">{safe(about(document))}</p>'
        f'<p class="answer">{safe(headline(document))}</p>'
        f"{advice_html(document['coaching']['advice'])}{_words(document)}{_passages(document)}"
        f'<p class="source">{safe(SOURCE)}</p></body></html>'
    )


def _words(document: Mapping[str, Any]) -> str:
    words = word_counts(document)
    shown = "".join(f"<span>{safe(word)} <b>{n}</b></span>" for word, n in words)
    return f'<h2>Your fillers</h2><p class="words">{shown}</p>' if words else ""


def _passages(document: Mapping[str, Any]) -> str:
    """The sentences that hold the most fillers, in the talk's order, with what each mark means."""
    text, fillers = document["text"], document["fillers"]
    passages = []
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        inside = [f for f in fillers if start <= f["start"] and f["end"] <= end]
        weight = sum(bool(f["ai"]) for f in inside)
        if weight:
            passages.append((weight, start, end, inside))
    chosen = sorted(sorted(passages, key=lambda p: -p[0])[:MOST_PASSAGES], key=lambda p: p[1])
    if not chosen:
        return ""
    lines = "".join(f"<li>{_passage(text, *passage[1:])}</li>" for passage in chosen)
    kinds = {mark(f) for *_, inside in chosen for f in inside}
    legend = " · ".join(
        f'<span class="mk {kind}">{safe(meaning)}</span>'
        for kind, meaning in MEANINGS.items()
        if kind in kinds
    )
    return f'<h2>Where they were</h2><ul class="passages">{lines}</ul><p>{legend}</p>'


def _passage(text: str, start: int, end: int, fillers: list[Mapping[str, Any]]) -> str:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    moved = [{**f, "start": f["start"] - start, "end": f["end"] - start} for f in fillers]
    return text_html(text[start:end], moved, active=False)
