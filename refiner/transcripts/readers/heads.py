"""What begins a turn in a file: the names and times that its lines begin with, learnt from all.

A label that comes back before a colon, beside a time or in brackets is a name whatever it looks
like; one that appears once among sentences is none, unless the file begins with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from refiner.patterns import compile_later
from refiner.transcripts.cleaning import strip_non_speech
from refiner.transcripts.readers.lines import LabelKind, Line, parse_line
from refiner.transcripts.readers.names import (
    find_named_days,
    fold_name,
    is_full_name,
    is_heading_label,
    is_machine_name,
    is_name,
    is_no_name,
    learn_names,
    may_be_label,
)
from refiner.transcripts.word_lists import listed

IsHead = Callable[[Line], str | None]
_SAID = compile_later(
    r"(\S.{0,58}?)\s+(?:said|says|asked|asks|replied|replies|answered|answers|responded|responds"
    r"|wrote|writes|added|adds|continued|continues|explained|explains|commented|comments)"
)
_SIGNED = compile_later(r"(?![^:]{0,60}:\s)(.*\w[\"”’)]?[.?!…][\"”’]?)\s\(([^()]{1,60})\)")
# The letter of a question or an answer, with what sets it off.
_SET_OFF = compile_later(r"\b[QA](?:\d{0,3}[.:]|\d{1,3}\)|\s{2})")
_TIME_BEFORE = compile_later(r"^\W?\d[\W\d]*|^\[?[A-Za-z]=[\d.:]+\]?\s")  # one that is not read
_NAME_KEYS = frozenset(listed("from sender speaker name participant"))  # `From: Ada` above words
_MAY_BE_NAMES = "may begin with a speaker's name; these were counted as words"
_MAX_TITLES = 3  # lines above the first name, and that name
_MIN_PARTS = 3  # lines of a play in which no one speaks twice
_NO_NAMES = frozenset(  # who says something in a talk that quotes others
    listed(
        """he she it they we you i one who someone somebody everyone everybody people nobody that
        this mum mom dad the a an my your his her our their god"""
    )
)


def learn_heads(lines: list[Line], declared: bool = False) -> IsHead | None:
    """What begins a turn in this file: a function from a line to its name ("" for a time alone)."""
    spoken = [line for line in lines if not line.alone]
    if not spoken:
        return None
    names = _learnt_names(lines, spoken, declared)
    alone = _names_alone(lines) if not names else set()
    timed = [line for line in lines if line.time]
    kinds = Counter(line.time for line in timed)
    times_count = bool(
        kinds["range"]
        or kinds["bracket"] >= 2
        or (kinds["bare"] >= 2 and 3 * kinds["bare"] >= len(spoken) and _in_order(timed))
    )
    if not names and not alone and not times_count:
        return None

    def name_of(line: Line) -> str | None:
        """The speaker's name; "" where a line only has a time; None where it begins nothing."""
        if line.kind is not None and fold_name(line.label) in names and _fits(line, names):
            return line.label
        if alone and not line.time and fold_name(bare_text(line)) in alone:
            return bare_text(line)
        if line.time and (times_count or line.time in ("range", "bracket")):
            return "" if line.kind != "time" or _ends_with_time(line) else None
        return None

    return name_of


def _ends_with_time(line: Line) -> bool:
    """Whether the line is a sentence with its time in brackets behind it."""
    return line.time != "bare" and not line.text and line.label[-1:] in ".?!…"


def _fits(line: Line, names: set[str]) -> bool:
    """Whether a learnt name stands in this line as a label, not as words of its own."""
    return not (line.kind == "rest" and line.text == "" and not line.time)


def _in_order(lines: Sequence[Line]) -> bool:
    times = [line.start_s for line in lines if line.start_s is not None]
    falls = sum(b < a for a, b in pairwise(times))
    return falls <= 0.1 * len(times)


