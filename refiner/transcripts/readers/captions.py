"""Captions: SubRip, WebVTT, SBV and SubStation, as tools write them and as players read them.

Captions that roll up the screen, grow word by word or are held repeat what was shown; every
word is taken once, and a line that the speaker repeats stays twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import jiter

from refiner.errors import InputError
from refiner.model import count_words
from refiner.patterns import compile_later
from refiner.transcripts.cleaning import strip_non_speech
from refiner.transcripts.language import MIN_WORDS_TO_TELL, find_language, language_name
from refiner.transcripts.readers.entries import speaker_of, text_of
from refiner.transcripts.readers.heads import warn_of_names
from refiner.transcripts.readers.lines import parse_line
from refiner.transcripts.readers.names import fold_name, is_machine_name, is_name, learn_names
from refiner.transcripts.recording import (
    Recording,
    Segment,
    TimedText,
    build_segment,
    check_size,
    count_warning,
    skipped_warning,
    to_seconds,
)
from refiner.transcripts.word_lists import listed

_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3}|[:;]\d{2})?"
_TIMING = compile_later(rf"\s*({_CLOCK})\s*--?>\s*({_CLOCK})(?=\s|$)")
_SBV_TIMING = compile_later(rf"\s*({_CLOCK}),({_CLOCK})\s*$")
_CUT_HEAD = compile_later(r"\s*(?:\d{1,6}|[\d:.,]{1,12}\s*-{0,2})\s*")
_SRT_HEAD = compile_later(rf"\s*(?:\d+[ \t]*\r?\n\s*)?[ \t]*{_CLOCK}\s*--?>")
_VTT_BLOCK = compile_later(r"(?:NOTE(?:\s|$)|STYLE\s*$|REGION\s*$)")
_VOICE = compile_later(r"<v(?:\.[^\s<>]{0,60})?\s+([^<>]{1,200})>|</v>")
_STAMP = compile_later(r"<((?:\d{1,3}:)?\d{1,2}:\d{2}\.\d{3})>")
_TAG = compile_later(r"</?(?:[bciu]|font)(?:[.\s][^<>]{0,200})?>")  # around a word that is marked
_CUE_ID_NAME = compile_later(r'(?:\d+\s+)?["“](.{1,80}?)["”](?:\s*\([\w\-]{1,40}\))?\s*$')
_LANGUAGE = compile_later(r"^Language:\s*([A-Za-z]{2,3})\b", re.MULTILINE)
_CREDITS = compile_later(
    r"\W{0,3}(?:(?:closed )?captions?|captioned|subtitles?|subtitled|transcribed|transcript(?:ion)?"
    r"|translat(?:ed|ion)|sync(?:ed|hroni[sz]ed)?(?: and corrected)?) (?:provided |made )?by\b"
    r".{0,80}",
    re.IGNORECASE,
)
_ALIKE = (  # languages that a detector takes for each other in a short text
    frozenset(listed("da no sv")),
    frozenset(listed("es pt gl ca it")),
    frozenset(listed("nl af de")),
    frozenset(listed("cs sk sl hr sr bs pl")),
    frozenset(listed("ru uk bg sr mk be")),
    frozenset(listed("id ms")),
    frozenset(listed("fi et")),
)
_LABELLED = ("colon", "bracket", "time")  # the time is the clock next to the name
_HOLD_S = 0.5  # a caption shown again after a longer gap was spoken again
_BRACKET = compile_later(r"\[([^\[\]\n\d]{2,40})\]:?\s+\S")
_DASH = compile_later(r"\s*[-–—]\s?\w")
_LOOKED_AT = 5_000  # captions that may hold a name that was not recognised
_COUNTED = compile_later(r"(?:\{(\d{1,8})\}\{(\d{0,8})\}|\[(\d{1,8})\]\[(\d{1,8})\])(.*)")
_NAMES = {
    "srt": "SubRip subtitles (SRT)",
    "sbv": "YouTube subtitles (SBV)",
    "webvtt": "WebVTT subtitles",
    "ass": "SubStation subtitles (ASS)",
    "sami": "SAMI subtitles",
    "ttml": "TTML subtitles",
    "microdvd": "MicroDVD subtitles",
    "mpl2": "MPL2 subtitles",
}


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption as written, tags and all; `speaker` if the format has a field for it."""

    start_s: float | None
    end_s: float | None
    lines: list[str] = field(default_factory=list)
    speaker: str = ""
    cue_id: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """One line on the screen; `raw` has its tags, `text` is what can be read."""

    raw: str
    text: str
    speaker: str
    caption: Caption


