"""Transcripts in which people marked the fillers.

A gold file with an invalid line is refused, and the line named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refiner.errors import InputError, describe_os_error

FILLED_PAUSE = "fp"  # the form of all filled pauses; every other form is ambiguous
_DASHES = frozenset("–—―…/")


@dataclass(frozen=True, slots=True)
class JudgedSpan:
    """One span that people judged; `filler` is their verdict."""

    start: int
    end: int
    text: str
    form: str
    filler: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """One speaker's part of one conversation."""

    id: str
    text: str
    judged: tuple[JudgedSpan, ...]
    source: str = ""

    @property
    def conversation(self) -> str:
        """The id without its speaker: "set/meeting-A" and "set/meeting:Ann" are "set/meeting"."""
        mark = ":" if ":" in self.id else "-"
        return self.id.rpartition(mark)[0] or self.id


def load_gold(path: Path) -> list[Sample]:
    """The samples of a JSON Lines file; blank lines are skipped.

    Raises `InputError` naming the file and the line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(str(path), describe_os_error(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"it is not text in UTF-8 ({error.reason})") from error
    samples = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                samples.append(_sample(json.loads(line)))
            except json.JSONDecodeError:
                raise InputError(
                    f"{path}, line {number}",
                    "is no JSON: a gold file has a marked transcript a line",
                ) from None
            except (ValueError, RecursionError) as error:
                raise InputError(f"{path}, line {number}", str(error)) from error
    if not samples:
        raise InputError(str(path), "holds no transcripts")
    return samples


def _sample(row: Any) -> Sample:
    if not isinstance(row, dict):
        raise ValueError("must be a JSON object")
    for name in ("id", "text"):
        if not isinstance(row.get(name), str):
            raise ValueError(f'"{name}" must be a string')
    if not isinstance(row.get("judged"), list):
        raise ValueError('"judged" must be a list of spans')
    judged = tuple(_judged(span, row["text"]) for span in row["judged"])
    return Sample(row["id"], row["text"], judged, str(row.get("source", "")))


def _judged(span: Any, text: str) -> JudgedSpan:
    wanted = {"start": int, "end": int, "text": str, "form": str, "filler": bool}
    for name, kind in wanted.items():
        value = span.get(name) if isinstance(span, dict) else None
        if type(value) is not kind:  # bool is an int, and no offset
            raise ValueError(f'a judged span needs "{name}" ({kind.__name__})')
    found = JudgedSpan(*(span[name] for name in wanted))
    if not 0 <= found.start < found.end <= len(text):
        raise ValueError(f"span {found.start}-{found.end} is outside the text")
    if text[found.start : found.end] != found.text:
        raise ValueError(f'span {found.start}-{found.end} does not read "{found.text}"')
    return found


def strip_punctuation(sample: Sample) -> Sample:
    """`sample` as raw speech recognition gives it, its spans moved along.

    Lower case, every mark removed (apostrophes too: "I'm" is "im"), one line. A dash
    between words leaves the blank that keeps them two words.
    """
    pieces: list[str] = []
    moved: list[int] = []  # new offset of each old one
    length = 0
    for old, piece in _unpunctuated_characters(sample.text):
        while len(moved) <= old:
            moved.append(length)
        pieces.append(piece)
        length += len(piece)
    moved += [length] * (len(sample.text) + 1 - len(moved))
    text = "".join(pieces)
    judged = []
    for span in sample.judged:
        start, end = moved[span.start], moved[span.end]
        judged.append(JudgedSpan(start, end, text[start:end], span.form, span.filler))
    return Sample(sample.id, text, tuple(judged), sample.source)


def _unpunctuated_characters(text: str) -> Iterator[tuple[int, str]]:
    blank = True
    for offset, char in enumerate(text):
        if char.isalnum():
            yield offset, char.lower()
            blank = False
        elif not blank and (char.isspace() or char in _DASHES or text[offset : offset + 2] == "--"):
            yield offset, " "
            blank = True