def _learnt_names(lines: list[Line], spoken: list[Line], declared: bool) -> set[str]:
    """Folded names, by what is next to them: a colon, a time, brackets, Q and A."""
    labels = {
        kind: [line.label for line in spoken if line.kind == kind]
        for kind in ("colon", "time", "bracket", "letter", "dash", "stop", "rest")
    }
    beside = [line.label for line in spoken if line.kind == "colon" and line.time]
    timed = _plain_names([*labels["time"], *beside]) | _headers(lines)
    begins = spoken[0].kind == "colon" and not is_no_name(spoken[0].label) and not timed
    names = learn_names(labels["colon"], len(spoken), begins=begins, declared=declared) | timed
    brackets = [b for b in labels["bracket"] if b == strip_non_speech(f"[{b}]").strip("[]")]
    machine = {fold_name(b) for b in brackets if is_machine_name(b)}
    often = {key for key, n in Counter(map(fold_name, brackets)).items() if n > 1}
    if len(brackets) >= 0.5 * len(spoken):
        machine |= {fold_name(b) for b in brackets if is_name(b)} if often else set()
    if len(brackets) >= 0.8 * len(spoken):
        fitting = filter(may_be_label, brackets if often else ())
        machine |= {fold_name(b) for b in fitting if not strip_non_speech(f"[{b}]", True)}
    names |= machine
    if _are_questions([line for line in spoken if line.kind == "letter"], len(spoken)):
        names |= {"q", "a"}
        names |= {fold_name(la) for la in labels["colon"] if la.isupper() and may_be_label(la)}
    kinds: tuple[LabelKind, ...] = ("dash", "stop")
    for one in kinds:
        names |= _names_line_by_line(one, labels[one], len(spoken))
    return names


def _are_questions(lines: Sequence[Line], spoken: int) -> bool:
    """Whether the letters that lines begin with are questions and answers, not an "A" of prose.

    A stop, a wide gap or a capital follows nearly all, or they take turns, the question first.
    """
    letters = [line.label for line in lines]
    if not {"Q", "A"} <= set(letters) or len(letters) < min(3, spoken):
        return False
    set_off = sum(
        _SET_OFF.search(line.raw[:20]) is not None or not line.text[:1].islower() for line in lines
    )
    turns = sum(a != b for a, b in pairwise(letters))
    in_turn = letters[0] == "Q" and turns >= max(2, 0.8 * (len(letters) - 1))
    return set_off >= 0.8 * len(letters) or in_turn


def _names_line_by_line(kind: LabelKind, labels: Sequence[str], lines: int) -> set[str]:
    """Names that nearly every line begins with, and of which one comes back."""
    fitting = [label for label in labels if is_name(label)]
    names = {fold_name(label) for label in fitting}
    if kind == "stop" and not all(map(str.isupper, fitting)):  # or each line is a sentence
        counts = Counter(map(fold_name, fitting))
        if len(fitting) < max(4, lines) or len(counts) < 2 or 2 * len(counts) > lines:
            return set()
    return names if len(names) < len(fitting) and len(fitting) >= max(3, 0.8 * lines) else set()


def _plain_names(labels: Sequence[str]) -> set[str]:
    """Labels next to a time: what looks like a name, and what comes back."""
    counts = Counter(fold_name(label) for label in labels if may_be_label(label))
    again = {key for key, n in counts.items() if n > 1} | find_named_days(labels)
    return again | {fold_name(label) for label in labels if is_name(label)}


def _headers(lines: list[Line]) -> set[str]:
    """Names that fill the line after their time (`0:05 - Ada`), the words being below it."""
    timed = [place for place, line in enumerate(lines) if line.time and line.kind == "rest"]
    below = [
        lines[place].label
        for place in timed
        if place + 1 < len(lines) and not lines[place + 1].time and may_be_label(lines[place].label)
    ]
    names = _plain_names(below)
    if 2 * sum(fold_name(label) in names for label in below) >= len(below):
        # `sam`, as well as `nora`
        names |= {fold_name(label) for label in below if " " not in label}
    fitting = sum(fold_name(lines[place].label) in names for place in timed)
    return names if timed and fitting >= 0.8 * len(timed) else set()