def read_captions(text: str, what: str) -> Recording | None:
    """None if the text is no captions; InputError if no caption can be read."""
    body = text.lstrip("\ufeff \t\r\n")
    if _VOICE.match(body):  # the words of WebVTT, copied without its times
        lines = [Caption(None, None, [line]) for line in body.splitlines() if line.strip()]
        return recording_of("webvtt", lines, 0, what)
    if body.startswith("WEBVTT"):
        kind = "webvtt"
    elif _SRT_HEAD.match(body[:500]):
        kind = "srt"
    elif body[:200].startswith("[INFORMATION]") or _SBV_TIMING.match(body[:80].partition("\n")[0]):
        kind = "sbv"
    elif re.match(r"(?:;.*\n|\s)*\[Script Info\]", body[:2000]):
        return _read_by_library("ass", body, what)
    elif body[:5].upper() == "<SAMI":
        return _read_by_library("sami", body, what)
    elif _COUNTED.match(body[:300]):
        return _read_counted(body, what)
    else:
        return None
    captions, lost = _cues(body.splitlines(), _SBV_TIMING if kind == "sbv" else _TIMING, kind)
    language = _LANGUAGE.search(body[:500])
    recording = recording_of(kind, captions, lost, what)
    return replace(recording, language=language[1].lower() if language else None)


def recording_of(kind: str, captions: Sequence[Caption], lost: int, what: str) -> Recording:
    """The recording of captions in order. InputError if there are no words in them."""
    check_size(len(captions), what)
    spoken = [one for one in captions if not _CREDITS.fullmatch(" ".join(one.lines)[:200].strip())]
    gone = count_warning(len(captions) - len(spoken), "captions", "with credits were left out")
    spoken = _without_highlights(spoken)
    segments = tuple(_segments(spoken))
    if not segments:
        why = "no caption with words in it"
        if kind in ("srt", "webvtt"):
            why += "; expected 00:00:01.000 --> 00:00:04.000, then the words"
        raise InputError(what, f"{_NAMES[kind]} with {why} (looked at {len(spoken) + lost})")
    shown = [_full_lines(one) for one in spoken]
    warnings = (
        *skipped_warning(lost, "captions"),
        *gone,
        *_name_warning(segments),
        *_bracket_warning(shown, segments),
        *_dash_warning(shown),
        *_language_warning(shown),
    )
    return Recording(kind, segments, warnings=warnings)


def _without_highlights(captions: Sequence[Caption]) -> list[Caption]:
    """Captions that show the same words, each with another one marked, as one caption."""
    kept: list[Caption] = []
    for caption in captions:
        if kept and _is_same_with_marks(kept[-1], caption):
            kept[-1] = replace(kept[-1], end_s=caption.end_s)
        else:
            kept.append(caption)
    return kept


def _is_same_with_marks(before: Caption, caption: Caption) -> bool:
    """Whether a caption follows without a gap and differs from the last in its tags alone."""
    if before.lines == caption.lines or before.end_s is None or caption.start_s is None:
        return False
    old, new = "\n".join(before.lines), "\n".join(caption.lines)
    if ("<" not in old and "<" not in new) or caption.start_s - before.end_s >= _HOLD_S:
        return False
    return _TAG.sub("", old) == _TAG.sub("", new)


def _name_warning(segments: Sequence[Segment]) -> tuple[str, ...]:
    labelled = (one.text[:240] if ":" in one.text[:80] else "" for one in segments[:_LOOKED_AT])
    return warn_of_names([parse_line(text) for text in labelled], "captions")


def _full_lines(caption: Caption) -> list[str]:
    return [line.strip() for line in caption.lines if line.strip()]


def _bracket_warning(shown: Sequence[list[str]], segments: Sequence[Segment]) -> tuple[str, ...]:
    """Warn of words in brackets that may be names and were read as sounds."""
    if any(segment.speaker for segment in segments):
        return ()
    begun = [_BRACKET.match("\n".join(lines)) for lines in shown[:_LOOKED_AT]]
    names = [match[1] for match in begun if match and strip_non_speech(f"[{match[1]}]")]
    often = Counter(map(fold_name, names))
    count = sum(often[fold_name(name)] > 1 or (is_name(name) and " " in name) for name in names)
    what = "begin with words in brackets that may be a name; these were left out"
    return (f"{count:,} captions {what}",) if count > 1 else ()


