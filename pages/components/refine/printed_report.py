"""The report for the speaker as a single HTML file to print: no script, nothing fetched.

A talk of 700 words takes one page of A4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pages.components.refine.advice_card import advice_html, note_of_coach_html
from pages.components.refine.transcript import text_html
from pages.components.shared.palette import light_css_variables
from pages.components.shared.text import UNTITLED, safe
from refiner.formatting import count
from refiner.insight.report import (
    refined_word_counts,
    report_headline,
    report_subtitle,
    source_of_rates,
)
from refiner.run_document import CountedDocument, FillerDict, RunDocument

MAX_PASSAGES = 5
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[\"”’')\]]*")  # with what closes a quotation
_SHEET = Path(__file__).with_name("printed_report.css")
_LEGEND = (
    '<span class="mk both">word</span> a filler',
    '<span class="mk both judged">word</span> your coach: a filler',
    '<span class="mk rejected judged">word</span> your coach: not a filler',
)


def report_html(document: CountedDocument, last_time: str = "") -> str:
    """The page to hand to the speaker: figure, advice, words, passages with their marks.

    `last_time`: how the last advice worked out.
    """
    title = safe(document["title"] or UNTITLED)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{light_css_variables()}{_SHEET.read_text()}</style></head>"
        f'<body><h1>{title}</h1><p class="about">{safe(report_subtitle(document))}</p>'
        f'<p class="answer">{safe(report_headline(document))}<sup>1</sup></p>'
        f"{advice_html(document['coaching']['advice'], last_time=last_time)}"
        f"{note_of_coach_html(document['coaching'])}{_words_html(document)}"
        f"{_passages_html(document['text'], document['fillers'])}"
        f'<p class="source"><sup>1</sup> {safe(source_of_rates(document))}</p></body></html>'
    )


def _words_html(document: RunDocument) -> str:
    words = refined_word_counts(document)
    shown = "".join(f"<span>{safe(word)} <b>{n}</b></span>" for word, n in words)
    return f'<h2>Your fillers</h2><p class="words">{shown}</p>' if words else ""


def _passages_html(text: str, fillers: Sequence[FillerDict]) -> str:
    """The sentences with the most fillers and every one that was corrected, in the talk's order.

    Whether rules or analysis found a filler is nothing to the speaker: it is marked as one.
    """
    marked: list[FillerDict] = [
        {**f, "rule": True} for f in fillers if f["ai"] or f.get("label") is False
    ]
    passages: dict[str, tuple[int, int, list[FillerDict]]] = {}
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        start += len(sentence[0]) - len(sentence[0].lstrip())
        inside = [f for f in marked if start <= f["start"] and f["end"] <= end]
        if inside:
            weight = len(inside) + 9 * any("label" in f for f in inside)
            passages.setdefault(text[start:end], (-weight, start, inside))
    chosen = sorted(
        sorted(passages.items(), key=lambda item: item[1][:2])[:MAX_PASSAGES],
        key=lambda item: item[1][1],
    )
    if not chosen:
        return ""
    lines = ""
    for passage, (_, start, inside) in chosen:
        moved = [f | {"start": f["start"] - start, "end": f["end"] - start} for f in inside]
        lines += f"<li>{text_html(passage, moved, active=False)}</li>"
    inside = [f for _, (*_, inside) in chosen for f in inside]
    return (
        f'<h2>Where you used them{_legend_html(inside)}</h2><ul class="passages">{lines}</ul>'
        f"{_share_html(len(chosen), sum(f['ai'] for f in inside), sum(f['ai'] for f in fillers))}"
    )


def _share_html(passages: int, shown: int, total: int) -> str:
    """How many of all fillers the passages hold, if not all."""
    if shown == total:
        return ""
    have = "This sentence has" if passages == 1 else f"These {passages} sentences have"
    return f'<p class="more">{have} {shown:,} of your {count(total, "filler")}.</p>'


def _legend_html(marked: Sequence[FillerDict]) -> str:
    """The marks that are shown, next to their heading."""
    present = (
        any(f["ai"] and "label" not in f for f in marked),
        any(f.get("label") is True for f in marked),
        any(f.get("label") is False for f in marked),
    )
    shown = [mark for mark, is_there in zip(_LEGEND, present, strict=True) if is_there]
    return f' <small class="legend">{"".join(f"<span>{mark}</span>" for mark in shown)}</small>'
