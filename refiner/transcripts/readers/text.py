"""Text with names or times in it, as tools save it and as people copy it from a screen.

What counts as a name and what as a time mark is learnt from all lines of the file (`names`,
`lines`); a text in which nothing is learnt is plain text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refiner.errors import InputError
from refiner.transcripts.cleaning import strip_non_speech
from refiner.transcripts.days import find_day
from refiner.transcripts.readers.captions import read_captions
from refiner.transcripts.readers.lines import Line, parse_line
from refiner.transcripts.readers.names import (
    fold_name,
    is_machine_name,
    is_name,
    learn_names,
    may_be_label,
)
from refiner.transcripts.recording import Recording, Segment, check_size, count_warning, tidy

_MAX_LINES = 2_000_000
_LEARNT_LINES = 10_000  # of a longer text: if nothing is learnt from these, it is plain
_HEAD_LINES = 20  # title, date, people: more before the first name or time is no transcript's head
_NO_LETTERS = re.compile(r"[\W\d_]*")
_HEADING = re.compile(
    r"\W*(?:.{0,60}\s[-–—|:]\s*|(?:full|meeting|call|interview|video|audio|auto\w*)\s+)?"
    r"(?:transcript(?:ion)?|transkript|transcripci[oó]n|transcri[cç][aã]o|trascrizione)\s*:?\W*",
    re.IGNORECASE,
)
_SERVICE = re.compile(  # what a service, a program or a page adds to what was said
    r"(?:\W*transcri(?:bed|ption|pt) (?:by|generated|provided|from|outsourcing)\b.*"
    r"|.{1,60} (?:started|stopped|joined|left)(?: the)? (?:transcription|meeting|call|recording)\.?"
    r"|\W*(?:meeting|recording|transcription|call) (?:ended|started|stopped)\b.{0,60}"
    r"|this (?:editable |meeting )?(?:transcript|transcription|document|meeting)\b.{0,200}"
    r"\b(?:generated|automatic\w*|errors?|ai|edited|recorded|confidential)\b.*"
    r"|\W*(?:view|watch|listen to|play|download|share) (?:the )?(?:full )?"
    r"(?:recording|video|audio)\b.*"
    r"|\W*(?:end|start|beginning) of (?:the )?"
    r"(?:transcript|transcription|recording|audio|interview)\W*"
    r"|https?://\S+|audio file|(?:full )?transcript(?:ion)?:?"
    r"|(?:page )?\d{1,4}(?: (?:of|/) \d{1,4})?|page \d{1,4}\b.{0,40}"
    r"|[^:\n]{1,100}(?:\s[-–—|•·]\s|\t)\s*page \d{1,4}(?: (?:of|/) \d{1,4})?\W*"
    r"|-{1,2} ?\d{1,4} ?-{1,2}"
    r"|\W*(?:copyright|©|\(c\)|confidential|all rights reserved|disclaimer|privileged)\b.{0,200}"
    r"|(?:generated|powered|created|recorded|exported) (?:by|with|on|from)\b.{0,80}"
    r"|search (?:in )?(?:video|transcript)|sync to video time|\[?(?:music|applause|laughter)\]?"
    r"|\W*(?:attendees|participants|invited|present|attachments?|date|duration|location|length)\b"
    r"\s*:.{0,300}|subscribe|show transcript|hide transcript|edited)",
    re.IGNORECASE,
)
_BEGINNING = re.compile("[:：;\\[<【Qs]")  # in every time and label
_NUMBERED = re.compile(r"\s{0,12}(\d{1,4})(?:\s{1,12}(?=\S)|\s*$)")


@dataclass(slots=True)
class _Turn:
    speaker: str = ""
    start_s: float | None = None
    end_s: float | None = None
    lines: list[str] | None = None


def read_plain(text: str) -> Recording:
    """The text itself, as the words of one person who is not named, without what is not speech."""
    speech = strip_non_speech(text)
    return Recording("text", (Segment(text if speech == text else speech.strip()),))


def read_spoken_text(text: str, what: str, head_lines: int = _HEAD_LINES) -> Recording | None:
    """Text out of a document: captions, or lines with names or times; None for neither."""
    return read_captions(text, what) or read_text(text, what, head_lines)


def read_text(text: str, what: str, head_lines: int = _HEAD_LINES) -> Recording | None:
    """None if no name and no time is learnt. Lines before the first one are left out.

    A first name or time below `head_lines` lines begins nothing.
    """
    raw = [line for line in text.splitlines() if line.strip()]
    if len(raw) > _MAX_LINES or not any(_worth_parsing(line) for line in raw):
        return None
    if len(raw) > 2 * _LEARNT_LINES:
        sample = [parse_line(line) for line in raw[:_LEARNT_LINES]]
        name_of = _learn(sample)
        if name_of is None:
            return None
        heads = sum(name_of(line) is not None for line in sample)
        check_size(heads * len(raw) // _LEARNT_LINES // 2, what)
    raw = _without_line_numbers(raw)
    start = _after_heading(raw)
    parsed = [parse_line(line) for line in raw]
    if start:
        recording = _read(parsed[start:], what, parsed[:start], head_lines)
        if recording is not None:
            return recording
    return _read(parsed, what, [], head_lines)


def _worth_parsing(line: str) -> bool:
    return _BEGINNING.search(line, 0, 240) is not None


def _without_line_numbers(raw: list[str]) -> list[str]:
    """Lines without the numbers that count them, as courts and analysts write them."""
    numbers = [int(m[1]) if (m := _NUMBERED.match(line)) else None for line in raw]
    steps = sum(
        a is not None and b is not None and (b == a + 1 or (b == 1 and a > 5))
        for a, b in pairwise(numbers)
    )
    if len(raw) < 3 or steps < (0.6 if len(raw) > 3 else 1) * (len(raw) - 1):
        return raw
    bare = [
        _NUMBERED.sub("", line, count=1) if n is not None else line
        for line, n in zip(raw, numbers, strict=True)
    ]
    return [line for line in bare if line.strip()]


def _after_heading(raw: Sequence[str]) -> int:
    """The place after the line that says that the transcript begins; 0 if there is none."""
    for place, line in enumerate(raw[:5000]):
        if len(line) < 100 and _HEADING.fullmatch(line):
            return place + 1
    return 0


def _read(lines: list[Line], what: str, before: list[Line], head_lines: int) -> Recording | None:
    is_service = [_SERVICE.fullmatch(line.raw[:400]) is not None for line in lines]
    content = [line for line, service in zip(lines, is_service, strict=True) if not service]
    if not content:
        return None
    is_head = _learn(content)
    if is_head is None:
        return None
    content = _without_doubled_names(content, is_head)
    heads = [place for place, line in enumerate(content) if is_head(line) is not None]
    if not heads or heads[0] >= head_lines:
        return None
    check_size(len(heads), what)
    turns = _gather(content[heads[0] :], is_head)
    segments = tuple(
        Segment(words, tidy(turn.speaker), turn.start_s, turn.end_s)
        for turn in turns
        if (words := "\n".join(turn.lines or []))
    )
    if not segments:
        raise InputError(what, "there are no words in it, only names or times")
    named, timed = any(s.speaker for s in segments), any(s.start_s is not None for s in segments)
    if not named and not timed:
        return None
    left_out = sum(is_service) + heads[0]
    services = [line for line, service in zip(lines, is_service, strict=True) if service]
    head = [*before, *services, *content[: heads[0]]]
    return Recording(
        "timed text" if timed else "labelled text",
        segments,
        "\n",
        count_warning(
            left_out + len(before),
            "lines",
            "were left out as no speech (headings, notes, footers)",
        ),
        held_on=find_day(line.raw for line in head),
    )


IsHead = Callable[[Line], str | None]


def _learn(lines: list[Line]) -> IsHead | None:
    """What begins a turn in this file: a function from a line to its name ("" for a time alone)."""
    spoken = [line for line in lines if not line.alone]
    if not spoken:
        return None
    names = _learnt_names(lines, spoken)
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
        if alone and not line.time and fold_name(_bare(line)) in alone:
            return _bare(line)
        if line.time and (times_count or line.time in ("range", "bracket")) and line.kind != "time":
            return ""
        return None

    return name_of


def _fits(line: Line, names: set[str]) -> bool:
    """Whether a learnt name stands in this line as a label, not as words of its own."""
    return not (line.kind == "rest" and line.text == "" and not line.time)


def _in_order(lines: Sequence[Line]) -> bool:
    times = [line.start_s for line in lines if line.start_s is not None]
    falls = sum(b < a for a, b in pairwise(times))
    return falls <= 0.1 * len(times)


def _learnt_names(lines: list[Line], spoken: list[Line]) -> set[str]:
    """Folded names, by what stands beside them: a colon, a time, brackets, Q and A."""
    labels = {
        kind: [line.label for line in spoken if line.kind == kind]
        for kind in ("colon", "time", "bracket", "letter", "dash", "rest")
    }
    names = learn_names(labels["colon"], len(spoken), begins=spoken[0].kind == "colon")
    beside = [line.label for line in spoken if line.kind == "colon" and line.time]
    names |= _plain_names([*labels["time"], *beside])
    brackets = [b for b in labels["bracket"] if b == strip_non_speech(f"[{b}]").strip("[]")]
    machine = {fold_name(b) for b in brackets if is_machine_name(b)}
    often = {key for key, n in Counter(map(fold_name, brackets)).items() if n > 1}
    if len(brackets) >= 0.5 * len(spoken):
        machine |= {fold_name(b) for b in brackets if is_name(b)} if often else set()
    names |= machine
    if {"Q", "A"} <= set(labels["letter"]) and len(labels["letter"]) >= 3:
        names |= {"q", "a"}
        names |= {fold_name(la) for la in labels["colon"] if la.isupper() and may_be_label(la)}
    return names | _names_before_dashes(labels["dash"], len(spoken)) | _headers(lines)


def _names_before_dashes(labels: Sequence[str], lines: int) -> set[str]:
    """Names that nearly every line begins with, before a dash, and of which one comes back."""
    fitting = [label for label in labels if is_name(label)]
    names = {fold_name(label) for label in fitting}
    return names if len(names) < len(fitting) and len(fitting) >= max(3, 0.8 * lines) else set()


def _plain_names(labels: Sequence[str]) -> set[str]:
    """Labels beside a time: what looks like a name, and what comes back."""
    counts = Counter(fold_name(label) for label in labels if may_be_label(label))
    again = {key for key, n in counts.items() if n > 1}
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
    fitting = sum(fold_name(lines[place].label) in names for place in timed)
    return names if timed and fitting >= 0.8 * len(timed) else set()


def _names_alone(lines: list[Line]) -> set[str]:
    """Names that fill a line of their own, above or below a time's line, or above each turn."""
    marks = [
        place
        for place, line in enumerate(lines)
        if line.alone and not (place and lines[place - 1].alone)
    ]
    for step in (-1, 1):
        near = []
        for place in marks:
            beside = place + step
            while beside < len(lines) and lines[beside].alone:  # the same time, said twice
                beside += 1
            if 0 <= beside < len(lines) and not lines[beside].time:
                near.append(_bare(lines[beside]))
        names = {fold_name(raw) for raw in near if is_name(raw) and len(raw) <= 40}
        fitting = [raw for raw in near if fold_name(raw) in names]
        again = len(set(map(fold_name, fitting))) < len(fitting)
        sound = step < 0 or (again and _words_follow(lines, names))
        if sound and len(fitting) >= max(2, 0.8 * len(marks)):
            return names
    if marks:
        return set()
    machine = [line for line in lines if is_machine_name(_bare(line))]
    if len(machine) >= 2 and machine[0] is lines[0]:
        return {fold_name(_bare(line)) for line in machine}
    set_off = [line for line in lines if line.raw.startswith(("**", "#")) and is_name(_bare(line))]
    if len({fold_name(_bare(line)) for line in set_off}) >= 2:
        return {fold_name(_bare(line)) for line in set_off}
    counts = Counter(
        fold_name(_bare(line)) for line in lines if is_name(_bare(line)) and len(line.raw) <= 44
    )
    again_names = {key for key, n in counts.items() if n > 1}
    total = sum(counts[key] for key in again_names)
    if len(again_names) >= 2 and 3 * total >= len(lines) and fold_name(_bare(lines[0])) in counts:
        return again_names
    return set()


