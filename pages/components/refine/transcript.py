"""The transcript as HTML: every span marked, every character of the talk escaped.

Marks differ without colour: a filler is underlined on a tinted ground, what the analysis
rejected is dotted, what the rules missed is ringed, what was not yet judged is dashed. A verdict
that is not sure has a question mark, one on which people differ has ≠.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pages.components.shared.text import safe
from refiner.insight.certainty import needs_review
from refiner.insight.labellers import SpanLabels
from refiner.insight.receipt import Agreement, WordRow, agreement_on, total_row, word_rows
from refiner.run_document import FillerDict, PossibleHesitationDict
from refiner.spans import Span

MEANINGS: Mapping[Agreement, str] = {
    "both": "Filler",
    "rejected": "Not a filler here",
    "found": "Also a filler (rules missed it)",
    "unjudged": "Not yet checked in context",
}
POSSIBLE = "possible hesitation, not transcribed"
_SHORT_S = 0.4  # a hesitation, about
_AGREEMENT: tuple[tuple[Agreement, str], ...] = (
    ("both", "both"),
    ("rejected", "rules only"),
    ("found", "analysis only"),
)
_HINT = (
    "Click a mark to say whether it is a filler; select a word to mark it. By keyboard: "
    "<kbd>W</kbd> in the text, arrows to move, <kbd>Enter</kbd> to mark."
)
Turn = tuple[int, str]  # where someone begins to speak, and who
People = Mapping[Span, SpanLabels]


def describe_mark(filler: FillerDict, people: SpanLabels | None) -> str:
    """What was made of one span, in words; a person's verdict overrides both."""
    return people.describe() if people else MEANINGS[agreement_on(filler)]


def describe_reason(filler: FillerDict) -> str:
    """How sure the analysis is, and why: `65 % sure it is not a filler: it may contrast`.

    With a person's verdict, which the reason may contradict, only how likely it was.
    """
    reason = filler["rationale"] or ""
    likely = filler["probability"]
    if "label" in filler:
        return "" if likely is None else f"The analysis: {100 * likely:.0f} % likely a filler"
    if likely is None:
        return reason
    verdict = "a filler" if filler["ai"] else "not a filler"
    certainty = likely if filler["ai"] else 1 - likely
    sure = f"{100 * certainty:.0f} % sure it is {verdict}"
    if reason[1:2].islower():
        reason = reason[0].lower() + reason[1:]
    return f"{sure}: {reason}" if reason else sure


def _mark_html(number: int, filler: FillerDict, people: People, *, active: bool) -> str:
    """A mark; an `active` one can be focused and carries its explanation."""
    judged = people.get((filler["start"], filler["end"]))
    look = f"mk {agreement_on(filler)}" + (" judged" if "label" in filler else "")
    look += " unsure" if needs_review(filler) else ""
    look += " differ" if judged and judged.differ else ""
    text = safe(filler["text"])
    passage = ""
    if not text:  # a hesitation that was not transcribed: drawn by the style, so it is no text
        look += " gap"
        if (second := filler.get("at_s")) is not None:
            passage = f' data-from="{second}" data-to="{second + _SHORT_S}"'
        text = "" if active else f"[{safe(filler['word'])}]"
    if not active:
        return f'<span class="{look}">{text}</span>'
    meaning, reason = describe_mark(filler, judged), describe_reason(filler)
    label = ", ".join(
        part for part in (f"“{filler['text'] or filler['word']}”", meaning, reason) if part
    )
    return (
        f'<span class="{look}" role="button" tabindex="-1" data-i="{number}"'
        f' data-start="{filler["start"]}" data-end="{filler["end"]}"{passage}{_own_verdict(judged)}'
        f' data-word="{safe(filler["word"])}" data-meaning="{safe(meaning)}"'
        f' data-reason="{safe(reason)}" aria-label="{safe(label)}">{text}</span>'
    )


def _own_verdict(judged: SpanLabels | None) -> str:
    """The verdict of who looks, which they can undo."""
    if judged is None or judged.mine is None:
        return ""
    return f' data-mine="{"true" if judged.mine else "false"}"'


def _possible_html(one: PossibleHesitationDict, people: People) -> str:
    """The place of a possible hesitation; it adds no text to the talk's."""
    judged = people.get((one["offset"], one["offset"]))
    seconds = f' data-from="{one["start_s"]}" data-to="{one["end_s"]}"'
    where = f' data-start="{one["offset"]}" data-end="{one["offset"]}"'
    meaning = POSSIBLE[0].upper() + POSSIBLE[1:]
    reason = safe(judged.describe()) if judged else ""
    look = "mk possible gap" + (" differ" if judged else "")
    label = f"{meaning}, {reason}" if reason else meaning
    return (
        f'<span class="{look}" role="button" tabindex="-1"{where}{seconds}{_own_verdict(judged)}'
        f' data-meaning="{meaning}" data-reason="{reason}" aria-label="{label}"></span>'
    )


def _is_open(one: PossibleHesitationDict, people: People) -> bool:
    """Whether a hesitation is still to be judged, or was turned down while people differ."""
    judged = people.get((one["offset"], one["offset"]))
    return "label" not in one or bool(judged and judged.differ and not one["label"])


