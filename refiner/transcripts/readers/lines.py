"""The grammar of one line of a transcript: what it begins with, before the words.

    line   = [marks] [time | range] [separator] [label] [time | range] [separator] [words] [time]
    label  = name ":" | "[" name "]" | "(" name ")" | '"' name '":' | name time | "Q." | name "–"
             | NAME "." | name
    range  = time ("-->" | "->" | "-" | "to") time
    time   = clock | seconds "s" | "1 min 2 s", in brackets, round or square, or bare

Markdown's bold, headings, quotes and list marks are looked through. Whether a label is a name
is not decided here: `names` learns that from the whole file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from refiner.patterns import compile_later
from refiner.transcripts.cleaning import DIRECTIONS, strip_non_speech
from refiner.transcripts.recording import BETWEEN_TIMES, to_seconds

LabelKind = Literal["colon", "bracket", "time", "letter", "dash", "stop", "rest"]
TimeKind = Literal["", "bare", "bracket", "range"]

_AMPM = r"(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
_CLOCK = (
    r"(?:(?:\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,9}|[:;]\d{2})?|\d{1,3}:\d{2}(?:[.,]\d{1,3})?)"
    rf"{_AMPM}|\d{{2}};\d{{2}};\d{{2}};\d{{2}})"  # the last: frames, some of them dropped
)
_SECONDS = r"\d{1,6}(?:\.\d{1,3})?\s?s(?:ec)?"
_UNITS = (
    r"(?:(?:\d{1,3}h)?\d{1,2}m\d{1,2}s|\d{1,3}\s?h(?:(?:ou)?rs?)?\b,?\s?(?:\d{1,2}\s?m(?:in(?:ute)?s?)?\b,?\s?"
    r"(?:\d{1,2}\s?s(?:ec(?:ond)?s?)?)?)?"
    r"|\d{1,3}\s?m(?:in(?:ute)?s?)?\b,?\s?\d{1,2}\s?s(?:ec(?:ond)?s?)?"
    r"|\d{1,3}\sminutes?|\d{1,5}\sseconds?)"
)
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_MARKS = compile_later(
    r"(?:[>•·*\-–—→➔➜►▶]{1,3}\s+|>{1,3}|#{1,6}\s+|@(?=[^\W\d_])"
    r"|Transcript:\s+(?=\[)"  # whisperX's console
    r"|(?:[Tt]ime(?:stamp|code)?|TC)(?::|\s=)\s?(?=[\[(]?\d{1,3}:\d)"
    r"|T\+(?=\d{1,3}:\d{2})"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d\u2600-\u27bf\U0001f000-\U0001faff]{0,8}\s*"
    r"(?=[^\W\d_][^:\n]{0,40}:\s)"  # a picture before a name
    r"|\d{1,4}:\s+(?=\d{1,3}:\d{2})"
    r"|(?:#?\d{1,4}[.),]|#\d{1,4}|\[\d{1,4}\]|\(\d{1,4}\))\s+"
    r"(?=\*\*|[^\W\d_][^:\n]{0,40}(?::\s|\d:\d|\s[-–—]\s)))*\s*"
)
_RANGE_SOURCE = (
    rf"[\[(<]?\s*(?P<start>{_CLOCK}|{_SECONDS}){BETWEEN_TIMES}"
    rf"(?P<end>{_CLOCK}|{_SECONDS})\s*[\])>]?"
)
_RANGE = compile_later(
    rf"{_RANGE_SOURCE}(?!\w)"
    rf"|[\[(]\s*(?P<start_n>{_NUMBER}){BETWEEN_TIMES}(?P<end_n>{_NUMBER})\s*[\])]"
)
_ZONE = r"(?:Z|[+\-]\d{2}:?\d{2})?"
_BRACKETED = compile_later(
    rf"[\[(<#{{]\s*(?P<start>{_CLOCK}(?:-\d)?|{_SECONDS}|{_UNITS}){_ZONE}\s*[\])>#}}]"
    r"|\[(?:(?P<start_n>\d{1,6}\.\d{1,3})|[Tt]\s?=\s?(?P<at>\d{1,6}(?:\.\d{1,3})?)\s?s?)\]"
)
_BARE = compile_later(rf"(?P<start>{_CLOCK})(?:Z\b)?(?![\d:])")
_BARE_UNITS = compile_later(
    rf"(?P<start>(?:(?:\d{{1,3}}h)?\d{{1,2}}m)?\d{{1,5}}s)\b"
    r"|(?P<start_n>\d{1,6}\.\d{2,3})(?=\s+[^\W\d_][^:\n]{0,40}:\s)"
    rf"|(?P<said>{_UNITS})(?=\s*(?:$|\d{{1,3}}:\d))"
    r"|(?P<both>(?:\d{1,3}\s?h(?:rs?)?\.?\s?)?\d{1,3}\s?m(?:in)?\.?\s?\d{1,2}\s?s(?:ec)?\b\.?"
    r"|\d{1,3}['′’]\s?\d{2}(?:[\"″”]|''|’’)|\d{1,5}\s?sec\b(?=\W{1,4}[^\W\d_][^:\n]{0,40}:\s))"
)
_TAIL = compile_later(
    rf"\s*(?:#(?P<a>{_CLOCK}(?:-\d)?)#|[\[(](?P<b>{_CLOCK})[\])]|(?<=[.?!…]\s)(?P<c>{_CLOCK}))\s*$"
)
_IN_BRACKET = compile_later(  # name and time in one pair of brackets
    rf"(?P<name>[^\d\s].{{0,60}}?)[,\s|–—-]+(?P<time>{_CLOCK})"
    rf"|(?P<first>{_CLOCK})[,\s|–—-]+(?P<then>[^\d\s].{{0,60}})"
)
_DATE = compile_later(
    r"([\[(]?)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
    r"(?:T|,?[ \u202f])(?=\d{1,2}:\d{2})"
)
_SEPARATOR = compile_later(r"[\s\-–—|:•·,]*")
_FROM = compile_later(
    r"From\s+(?P<name>[^\n]{1,60}?)(?:\s+(?:to|To)\s+[^\n:]{1,60}?)?"
    r"(?:\s*\((?:Direct Message|Privately)\))?\s*[:\t]\s*"
)
_COLON = compile_later(r"(?P<name>[^:：\n\t]{1,80}?)\s*[:：](?=[\s\"“\[(]|$|(?<=：))\s*")
_TABBED = compile_later(r"(?P<name>[^:\t\n]{1,60}):?\t\s*")
_BRACKET = compile_later(
    r"(?:\[(?P<a>[^\[\]\n]{1,60})\]|\((?P<b>[^()\n]{1,60})\)"
    r"|<(?P<c>[^<>\n]{1,60})>|【(?P<d>[^【】\n]{1,60})】)\s*(?P<colon>[:：])?\s*"
)
_LETTER = compile_later(r"(?P<name>[QA])(?:\d{1,3}[.:)]|[.:]?)\s{1,8}(?=\S)")
_DASHED = compile_later(
    r"(?P<name>[^\W\d_][^:\n\t–—|>]{0,40}?)(?:(?:\s+|(?<=\.))(?P<dash>[–—|-]|[-=]>|→|::)|>)\s+(?=\S)"
)
_STOPPED = compile_later(  # of a play, a court
    r"(?P<name>(?:(?:MR|MRS|MS|DR|ST)\. )?[^\W\d_a-z][^\n:.?!,;]{1,40})\.\s+(?=\S)"
)
_DAY_BEFORE = compile_later(  # between a name and its time
    r"\s*[\-–—|,•·]?\s*\b(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})\b,?(?:\s+at)?\s*$",
    re.IGNORECASE,
)
_TIME_AFTER = compile_later(
    r"(?P<gap>[ \t\xa0]{2,8}|\s?[\-–—|,•·:@\t\xa0]\s?|\s|)"
    rf"(?:{_RANGE_SOURCE}|(?P<from>\d{{1,6}}\.\d{{1,3}}){BETWEEN_TIMES}(?P<until>\d{{1,6}}\.\d{{1,3}})"
    r"|(?P<bracket>[\[(<]\s*(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},?\s)?"
    rf"(?P<inside>{_CLOCK}|{_SECONDS}|{_UNITS})\s*[\])>])"
    rf"|(?P<bare>(?<![\w:.,])(?:{_CLOCK}|{_UNITS}))(?!:\d))"
    r"(?P<after>\s*[:,]\s*|\s*$|\s+[-–—]\s+|\s+)"
)
_DIGIT = compile_later(r"\d")
_SAID_TIME = compile_later(  # what a screen reader says of a time, which a copied page may glue
    r"(?P<clock>\d{1,2}(?::\d{2}){1,2}\s?|)(?=\d)(?P<said>"
    r"(?:(?:1 hour|\d{1,2} hours)(?:, )?)?(?:(?:1 minute|\d{1,2} minutes)(?:, )?)?"
    r"(?:1 second|\d{1,2} seconds)?)(?P<space>\s*)(?=[^\W\d_\s])"
)
_BOLD_NAME = compile_later(  # with words right after it
    r"(?:\*\*|__)([^\W\d_][^*_\[\]:\n]{0,60}?)\.?(?:\*\*|__)\s+(?=[^\s:\-–—|(\[\d*_])"
)
_SLANTED_TIME = compile_later(rf"(?<!\w)_({_CLOCK})_(?!\w)")
_NUMBERED_NAME = compile_later(r'^"([^"\n]{1,60})"\s\(\d{1,12}\)')  # Webex's
_UNSEEN = compile_later(rf"[\u200b{DIRECTIONS}\ufeff]")
_STARRED = compile_later(r"(?<!\*)\*[^*\n]{1,40}\*(?!\*)")
_BOLD = compile_later(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the grammar reads it; `label` is what may be a name, `rest` the line without it.

    `alone`: there is nothing in it but a time. `text` are the words if the label is one,
    `unlabelled` the words if it is not. `opens`: there is a blank line above it.
    """

    raw: str
    time: TimeKind = ""
    start_s: float | None = None
    end_s: float | None = None
    label: str = ""
    kind: LabelKind | None = None
    text: str = ""
    unlabelled: str = ""
    opens: bool = False

    @property
    def alone(self) -> bool:
        return bool(self.time) and not self.unlabelled