def _bare(line: Line) -> str:
    """The line without Markdown's marks."""
    return line.raw.strip("*_# ")


def _words_follow(lines: list[Line], names: set[str]) -> bool:
    """Whether words stand below each name, so that the name itself is not the words."""
    places = [place for place, line in enumerate(lines) if fold_name(_bare(line)) in names]
    return all(place + 1 < len(lines) and not lines[place + 1].time for place in places)


def _without_doubled_names(lines: list[Line], name_of: IsHead) -> list[Line]:
    """Lines without a name alone that its time, or the name with its time, says again."""
    names = {fold_name(name) for line in lines if (name := name_of(line))}
    kept = []
    for line, after in pairwise([*lines, Line("")]):
        again = after.alone or name_of(after)
        if name_of(line) is not None or not again or fold_name(_bare(line)) not in names:
            kept.append(line)
    return kept


def _gather(lines: list[Line], name_of: IsHead) -> list[_Turn]:
    """A turn for each head: the words in its line and in those that follow."""
    turns: list[_Turn] = []
    speaker = ""
    pending: tuple[float | None, float | None] | None = None
    named = sum(bool(name_of(line)) for line in lines)
    marks = sum(line.alone for line in lines)
    use_marks = not named or 2 * marks >= named
    for line in lines:
        name = name_of(line)
        if line.alone:
            if use_marks and turns and not turns[-1].lines and turns[-1].start_s is None:
                turns[-1].start_s, turns[-1].end_s = line.start_s, line.end_s  # name, then time
            elif use_marks:
                pending = line.start_s, line.end_s
            continue
        if name is not None:
            speaker = name or speaker
            start_s, end_s = line.start_s, line.end_s
            if start_s is None and pending is not None:
                start_s, end_s = pending
            pending = None
            words = line.unlabelled if not name else "" if _bare(line) == name else line.text
            turns.append(_Turn(speaker, start_s, end_s, []))
        else:
            words = line.raw
            if pending is not None or not turns:
                start_s, end_s = pending or (None, None)
                turns.append(_Turn(speaker, start_s, end_s, []))
                pending = None
        words = strip_non_speech(words).strip()
        lines_of = turns[-1].lines
        if (
            words
            and lines_of is not None
            and not (_NO_LETTERS.fullmatch(words) and not any(c.isdigit() for c in words))
        ):
            lines_of.append(words)
    return turns