def _names_alone(lines: list[Line]) -> set[str]:
    """Names that fill a line of their own, above or below a time's line, or above each turn."""
    marks = [
        place
        for place, line in enumerate(lines)
        if line.alone and not (place and lines[place - 1].alone)
    ]
    if marks:
        return _names_beside(lines, marks)
    machine = [line for line in lines if is_machine_name(bare_text(line))]
    if len(machine) >= 2 and machine[0] in lines[:_MAX_TITLES]:
        return {fold_name(bare_text(line)) for line in machine}
    short = [line for line in lines if len(line.raw) <= 44]
    days = find_named_days(map(bare_text, short))
    named = [b for b in short if is_name(bare_text(b)) or fold_name(bare_text(b)) in days]
    set_off = [line for line in named if line.raw.startswith(("**", "#"))]
    if len({fold_name(bare_text(line)) for line in set_off}) >= 2:
        return {fold_name(bare_text(line)) for line in set_off}
    counts = Counter(fold_name(bare_text(line)) for line in named)
    again = {key for key, n in counts.items() if n > 1}
    is_again = [fold_name(bare_text(line)) in again for line in lines]
    if any(a and b for a, b in pairwise(is_again)):  # a name has words below it
        return set()
    total = sum(counts[key] for key in again)
    if len(again) >= 2 and 3 * total >= len(lines) and fold_name(bare_text(lines[0])) in counts:
        return again
    return _names_above_paragraphs(lines) if again else set()


def _names_beside(lines: list[Line], marks: Sequence[int]) -> set[str]:
    """Names on a line of their own above or below nearly every time's line, at `marks`."""
    for step in (-1, 1):
        near = []
        for place in marks:
            beside = place + step
            while beside < len(lines) and lines[beside].alone:  # the same time, said twice
                beside += 1
            if 0 <= beside < len(lines) and not lines[beside].time:
                near.append(bare_text(lines[beside]))
        fitting = [raw for raw in near if is_name(raw) and len(raw) <= 40]
        names = {fold_name(raw) for raw in fitting}
        sure = len(names) < len(fitting) or all(map(is_full_name, fitting))
        if step > 0 and not (sure and _words_follow(lines, names)):
            continue
        least = 1 if step < 0 and all(map(is_full_name, fitting)) else 2
        if len(fitting) >= max(least, 0.8 * len(marks)):
            return names
    return set()


def _names_above_paragraphs(lines: list[Line]) -> set[str]:
    """Names that nearly every paragraph begins with, on a line of their own."""
    first = [(a, b) for a, b in pairwise(lines) if a.opens]
    names = [bare_text(a) for a, b in first if not b.opens and is_name(bare_text(a))]
    folded = set(map(fold_name, names))
    again = len(folded) < len(names) and len(folded) > 1
    return folded if again and len(names) >= max(3, 0.8 * len(first)) else set()


def without_roles(lines: list[Line]) -> list[Line]:
    """Lines without the company or part between each name and its time, or initials above it."""
    marks = [place for place, line in enumerate(lines) if line.alone]
    if len(marks) < 2 or marks[0] != 2:
        return lines
    pairs = [(bare_text(lines[place - 2]), bare_text(lines[place - 1])) for place in marks]
    if all(name == "".join(word[0] for word in whole.split()) for name, whole in pairs):
        initials = {place - 2 for place in marks}  # as in a picture next to the name
        return [line for place, line in enumerate(lines) if place not in initials]
    names = {name for name, _ in pairs}
    sure = len(names) < len(pairs) or all(map(is_full_name, names))
    if not sure or len(set(pairs)) != len(names) or not all(map(is_name, names)):
        return lines
    roles = {place - 1 for place in marks}
    return [line for place, line in enumerate(lines) if place not in roles]


def bare_text(line: Line) -> str:
    """The line without Markdown's marks."""
    return line.raw.strip("*_# ")


