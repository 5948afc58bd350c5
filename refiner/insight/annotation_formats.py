"""Fillers on a time axis as the files of players and annotation tools. Pure.

Praat and ELAN get a tier for each speaker. `end_s` is where the recording ends, as far as known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from xml.etree import ElementTree

_ELAN_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"


@dataclass(frozen=True, slots=True)
class TimedFiller:
    """A filler as it is drawn on a time axis, in seconds; `end_s` is after `start_s`."""

    start_s: float
    end_s: float
    text: str
    speaker: str


def _write_srt(timed: Sequence[TimedFiller], end_s: float) -> str:
    """Written here: pysubs2 writes no more than 99 hours."""
    return "\n".join(
        f"{number}\n{_srt_time(filler.start_s)} --> {_srt_time(filler.end_s)}\n{filler.text}\n"
        for number, filler in enumerate(timed, 1)
    )


def _srt_time(seconds: float) -> str:
    """`01:02:03,004`; the hours have as many digits as they need."""
    rest, ms = divmod(round(1000 * seconds), 1000)
    minutes, second = divmod(rest, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02},{ms:03}"


def _write_audacity(timed: Sequence[TimedFiller], end_s: float) -> str:
    """A label a line: start, end, text, with tabs between (Audacity: Import > Labels)."""
    return "".join(f"{f.start_s:.6f}\t{f.end_s:.6f}\t{f.text}\n" for f in timed)


def _write_textgrid(timed: Sequence[TimedFiller], end_s: float) -> str:
    """Praat's long text format: an interval tier a speaker, which covers the whole recording."""
    tiers = _tiers(timed)
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    lines += ["xmin = 0", f"xmax = {end_s:.3f}", "tiers? <exists>", f"size = {len(tiers)}"]
    lines.append("item []:")
    for number, (name, fillers) in enumerate(tiers.items(), 1):
        intervals = _whole_tier(fillers, end_s)
        lines += [
            f"    item [{number}]:",
            '        class = "IntervalTier"',
            f"        name = {_praat_text(name)}",
            "        xmin = 0",
            f"        xmax = {end_s:.3f}",
            f"        intervals: size = {len(intervals)}",
        ]
        for place, (start_s, until_s, text) in enumerate(intervals, 1):
            lines += [
                f"        intervals [{place}]:",
                f"            xmin = {start_s:.3f}",
                f"            xmax = {until_s:.3f}",
                f"            text = {_praat_text(text)}",
            ]
    return "\n".join(lines) + "\n"


def _praat_text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _tiers(timed: Sequence[TimedFiller]) -> dict[str, list[TimedFiller]]:
    """The fillers by tier; one empty tier without any."""
    tiers: dict[str, list[TimedFiller]] = {}
    for filler in timed:
        name = f"fillers {filler.speaker}".strip()
        tiers.setdefault(name, []).append(filler)
    return tiers or {"fillers": []}


def _whole_tier(fillers: Sequence[TimedFiller], end_s: float) -> list[tuple[float, float, str]]:
    """The fillers and the empty intervals between them, from 0 to `end_s`."""
    edges = [(0.0, 0.0, ""), *((f.start_s, f.end_s, f.text) for f in fillers), (end_s, end_s, "")]
    intervals = []
    for (_, before, _), (start_s, until_s, text) in pairwise(edges):
        if start_s > before:
            intervals.append((before, start_s, ""))
        if until_s > start_s:
            intervals.append((start_s, until_s, text))
    return intervals


def _write_eaf(timed: Sequence[TimedFiller], end_s: float) -> str:
    """ELAN's annotation format 3.0: a tier a speaker, times in milliseconds."""
    root = ElementTree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "speech-refiner",
            "DATE": "1970-01-01T00:00:00+00:00",  # the same run gives the same file
            "FORMAT": "3.0",
            "VERSION": "3.0",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:noNamespaceSchemaLocation": _ELAN_SCHEMA,
        },
    )
    add = ElementTree.SubElement
    add(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    order = add(root, "TIME_ORDER")
    numbers = count(1)
    for name, fillers in _tiers(timed).items():
        facts = {"LINGUISTIC_TYPE_REF": "filler", "TIER_ID": name}
        if fillers and fillers[0].speaker:
            facts["PARTICIPANT"] = fillers[0].speaker
        tier = add(root, "TIER", facts)
        for filler in fillers:
            _add_annotation(order, tier, filler, next(numbers))
    facts = {
        "LINGUISTIC_TYPE_ID": "filler",
        "TIME_ALIGNABLE": "true",
        "GRAPHIC_REFERENCES": "false",
    }
    add(root, "LINGUISTIC_TYPE", facts)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add_annotation(
    order: ElementTree.Element, tier: ElementTree.Element, filler: TimedFiller, number: int
) -> None:
    """The filler as annotation `number` of its tier, with two slots of its own in the order."""
    add = ElementTree.SubElement
    facts = {"ANNOTATION_ID": f"a{number}"}
    for place, second in ((1, filler.start_s), (2, filler.end_s)):
        slot = f"ts{2 * number - 2 + place}"
        milliseconds = str(round(1000 * second))
        add(order, "TIME_SLOT", {"TIME_SLOT_ID": slot, "TIME_VALUE": milliseconds})
        facts[f"TIME_SLOT_REF{place}"] = slot
    aligned = add(add(tier, "ANNOTATION"), "ALIGNABLE_ANNOTATION", facts)
    add(aligned, "ANNOTATION_VALUE").text = filler.text


ANNOTATION_WRITERS: dict[str, Callable[[Sequence[TimedFiller], float], str]] = {
    "srt": _write_srt,
    "audacity": _write_audacity,
    "textgrid": _write_textgrid,
    "eaf": _write_eaf,
}
