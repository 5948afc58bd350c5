"""The answer of a run in one sentence, with the figures that every screen and export repeats."""

from __future__ import annotations

from collections.abc import Mapping

from refiner.advice.bands import AVERAGE_PER_100_WORDS, BANDS, find_band
from refiner.advice.coach.filler_skills import skill_for
from refiner.formatting import count, list_quoted
from refiner.insight.receipt import is_rules_only
from refiner.model import is_english
from refiner.run_document import CountedDocument, RunDocument, WordCountDict

_MAX_WORDS = 2
MIN_TIMES = 2.0  # from here on a rate is given as a multiple of the average


def describe_answer(document: CountedDocument) -> str:
    """Fillers and rule count, rate and comparison, and the words to start with."""
    counts, fillers = document["counts"], document["counts"]["ai"]
    language = document.get("language")
    if is_rules_only(document) and not is_english(language) and not document["fallback_mode"]:
        found = f"{count(fillers, 'filled pause')} by rule"
    elif is_rules_only(document):
        found = f"{count(fillers, 'filler')} found by the rules, not yet checked in context"
    else:
        found = f"{count(fillers, 'filler')} in context (rules: {counts['rule']:,})"
    rate = document["rates"]["per_100_words"]
    sentence = f"{found}, {describe_rate(rate, language)}."
    if not fillers or (find_band(rate) is BANDS[0] and is_english(language)):
        return sentence
    return f"{sentence} {_describe_start(counts['by_word'], language)}"


def describe_rate(per_100_words: float, language: str | None) -> str:
    """A rate, compared with the published ones if the talk is in English, as they are."""
    rate = f"{per_100_words:.1f} per 100 words"
    return f"{rate}: {compare_rate(per_100_words)}" if is_english(language) else rate


def describe_model_count(document: RunDocument) -> str:
    """What a model found in a language without a word list; empty if none was asked."""
    fillers, rate = document["counts"]["ai"], document["rates"]["per_100_words"]
    if fillers is None or rate is None:
        return ""
    return f"{count(fillers, 'filler')} found by the model, {rate:.1f} per 100 words."


def _describe_start(by_word: Mapping[str, WordCountDict], language: str | None) -> str:
    """The words that the first advice is about: those of the most frequent family."""
    families: dict[str, dict[str, int]] = {}
    for word, n in by_word.items():
        if n["ai"]:
            families.setdefault(skill_for(word, language).skill, {})[word] = n["ai"]
    words = max(families.values(), key=lambda family: sum(family.values()))
    first = sorted(words, key=lambda word: (-words[word], word))[:_MAX_WORDS]
    return f"Start with {list_quoted(first)} ({sum(words[word] for word in first):,})."


def compare_rate(per_100_words: float) -> str:
    """A rate against the average speaker's: `3.4 times the average (3.3)`, else its band."""
    times = per_100_words / AVERAGE_PER_100_WORDS
    if times >= MIN_TIMES:
        return f"{times:.1f} times the average ({AVERAGE_PER_100_WORDS})"
    return f"{find_band(per_100_words).name} ({AVERAGE_PER_100_WORDS})"
