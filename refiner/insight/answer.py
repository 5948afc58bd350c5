"""The answer of a run in one sentence, with the figures that every screen and export repeats."""

from __future__ import annotations

from refiner.advice.bands import AVERAGE_PER_100_WORDS, find_band
from refiner.formatting import count
from refiner.insight.receipt import is_rules_only
from refiner.run_document import RunDocument

MIN_TIMES = 2.0  # from here on a rate is said as a multiple of the average


def describe_answer(document: RunDocument) -> str:
    """Fillers and rule count, rate and comparison, and the word to start with."""
    counts, fillers = document["counts"], document["counts"]["ai"]
    if is_rules_only(document):
        found = f"{count(fillers, 'filler')} found by the rules, not yet checked in context"
    else:
        found = f"{count(fillers, 'filler')} in context (rules: {counts['rule']:,})"
    rate = document["rates"]["per_100_words"]
    sentence = f"{found}, {rate:.1f} per 100 words: {compare_rate(rate)}."
    by_word = {word: n["ai"] for word, n in counts["by_word"].items() if n["ai"]}
    if not by_word:
        return sentence
    word = max(by_word, key=lambda name: by_word[name])
    return f"{sentence} Start with “{word}” ({by_word[word]:,})."


def compare_rate(per_100_words: float) -> str:
    """A rate against the average speaker's: `3.4 times the average (3.3)`, else its band."""
    times = per_100_words / AVERAGE_PER_100_WORDS
    if times >= MIN_TIMES:
        return f"{times:.1f} times the average ({AVERAGE_PER_100_WORDS})"
    return f"{find_band(per_100_words).name} ({AVERAGE_PER_100_WORDS})"
