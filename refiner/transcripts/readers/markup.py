"""Documents in markup: HTML saved from a page, TTML, ELAN, OpenDocument and RTF.

The markup is never speech; an XML file of unknown elements is refused, its root named.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, ParseError

from refiner.errors import InputError
from refiner.patterns import compile_later
from refiner.transcripts.readers.captions import Caption, recording_of
from refiner.transcripts.readers.table import read_rows
from refiner.transcripts.readers.text import read_plain, read_spoken_text
from refiner.transcripts.readers.xml_tree import iterate_xml, parse_xml
from refiner.transcripts.recording import Recording, Segment, build_segment, check_size, to_seconds
from refiner.transcripts.word_lists import listed

_XML = compile_later(
    r"\s*(?:<\?xml\b|<!--|<!DOCTYPE\b|<[A-Za-z][\w:.\-]*(?:\s+[\w:.\-]+\s*=|\s*/?>))", re.IGNORECASE
)
_HTML = compile_later(
    r"<(?:!doctype\s+html|html|head|body|div|p|span|table|ul|ol|h[1-6]|article|section|main|br)\b",
    re.IGNORECASE,
)
_TOKEN = compile_later(r"(<[^<>]{0,5000}>)")
_TAG_NAME = compile_later(r"<\s*(/?)\s*([A-Za-z][\w:\-]*)")
_HTML_LANGUAGE = compile_later(
    r"<html\b[^<>]{0,1000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})", re.IGNORECASE
)
_SKIPPED = frozenset(
    listed(
        """script style head nav aside button svg noscript template select option textarea form
    iframe footer title"""
    )
)
_BLOCKS = frozenset(
    listed(
        """p div br li tr h1 h2 h3 h4 h5 h6 section article blockquote dd dt header main ul ol table
    tbody thead pre hr figcaption summary details cite"""
    )
)
_HTML_HEAD_LINES = 400  # of menus and titles before the transcript
_MAX_PICTURE = compile_later(r"[0-9a-fA-F\s]{400,}")
# Of a document in RTF: hidden text, and what Track Changes deleted.
_HIDDEN = compile_later(r"\{[^{}]{0,200}\\(?:v|deleted)(?![a-z0-9])[^{}]{0,5000}\}")
_RTF_SIZE = 20 * 1024 * 1024


def read_markup(text: str, what: str) -> Recording | None:
    """None if the text is no markup. InputError if it is broken, or of no known kind."""
    body = text.lstrip()
    if body.startswith("{\\rtf"):
        return _read_rtf(body, what)
    if not body.startswith("<") or not _XML.match(body[:3000]):
        return None
    if re.search(r"<!doctype\s+html|<html\b", body[:3000], re.IGNORECASE):
        return _read_html(body, what)
    if _HTML.match(body) and not body.startswith("<?xml"):
        return _read_html(body, what)
    if not (body.startswith("<?xml") or body.rstrip()[-1:] == ">" or "</" in body):
        return None
    return _read_xml(body, what)


def _read_xml(body: str, what: str) -> Recording | None:
    start = body.find("?>") + 2 if body.startswith("<?xml") else 0
    try:
        root = parse_xml(body[start:].encode())
    except (ParseError, ValueError) as error:
        if not body.startswith("<?xml") and body.count("<") < 10:
            return None  # a sentence about a < b
        reason = " ".join(str(error).split())[:120]
        raise InputError(what, f"this looks like an XML file, and it is broken: {reason}") from None
    name = _local(root)
    if name == "tt":
        return _read_ttml(root, what)
    if name == "ANNOTATION_DOCUMENT":
        return _read_elan(root, what)
    if name in ("transcript", "timedtext") and (found := _read_youtube_xml(root, what)):
        return found
    raise InputError(what, f"this is an XML file (<{name[:40]}>) of no known transcript format")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, *names: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] in names:
            return value
    return ""


# -- TTML and YouTube's XML


def _read_ttml(root: Element, what: str) -> Recording:
    rates = {_name: _attribute(root, _name) for _name in ("tickRate", "frameRate")}
    tick = _rate(rates["tickRate"], 1.0)
    frame = _rate(rates["frameRate"], 30.0)
    agents = {
        _attribute(agent, "id"): " ".join("".join(agent.itertext()).split())
        for agent in root.iter()
        if _local(agent) == "agent"
    }
    captions = []
    for paragraph in root.iter():
        if _local(paragraph) == "p":
            who = _attribute(paragraph, "agent")
            start_s = _ttml_time(_attribute(paragraph, "begin"), tick, frame)
            end_s = _ttml_time(_attribute(paragraph, "end"), tick, frame)
            length = _ttml_time(_attribute(paragraph, "dur"), tick, frame)
            if end_s is None and start_s is not None and length is not None:
                end_s = start_s + length
            lines = "".join(_lines_in(paragraph)).split("\n")
            captions.append(Caption(start_s, end_s, lines, agents.get(who, who)))
    language = _attribute(root, "lang") or None
    return replace(recording_of("ttml", captions, 0, what), language=language)


def _rate(text: str, default: float) -> float:
    return float(text) if re.fullmatch(r"[1-9]\d{0,9}", text) else default


def _ttml_time(text: str, tick: float, frame: float) -> float | None:
    match = re.fullmatch(r"(\d{1,12}(?:\.\d{1,9})?)(h|m|s|ms|f|t)", text.strip())
    if match is None:
        return to_seconds(text)
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / frame, "t": 1 / tick}
    return to_seconds(float(match[1]), units[match[2]])


def _lines_in(element: Element) -> Iterator[str]:
    """Its text, a line break for each <br/>."""
    for part in element.iter():
        name = _local(part)
        if name == "br":
            yield "\n"
        if name == "span" and _attribute(part, "unit") == "word":  # Apple's, without blanks
            yield " "
        if name != "metadata":
            yield " ".join((part.text or "").split("\n"))
        if part is not element:
            yield " ".join((part.tail or "").split("\n"))


def _read_youtube_xml(root: Element, what: str) -> Recording | None:
    captions = []
    for part in root.iter():
        if _local(part) in ("text", "p") and (part.get("start") or part.get("t")):
            unit = 0.001 if part.get("t") else 1.0
            start_s = to_seconds(part.get("start") or part.get("t"), unit)
            length = to_seconds(part.get("dur") or part.get("d"), unit)
            end_s = None if start_s is None or length is None else start_s + length
            captions.append(Caption(start_s, end_s, "".join(part.itertext()).split("\n")))
    return recording_of("ttml", captions, 0, what) if captions else None


# -- ELAN


def _read_elan(root: Element, what: str) -> Recording:
    slots = {
        slot.get("TIME_SLOT_ID"): to_seconds(slot.get("TIME_VALUE"), 0.001)
        for slot in root.iter("TIME_SLOT")
    }
    segments: list[Segment] = []
    for tier in root.iter("TIER"):
        if tier.get("PARENT_REF"):  # glosses and translations of what another tier says
            continue
        if tier.get("LINGUISTIC_TYPE_REF") == "filler":  # of this program's own filler lists
            continue
        speaker = tier.get("PARTICIPANT") or tier.get("TIER_ID") or ""
        for part in tier.iter("ALIGNABLE_ANNOTATION"):
            start_s = slots.get(part.get("TIME_SLOT_REF1"))
            end_s = slots.get(part.get("TIME_SLOT_REF2"))
            segments.append(
                build_segment(part.findtext("ANNOTATION_VALUE") or "", speaker, start_s, end_s)
            )
    spoken = sorted((s for s in segments if s.text), key=lambda s: s.start_s or 0.0)
    check_size(len(spoken), what)
    if not spoken:
        raise InputError(what, "an ELAN file (.eaf) without any words in its tiers")
    return Recording("elan", tuple(spoken), "\n")


# -- OpenDocument, RTF, HTML


def read_open_document(data: bytes, what: str) -> Recording:
    """The text of an .odt's content.xml. InputError if it is broken."""
    gone = frozenset({"tracked-changes", "annotation", "note", "forms", "title", "desc"})
    lines: list[str] = []
    rows: list[list[str]] = []
    parts: list[str] = []
    skipping = 0
    try:
        for event, element in iterate_xml(data):
            name = _local(element)
            if event == "start":
                skipping += name in gone
                if name == "table-row" and not skipping:
                    rows.append([])
                elif name == "table-cell" and rows:
                    rows[-1].append("")
                continue
            if name in gone:
                skipping -= 1
            elif name in ("p", "h") and not skipping:
                parts = list(_open_text(element, gone))
                line = "".join(parts).strip()
                if rows and rows[-1]:
                    rows[-1][-1] = f"{rows[-1][-1]} {line}".strip()[:1_000_000]
                else:
                    lines.append(line)
            elif name == "table-row" and rows and len(rows[-1]) > 1_000:
                raise ValueError("a table of too many columns")
            elif name == "table":
                found = read_rows(rows, "odt", what)
                if found is not None:
                    return found
                lines += ["\t".join(row) for row in rows]
                rows = []
    except (ParseError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise InputError(what, f"this OpenDocument file (.odt) is damaged: {reason}") from None
    return _document("odt", "\n".join(lines), what)


def _open_text(paragraph: Element, gone: frozenset[str]) -> Iterator[str]:
    stack = [(paragraph, False)]
    while stack:
        element, tail = stack.pop()
        if tail:
            yield element.tail or ""
            continue
        name = _local(element)
        if element is not paragraph:
            stack.append((element, True))
        if name in gone:
            continue
        yield {"tab": "\t", "line-break": "\n", "s": " "}.get(name, "")
        yield element.text or ""
        stack += [(child, False) for child in reversed(element)]


def _read_rtf(body: str, what: str) -> Recording:
    from striprtf.striprtf import rtf_to_text  # few transcripts need it

    bare = _HIDDEN.sub("", _MAX_PICTURE.sub("", body))
    if len(bare) > _RTF_SIZE:
        raise InputError(what, "this RTF document is too large; save it as .docx or plain text")
    try:
        text = str(rtf_to_text(bare, errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:
        raise InputError(what, f"this RTF document is damaged: {type(error).__name__}") from None
    if not text.strip():
        raise InputError(what, "an RTF document without any words in it")
    return _document("rtf", text, what)


def _read_html(body: str, what: str) -> Recording:
    language = _HTML_LANGUAGE.search(body[:20_000])
    lines, rows = _html_lines(body)
    found = read_rows(rows, "html", what)
    text = "\n".join(lines)
    words = len(text.split())
    if found is None or 2 * sum(len(s.text.split()) for s in found.segments) < words:
        found = _document("html", text, what, _HTML_HEAD_LINES)
    return replace(found, format="html", language=language[1].lower() if language else None)


def _html_lines(body: str) -> tuple[list[str], list[list[str]]]:
    """The text of a page as lines, and the rows of its tables."""
    body = _without(body, "<!--", "-->")
    lines: list[str] = [""]
    rows: list[list[str]] = []
    skipping = ""
    parts: list[str] = []
    cell: list[str] | None = None
    for token in _TOKEN.split(body):
        match = _TAG_NAME.match(token) if token.startswith("<") else None
        if match is None:
            if not skipping and not token.startswith(("<!", "<?")):
                words = html.unescape(token)
                parts.append(re.sub(r"\s+", " ", words))
                if cell is not None:
                    cell.append(parts[-1])
            continue
        closing, name = bool(match[1]), match[2].lower()
        if skipping:
            skipping = "" if closing and name == skipping else skipping
            continue
        if name in _SKIPPED and not closing and not token.endswith("/>"):
            skipping = name
        elif name == "tr" and not closing:
            rows.append([])
        elif name in ("td", "th"):
            if cell is not None and rows:
                rows[-1].append("".join(cell).strip())
            cell = None if closing else []
            parts.append("\t" if closing else "")
        if name in _BLOCKS:
            lines.append("".join(parts).strip(" "))
            parts = ["# "] if name == "h1" and not closing else []
    lines.append("".join(parts))
    return [line for line in lines if line.strip()], rows


def _without(text: str, begin: str, end: str) -> str:
    """`text` without everything from `begin` to `end`; what is not closed goes to the end."""
    if begin not in text:
        return text
    kept, place = [], 0
    while (start := text.find(begin, place)) >= 0:
        kept.append(text[place:start])
        close = text.find(end, start + len(begin))
        if close < 0:
            return "".join(kept)
        place = close + len(end)
    return "".join([*kept, text[place:]])


def _document(format: str, text: str, what: str, head_lines: int = 20) -> Recording:
    found = read_spoken_text(text, what, head_lines)
    if found is None:
        found = read_plain(text)
        if format == "html":
            warning = "no names or times were found on this web page; all its text is counted"
            found = replace(found, warnings=(*found.warnings, warning))
    return replace(found, format=format)
