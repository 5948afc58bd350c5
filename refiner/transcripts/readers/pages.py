"""What a printed page adds to a transcript: numbers of lines and pages, heads and feet.

A page number is one that counts up from page to page; a head or foot is a line that comes back
at most of the page's edges. A text without these comes back unchanged. Linear time.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from refiner.patterns import compile_later

_EDGE = "\f"  # put in a list of lines where one page ends and the next begins
_MAX_LINES = 2_000_000
_NUMBERED = compile_later(
    r"\s{0,80}(\d{1,4})(?:\s{1,40}(?!(?:h|m|s|hours?|min(?:ute)?s?|sec(?:ond)?s?)\b)(?=\S)|\s*$)"
)
_DIGITS = compile_later(r"\d+")
_PAGE_WORD = compile_later(
    r"\b(?:page|pg|seite|p[aá]gina|p[aá]g|sida|side|strona|стр\w*)\b\.?\s{0,3}\d{1,4}\b",
    re.IGNORECASE,
)
_NUMBER_ASIDE = compile_later(  # alone on its line, or far from the other words of it
    r"\W{0,4}\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?\W{0,4}|.{1,80}(?:\s{3,}|\t)\d{1,4}"
    r"|\d{1,4}(?:\s{3,}|\t).{1,80}"
)
_NUMBER_FAR = compile_later(r"\S.{1,80}\s{8,}\d{1,4}|\d{1,4}\s{8,}\S.{1,80}")
_LABEL = compile_later(r"([^:：\n]{1,60})[:：]\s")
_QUESTION = compile_later(r"[QA][.:]?\s")
_MAX_HEAD = 120  # characters
_MAX_DEPTH = 3  # lines of a head or foot
_MIN_SHARE = 0.6  # of the pages, with a head or foot on them
_NUMBERED_PAGE = 8  # numbers: a page of a court has 25
_FEW_LINES = 3  # a page has more


def without_page_lines(text: str) -> tuple[str, int]:
    """`text` without what pages add, and how many lines were left out (line numbers are not)."""
    if text.count("\n") > _MAX_LINES:
        return text, 0
    lines: list[str] = []
    for page in text.split(_EDGE):
        lines += [*page.splitlines(), _EDGE]
    inner = _without_unnumbered_edges(lines[:-1])
    bare = _without_numbers(inner)
    cut, left_out = _without_heads(bare)
    left_out += len(lines) - 1 - len(inner)
    cut = _without_numbers(cut)
    if cut == lines[:-1]:
        return text, 0
    return "\n".join(line for line in cut if line != _EDGE), left_out


def _without_unnumbered_edges(lines: list[str]) -> list[str]:
    """Lines without the few at the edges of a page that have no number though its others do."""
    matches = [_NUMBERED.match(line) for line in lines]
    numbers = [int(match[1]) if match else 0 for match in matches]
    places = [place for place, number in enumerate(numbers) if number]
    counted = sum(numbers[b] in (1, numbers[a] + 1) for a, b in pairwise(places))
    full = sum(bool(line.strip()) and line != _EDGE for line in lines)
    if len(places) < _NUMBERED_PAGE or counted < 0.6 * full:
        return lines
    edges = [(places[-1], len(lines))] if numbers[places[-1]] >= _NUMBERED_PAGE else []
    edges += [(a, b) for a, b in pairwise(places) if numbers[b] == 1 and numbers[a] > 1]
    gone = {
        place
        for begin, end in edges
        if sum(bool(line.strip()) for line in lines[begin + 1 : end]) <= 2 * _MAX_DEPTH
        for place in range(begin + 1, end)
        if lines[place].strip() and lines[place] != _EDGE
    }
    return [line for place, line in enumerate(lines) if place not in gone] if gone else lines


def _without_numbers(lines: list[str]) -> list[str]:
    """Lines without the numbers that count them, as courts and analysts write them.

    Where the count begins again, a page does, if no form feed says so.
    """
    full = [line for line in lines if line.strip()]
    numbers = [int(m[1]) if (m := _NUMBERED.match(line)) else None for line in full]
    steps = sum(
        a is not None and b is not None and (b == a + 1 or (b == 1 and a > 1))
        for a, b in pairwise(numbers)
    )
    if len(full) < 3 or steps < (0.6 if len(full) > 3 else 1) * (len(full) - 1):
        return lines
    bare: list[str] = []
    is_parted = _EDGE in lines
    for line in lines:
        match = _NUMBERED.match(line)
        if match and match[1] == "1" and bare and not is_parted:
            bare.append(_EDGE)
        bare.append(line[match.end() :] if match else line)
    return [line for line in bare if line == _EDGE or line.strip()]


def _without_heads(lines: list[str]) -> tuple[list[str], int]:
    """Lines without page numbers, heads and feet, and how many were left out."""
    marks = _page_numbers(lines)
    edged = [_EDGE if n in marks else line for n, line in enumerate(lines)]
    if edged.count(_EDGE) < 2:
        return (edged, len(marks)) if marks else (lines, 0)
    feeds = "".join(lines).strip().count(_EDGE)  # but for one at the end
    heads = _heads(edged, max(len(marks), feeds + 1))
    kept = [line for line in edged if line.strip() not in heads or line == _EDGE]
    return kept, len(marks) + len(edged) - len(kept)


def _page_numbers(lines: Sequence[str]) -> set[int]:
    """The places of lines whose number counts up by one from one to the next."""
    alike: dict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    full = 0
    for place, line in enumerate(lines):
        full += bool(line.strip())
        if 0 < len(line) <= _MAX_HEAD and any(map(str.isdigit, line)):
            numbers = [int(n[:6]) for n in _DIGITS.findall(line)]
            alike[_DIGITS.sub("#", " ".join(line.split()))].append((place, numbers))
    found: set[int] = set()
    for group in alike.values():
        if len(group) < 2 or not _counts_up([numbers for _, numbers in group]):
            continue
        line = lines[group[0][0]].strip()
        spread = group[-1][0] - group[0][0] >= _FEW_LINES * (len(group) - 1)
        is_far = spread and _NUMBER_FAR.fullmatch(line)
        if (
            is_far
            or _PAGE_WORD.search(line)
            or (
                _NUMBER_ASIDE.fullmatch(line)
                and ((len(group) > 2 and spread) or all(_is_at_edge(lines, p) for p, _ in group))
            )
        ):
            found.update(place for place, _ in group)
    return found


def _counts_up(rows: Sequence[Sequence[int]]) -> bool:
    """Whether one number of each row is one more than in the row before, and the others stay."""
    steps = [[b - a for a, b in zip(*pair, strict=True)] for pair in pairwise(rows)]
    return all(step == steps[0] for step in steps) and sorted(steps[0])[-1:] == [1] == [
        step for step in steps[0] if step
    ]


def _is_at_edge(lines: Sequence[str], place: int) -> bool:
    """Whether a line is first or last on its page."""
    for step in (-1, 1):
        beside = place + step
        while 0 <= beside < len(lines) and not lines[beside].strip(" \t"):
            beside += step
        if not 0 <= beside < len(lines) or lines[beside] == _EDGE:
            return True
    return False


def _heads(edged: Sequence[str], pages: int) -> set[str]:
    """The lines, without outer blanks, that come back at the edge of most `pages`."""
    full = [_EDGE, *(line for line in edged if line == _EDGE or line.strip()), _EDGE]
    whole = [line for before, line in pairwise(["", *full]) if (before, line) != (_EDGE, _EDGE)]
    often = Counter(line.strip() for line in whole)
    found: set[str] = set()
    for _ in range(_MAX_DEPTH):
        beside = Counter(_beside_edges([line for line in whole if line.strip() not in found]))
        new = {
            line
            for line, n in beside.items()
            if n >= max(2, _MIN_SHARE * pages) and n >= often[line] and len(line) <= _MAX_HEAD
            if n > 2 or line[-1] not in ".?!"
        }
        if not new:
            break
        found |= new
    return {line for line in found if not _is_turn(line, edged)}


def _beside_edges(lines: Sequence[str]) -> Iterator[str]:
    """The first and the last line of each page; of a page of one line, that line once."""
    for place, line in enumerate(lines):
        if line == _EDGE:
            continue
        if lines[place - 1] == _EDGE or lines[place + 1] == _EDGE:
            yield line.strip()


def _is_turn(line: str, lines: Sequence[str]) -> bool:
    """Whether a line that comes back is a speaker's: others begin as it does, or no line does."""
    own = _LABEL.match(line)
    if own is None:
        return _QUESTION.match(line) is not None
    said: dict[str, set[str]] = defaultdict(set)
    for other in lines:
        if match := _LABEL.match(other.strip()):
            said[match[1]].add(other.strip())
    return len(said[own[1]]) > 1 or not any(len(different) > 1 for different in said.values())
