"""Text with names or times in it, as tools save it and as people copy it from a screen.

What counts as a name and what as a time mark is learnt from all lines of the file (`heads`,
`names`, `lines`); a text in which nothing is learnt is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from refiner.errors import InputError
from refiner.patterns import compile_later
from refiner.transcripts.cleaning import WORD_OF_PAUSE, strip_non_speech
from refiner.transcripts.days import find_day
from refiner.transcripts.readers.blocks import read_blocks
from refiner.transcripts.readers.captions import read_captions
from refiner.transcripts.readers.chat import warn_of_chat
from refiner.transcripts.readers.heads import (
    IsHead,
    bare_text,
    learn_heads,
    warn_of_names,
    with_persons_of_parts,
    with_signed_names,
    without_roles,
    without_sayings,
)
from refiner.transcripts.readers.lines import Line, parse_line
from refiner.transcripts.readers.names import fold_name, is_name
from refiner.transcripts.readers.notes_below import (
    split_notes_below,
    warn_of_notes,
    without_chapter_titles,
)
from refiner.transcripts.readers.surroundings import (
    after_heading,
    end_of_captions,
    is_service_line,
    without_leading_links,
    without_service_edges,
    without_surroundings,
)
from refiner.transcripts.readers.written import warn_of_scan, warn_of_writing
from refiner.transcripts.recording import Recording, Segment, check_size, tidy

_MAX_LINES = 2_000_000
_LEARNT_LINES = 10_000  # of a longer text: if nothing is learnt from these, it is plain
_HEAD_LINES = 20  # title, date, people: more before the first name or time is no transcript's head
_LOOKED_AT = 200_000  # characters of a plain text in which lines that may begin with a name count
_MAX_ABOVE = 0.9  # of a text: notes above the words may be long
_MIN_NAMED = 3  # paragraphs that may begin with a name
_BESIDE_NAME = compile_later(r"\S[^:\n]{0,40}:[ ]{2,}(?=\S)")
_HANGING = compile_later(r"^\S[^:\n]{0,40}:[ ]{2,}\S.*\n[ ]{4,}\S", re.MULTILINE)
_HEADING_MARK = r"#{1,6}\s+(?=[^\W_])"
_HEADING = compile_later(_HEADING_MARK)
_HEADING_LINE = compile_later(rf"^{_HEADING_MARK}.*\n?", re.MULTILINE)
_CARD = compile_later(r"^[ \t]{0,8}(\d{1,3})[.)][ \t]+(?=\S)", re.MULTILINE)
_MIN_CARDS = 3
_PARENTHETICAL = compile_later(r"\s*\([a-z][^()?!,]{1,60}\)\s*")
_WORD = compile_later(r"[^\W\d_]")
_CUT_HEAD = compile_later(r"(\S.{0,60}?)\s*[\[(]?[\d:]{0,7}")
_NO_LETTERS = compile_later(r"[\W\d_]*")
_TAG = r"(?:[\[(<](?:speaker|spkr?)[ _]?\d{1,3}[\])>]:?|speaker \d{1,3}:)\s"
_FIRST_TAG = compile_later(rf"\s*{_TAG}", re.IGNORECASE)
_NEXT_TAG = compile_later(rf"[ \t]+(?={_TAG})", re.IGNORECASE)  # in the line of the turn before
_SIGNED_WARNING = "the name in brackets behind each line was taken as its speaker"
_BEGINNING = compile_later("[:：;\\[<【Qs*]")  # in every time and label, but names alone
_AFTER_NAME = compile_later(r"[:：\t]|^\W{0,4}[A-Z][A-Z .'’-]{1,40}\.\s")  # and `ADA. …`


@dataclass(slots=True)
class _Turn:
    speaker: str = ""
    start_s: float | None = None
    end_s: float | None = None
    lines: list[str] | None = None


def read_plain(text: str) -> Recording:
    """The text itself, as the words of one person who is not named, without what is not speech."""
    text, above = _below_heading(text)
    text, added = without_service_edges(text)
    above += added
    spoken = without_surroundings(text)
    headings = _HEADING_LINE.findall(spoken.text) if "#" in spoken.text else []
    bare = _HEADING_LINE.sub("", spoken.text) if headings else spoken.text
    if not _WORD.search(bare):
        headings, bare = [], spoken.text
    speech = strip_non_speech(_without_card_numbers(bare))
    same = speech == text
    words = Segment(text if same else speech.strip())
    warnings = (
        *spoken.warnings(len(headings) + above),
        *(_name_warning(speech) or _warn_of_names_alone(speech)),
        *warn_of_chat(text),
        *warn_of_writing(text),
    )
    return Recording("text", (words,), warnings=warnings, held_on=spoken.held_on)


def _without_card_numbers(text: str) -> str:
    """`text` without the numbers 1, 2, 3 that its lines begin with, as cue cards do."""
    if "1" not in text:
        return text
    numbers = [int(match[1]) for match in _CARD.finditer(text)]
    if len(numbers) < _MIN_CARDS:
        return text
    paragraphs = sum(opens for _, opens in _full_lines(text))
    if len(numbers) < 0.6 * paragraphs or numbers != list(range(1, len(numbers) + 1)):
        return text
    return _CARD.sub("", text)


def _below_heading(text: str) -> tuple[str, int]:
    """The text below the line that says that the transcript begins; how many lines are above it.

    All of a text in which there is no such line, or next to nothing below it.
    """
    lines = text[:_LOOKED_AT].splitlines(keepends=True)
    start = after_heading([line.strip("#*_ \t\r\n") for line in lines])
    above = "".join(lines[:start])
    if not start or len(above) > _MAX_ABOVE * len(text):
        return text, 0
    return text[len(above) :], sum(bool(line.strip()) for line in lines[:start])


def _name_warning(speech: str) -> tuple[str, ...]:
    lines = (line for line in speech[:_LOOKED_AT].splitlines() if line.strip())
    begun = (line[:240] for line in lines)
    parsed = [parse_line(line) if _AFTER_NAME.search(line) else Line(line) for line in begun]
    return warn_of_names(parsed, "lines")


def _warn_of_names_alone(speech: str) -> tuple[str, ...]:
    """Warn of paragraphs that begin with a line of its own that may be a name."""
    lines = [*_full_lines(speech[:_LOOKED_AT]), ("", True)]
    heads = [line for (line, opens), (_, ends) in pairwise(lines) if opens and not ends]
    named = sum(is_name(head.strip("*_# \t")) for head in heads)
    if named < max(_MIN_NAMED, 0.5 * sum(opens for _, opens in lines[:-1])):
        return ()
    why = "begin with a line that may be a speaker's name; these were counted as words"
    return (f"{named:,} paragraphs {why}",)


def read_spoken_text(text: str, what: str, head_lines: int = _HEAD_LINES) -> Recording | None:
    """Text out of a document: captions, or lines with names or times; None for neither."""
    return read_captions(text, what) or read_blocks(text, what) or read_text(text, what, head_lines)


def read_text(text: str, what: str, head_lines: int = _HEAD_LINES) -> Recording | None:
    """None if no name and no time is learnt. Lines before the first one are left out.

    A first name or time below `head_lines` lines begins nothing.
    """
    spoken = without_surroundings(text)
    body = without_leading_links(spoken.text)
    if _FIRST_TAG.match(body):
        body = _NEXT_TAG.sub("\n", body)
    raw = list(_full_lines(_with_whole_turns(body)))
    if len(raw) > _MAX_LINES or not any(_worth_parsing(line, opens) for line, opens in raw):
        return None
    if len(raw) > 2 * _LEARNT_LINES:
        sample = [parse_line(*line) for line in raw[:_LEARNT_LINES]]
        name_of = learn_heads(sample)
        if name_of is None:
            return None
        heads = sum(name_of(line) is not None for line in sample)
        check_size(heads * len(raw) // _LEARNT_LINES // 2, what)
    texts = [line for line, _ in raw]
    start, end = after_heading(texts), end_of_captions(texts)
    parsed = [parse_line(*line) for line in raw[:end]]
    found = _read(parsed[start:], what, parsed[:start], head_lines) if start else None
    if found is None:
        found = _read(parsed, what, [], head_lines)
    if found is None:
        return None
    recording, left_out = found
    return replace(
        recording,
        warnings=(
            *spoken.warnings(left_out + len(raw) - end),
            *recording.warnings,
            *warn_of_chat(text),
            *warn_of_scan(text),
        ),
        held_on=recording.held_on or spoken.held_on,
    )


def _full_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Lines with something in them, and whether each begins a paragraph."""
    opens = True
    for line in text.splitlines():
        if line.strip():
            yield line, opens
        opens = not line.strip()


