"""What the verdicts of one answer say together of the scale that the model used.

Asked for are percents. A figure on another scale is a wrong count that no single verdict shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from refiner.llm.verdict_forms import Scale
from refiner.model import ListedWord

_MIN_PAUSES = 3  # so many filled pauses are not all words
_MIN_FLAGGED = 5  # words that the rules count, and no rules are wrong on all of them by chance
_MIN_EQUAL = 8
_TEN_PERCENT = 10 / 100
_OF_TEN = (7 / 100, 8 / 100, 9 / 100)  # as percents rare: models round them to 5 or 10
_MIDDLE = (25 / 100, 75 / 100)
_ONE_PERCENT = 1 / 100


def probability_of_one(scales: Iterable[Scale]) -> float | None:
    """What a 1 means beside verdicts on these scales; None if they do not tell.

    Beside fractions it is certain, also as a whole number; beside percents 1 percent, also with a
    decimal point.
    """
    seen = {"fraction", "percent"}.intersection(scales)
    if len(seen) != 1:
        return None
    return 1.0 if "fraction" in seen else _ONE_PERCENT


def find_doubts(
    words: Sequence[ListedWord], given: Mapping[int, float], min_probability: float
) -> list[str]:
    """Why the count may be wrong, at most one line; `given`: probabilities by number, from 1.

    A word counts as a filler from `min_probability` on.
    """
    figures = set(given.values())
    pauses = [p for n, p in given.items() if words[n - 1].kind == "filled_pause"]
    if _ONE_PERCENT in figures and figures <= {0.0, _ONE_PERCENT}:
        return [
            "every verdict of the analysis is 0 or 1, read as percent, so that none counts; "
            "if the model meant no and yes, its count is too low"
        ]
    if len(pauses) >= _MIN_PAUSES and max(pauses) < min_probability:
        return [
            f"none of the {len(pauses)} filled pauses that the analysis judged counts, read as "
            "percent; if the model meant another scale, its count is too low"
        ]
    flagged = [p for n, p in given.items() if words[n - 1].rule]
    of_ten = sum(flagged.count(figure) for figure in _OF_TEN)
    if len(flagged) >= _MIN_FLAGGED and max(flagged) <= _TEN_PERCENT and of_ten > 1:
        return [
            "no verdict of the analysis on a word that the rules count is over 10, read as "
            "percent; if the model meant a scale to ten, its count is too low"
        ]
    if len(given) >= _MIN_EQUAL and len(figures) == 1 and _MIDDLE[0] <= min(figures) <= _MIDDLE[1]:
        return [
            f"all {len(given)} verdicts of the analysis are {100 * min(figures):g} percent; "
            "the model may have judged none of the words"
        ]
    return []
