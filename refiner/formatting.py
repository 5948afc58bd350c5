"""Numbers as people read them: one spelling of every unit, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime


def count(number: int, noun: str) -> str:
    """`1 filler`, `7 fillers`, `1,204 words`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def list_quoted(words: Sequence[str]) -> str:
    """`“um”, “uh” and “er”`, as a sentence names them; empty without words."""
    quoted = [f"“{word}”" for word in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def percent(fraction: float) -> str:
    """A fraction as a percentage with at most one decimal: 0.5333 is `53.3 %`, 0.2 is `20 %`."""
    shown = f"{100 * fraction:.1f}".removesuffix(".0")
    return f"{shown} %"


def duration(milliseconds: float | None) -> str:
    """`12 ms`, `0.8 s`, `35.3 s`, `4 min 10 s`; a dash where it is not known."""
    if milliseconds is None:
        return "–"
    if milliseconds < 100:
        return f"{milliseconds:.0f} ms"
    if milliseconds < 99_950:
        return f"{milliseconds / 1000:.1f} s"
    return length(milliseconds / 1000)


def length(seconds: float) -> str:
    """The length of a talk: `40 s`, `5 min 24 s`, `1 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def money(usd: float | None) -> str:
    """US dollars, with enough digits to see fractions of a cent; None is `cost unknown`."""
    if usd is None:
        return "cost unknown"
    return f"${usd:.2f}" if usd == 0 or usd >= 0.995 else f"${usd:.4f}"


def iso_moment(moment: datetime) -> str:
    """ISO 8601 to the millisecond, as the run log has it: in UTC, such texts sort as the times."""
    return moment.isoformat(timespec="milliseconds")