def _with_whole_turns(text: str) -> str:
    """`text` with the lines joined that are set in as far as the words after the name above."""
    if not _HANGING.search(text[:_LOOKED_AT]):
        return text
    turns: list[list[str]] = []
    column = 0
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(" "))
        if column and depth == column and line.strip():
            turns[-1].append(line.strip())
            continue
        beside = _BESIDE_NAME.match(line)
        column = beside.end() if beside else 0
        turns.append([line])
    return "\n".join(" ".join(parts) for parts in turns)


def _worth_parsing(line: str, opens: bool) -> bool:
    return _BEGINNING.search(line, 0, 240) is not None or (opens and len(line) <= 60)


def _read(
    lines: list[Line], what: str, before: list[Line], head_lines: int
) -> tuple[Recording, int] | None:
    """The recording, and how many lines were left out of it."""
    titles = [place for place, line in enumerate(lines) if _is_page_title(line)]
    added = {place for place, line in enumerate(lines) if is_service_line(line.raw)}
    added.update(titles if len(titles) == 1 else ())  # several are turns, each headed by its name
    service = [lines[place] for place in sorted(added)]
    content = [line for place, line in enumerate(lines) if place not in added]
    unsigned = _with_times_first(content)
    content = with_signed_names(unsigned)
    warnings = () if content is unsigned else (_SIGNED_WARNING,)
    content = with_persons_of_parts(without_sayings(without_roles(content)))
    if not content:
        return None
    is_head = learn_heads(content, declared=bool(before or service))
    if is_head is None:
        return None
    content = _without_doubled_names(content, is_head)
    content = _without_cut_head(content, is_head)
    content, below = split_notes_below(without_chapter_titles(content), is_head)
    content, asides = _without_parentheticals(content, is_head)
    content = _with_heads_first(content, is_head)
    first = next((n for n, line in enumerate(content) if is_head(line) is not None), len(content))
    if first == len(content) or (
        first >= head_lines and not _is_long_head(content, first, is_head)
    ):
        return None
    headings = [line for line in content if _is_heading(line, is_head)]
    if headings:
        content = [line for line in content if not _is_heading(line, is_head)]
        first = next(n for n, line in enumerate(content) if is_head(line) is not None)
    check_size(sum(is_head(line) is not None for line in content), what)
    turns = _gather(content[first:], is_head)
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
    head = [*before, *service, *content[:first], *asides, *below]
    format = "timed text" if timed else "labelled text"
    day = find_day(line.raw for line in head)
    sure = all(_has_sure_time(line, is_head) for line in content[first:] if line.time)
    more = warn_of_notes(segments[-1].text)
    recording = Recording(
        format, segments, "\n", (*warnings, *more), held_on=day, are_times_sure=sure
    )
    return recording, len(head) + len(headings)


