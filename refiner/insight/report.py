"""The one-page report for the speaker, as Markdown: what to do, how often, which words.

One rule: it says the refined counts and nothing else, and every text in it is literal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from refiner.advice.bands import SOURCE, find_band, pace, rates
from refiner.advice.markdown import escape_markdown
from refiner.formatting import count, length
from refiner.insight.receipt import only_rules, word_rows

MOST_WORDS = 8


def headline(document: Mapping[str, Any]) -> str:
    """The figure that a speaker remembers, in one sentence."""
    every = rates(document)[0]
    judge = "Counted by rules alone" if only_rules(document) else "Judged in context"
    return (
        f"{judge}: {count(every.fillers, 'filler')} in {count(document['words'], 'word')}, "
        f"{every.per_100_words} per 100 words ({find_band(every.per_100_words).name})."
    )


def about(document: Mapping[str, Any]) -> str:
    """Speaker, date, length and pace, in one line."""
    parts = [document["speaker"], document["created_at"][:10], count(document["words"], "word")]
    words_a_minute = pace(document)
    if words_a_minute is not None:
        parts.append(f"{length(document['duration_s'])}, {words_a_minute} words a minute")
    return " · ".join(part for part in parts if part)


def word_counts(document: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The speaker's most frequent refined fillers."""
    rows = sorted(word_rows(document["fillers"]), key=lambda row: -row.ai)
    return [(row.word, row.ai) for row in rows if row.ai][:MOST_WORDS]


def report_markdown(document: Mapping[str, Any]) -> str:
    """The report; it ends with the source of its comparison."""
    words = "\n".join(f"| {escape_markdown(word)} | {n} |" for word, n in word_counts(document))
    table = f"| Word | Times |\n|---|---:|\n{words}\n\n" if words else ""
    return (
        f"# {escape_markdown(document['title'] or 'Untitled talk')}\n\n"
        f"{escape_markdown(about(document))}\n\n"
        f"**{escape_markdown(headline(document))}**\n\n"
        f"{document['coaching']['markdown']}\n#### Your fillers\n\n"
        f"{table}{escape_markdown(SOURCE)}\n"
    )
