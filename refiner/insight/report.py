"""The one-page report for the speaker, as Markdown: what to do, how often, which words.

It says the refined counts and nothing else, and every text in it is literal.
"""

from __future__ import annotations

from refiner.advice.bands import SOURCE, find_band
from refiner.advice.markdown import escape_markdown
from refiner.formatting import count, length
from refiner.insight.rates import measured_pace, rates_by_kind
from refiner.insight.receipt import is_rules_only, word_rows
from refiner.run_document import RunDocument

MAX_REPORT_WORDS = 8


def report_headline(document: RunDocument) -> str:
    """The figure that a speaker remembers, in one sentence."""
    rate = rates_by_kind(document)[0]
    prefix = "Counted by rules alone: " if is_rules_only(document) else ""
    return (
        f"{prefix}{count(rate.fillers, 'filler')} in {count(document['words'], 'word')}, "
        f"{rate.per_100_words} per 100 words ({find_band(rate.per_100_words).name})."
    )


def report_subtitle(document: RunDocument) -> str:
    """Speaker, date, length and pace, in one line."""
    parts = [document["speaker"], document["created_at"][:10], count(document["words"], "word")]
    pace = measured_pace(document)
    if pace is not None:
        parts.append(f"{length(document['duration_s'])}, {pace} words a minute")
    return " · ".join(part for part in parts if part)


def refined_word_counts(document: RunDocument) -> list[tuple[str, int]]:
    """The speaker's most frequent refined fillers."""
    rows = sorted(word_rows(document["fillers"]), key=lambda row: -row.ai)
    return [(row.word, row.ai) for row in rows if row.ai][:MAX_REPORT_WORDS]


def report_markdown(document: RunDocument) -> str:
    """The report; it ends with the source of its comparison."""
    words = "\n".join(
        f"| {escape_markdown(word)} | {n} |" for word, n in refined_word_counts(document)
    )
    table = f"| Word | Times |\n|---|---:|\n{words}\n\n" if words else ""
    return (
        f"# {escape_markdown(document['title'] or 'Untitled talk')}\n\n"
        f"{escape_markdown(report_subtitle(document))}\n\n"
        f"**{escape_markdown(report_headline(document))}**\n\n"
        f"{document['coaching']['markdown']}\n#### Your fillers\n\n"
        f"{table}{escape_markdown(SOURCE)}\n"
    )
