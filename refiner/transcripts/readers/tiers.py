"""Annotations of speech research: CTM, STM, Audacity's labels, Praat's TextGrid, CHAT, LRC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from refiner.errors import InputError
from refiner.patterns import compile_later
from refiner.transcripts.days import find_day
from refiner.transcripts.readers.entries import SpokenWord, join_words
from refiner.transcripts.recording import (
    Recording,
    Segment,
    build_segment,
    check_size,
    count_warning,
    skipped_warning,
    to_seconds,
)
from refiner.transcripts.word_lists import listed

_NUMBER = r"\d{1,7}(?:\.\d{1,9})?"
_CTM = compile_later(
    rf"(\S{{1,200}})\s+(\S{{1,60}})\s+({_NUMBER})\s+({_NUMBER})\s+(\S{{1,100}})((?:\s+\S{{1,60}}){{0,3}})\s*"
)
_STM = compile_later(
    rf"(\S{{1,200}})\s+(\S{{1,60}})\s+(\S{{1,100}})\s+({_NUMBER})\s+({_NUMBER})\s+(<[^<>]{{0,200}}>)?\s*(.*)"
)
_RTTM = compile_later(r"(?:SPEAKER|SPKR-INFO|LEXEME) \S+ \d")
_LABEL = compile_later(rf"({_NUMBER})[\t]({_NUMBER})[\t](.*)")
_SPACED_LABEL = compile_later(r"^(\d{1,7}\.\d{1,9})[ ]{1,8}(\d{1,7}\.\d{1,9})[ ]{1,8}(?=\D)")
_LABEL_NAME = compile_later(r"([^\W\d_][^:\t]{0,40}):\s+(?=\S)")
_SILENT = frozenset(listed("<eps> <s> </s> sil <sil> sp spn <unk> [noise] @"))
_GRID_VALUE = compile_later(r'"((?:[^"]|"")*)"|(?<![\w"])(-?\d+(?:\.\d+)?)(?![\w"])|<exists>')
_NO_SPEECH_TIER = compile_later(
    r"phon|syll|tone|note|comment|gloss|pos\b|translat|break|pitch|point|silence", re.IGNORECASE
)
_FILLER_TIER = compile_later(r"fillers\b")  # of this program's own filler lists
_WORD_TIER = compile_later(
    r"[\s\-_]*\b(?:words?|utterances?|transcript(?:ion)?|orthograph\w*|ort|text|sentences?)\b$",
    re.IGNORECASE,
)
_CHAT_TURN = compile_later(r"\*(\w{1,12}):\s*(.*)")
_CHAT_TIME = compile_later(r"[\x15\u0015]?(\d{1,9})_(\d{1,9})[\x15\u0015]")
_CHAT_CODES = compile_later(
    r"\[[^\[\]]{0,200}\]|&=\S+|&\+\S+|&\*\S+|\(\.{1,3}\)|\(\d+\.?\d*\)|\+[./,\"!?^<\\]+|‡|„|[↑↓⇗↗→↘⇘∞≈≋≡⌈⌉⌊⌋]"
    r"|\b(?:xxx|yyy|www)\b|(?<!\S)0\w*|[<>]"
)


def read_tiers(text: str, what: str) -> Recording | None:
    """None if the text is none of these. InputError if it is one without words."""
    body = text.lstrip("\ufeff \r\n")
    if body.startswith("@") and re.search(r"^\*\w{1,12}:", body, re.MULTILINE):
        return _read_chat(body, what)
    if "ooTextFile" in body[:200]:
        return _read_textgrid(body, what)
    lines = [line.strip("\r") for line in body.splitlines() if line.strip()]
    content = [line for line in lines if not line.startswith((";;", "\\"))]
    content = [_SPACED_LABEL.sub(r"\1\t\2\t", line) for line in content]
    if not content:
        return None
    if _RTTM.match(content[0]):
        raise InputError(what, "this says who speaks when (RTTM), without any words")
    if _mostly(content, _LABEL):
        return _read_labels(content, what)
    if _mostly(content, _CTM) and _numbers_rise(content):
        return _read_ctm(content, what)
    if _mostly(content, _STM):
        return _read_stm(content, what)
    return None


def _mostly(lines: list[str], shape: re.Pattern[str]) -> bool:
    head = lines[:200]
    return sum(shape.fullmatch(line) is not None for line in head) >= 0.9 * len(head)


def _numbers_rise(lines: list[str]) -> bool:
    starts = [(m[1], m[2], float(m[3])) for line in lines[:200] if (m := _CTM.fullmatch(line))]
    falls = sum(a[:2] == b[:2] and a[2] > b[2] for a, b in pairwise(starts))
    return falls <= 0.05 * len(starts)


def _read_ctm(lines: list[str], what: str) -> Recording:
    matches = [m for line in lines if (m := _CTM.fullmatch(line))]
    check_size(len(matches) // 10, what)
    channels = {m[2] for m in matches}
    files = {m[1] for m in matches}
    words = []
    for m in matches:
        kind = m[6].split()
        if m[5].casefold() in _SILENT or "non-lex" in kind:
            continue
        start_s = float(m[3])
        speaker = kind[-1] if len(kind) == 3 and not kind[-1].isdigit() else ""
        if not speaker and len(channels) > 1:
            speaker = f"Channel {m[2]}"
        elif not speaker and len(files) > 1:
            speaker = m[1]
        words.append(SpokenWord(m[5], start_s, start_s + float(m[4]), speaker))
    words.sort(key=lambda word: word.start_s or 0.0)
    if not words:
        raise InputError(what, "a list of timed words (CTM) without any words in it")
    warnings = skipped_warning(len(lines) - len(matches), "lines")
    return Recording("ctm", tuple(join_words(words).segments), " ", warnings)


def _read_stm(lines: list[str], what: str) -> Recording:
    matches = [m for line in lines if (m := _STM.fullmatch(line))]
    check_size(len(matches), what)
    segments = [
        build_segment(m[7], m[3], to_seconds(m[4]), to_seconds(m[5]))
        for m in matches
        if "ignore_time_segment" not in m[7].casefold()
    ]
    spoken = sorted((s for s in segments if s.text), key=lambda s: s.start_s or 0.0)
    if not spoken:
        raise InputError(what, "a list of timed turns (STM) without any words in it")
    return Recording(
        "stm", tuple(spoken), "\n", skipped_warning(len(lines) - len(matches), "lines")
    )


def _read_labels(lines: list[str], what: str) -> Recording:
    matches = [m for line in lines if (m := _LABEL.fullmatch(line))]
    check_size(len(matches), what)
    named = sum(_LABEL_NAME.match(m[3]) is not None for m in matches) >= 0.8 * len(matches)
    segments = []
    for m in matches:
        name = _LABEL_NAME.match(m[3]) if named else None
        words = m[3][name.end() :] if name else m[3]
        segments.append(
            build_segment(words, name[1] if name else "", to_seconds(m[1]), to_seconds(m[2]))
        )
    spoken = tuple(s for s in segments if s.text)
    if not spoken:
        raise InputError(what, "labels (Audacity) without any words in them")
    return Recording("labels", spoken, "\n")


# -- Praat


def _read_textgrid(body: str, what: str) -> Recording:
    if "TextGrid" not in body[:300]:
        raise InputError(what, "this is a Praat file, but no TextGrid")
    tiers = [tier for tier in _grid_tiers(body) if not _FILLER_TIER.match(tier[0])]
    speech = [t for t in tiers if not _NO_SPEECH_TIER.search(t[0])] or tiers[:1]
    segments: list[Segment] = []
    for name, intervals in speech:
        speaker = _WORD_TIER.sub("", name).strip(" -_")
        filled = [i for i in intervals if i[2].strip() and i[2].strip().casefold() not in _SILENT]
        if filled and all(len(i[2].split()) == 1 for i in filled):
            words = [SpokenWord(text, start_s, end_s, speaker) for start_s, end_s, text in filled]
            segments += join_words(words).segments
        else:
            segments += [
                build_segment(text, speaker, start_s, end_s) for start_s, end_s, text in filled
            ]
    spoken = sorted((s for s in segments if s.text), key=lambda s: s.start_s or 0.0)
    check_size(len(spoken), what)
    if not spoken:
        raise InputError(what, "a TextGrid without any words in its tiers")
    return Recording("textgrid", tuple(spoken), "\n")


_Interval = tuple[float, float, str]


def _grid_tiers(body: str) -> Iterator[tuple[str, list[_Interval]]]:
    """Tiers of intervals, in the long form or the short one: both are the same row of values."""
    bare = re.sub(r"\[\d+\]", "", body)
    values: list[str | float] = []
    for match in _GRID_VALUE.finditer(bare):
        if match[1] is not None:
            values.append(match[1].replace('""', '"'))
        elif match[2] is not None:
            values.append(float(match[2]))
    place = 0
    while place < len(values):
        kind = values[place]
        if kind not in ("IntervalTier", "TextTier"):
            place += 1
            continue
        name = values[place + 1] if place + 1 < len(values) else ""
        place += 5  # kind, name, start, end, number of intervals
        intervals: list[_Interval] = []
        width = 3 if kind == "IntervalTier" else 2
        while place + width <= len(values):
            entry = values[place : place + width]
            start, end, text = (entry[0], entry[-2], entry[-1])
            if (
                not isinstance(start, float)
                or not isinstance(end, float)
                or not isinstance(text, str)
            ):
                break
            intervals.append((max(0.0, start), max(0.0, end), text))
            place += width
        if kind == "IntervalTier":
            yield str(name), intervals


# -- CHAT


def _read_chat(body: str, what: str) -> Recording:
    names = _chat_names(body)
    language = re.search(r"^@Languages:\s*([a-z]{2,3})", body, re.MULTILINE)
    day = re.search(r"^@Date:\s*(.+)$", body, re.MULTILINE)
    segments: list[Segment] = []
    turns = list(_chat_turns(body))
    check_size(len(turns), what)
    for code, words in turns:
        times = _CHAT_TIME.findall(words)
        start_s = int(times[0][0]) / 1000 if times else None
        end_s = int(times[-1][1]) / 1000 if times else None
        said = _CHAT_CODES.sub(" ", _CHAT_TIME.sub(" ", words)).replace("\x15", " ")
        said = re.sub(r"&[-~]?(?=\w)", "", said)  # &-um and &~frag are sounds that were made
        said = re.sub(r"(?<=\w)@\w+", "", said)
        said = re.sub(r"(?<=\w)\((\w{1,12})\)|\((\w{1,12})\)(?=\w)", r"\1\2", said)
        said = said.replace("_", " ") if "_" in said else said
        segments.append(build_segment(said, names.get(code, code), start_s, end_s))
    spoken = tuple(s for s in segments if any(c.isalnum() for c in s.text))
    if not spoken:
        raise InputError(what, "a CHAT transcript without any words in it")
    others = sum(line.startswith("%") for line in body.splitlines())
    return Recording(
        "chat",
        spoken,
        "\n",
        count_warning(others, "lines", "were left out as notes (dependent tiers)"),
        language=language[1] if language else None,
        held_on=find_day([day[1]]) if day else None,
    )


def _chat_names(body: str) -> dict[str, str]:
    """`PAR Ada Participant`: a code, a name if there is one, and a part."""
    match = re.search(r"^@Participants:\s*(.+(?:\n\t.+)*)$", body, re.MULTILINE)
    names = {}
    for person in match[1].split(",") if match else ():
        words = person.split()
        if len(words) >= 2:
            names[words[0]] = " ".join(words[1:-1]) or words[-1].replace("_", " ")
    return names if len(set(names.values())) == len(names) else {}


def _chat_turns(body: str) -> Iterator[tuple[str, str]]:
    code, words = "", ""
    for line in body.splitlines():
        if line.startswith("\t"):
            words += f" {line.strip()}"
            continue
        if code:
            yield code, words
        match = _CHAT_TURN.match(line)
        code, words = (match[1], match[2]) if match else ("", "")
    if code:
        yield code, words