def _has_sure_time(line: Line, name_of: IsHead) -> bool:
    """Whether a time is in brackets, a range, alone or next to a name, as `7:30 was …` is not."""
    return line.time != "bare" or line.alone or bool(name_of(line))


def _is_heading(line: Line, name_of: IsHead) -> bool:
    """Whether Markdown's marks make a line a heading, which is no words, and it is no name."""
    return _HEADING.match(line.raw) is not None and name_of(line) is None


def _is_page_title(line: Line) -> bool:
    """Whether it is a heading of the first level with a colon in it, as `# Part 2: The lamp`."""
    return line.raw.startswith("# ") and line.kind == "colon" and bool(line.text)


def _is_long_head(lines: list[Line], first: int, name_of: IsHead) -> bool:
    """Whether there are notes without sentences above the first name, and more words below it."""
    above, below = lines[:first], lines[first:]
    heads = sum(name_of(line) is not None for line in below)
    sentences = sum(line.raw[-1:] in ".?!…" and line.raw.count(" ") > 4 for line in above)
    words, more = (sum(line.raw.count(" ") + 1 for line in part) for part in (above, below))
    is_spoken = 2 * sentences >= len(above)
    return not is_spoken and heads > 5 and 3 * heads >= len(below) and words <= more


def _with_times_first(lines: list[Line]) -> list[Line]:
    """Lines with each time before its paragraph, if it is alone at the end of nearly all."""
    ends = [n for n, (a, b) in enumerate(pairwise([*lines, Line("", opens=True)])) if b.opens]
    last = [n for n in ends if lines[n].alone and not lines[n].opens]
    if len(last) < max(2, 0.8 * len(ends)) or len(last) < sum(line.alone for line in lines):
        return lines
    ordered: list[Line] = []
    begin = 0
    for end in ends:
        moved = lines[end : end + 1] if lines[end].alone else []
        ordered += [*moved, *lines[begin : end + 1 - len(moved)]]
        begin = end + 1
    return ordered


