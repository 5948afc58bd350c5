"""Finds the JSON document in an answer, wherever the model put it.

Models write it bare, in a Markdown fence, after their thoughts, between sentences, or twice.
A document at the beginning of the answer, or after a mark that ends the model's thoughts, is
reported while it is written. One between other text is held back until the answer ends: it
may be a draft, and the last one counts. Documents without a common section are parts of one.
A JSON string at the beginning is the text that it holds; a document whose quotes are escaped or
HTML entities is read at the end. Every character is looked at a bounded number of times, and an
answer without end is cut.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from refiner.errors import BackendError, Incomplete, Unusable
from refiner.llm.json_stream import DocumentReader, Item, Section
from refiner.llm.lenient_json import decode_escapes, parse_json
from refiner.llm.partial_value import PartialValue

MAX_PREFACE_CHARS = 200_000  # thoughts before the document: some 50,000 tokens
MAX_DOCUMENT_CHARS = 400_000
MAX_BLANKS = 2_000  # in a row; no document has as many
MAX_TAIL_BLANKS = 500  # in a row, after the document
MAX_TAIL_CHARS = 2_000  # after the document, or the document's own length if that is more
ENDLESS = "endless"  # the code of the error for an answer that is longer than any document

# Sections whose absence means that there is nothing to list or to say:
_MAY_BE_ABSENT: dict[str, type[list[Any] | dict[str, Any] | str]] = {
    **dict.fromkeys(("missed_fillers", "reasons", "issues", "strengths", "weekly_goals"), list),
    **dict.fromkeys(("speech_quality", "summary"), dict),
    **dict.fromkeys(("headline", "motivation"), str),
}

_LONGEST_MARK = 80
_FRAME = re.compile(r"(?:[\s\ufeff]|```[ \t]*\w*(?=[\s{])|<\|[\w ]{1,40}\|>|<s>)+")
_PARTIAL_FRAME = re.compile(r"`{1,3}[ \t]*\w{0,20}|<\|?[\w ]{0,40}\|?")
_END_OF_THOUGHTS = re.compile(
    r"</(?:\w{1,20}:)?(?:think|thinking|thoughts?|reasoning|reflection)>|\[/THINK\]|◁/think▷"
    r"|<\|(?:END_THINKING|end_of_thought|begin_of_solution)\|>"
    r"|<\|channel\|>\s{0,4}final[\w ]{0,20}(?:<\|constrain\|>[\w ]{0,20})?<\|message\|>"
    r"|assistantfinal(?:json)?(?=\s{0,8}[{`])|<(?:answer|output|response|json)>",
    re.IGNORECASE,
)
_BRACE = (  # with what may be between it and the first key
    r"\{(?:\s|//[^\n]{0,300}\n|\#[^\n]{0,300}\n|/\*[^*]{0,300}\*/)*"
)
_WORD = r"[A-Za-z_]\w{0,39}"
_OBJECT = re.compile(rf"""{_BRACE}(?:["'“}}]|{_WORD}\s*:)""")
_STRING = re.compile(r'"(?:\\[nrt]|\s)*\{(?:\\[nrt]|\s)*\\"')  # holds a document
_PARTIAL_STRING = re.compile(r'"(?:\\[nrt]|\s)*(?:\{(?:\\[nrt]|\s)*)?\\?\Z')
_DOCUMENT = re.compile(  # a section, or a key that the model added
    rf"""{_BRACE}(?:["'“][\w -]{{1,40}}["'”]|{_WORD})\s*[:：]"""
)
_PARTIAL_OBJECT = re.compile(
    rf"""{_BRACE}(?:["'“][\w -]{{0,40}}(?:["'”]\s*)?|{_WORD}\s*
    |/|//[^\n]{{0,300}}|/\*[^*]{{0,300}}\*?|\#[^\n]{{0,300}})?\Z""",
    re.VERBOSE,
)
_MAX_UNQUOTES = 3  # a document is seen escaped twice
_QUOTED = re.compile(  # a document whose quotes are entities, or escaped without being in a string
    r"\{(?:\\[nrt]|\s)*(?P<quote>\\{0,3}&(?:amp;){0,2}(?:quot|#0?34|#[xX]22);|\\{1,3}\")"
    r"[\w -]{1,40}(?P=quote)"
)
_PARTIAL_QUOTED = re.compile(
    r"\{(?:\\[nrt]|\s)*(?:\\{0,3}&[\w#;]{0,14}|\\{1,3}"
    r"|(?:\\{0,3}&[\w#;]{3,14};|\\{1,3}\")[\w -]{0,40}(?:\\{0,3}&[\w#;]{0,14}|\\{1,3})?)?\Z"
)
_BEGUN = re.compile(r"""\{\s*["'“\w]""")  # a document of which only the first key is there, or less


@dataclass(slots=True)
class _Document:
    """A document in the answer; `is_held`: its sections are not returned before the end."""

    is_held: bool
    reader: DocumentReader
    chars: int = 0
    events: list[Item | Section] = field(default_factory=list)

    def adds_to(self, other: _Document) -> bool:
        """Whether both are complete and this one has only sections that the other lacks."""
        both = self.reader.complete and other.reader.complete
        return both and self.reader.begun.isdisjoint(other.reader.sections)

    def is_better_than(self, other: _Document | None) -> bool:
        """A complete one is, then one with more sections, then the later one."""
        if other is None or self.reader.complete != other.reader.complete:
            return other is None or self.reader.complete
        return len(self.reader.sections) >= len(other.reader.sections)


def _endless() -> Unusable:
    return Unusable("the answer was cut, since the model wrote without end", code=ENDLESS)


class AnswerReader:
    """Reads one answer from text in pieces; `keys` are the sections of its document.

    `feed` returns what has closed and may be acted on, `finish` what was held back to the
    end; after that `failure` says why the answer cannot be used, if it cannot.
    """

    def __init__(self, keys: Sequence[str], max_chars: int = MAX_DOCUMENT_CHARS) -> None:
        self._keys = tuple(keys)
        self._max_chars = max_chars
        self._pending = ""
        self._window = ""
        self._at_start = True  # only a frame so far, or since the end of the thoughts
        self._string: PartialValue | None = None  # text of the answer that is a JSON string
        self._string_chars = 0
        self._open: _Document | None = None
        self._best: _Document | None = None
        self._later: list[Item | Section] = []  # of documents that were added to one returned
        self._quoted: list[str] | None = None  # the answer from a document on that is escaped
        self._quoted_chars = 0
        self._fault: Unusable | None = None
        self._is_truncated = self._is_part_cut = self._has_other_keys = False
        self._preface_chars = self._tail_chars = self._blanks = 0
        self._tail: list[str] = []  # what follows a document that has all sections

    def feed(self, text: str) -> list[Item | Section]:
        """The items and sections that `text` closes.

        Raises Unusable for a fault in a document whose sections were returned before, and for
        an answer that is longer than any document.
        """
        self._count_blanks(text)
        if self.is_settled and self._open is None:
            self._tail_chars += len(text)
        if self._is_done:
            self._tail.append(text)
            return []
        if self._open is None or self._open.is_held:
            text = self._skip_thoughts(text)
        if self._quoted is not None:
            self._keep_quoted(text)
            return []
        self._pending += self._decode(text) if self._string else text
        events = self._read_documents()
        if self._preface_chars > MAX_PREFACE_CHARS:
            raise Unusable(
                "the answer was cut, since the model wrote a long text without a JSON document"
            )
        return events

    def finish(self) -> list[Item | Section]:
        """At the end of the text: the sections held back, and a default for each absent one."""
        last: list[Item | Section] = []
        if self._quoted is not None:
            self._read_quoted()
        document = self._open
        if document is not None:
            reader = document.reader
            last = reader.finish()
            document.events += last
            reader.complete = reader.is_between_sections and reader.sections.keys() >= {*self._keys}
            self._is_truncated = not reader.complete
            self._close(document)
        if self._best is None:
            return []
        events = self._best.events
        if not self._best.is_held:
            events = [*(last if document is self._best else []), *self._later]
        sections = self._best.reader.sections
        if self._best.reader.complete and sections.keys() < {*self._keys}:
            begun = document.reader.begun if document and self._is_truncated else set()
            self._is_part_cut = bool(begun - sections.keys() or _BEGUN.match(self._pending))
        if self._best.reader.complete and not self._is_part_cut:
            may_be_absent = [k for k in self._keys if k in _MAY_BE_ABSENT and k not in sections]
            absent = {key: _MAY_BE_ABSENT[key]() for key in may_be_absent}
            sections.update(absent)
            events = [*events, *(Section(key, value) for key, value in absent.items())]
        return events

    @property
    def is_settled(self) -> bool:
        """True once a document is complete and its sections were all returned."""
        return self._best is not None and not self._best.is_held and self._best.reader.complete

    @property
    def _is_done(self) -> bool:
        """True if no further document can add a section to the one that was returned."""
        if self._best is None or not self.is_settled:
            return False
        return self._best.reader.sections.keys() >= {*self._keys}

    @property
    def has_enough(self) -> bool:
        """True if there is nothing more to read: the document is complete, the rest endless."""
        if self._best is None or not self.is_settled or self._open is not None:
            return False
        is_long = self._tail_chars > max(MAX_TAIL_CHARS, self._best.chars)
        return is_long or self._blanks > MAX_TAIL_BLANKS

    @property
    def is_revised(self) -> bool:
        """After `finish`: whether a section, or all of them in a second document, are there again
        and say something else."""
        tail, best = "".join(self._tail), self._best
        if best is None or best.reader.is_revised or _DOCUMENT.search(tail) is None:
            return best is not None and best.reader.is_revised
        again = AnswerReader(self._keys, self._max_chars)
        with suppress(Unusable):
            again.feed(tail)
        other = again._best
        if other is None or not other.reader.complete or not other.reader.begun >= {*self._keys}:
            return False
        return other.reader.sections != best.reader.sections

    @property
    def sections(self) -> dict[str, Any]:
        """The sections of the document, once `finish` was called."""
        return dict(self._best.reader.sections) if self._best else {}

    def failure(self) -> BackendError | None:
        """After `finish`: why the answer cannot be used; None if its document is complete."""
        if self._best is None or not self._best.reader.complete:
            if self._fault or self._is_truncated:
                return self._fault or Incomplete("the response was truncated")
            if self._has_other_keys:
                return Unusable("the answer has none of the keys that were asked for")
            if self._preface_chars or self._pending.strip() or self._string:
                return Unusable("the answer is not a JSON document")
            return Unusable("the answer was empty")
        if self._is_part_cut:
            return Incomplete("the response was truncated")
        missing = [key for key in self._keys if key not in self._best.reader.sections]
        return Unusable(f"unusable answer: {', '.join(missing)} missing") if missing else None

    def _count_blanks(self, text: str) -> None:
        """Raise Unusable for a flood of white space, which costs as much as words."""
        stripped = text.rstrip()
        self._blanks = len(text) - len(stripped) + (0 if stripped else self._blanks)
        if self._blanks > MAX_BLANKS and not self.is_settled:
            raise Unusable("the answer was cut, since the model kept sending blank space")

    def _skip_thoughts(self, text: str) -> str:
        """What follows the last mark in `text`: anything before it was not the answer."""
        self._window += text
        while mark := _END_OF_THOUGHTS.search(self._window):
            text = self._window = self._window[mark.end() :]
            self._pending, self._open, self._best, self._at_start = "", None, None, True
            self._string, self._quoted, self._later = None, None, []
        self._window = self._window[-_LONGEST_MARK:]
        return text

    def _read_documents(self) -> list[Item | Section]:
        """Read the documents in the pending text; the events that may be acted on now."""
        events: list[Item | Section] = []
        while self._pending and not self._is_done:
            if self._open is None:
                self._open = self._find_document()
            if self._open is None:
                break
            events += self._read(self._open)
        return events

    def _keep_quoted(self, text: str) -> None:
        assert self._quoted is not None
        self._quoted.append(text)
        self._quoted_chars += len(text)
        if self._quoted_chars > self._max_chars:
            raise _endless()

    def _read_quoted(self) -> None:
        """Read the document that is escaped or written in entities, now that all of it is there."""
        self._pending, self._quoted = _unquote("".join(self._quoted or [])), None
        self._preface_chars += len(self._pending)
        self._read_documents()

    def _find_document(self) -> _Document | None:
        """The document that begins in the pending text; None if more text is needed."""
        if self._at_start:
            frame = _FRAME.match(self._pending)
            self._drop(frame.end() if frame else 0)
            if not self._pending or _PARTIAL_FRAME.fullmatch(self._pending):
                return None
            if _STRING.match(self._pending):
                self._string = PartialValue()
                self._pending = self._decode(self._pending)
                return self._find_document() if self._pending else None
            if _OBJECT.match(self._pending):
                return _Document(False, DocumentReader(self._keys))
            self._at_start = bool(_PARTIAL_OBJECT.match(self._pending))
            if _PARTIAL_STRING.match(self._pending):
                self._at_start = True
                return None
        position = self._pending.find("{")
        while position >= 0 and not _PARTIAL_OBJECT.match(self._pending, position):
            if _DOCUMENT.match(self._pending, position):
                self._drop(position)
                return _Document(True, DocumentReader(self._keys))
            if _QUOTED.match(self._pending, position):
                self._quoted = [self._pending[position:]]
                self._pending = self._pending[:position]
                position = -1
                break
            if _PARTIAL_QUOTED.match(self._pending, position):
                break
            position = self._pending.find("{", position + 1)
        self._drop(position if position >= 0 else len(self._pending))
        return None

    def _decode(self, text: str) -> str:
        """What the JSON string holds and what follows it, once it has ended; "" until then."""
        assert self._string is not None
        self._string_chars += len(text)
        if self._string_chars > self._max_chars:
            raise _endless()
        end = self._string.consume(text, 0)
        if end is None:
            return ""
        raw, self._string = self._string.raw, None
        return str(parse_json(raw, "the answer")) + text[end:]

    def _drop(self, chars: int) -> None:
        self._preface_chars += len(self._pending[:chars].strip())
        self._pending = self._pending[chars:]

    def _read(self, document: _Document) -> list[Item | Section]:
        """Read the pending text; the events that may be acted on now."""
        text, self._pending = self._pending, ""
        document.chars += len(text)
        events = document.reader.feed(text)
        document.events += events
        if document.reader.complete or document.reader.fault:
            self._close(document)
        elif document.chars > self._max_chars:
            raise _endless()
        if document.is_held:
            return []
        if document.reader.fault and document.events:
            raise document.reader.fault
        return events

    def _close(self, document: _Document) -> None:
        """Keep the document if it is the best so far; what follows it is text."""
        self._open, self._at_start = None, False
        self._pending = document.reader.rest
        self._fault = document.reader.fault or self._fault
        self._preface_chars += document.chars if document.is_held else 0
        self._has_other_keys |= document.reader.complete and not document.events
        best = self._best
        if best is not None and document.events and document.adds_to(best):
            best.reader.sections.update(document.reader.sections)
            best.chars += document.chars
            if best.is_held:
                best.events += document.events
            else:
                self._later += document.events
        elif document.events and document.is_better_than(best) and not self.is_settled:
            self._best = document
        if self.is_settled:
            self._tail_chars = len(self._pending)
            self._tail = [self._pending] if self._is_done else []
            self._pending = "" if self._is_done else self._pending


def _unquote(text: str) -> str:
    """Text from a document on whose quotes are entities or escaped, with plain ones."""
    for _ in range(_MAX_UNQUOTES):
        found = _QUOTED.match(text)
        if found is None:
            break
        is_entity = "&" in found["quote"]
        text = html.unescape(text) if is_entity else decode_escapes(text.rstrip("\\"))
    return text
