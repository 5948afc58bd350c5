"""The transcript as HTML: every span marked, every character of the talk escaped.

Marks are told apart without colour: confirmed by both is underlined on a tinted ground,
rejected is dotted, found by the analysis alone is ringed, heard but not judged is dashed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pages.components.shared.text import safe
from refiner.insight.receipt import Mark, WordRow, mark, total_row, word_rows

MEANINGS: Mapping[Mark, str] = {
    "both": "Confirmed by both",
    "rejected": "Rejected by the analysis",
    "found": "Found by the analysis alone",
    "heard": "Heard by the rules, not judged",
}
_AGREEMENT: tuple[tuple[Mark, str], ...] = (
    ("both", "both"),
    ("rejected", "rules only"),
    ("found", "analysis only"),
)


def verdict(filler: Mapping[str, Any]) -> str:
    """What was made of one span, in words; a person's own verdict outranks both."""
    mine = filler.get("label")
    if mine is not None:
        return "Your verdict: a filler" if mine else "Your verdict: not a filler"
    return MEANINGS[mark(filler)]


def confidence(filler: Mapping[str, Any]) -> str:
    if filler["confidence"] is None or filler.get("label") is not None:
        return ""
    return f"{100 * filler['confidence']:.0f} % sure"


def _plain_mark(filler: Mapping[str, Any]) -> str:
    """A mark for paper: nothing to point at."""
    mine = " mine" if filler.get("label") is not None else ""
    return f'<span class="mk {mark(filler)}{mine}">{safe(filler["text"])}</span>'


def _mark_html(number: int, filler: Mapping[str, Any]) -> str:
    says, sure, why = verdict(filler), confidence(filler), str(filler["rationale"] or "")
    spoken = ", ".join(part for part in (f"“{filler['text']}”", says, sure, why) if part)
    mine = " mine" if filler.get("label") is not None else ""
    return (
        f'<span class="mk {mark(filler)}{mine}" role="button" tabindex="-1" data-i="{number}"'
        f' data-start="{filler["start"]}" data-end="{filler["end"]}"'
        f' data-word="{safe(filler["word"])}" data-says="{safe(says)}" data-sure="{sure}"'
        f' data-why="{safe(why)}" aria-label="{safe(spoken)}">{safe(filler["text"])}</span>'
    )


Turn = tuple[int, str]  # where someone begins to speak, and who


def text_html(
    text: str,
    fillers: Sequence[Mapping[str, Any]],
    turns: Sequence[Turn] = (),
    *,
    active: bool = True,
) -> str:
    """`text` with its fillers marked and its speakers named; line breaks stay as they are.

    `active` marks can be focused and carry what is to be said of them.
    """
    pieces = [
        (f["start"], f["end"], _mark_html(n, f) if active else _plain_mark(f))
        for n, f in enumerate(fillers)
    ]
    pieces += [(at, at, f'<b class="who">{safe(name)}</b>') for at, name in turns]
    out, cursor = [], 0
    for start, end, html in sorted(pieces):
        if start < cursor:  # within a filler that is already written
            continue
        out += [safe(text[cursor:start]), html]
        cursor = end
    return "".join([*out, safe(text[cursor:])])


def spoken_by(turns: Iterable[Turn]) -> list[Turn]:
    """Those turns at which the speaker changes; none where one person speaks alone."""
    named = [turn for turn in turns if turn[1]]
    if len({name for _, name in named}) < 2:
        return []
    return [turn for n, turn in enumerate(named) if n == 0 or turn[1] != named[n - 1][1]]


def _chip(kind: str, label: str, number: int) -> str:
    sample = f'<span class="mk {kind}" aria-hidden="true">word</span>' if kind != "all" else ""
    pressed = "true" if kind == "all" else "false"
    return (
        f'<button type="button" class="chip" data-kind="{kind}" aria-pressed="{pressed}">'
        f"{sample}{safe(label)} <b>{number:,}</b></button>"
    )


def legend_html(fillers: Iterable[Mapping[str, Any]]) -> str:
    """The marks and how many of each; in the workbench each one is a filter too."""
    marks = [mark(f) for f in fillers]
    shown: list[Mark] = ["both", "rejected", "found"]
    if "heard" in marks:
        shown.append("heard")
    chips = [_chip(kind, MEANINGS[kind], marks.count(kind)) for kind in shown]
    chips.insert(0, _chip("all", "All", len(marks)))
    return f'<div class="legend" role="group" aria-label="Show marks">{"".join(chips)}</div>'


def _bar(kind: str, number: int, most: int) -> str:
    return (
        f'<td class="num {kind}"><i style="width:{2.2 * number / most:.2f}rem"></i>'
        f"<span>{number:,}</span></td>"
    )


def _cells(row: WordRow, most: int) -> str:
    """Both counts and the agreement; dashes where nothing has judged any of the word's spans."""
    if row.heard and row.heard == row.rule and not row.found:
        return _bar("rule", row.rule, most) + '<td class="num none">–</td>' * 4
    agree = "".join(
        f'<td class="num agree{"" if n else " none"}">{n or "·"}</td>'
        for n in (row.both, row.rejected, row.found)
    )
    return _bar("rule", row.rule, most) + _bar("refined", row.ai, most) + agree


def table_html(fillers: Sequence[Mapping[str, Any]]) -> str:
    """Counts side by side, in all and by word, with agreement span by span."""
    rows = word_rows(fillers)
    most = max([1, *(max(row.rule, row.ai) for row in rows)])
    heads = "".join(
        f'<th scope="col" class="num" title="{MEANINGS[kind]}">'
        f'<span class="mk {kind}">{head}</span></th>'
        for kind, head in _AGREEMENT
    )
    body = "".join(
        f'<tr><th scope="row"><button type="button" class="word" data-word="{safe(row.word)}"'
        f' aria-pressed="false">{safe(row.word)}</button></th>{_cells(row, most)}</tr>'
        for row in rows
    )
    total = total_row(fillers)
    return (
        '<table class="words"><caption>Fillers by word</caption><thead><tr><th scope="col">Word'
        '</th><th scope="col" class="num rule">Rules</th><th scope="col" class="num refined">'
        f"Refined</th>{heads}</tr></thead><tbody>{body}</tbody><tfoot><tr>"
        f'<th scope="row">All words</th>{_cells(total, max(1, total.rule, total.ai))}'
        "</tr></tfoot></table>"
    )


def transcript_html(
    text: str, fillers: Sequence[Mapping[str, Any]], turns: Sequence[Turn] = ()
) -> str:
    """Legend, marked transcript and the table by word, one beside the other where there is room."""
    return (
        f"{legend_html(fillers)}"
        '<div class="split"><div class="text" tabindex="0" role="region" '
        f'aria-label="Transcript">{text_html(text, fillers, turns)}</div>'
        f'<div class="side">{table_html(fillers)}</div></div>'
    )