def parse_line(raw: str, opens: bool = False) -> Line:
    """The parts of a line. Linear in its length."""
    line = (_UNSEEN.sub("", raw) if not raw.isascii() else raw).strip()
    head, tail = line[:240], line[240:]
    head = _BOLD_NAME.sub(r"[\1] ", head)
    if "*" in head or "__" in head or "`" in head:
        head = _STARRED.sub(lambda group: strip_non_speech(group[0]), head)
        head = _BOLD.sub("", head)
    if "_" in head or head[:1] == '"':
        head = _NUMBERED_NAME.sub(r"\1", _SLANTED_TIME.sub(r"\1", head))
    marks = _MARKS.match(head)
    head = head[marks.end() :] if marks else head
    if dated := _DATE.match(head):
        head = dated[1] + head[dated.end() :]
    time, start_s, end_s, rest = _read_time(_with_time_once(head))
    # several times in a row say the same, once for the eye and once for a screen reader
    while time and (more := _read_time(rest))[0] and not rest.startswith(("(", "[")):
        rest = more[3]
    label, kind, text, later = _read_label(rest, bool(time), tail)
    if not time and later is not None:
        time, start_s, end_s = later
    if kind is not None and not time:
        more_time, more_start, more_end, more_rest = _read_time(text)
        if more_time in ("bracket", "range"):
            time, start_s, end_s, text = more_time, more_start, more_end, more_rest
    text, rest = text + tail, rest + tail
    if not time and (found := _TAIL.search(text[-40:])):
        start_s = to_seconds(found["a"] or found["b"] or found["c"])
        time = "bracket"
        cut = len(found.group())
        text, rest = text[: len(text) - cut], rest[: len(rest) - cut]
    return Line(raw.strip(), time, start_s, end_s, label, kind, text.strip(), rest.strip(), opens)