def _with_heads_first(lines: list[Line], name_of: IsHead) -> list[Line]:
    """Lines with each name and time before its words, where it ends a paragraph as a signature."""
    heads = [(a, b) for a, b in pairwise([*lines, Line("", opens=True)]) if name_of(a) is not None]
    if not heads or name_of(lines[-1]) is None:
        return lines
    for line, after in heads:
        if line.opens or not after.opens or line.text or line.kind != "time":
            return lines
    ordered: list[Line] = []
    words: list[Line] = []
    for line in lines:
        if name_of(line) is None:
            words.append(line)
        else:
            ordered += [line, *words]
            words = []
    return ordered


def _without_doubled_names(lines: list[Line], name_of: IsHead) -> list[Line]:
    """Lines without a name alone that its time, or the name with its time, says again."""
    names = {fold_name(name) for line in lines if (name := name_of(line))}
    kept = []
    for line, after in pairwise([*lines, Line("")]):
        again = after.alone or name_of(after)
        if name_of(line) is not None or not again or fold_name(bare_text(line)) not in names:
            kept.append(line)
    return kept


def _without_cut_head(lines: list[Line], name_of: IsHead) -> list[Line]:
    """Lines without a last one that is a name with a part of its time, where the file was cut."""
    last = lines[-1]
    match = _CUT_HEAD.fullmatch(last.raw)
    if match is None or name_of(last) is not None:
        return lines
    names = {fold_name(name) for line in lines if (name := name_of(line))}
    return lines[:-1] if fold_name(match[1]) in names else lines


def _without_parentheticals(lines: list[Line], name_of: IsHead) -> tuple[list[Line], list[Line]]:
    """Lines without how something is said, as `(softly)` between a name and her words, and these.

    A hesitation, and what may be all that is said, stays.
    """
    gone = {
        place
        for place in range(1, len(lines) - 1)
        if _PARENTHETICAL.fullmatch(lines[place].raw[:80])
        if strip_non_speech(lines[place].raw) and not WORD_OF_PAUSE.search(lines[place].raw)
        if _is_name_alone(lines[place - 1], name_of)
        if name_of(lines[place]) is None and name_of(lines[place + 1]) is None
    }
    kept = [line for place, line in enumerate(lines) if place not in gone]
    return kept, [lines[place] for place in sorted(gone)]


def _is_name_alone(line: Line, name_of: IsHead) -> bool:
    name = name_of(line)
    return bool(name) and (not line.text or bare_text(line) == name)


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
            words = line.unlabelled if not name else "" if bare_text(line) == name else line.text
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
