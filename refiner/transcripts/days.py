"""The day a talk was held on, where a file's own heading names it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from refiner.transcripts.word_lists import listed

_MONTH_NAMES = (
    "january february march april may june july august september october november december"
)
MONTHS = {
    name: number
    for number, month in enumerate(listed(_MONTH_NAMES), 1)
    for name in (month, month[:3], month[:4] if month == "september" else month)
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH})\.?[ \-](\d{{1,2}})(?:st|nd|rd|th)?,?[ \-]+((?:19|20)\d{{2}})\b", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?[ \-](?:of )?({_MONTH})\.?,?[ \-]+((?:19|20)\d{{2}})\b",
    re.IGNORECASE,
)


def find_day(lines: Iterable[str]) -> str | None:
    """The one day that `lines` name, in ISO 8601; None if they name none, or several.

    Days written in figures alone count only with the year first: 3/4/2026 is two days.
    """
    found = set()
    for line in lines:
        found |= {day for day in _days(line[:300]) if day is not None}
    return found.pop().isoformat() if len(found) == 1 else None


def _days(line: str) -> Iterable[date | None]:
    for match in _ISO.finditer(line):
        yield _day(match[1], match[2], match[3])
    for match in _MONTH_FIRST.finditer(line):
        yield _day(match[3], str(MONTHS[match[1].lower()]), match[2])
    for match in _DAY_FIRST.finditer(line):
        yield _day(match[3], str(MONTHS[match[2].lower()]), match[1])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
