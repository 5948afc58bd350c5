"""Untrusted XML: no entities of its own, no outside parts, bounded in depth and in number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

MAX_DEPTH = 200
MAX_ELEMENTS = 3_000_000
_CHUNK = 1 << 16
_DECLARES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]{0,2000}\[", re.IGNORECASE)


def iterate_xml(data: bytes) -> Iterator[tuple[str, Element]]:
    """`start` and `end` events. Raises ParseError if it is broken, ValueError if it is too much.

    A caller that needs no subtree clears the element at its end.
    """
    if _DECLARES.search(data[:100_000]):
        raise ValueError("it declares entities of its own, which no transcript needs")
    parser: Any = XMLPullParser(("start", "end"))
    depth = count = 0
    for begin in range(0, len(data), _CHUNK):
        parser.feed(data[begin : begin + _CHUNK])
        for event, element in parser.read_events():
            if not isinstance(element, Element):
                continue
            if event == "start":
                depth, count = depth + 1, count + 1
                if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                    raise ValueError("it is nested too deeply, or has too many parts")
            else:
                depth -= 1
            yield event, element
    parser.close()
    if depth:
        raise ParseError("it breaks off")


def parse_xml(data: bytes) -> Element:
    """The root of a document, read whole. Raises as `iterate_xml` does."""
    root: Element | None = None
    for _, element in iterate_xml(data):
        if root is None:
            root = element
    if root is None:
        raise ParseError("it has no elements")
    return root