def _words_follow(lines: list[Line], names: set[str]) -> bool:
    """Whether there are words below each name, so that the name itself is not the words."""
    places = [place for place, line in enumerate(lines) if fold_name(bare_text(line)) in names]
    return all(place + 1 < len(lines) and not lines[place + 1].alone for place in places)


def without_sayings(lines: list[Line]) -> list[Line]:
    """Lines that begin with `Ada Byron said:` as ones with her name alone, if half or more do."""
    named = {place: name for place, line in enumerate(lines) if (name := _said_by(line))}
    if len(named) < 2 or 2 * len(named) < len(lines):
        return lines
    return [
        replace(line, label=named[place]) if place in named else line
        for place, line in enumerate(lines)
    ]


def with_signed_names(lines: list[Line]) -> list[Line]:
    """Lines with the name in brackets after the words of each put before them."""
    found = [_SIGNED.fullmatch(line.raw[-400:]) for line in lines]
    names = [match[2].strip() for match in found if match and is_name(match[2])]
    if len(names) < max(3, len(lines)) or not 1 < len({*map(fold_name, names)}) < len(names):
        return lines
    if any(strip_non_speech(f"({name})") == "" for name in names):
        return lines
    return [
        parse_line(f"{name}: {line.raw[: line.raw.rindex('(')]}", line.opens)
        for name, line in zip(names, lines, strict=True)
    ]


def with_persons_of_parts(lines: list[Line]) -> list[Line]:
    """Lines such as `Caller: Ada`, above words, as ones with the name alone, if all heads are such.

    Each part has one person, and words below it.
    """
    places = [place for place, line in enumerate(lines) if line.kind == "colon"]
    heads = [lines[place] for place in places]
    people = {(line.label, line.text) for line in heads}
    parts = {label for label, _ in people}
    if len(heads) < 2 or len(parts) < 2 or len(parts) != len(people) or 2 * len(heads) > len(lines):
        return lines
    if not all(line.opens and " " not in line.label and is_name(line.text) for line in heads):
        return lines
    if any(place + 1 == len(lines) or lines[place + 1].opens for place in places):
        return lines
    return [
        replace(line, label=line.text, text="") if line.kind == "colon" else line for line in lines
    ]


def _said_by(line: Line) -> str:
    """The name in a label such as `Ada Byron asked`; empty for any other label."""
    match = _SAID.fullmatch(line.label) if line.kind == "colon" else None
    if match is None or match[1].split()[0].casefold() in _NO_NAMES or not is_name(match[1]):
        return ""
    return match[1]


def warn_of_names(lines: Sequence[Line], thing: str) -> tuple[str, ...]:
    """Warn if words that count may be names: the first of `lines` begins as a turn, or several do.

    If several begin with headings such as `Pros:`, warn of these instead.
    `thing` is what each line is ("lines", "captions").
    """
    labelled = [line for line in lines if line.kind == "colon"]
    headings = [
        line.label
        for line in labelled
        if is_heading_label(line.label) or (not line.text and is_no_name(line.label))
    ]
    if len(headings) > 1:
        some = ", ".join(dict.fromkeys(headings[:5]))
        why = f"begin with a heading ({some}); these were counted as words"
        return (f"{len(headings):,} {thing} {why}",)
    parts = [line.label for line in lines if line.kind == "stop" and line.label.isupper()]
    if len(parts) >= max(_MIN_PARTS, 0.6 * sum(bool(line.raw) for line in lines)):
        return (f"{len(parts):,} {thing} {_MAY_BE_NAMES}",)
    places = [
        place
        for place, line in enumerate(lines)
        if line.kind == "colon" and line.text
        if (is_name(name := _TIME_BEFORE.sub("", line.label)) and may_be_label(name))
        or _said_by(line)
        or (fold_name(line.label) in _NAME_KEYS and line.text[:1].isupper())
    ]
    if places == [0]:
        one = thing.removesuffix("s")
        return (f"the first {one} may begin with a speaker's name; it was counted as words",)
    return (f"{len(places):,} {thing} {_MAY_BE_NAMES}",) if len(places) > 1 else ()