def _with_time_once(head: str) -> str:
    """`head` with its time, written in words, as a clock time."""
    found = _SAID_TIME.match(head)
    if found is None or (second := to_seconds(found["said"])) is None:
        return head
    clock = found["clock"].strip()
    same = to_seconds(clock) == second if clock else not found["space"]
    return f"{second // 60:.0f}:{second % 60:02.0f} {head[found.end() :]}" if same else head


def _read_time(text: str) -> tuple[TimeKind, float | None, float | None, str]:
    """The time that `text` begins with, and what follows it and its separator."""
    found = _RANGE.match(text)
    kind: TimeKind = "range"
    if found is None:
        found, kind = _BRACKETED.match(text), "bracket"
    if found is None:
        found, kind = _BARE.match(text) or _BARE_UNITS.match(text), "bare"
    if found is None:
        return "", None, None, text
    parts = found.groupdict()
    said = parts.get("said") or parts.get("both")
    start_s = to_seconds(parts.get("start") or said or parts.get("start_n") or parts.get("at"))
    end_s = to_seconds(parts.get("end") or parts.get("end_n"))
    rest = text[found.end() :]
    separator = _SEPARATOR.match(rest)
    return kind, start_s, end_s, rest[separator.end() :] if separator else rest


_Later = tuple[TimeKind, float | None, float | None]


