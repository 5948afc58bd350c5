"""What a speaker was advised last time, and how those figures changed since."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from refiner.formatting import list_quoted
from refiner.insight.corrections import find_corrected
from refiner.insight.intervals import Counted, rate_change
from refiner.run_document import CountedDocument, RunDocument, is_counted
from refiner.store import Store

_NAMED = re.compile(r"“([^“”]+)”")
_MAX_WORDS = 3


def describe_last_time(store: Store, document: RunDocument) -> str:
    """The first advice of the speaker's talk before this one, and its words then and now.

    Empty for a first talk, a demo and a talk without an analysis. Raises StoreError if the run
    log cannot be read.
    """
    if not document["speaker"] or not is_counted(document):
        return ""
    numbers = [row["run_id"] for row in store.runs.talks(document["speaker"])]
    place = numbers.index(document["run_id"]) if document["run_id"] in numbers else 0
    last = find_corrected(store, numbers[place - 1]) if place else None
    if last is None or not is_counted(last) or not last["coaching"]["advice"]["focus_areas"]:
        return ""
    return f"{_describe_advice(last)} {_describe_change(last, document)}"


def _describe_advice(last: CountedDocument) -> str:
    day = date.fromisoformat(last["held_on"] or last["created_at"][:10])
    skill = last["coaching"]["advice"]["focus_areas"][0]["skill"]
    return f"Last time ({day.day} {day:%B %Y}) the first advice was “{skill}”."


def _describe_change(last: CountedDocument, document: CountedDocument) -> str:
    """The words of that advice, else all fillers; random variation is said to be that."""
    words = _words_advised(last)
    counted = [Counted(_count(run, words), run["words"]) for run in (last, document)]
    change = rate_change("fillers", counted)
    assert change is not None
    what = list_quoted(words) if words else "All fillers"
    before, after = f"{change.before:.1f}", f"{change.after:.1f}"
    if not change.clear:
        return f"{what}: {before} per 100 words then, {after} now, within random variation."
    return f"{what}: {'down' if change.better else 'up'} from {before} to {after} per 100 words."


def _words_advised(last: CountedDocument) -> list[str]:
    """The fillers that the first focus area or its goal names."""
    advice = last["coaching"]["advice"]
    texts = [*advice["focus_areas"][0].values()]
    if len(advice["weekly_goals"]) == len(advice["focus_areas"]):
        texts += advice["weekly_goals"][0].values()
    named = {word.lower() for text in texts for word in _NAMED.findall(str(text))}
    counts = last["counts"]["by_word"]
    found = [word for word, n in counts.items() if n["ai"] and word.lower() in named]
    return sorted(found, key=lambda word: -counts[word]["ai"])[:_MAX_WORDS]


def _count(run: CountedDocument, words: Sequence[str]) -> int:
    if not words:
        return run["counts"]["ai"]
    by_word = run["counts"]["by_word"]
    return sum(by_word[word]["ai"] for word in words if word in by_word)
