"""Numbers in English text, in digits and in words.

Find every number and its bounds; what it counts is for the reader to say.
"No", "none" and "never" are not found here: they are numbers only beside what they deny.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

NumeralForm = Literal["cardinal", "times", "ordinal", "fraction"]

_SMALL_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_UNITS = {word: n for n, word in enumerate(_SMALL_WORDS.split())}
_TENS_WORDS = """
twenty thirty forty fifty sixty seventy eighty ninety
"""
_TENS = {word: 10 * n for n, word in enumerate(_TENS_WORDS.split(), 2)}
_ORDINAL_WORDS = """
third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = {word: n for n, word in enumerate(_ORDINAL_WORDS.split(), 3)}
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_BOUNDS = {
    "dozens": (24, math.inf),
    "hundreds": (200, math.inf),
    "thousands": (2000, math.inf),
    "single digits": (0, 9),
    "double digits": (10, 99),
    "triple digits": (100, 999),
    **{word[:-1] + "ies": (n, n + 9) for word, n in _TENS.items()},
}
_PARTS = {"half": 1 / 2, "quarter": 1 / 4, "quarters": 1 / 4}
_PARTS |= {w + end: 1 / n for w, n in list(_ORDINALS.items())[:8] for end in ("", "s")}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SMALL = rf"(?:(?:{_any(_TENS)})(?:[- ](?:{_any(list(_UNITS)[1:10])}))?|{_any(_UNITS)})"
_BELOW_1000 = rf"(?:(?:{_SMALL} |a )?hundred(?: (?:and )?{_SMALL})?|{_SMALL})"
_CARDINAL = (
    rf"(?:{_BELOW_1000} |a )?thousand(?: (?:and )?{_BELOW_1000})?|"
    rf"(?:half a |a |{_SMALL} )?dozen|a couple|a pair|a single|{_BELOW_1000}"
)
_NUMBER = re.compile(
    rf"(?P<part>\b(?:(?:a|one|two|three)[- ])?(?:{_any(_PARTS)})\b(?= (?:of|the|your|all)\b))"
    rf"|\b(?P<bounds>(?:{_any(w.replace(' ', '[- ]') for w in _BOUNDS)}"
    r"|(?:single|double|triple)-digit))\b"
    rf"|\b(?P<times>{_any(_TIMES)})\b"
    rf"|\b(?P<ordinal>{_any(_ORDINALS)})\b"
    rf"|\b(?P<words>{_CARDINAL})(?![\w'])"
    r"|(?<![^\W\d_])(?<![\d.])(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.,](?P<decimals>\d+))?"
    r"(?P<suffix>st\b|nd\b|rd\b|th\b|[x×]\b)?"
    r"|(?<!\w)[x×] ?(?P<multiplied>\d+)\b"
)
_TO = re.compile(r" ?(?:-|–|—|to|or|through) ?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: at least `low`, at most `high`, equal where it is exact.

    `decimals` is how many were written. A fraction is a part of one; `form` "times" is a
    number of times by itself ("twice", "9x").
    """

    start: int
    end: int
    low: float
    high: float
    form: NumeralForm = "cardinal"
    decimals: int = 0


def numerals(text: str) -> list[Numeral]:
    """The numbers of `text`, in order; a rising range ("10 to 12") is one number.

    `text` is in lower case with single blanks.
    """
    found: list[Numeral] = []
    for number in map(_numeral, _NUMBER.finditer(text)):
        before = found[-1] if found else None
        if before and _is_range(text, before, number):
            found[-1] = Numeral(
                before.start, number.end, before.low, number.high, "cardinal", number.decimals
            )
        else:
            found.append(number)
    return found


def is_joined(text: str, first: Numeral, second: Numeral) -> bool:
    """Are both said of one thing, as in "from two to three minutes"?"""
    return _TO.fullmatch(text, first.end, second.start) is not None


def _is_range(text: str, low: Numeral, high: Numeral) -> bool:
    exact = low.low == low.high and high.low == high.high
    rising = exact and low.high < high.low and low.form == high.form == "cardinal"
    between = text[low.end : high.start] == " and " and text[: low.start].endswith("between ")
    joined = is_joined(text, low, high) and not text[: low.start].endswith("from ")
    return rising and (between or joined)


def _numeral(match: re.Match[str]) -> Numeral:
    kind = match.lastgroup
    if match["digits"]:
        return _from_digits(match)
    said = match[0].replace("-", " ")
    if match["part"]:
        value = _part(said)
        return Numeral(*match.span(), value, value, "fraction")
    if match["bounds"]:
        low, high = _BOUNDS[said if said in _BOUNDS else said + "s"]
        return Numeral(*match.span(), low, high)
    if match["times"]:
        return Numeral(*match.span(), _TIMES[said], _TIMES[said], "times")
    if match["ordinal"]:
        return Numeral(*match.span(), _ORDINALS[said], _ORDINALS[said], "ordinal")
    if kind == "multiplied":
        times = int(match["multiplied"])
        return Numeral(*match.span(), times, times, "times")
    value = _cardinal(said.split())
    return Numeral(*match.span(), value, value)


def _from_digits(match: re.Match[str]) -> Numeral:
    decimals = match["decimals"] or ""
    value = float(match["digits"].replace(",", "") + "." + (decimals or "0"))
    suffix = match["suffix"] or ""
    form: NumeralForm = (
        "times" if suffix in ("x", "×") and suffix else "ordinal" if suffix else "cardinal"
    )
    return Numeral(*match.span(), value, value, form, len(decimals))


def _part(said: str) -> float:
    *count, part = said.split()
    return _PARTS[part] * (_UNITS.get(count[0], 1) if count else 1)


def _cardinal(words: list[str]) -> float:
    if words[0] == "half":
        return 6
    whole = current = 0.0
    for word in words:
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, _TENS.get(word, 0))
        elif word == "hundred":
            current = (current or 1) * 100
        elif word == "dozen":
            current = (current or 1) * 12
        elif word == "thousand":
            whole, current = (current or 1) * 1000, 0.0
        elif word in ("couple", "pair", "single"):
            current = 1 if word == "single" else 2
    return whole + current
