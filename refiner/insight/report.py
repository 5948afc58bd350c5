"""The report for the speaker: what to do, how often, which words.

It is addressed to the speaker and says nothing of how it was made; every text in it is literal.
"""

from __future__ import annotations

from collections.abc import Sequence

from refiner.advice.bands import SOURCE
from refiner.advice.markdown import escape_markdown, join_goal
from refiner.formatting import count, length
from refiner.insight.answer import describe_rate
from refiner.insight.rates import measured_pace, rates_by_kind
from refiner.insight.receipt import is_rules_only, word_rows
from refiner.model import is_english
from refiner.run_document import CountedDocument, RunDocument

MAX_REPORT_WORDS = 12


def report_headline(document: RunDocument) -> str:
    """The figure that a speaker remembers, in one sentence."""
    rate = rates_by_kind(document)[0]
    first = "A first count, not yet checked in context:"
    start = first if is_rules_only(document) else "You used"
    return (
        f"{start} {count(rate.fillers, 'filler')} in "
        f"{count(document['words'], 'word')}, "
        f"{describe_rate(rate.per_100_words, document.get('language'))}."
    )


def source_of_rates(document: RunDocument) -> str:
    """Where the rates come from that a report compares with; what is known of other languages."""
    if is_english(document.get("language")):
        return SOURCE
    return "; ".join(document["warnings"][:1])


def report_subtitle(document: RunDocument) -> str:
    """Speaker, date, length and pace, in one line."""
    day = document["held_on"] or document["created_at"][:10]
    parts = [document["speaker"], day, count(document["words"], "word")]
    pace = measured_pace(document)
    if pace is not None:
        parts.append(f"{length(document['duration_s'])}, {pace} words a minute")
    return " · ".join(part for part in parts if part)


def refined_word_counts(document: RunDocument) -> list[tuple[str, int]]:
    """The speaker's refined fillers, the most frequent first; what is left over as `others`."""
    rows = sorted(word_rows(document["fillers"]), key=lambda row: -row.ai)
    counts = [(row.word, row.ai) for row in rows if row.ai]
    if len(counts) <= MAX_REPORT_WORDS:
        return counts
    others = sum(n for _, n in counts[MAX_REPORT_WORDS:])
    return [*counts[:MAX_REPORT_WORDS], ("others", others)]


def report_markdown(document: CountedDocument, last_time: str = "") -> str:
    """The report, with its sources at the end; `last_time`: how the last advice worked out."""
    words = "\n".join(
        f"| {escape_markdown(word)} | {n} |" for word, n in refined_word_counts(document)
    )
    table = f"| Word | Times |\n|---|---:|\n{words}\n\n" if words else ""
    note = document["coaching"].get("note")
    noted = f"\n**Note:** {escape_markdown(note)}\n\n" if note else "\n"
    before = f"{escape_markdown(last_time)}\n\n" if last_time else ""
    return (
        f"# {escape_markdown(document['title'] or 'Untitled talk')}\n\n"
        f"{escape_markdown(report_subtitle(document))}\n\n"
        f"**{escape_markdown(report_headline(document))}**\n\n"
        f"{before}{document['coaching']['markdown']}{noted}#### Your fillers\n\n"
        f"{table}{escape_markdown(source_of_rates(document))}\n"
    )


def report_text(document: CountedDocument, last_time: str = "") -> str:
    """The figure, the advice and the note, as plain text for an e-mail."""
    advice, note = document["coaching"]["advice"], document["coaching"].get("note")
    areas, goals = advice["focus_areas"], [join_goal(goal) for goal in advice["weekly_goals"]]
    paired = len(goals) == len(areas)
    parts = [report_headline(document), last_time, advice["headline"]]
    for n, area in enumerate(areas):
        lines = [f"{n + 1}. {area['skill']}", area["advice"]]
        lines += [f"Exercise: {area['exercise']}"] if area["exercise"] else []
        lines += [f"Goal: {goals[n]}"] if paired else []
        parts.append("\n".join(lines))
    parts.append(_text_list("What works already:", advice["strengths"]))
    parts.append("" if paired else _text_list("This week:", goals))
    parts += [advice["motivation"], note or ""]
    return "\n\n".join(part for part in parts if part) + "\n"


def _text_list(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)]) if lines else ""