def text_html(
    text: str,
    fillers: Sequence[FillerDict],
    turns: Sequence[Turn] = (),
    possible: Sequence[PossibleHesitationDict] = (),
    people: People | None = None,
    *,
    active: bool = True,
) -> str:
    """`text` with its fillers marked and its speakers named; line breaks stay as they are.

    Of `possible` hesitations those are marked that people are still to judge.
    """
    people = people or {}
    pieces = [
        (f["start"], f["end"], _mark_html(n, f, people, active=active))
        for n, f in enumerate(fillers)
    ]
    pieces += [
        (p["offset"], p["offset"], _possible_html(p, people))
        for p in possible
        if _is_open(p, people)
    ]
    pieces += [(place, place, f'<b class="who">{safe(name)}</b>') for place, name in turns]
    out, cursor = [], 0
    for start, end, html in sorted(pieces):
        if start < cursor:  # within a filler that is already written
            continue
        out += [safe(text[cursor:start]), html]
        cursor = end
    return "".join([*out, safe(text[cursor:])])


def changes_of_speaker(turns: Iterable[Turn]) -> list[Turn]:
    """Those turns at which the speaker changes; none if one person speaks alone."""
    named = [turn for turn in turns if turn[1]]
    if len({name for _, name in named}) < 2:
        return []
    return [turn for n, turn in enumerate(named) if n == 0 or turn[1] != named[n - 1][1]]


def legend_html(
    fillers: Iterable[FillerDict],
    possible: Sequence[PossibleHesitationDict] = (),
    people: People | None = None,
) -> str:
    """The marks and how many of each; in the workbench each one is a filter too.

    `possible` hesitations are in no count. Where people differ comes first.
    """
    people = people or {}
    listed = list(fillers)
    marks = [agreement_on(f) for f in listed]
    shown: list[Agreement] = ["both", "rejected", "found"]
    if "unjudged" in marks:
        shown.append("unjudged")
    chips = _chip_html("all", "All", len(marks))
    if differing := sum(judged.differ for judged in people.values()):
        chips += _chip_html("differ", "People differ: look at these first", differing)
    if unsure := sum(map(needs_review, listed)):
        chips += _chip_html("unsure", "Not sure: look at these first", unsure)
    chips += "".join(_chip_html(kind, MEANINGS[kind], marks.count(kind)) for kind in shown)
    if still_open := sum(_is_open(one, people) for one in possible):
        chips += _chip_html("possible", POSSIBLE[0].upper() + POSSIBLE[1:], still_open)
    return f'<div class="legend" role="group" aria-label="Show marks">{chips}</div>'


def _chip_html(kind: str, label: str, number: int) -> str:
    word = "" if kind == "possible" else "word"
    gap = "" if word else " gap"
    sample = f'<span class="mk {kind}{gap}" aria-hidden="true">{word}</span>'
    sample = "" if kind == "all" else sample
    pressed = "true" if kind == "all" else "false"
    return (
        f'<button type="button" class="chip" data-kind="{kind}" aria-pressed="{pressed}">'
        f"{sample}{safe(label)} <b>{number:,}</b></button>"
    )


def table_html(fillers: Sequence[FillerDict]) -> str:
    """Counts side by side, in all and by word, with agreement span by span."""
    rows, total = word_rows(fillers), total_row(fillers)
    highest = max([1, *(max(row.rule, row.ai) for row in rows)])
    heads = "".join(
        f'<th scope="col" class="num" title="{MEANINGS[kind]}">'
        f'<span class="mk {kind}">{head}</span></th>'
        for kind, head in _AGREEMENT
    )
    body = "".join(
        f'<tr><th scope="row"><button type="button" class="word" data-word="{safe(row.word)}"'
        f' aria-pressed="false">{safe(row.word)}</button></th>{_cells_html(row, highest)}</tr>'
        for row in rows
    )
    return (
        '<table class="words"><caption>Fillers by word</caption><thead><tr><th scope="col">Word'
        '</th><th scope="col" class="num rule">Rules</th><th scope="col" class="num refined">'
        f"In context</th>{heads}</tr></thead><tbody>{body}</tbody><tfoot><tr>"
        f'<th scope="row">All words</th>{_cells_html(total, max(1, total.rule, total.ai))}'
        "</tr></tfoot></table>"
    )


def _cells_html(row: WordRow, highest: int) -> str:
    """Both counts and the agreement; dashes if none of the word's spans was judged."""
    rules = _bar_html("rule", row.rule, highest)
    if row.unjudged and row.unjudged == row.rule and not row.found:
        return rules + '<td class="num none">–</td>' * 4
    agreement = "".join(
        f'<td class="num agree{"" if n else " none"}">{n or "·"}</td>'
        for n in (row.both, row.rejected, row.found)
    )
    return rules + _bar_html("refined", row.ai, highest) + agreement


def _bar_html(kind: str, number: int, highest: int) -> str:
    width = f"{2.2 * number / highest:.2f}rem"
    return f'<td class="num {kind}"><i style="width:{width}"></i><span>{number:,}</span></td>'


def transcript_html(
    text: str,
    fillers: Sequence[FillerDict],
    turns: Sequence[Turn] = (),
    possible: Sequence[PossibleHesitationDict] = (),
    people: People | None = None,
    *,
    editable: bool = False,
    is_counted: bool = True,
) -> str:
    """Legend, marked transcript and the table by word, side by side if there is room.

    The text alone if its fillers were not counted.
    """
    body = text_html(text, fillers, turns, possible, people)
    region = f'<div class="text" tabindex="0" role="region" aria-label="Transcript">{body}</div>'
    if not is_counted:
        return region
    hint = f'<p class="hint">{_HINT}</p>' if editable else ""
    return (
        f"{legend_html(fillers, possible, people)}{hint}"
        f'<div class="split">{region}<div class="side">{table_html(fillers)}</div></div>'
    )