def _dash_warning(shown: Sequence[list[str]]) -> tuple[str, ...]:
    """Warn of captions in which two people speak, a dash before the words of each."""
    shared = sum(
        all(map(_DASH.match, map(strip_non_speech, lines))) for lines in shown if len(lines) > 1
    )
    if not shared:
        return ()
    some = f"{shared:,} captions hold" if shared > 1 else "1 caption holds"
    return (f"{some} the words of two people, a dash before each; all are counted together",)


def _language_warning(shown: Sequence[list[str]]) -> tuple[str, ...]:
    """Warn of captions that say the same in two languages, line below line."""
    first = shown[:_LOOKED_AT]
    several = [lines for lines in first if len(lines) > 1]
    if len(several) < max(2, 0.8 * len(first)):
        return ()
    halves = (
        [line for lines in several for line in lines[: len(lines) // 2]],
        [line for lines in several for line in lines[len(lines) // 2 :]],
    )
    texts = [" ".join(half) for half in halves]
    if min(map(_count_roughly, texts)) < MIN_WORDS_TO_TELL:
        return ()
    found = {language for text in texts if (language := find_language(text)) is not None}
    if len(found) != 2 or any(found <= family for family in _ALIKE):
        return ()
    both = " and ".join(language_name(code) for code in sorted(found))
    return (f"the captions are in two languages ({both}) and both are counted; keep one of them",)


def _count_roughly(text: str) -> int:
    """How many words it has; of a script without blanks, about two letters are one."""
    return max(count_words(text), sum(char.isalpha() and char > "\u024f" for char in text) // 2)


def _read_counted(body: str, what: str) -> Recording | None:
    """MicroDVD's `{75}{125}`, frames of unknown length, and MPL2's `[30][50]`, tenths."""
    lines = [line for line in body.splitlines() if line.strip()]
    matches = [match for line in lines if (match := _COUNTED.match(line))]
    if len(matches) < 0.8 * len(lines):
        return None
    captions = []
    for match in matches:
        tenths = None if match[1] else (match[3], match[4])
        start_s, end_s = (to_seconds(t, 0.1) if t else None for t in tenths or (None, None))
        captions.append(Caption(start_s, end_s, match[5].split("|")))
    kind = "microdvd" if matches[0][1] else "mpl2"
    return recording_of(kind, captions, len(lines) - len(matches), what)


def _read_by_library(kind: str, text: str, what: str) -> Recording:
    import pysubs2  # few transcripts need it

    try:
        events = pysubs2.SSAFile.from_string(text, format_=kind).events
    except (ValueError, KeyError, IndexError, pysubs2.Pysubs2Error) as error:
        raise InputError(what, f"{_NAMES[kind]} that are broken: {error}") from None
    if kind == "sami":  # which has no ends: a caption is shown until the next one
        for event, after in pairwise(events):
            event.end = after.start
    captions = [
        Caption(event.start / 1000, event.end / 1000, event.plaintext.split("\n"), event.name)
        for event in events
        if not event.is_comment and not event.is_drawing
    ]
    return recording_of(kind, captions, 0, what)


def _cues(lines: list[str], timing: re.Pattern[str], kind: str) -> tuple[list[Caption], int]:
    """The captions, and how many could not be read. Blank lines do not end a caption."""
    starts = [n for n, line in enumerate(lines) if "-->" in line or timing.match(line)]
    captions: list[Caption] = []
    lost = 0
    for place, start in enumerate(starts):
        match = timing.match(lines[start])
        if match is None:
            lost += 1
            continue
        last = place + 1 == len(starts)
        end = _end_of_last(lines, start) if last else _id_place(lines, starts[place + 1], start)
        lost += end < len(lines) if last else 0
        before = _id_place(lines, start, starts[place - 1] if place else -1)
        cue_id = lines[before].strip() if before < start else ""
        said = (
            _without_blocks(lines[start + 1 : end]) if kind == "webvtt" else lines[start + 1 : end]
        )
        speaker, said = _from_object(said)
        captions.append(Caption(to_seconds(match[1]), to_seconds(match[2]), said, speaker, cue_id))
    return captions, lost


def _end_of_last(lines: list[str], start: int) -> int:
    """Where the last caption ends: before a caption of which only a part of its head is there."""
    for place in range(len(lines) - 1, start + 1, -1):
        if not lines[place].strip():
            tail = [line for line in lines[place:] if line.strip()]
            is_cut = tail and all(_CUT_HEAD.fullmatch(line) for line in tail)
            return place if is_cut else len(lines)
    return len(lines)


def _from_object(lines: list[str]) -> tuple[str, list[str]]:
    """Speaker and words of a caption that holds a JSON object, as Teams' own store keeps them."""
    if not lines or not lines[0].lstrip().startswith("{"):
        return "", lines
    try:
        value = jiter.from_json(" ".join(lines).strip().encode())
    except ValueError:
        return "", lines
    return (speaker_of(value), [text_of(value)]) if isinstance(value, dict) else ("", lines)


def _id_place(lines: list[str], timing: int, floor: int) -> int:
    """The place of the line that names the caption at `timing`; `timing` itself if none does.

    It is the line just above, if a blank line is above it or it is a number.
    """
    above = timing - 1
    if above <= floor or not lines[above].strip():
        return timing
    if lines[above].strip().isdigit() or (above - 1 > floor and not lines[above - 1].strip()):
        return above
    return timing


def _without_blocks(lines: list[str]) -> list[str]:
    """Lines of a WebVTT caption without the notes and styles that follow it."""
    kept: list[str] = []
    blank, skipping = False, False
    for line in lines:
        if not line.strip():
            blank, skipping = True, False
            continue
        skipping = skipping or (blank and _VTT_BLOCK.match(line) is not None)
        blank = False
        if not skipping:
            kept.append(line)
    return kept


def _segments(captions: Sequence[Caption]) -> Iterator[Segment]:
    """What is said, caption by caption, with who says it."""
    shown = _without_name_lines([_show(caption) for caption in captions])
    id_names = _names_in_ids(captions)
    labels = [parse_line(line.text) for lines in shown for line in lines]
    said = sum(bool(lines) for lines in shown)
    names = learn_names([a.label for a in labels if a.kind in ("colon", "time")], said)
    brackets = [line.label for line in labels if line.kind == "bracket"]
    often = {name for name, n in Counter(map(fold_name, brackets)).items() if n > 1}
    names |= {
        fold_name(label)
        for label in brackets
        if is_machine_name(label) or (is_name(label) and fold_name(label) in often)
        if strip_non_speech(f"[{label}]")
    }
    speaker = ""
    for line in _joined(_once(shown), names):
        parsed = parse_line(line.text)
        label, text = "", line.text
        if parsed.kind in _LABELLED and fold_name(parsed.label) in names:
            label, text = parsed.label, parsed.text
        own = line.speaker or label or id_names.get(line.caption.cue_id, "")
        changed = line.text.startswith(">>")
        speaker = own or ("" if changed or not names else speaker)
        segment = build_segment(
            text.lstrip("> "), speaker, line.caption.start_s, line.caption.end_s, _words(line), True
        )
        if any(char.isalnum() for char in segment.text):
            yield segment


def _show(caption: Caption) -> list[_Shown]:
    """The lines of a caption; a voice lasts until the next one."""
    speaker, shown = caption.speaker.strip(), []
    for raw in caption.lines:
        parts = _VOICE.split(raw)  # words, then voice and words by turns
        for n in range(0, len(parts), 2):
            if n:
                speaker = strip_non_speech(parts[n - 1] or "").strip()
            text = " ".join(strip_non_speech(_STAMP.sub("", parts[n])).split())
            if text:
                shown.append(_Shown(parts[n], text, speaker, caption))
    return shown


def _without_name_lines(shown: list[list[_Shown]]) -> list[list[_Shown]]:
    """Captions whose first line is always a name, as Teams wrote them, with it as the speaker."""
    filled = [lines for lines in shown if lines]
    first = [lines[0].text for lines in filled]
    if len(filled) < 2 or not all(len(lines) > 1 and is_name(lines[0].text) for lines in filled):
        return shown
    again = len(set(map(fold_name, first))) < len(first)
    if not again and not all(len(name.split()) > 1 for name in first):
        return shown
    return [
        [replace(line, speaker=lines[0].text.strip("()[]: ")) for line in lines[1:]]
        for lines in shown
    ]


def _names_in_ids(captions: Sequence[Caption]) -> dict[str, str]:
    """Names by caption id: Webex's `1 "Ada Byron" (320)`, or `Speaker 1` above each time."""
    ids = [
        caption.cue_id for caption in captions if caption.cue_id and not caption.cue_id.isdigit()
    ]
    quoted = {cue_id: match[1] for cue_id in ids if (match := _CUE_ID_NAME.match(cue_id))}
    if quoted:
        return quoted
    plain = [cue_id for cue_id in ids if len(cue_id) <= 60 and "/" not in cue_id]
    names = learn_names(plain, len(captions))
    running = len(set(plain)) == len(plain) and any(char.isdigit() for char in "".join(plain))
    if running and not all(is_machine_name(cue_id) for cue_id in plain):
        return {}
    return {cue_id: cue_id for cue_id in plain if fold_name(cue_id) in names}


def _once(shown: list[list[_Shown]]) -> Iterator[list[_Shown]]:
    """Each caption's lines that the one before did not show already."""
    pairs = [(a, b) for a, b in pairwise([lines for lines in shown if lines])]
    stamped = any(_STAMP.search(line.raw) for lines in shown for line in lines)
    rolling = [_follows(a, b) and 0 < _overlap(a, b) < len(b) for a, b in pairs]
    growing = [
        _follows(a, b) and (more := _grown(a, b)) is not None and bool(more.text) for a, b in pairs
    ]
    rolls, grows = _mostly(rolling) or stamped, _mostly(growing)
    before: list[_Shown] = []
    for lines in shown:
        if not lines:
            continue
        new = lines
        if before and _follows(before, lines):
            grown = _grown(before, lines) if grows else None
            if grown is not None:
                new = [grown] if grown.text else []
            elif rolls:
                new = lines[_overlap(before, lines) :]
            elif _is_held(before, lines):
                new = []
        before = lines
        yield new


def _mostly(signs: Sequence[bool]) -> bool:
    count = sum(signs)
    return count >= (1 if len(signs) <= 2 else 2) and count >= 0.4 * len(signs)


def _follows(before: list[_Shown], lines: list[_Shown]) -> bool:
    """Whether a caption comes right after the other, with no time between in which to speak."""
    end_s, start_s = before[0].caption.end_s, lines[0].caption.start_s
    return end_s is None or start_s is None or start_s - end_s < _HOLD_S


def _is_held(before: list[_Shown], lines: list[_Shown]) -> bool:
    """The same caption again, at the same time or for less than it takes to say it."""
    start_s, end_s = lines[0].caption.start_s, lines[0].caption.end_s
    if start_s is None or end_s is None or [a.text for a in before] != [b.text for b in lines]:
        return False
    if (before[0].caption.start_s, before[0].caption.end_s) == (start_s, end_s):
        return True
    return end_s - start_s < 0.05 * len(" ".join(line.text for line in lines).split()) + 0.05


def _overlap(before: list[_Shown], lines: list[_Shown]) -> int:
    """How many of the last lines before are the first lines now."""
    old = [line.text.casefold() for line in before]
    new = [line.text.casefold() for line in lines]
    for size in range(min(len(old), len(new), 8), 0, -1):
        if old[-size:] == new[:size]:
            return size
    return 0


def _grown(before: list[_Shown], lines: list[_Shown]) -> _Shown | None:
    """The words by which a caption grew; None if it is not the one before with more words."""
    old = " ".join(line.text for line in before)
    new = " ".join(line.text for line in lines)
    if not new.startswith(old) or (new[len(old) :] and not new[len(old) :].startswith(" ")):
        return None
    rest = new[len(old) :].strip()
    return replace(lines[-1], text=rest, raw=rest)


def _joined(shown: Iterator[list[_Shown]], names: set[str]) -> Iterator[_Shown]:
    """Lines of one caption and one voice as one line."""
    for lines in shown:
        held: _Shown | None = None
        for line in lines:
            parsed = parse_line(line.text)
            labelled = parsed.kind in _LABELLED and fold_name(parsed.label) in names
            if held and held.speaker == line.speaker and not labelled:
                held = replace(held, raw=f"{held.raw} {line.raw}", text=f"{held.text} {line.text}")
                continue
            if held:
                yield held
            held = line
        if held:
            yield held


def _words(line: _Shown) -> list[TimedText]:
    """Words with their own times, of a line such as `um<00:00:00.480><c> so</c>`."""
    parts = _STAMP.split(line.raw)
    if len(parts) == 1:
        return []
    starts = [line.caption.start_s, *(to_seconds(stamp) for stamp in parts[1::2])]
    ends = [*starts[1:], line.caption.end_s]
    texts = [strip_non_speech(part) for part in parts[::2]]
    return list(zip(texts, starts, ends, strict=True))