def _read_label(
    rest: str, timed: bool, tail: str
) -> tuple[str, LabelKind | None, str, _Later | None]:
    """What may be a name at the start of `rest`: it, its kind, the words after it, its time."""
    if not rest:
        return "", None, "", None
    if found := _FROM.match(rest):
        return found["name"].strip(), "colon", rest[found.end() :], None
    if found := _BRACKET.match(rest):
        name = (found["a"] or found["b"] or found["c"] or found["d"]).strip()
        if not timed and (both := _IN_BRACKET.fullmatch(name)):
            at = to_seconds(both["time"] or both["first"])
            after = rest[found.end() :]
            return both["name"] or both["then"], "time", after, ("bracket", at, None)
        if name and not _read_time(found.group())[0]:
            if not found["colon"] and not rest[found.end() :] and not tail and not timed:
                return name, "bracket", "", None
            time = _read_time(rest[found.end() :]) if not timed else ("", None, None, "")
            if time[0] and not time[3]:
                return name, "time", "", time[:3]
            kind: LabelKind = "colon" if found["colon"] else "bracket"
            return name, kind, rest[found.end() :], None
    has_digit = _DIGIT.search(rest, 1, 100) is not None  # most lines have none
    if not timed and has_digit and (found := _TIME_AFTER.search(rest, 1, 100)):
        name = _DAY_BEFORE.sub("", rest[: found.start()]).strip(" \"'")
        name = name.removesuffix(",") if found["bracket"] else name
        after = rest[found.end() :]
        ends = not after.strip() and not tail
        begins, until = found["start"] or found["from"], found["end"] or found["until"]
        wide = "\t" in found["gap"] or "\xa0" in found["gap"] or len(found["gap"]) > 1
        if (
            name
            and ":" not in name
            and (found["bracket"] or begins or ends or wide or found["after"].strip())
        ):
            second = to_seconds((begins or found["inside"] or found["bare"]).strip())
            kind_of_time: TimeKind = (
                "range" if begins else "bracket" if found["bracket"] else "bare"
            )
            return name, "time", after, (kind_of_time, second, to_seconds(until) if until else None)
    if timed and (found := _TABBED.match(rest)) and rest[found.end() :]:
        return found["name"].strip(), "colon", rest[found.end() :], None
    if found := _COLON.match(rest):
        return found["name"].strip(" \t\"'“”‘’*_"), "colon", rest[found.end() :], None
    if found := _LETTER.match(rest):
        return found["name"], "letter", rest[found.end() :], None
    if (found := _DASHED.match(rest)) and (not timed or found["dash"] == "|"):
        return found["name"].strip(" ."), "dash", rest[found.end() :], None
    if (found := _STOPPED.match(rest)) and (not timed or found["name"].isupper()):
        return found["name"].strip(), "stop", rest[found.end() :], None
    if timed and not tail:
        return rest.strip(), "rest", "", None
    return "", None, rest, None
