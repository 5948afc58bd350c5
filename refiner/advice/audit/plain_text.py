"""A text as a reader sees it: no markup, nothing invisible, one form for each sign.

Sentences are split before anything is folded, so that the rest of a text stays as written
when one of its sentences is left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from refiner.patterns import compile_later

_TAG = compile_later(r"<[^<>]*>")
_MARKUP = compile_later(r"[*_`~\\]|(?<=\])\([^()]*\)")
_SINGLE_QUOTED = compile_later(r"(?<![\w\"])'([^'\"]+)'(?!\w)")
_QUOTED_WITHIN = compile_later("“[^“”«»]*(?:[«»][^“”«»]*)+”")
_END = compile_later(r"[.!?…]+[\"”’)\]*_]*(?=\s+\S)|\n+")
_ABBREVIATION = compile_later(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no)|(?<![\"”’])\b[a-z])\.$", re.IGNORECASE
)
_SLOT = compile_later(r"\{\{.*?\}\}", re.DOTALL)
_PASSAGE = compile_later(r"“[^“”]*”|\"[^\"\n]*\"")
_PICTOGRAPHS = compile_later(  # but circled digits and letters, which fold to what they say
    r" *[\u2300-\u23ff\u25a0-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001f0ff"
    r"\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]"
    r"[\u200d\ufe0e\ufe0f\u2640-\u2642\U0001f300-\U0001faff\U000e0020-\U000e007f]*"
)


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`, each with the white space behind it; joined they are `text`.

    A passage in quotation marks and a slot are never split.
    """
    closed = list(_protected(text))
    bounds = [0]
    for match in _END.finditer(text):
        end = match.end()
        inside = any(start < end < stop for start, stop in closed)
        goes_on = match[0][-1] in '"”’' and text[end:].lstrip()[:1].islower()
        if not inside and not goes_on and not _ABBREVIATION.search(text[: match.end()]):
            end += len(text[end:]) - len(text[end:].lstrip())
            bounds.append(end)
    bounds.append(len(text))
    pieces = [text[start:end] for start, end in pairwise(bounds)]
    return [piece for piece in pieces if piece]


def _protected(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_SLOT, _PASSAGE):
        yield from (match.span() for match in pattern.finditer(text))


def drop_pictographs(text: str) -> str:
    """`text` without emoji and the like: a model's ornaments, or figures in disguise ("🔟")."""
    return text if text.isascii() else _PICTOGRAPHS.sub("", text).strip()


def fold_text(text: str) -> str:
    """`text` without markup and invisible characters, in lower case, with plain quotes.

    Letters lose their accents. Letters outside the Latin alphabet and signs that are neither
    letters nor usual punctuation stay, so that a reader of the result sees them.
    """
    for _ in range(3):  # an entity may spell another entity
        text = html.unescape(text)
    text = _MARKUP.sub("", _TAG.sub("", text))
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    hidden = (c for c in set(text) if unicodedata.category(c) in _INVISIBLE and c not in "\n\t")
    text = text.translate(dict.fromkeys(map(ord, hidden)))
    text = _QUOTED_WITHIN.sub(lambda quoted: re.sub("[«»]", "", quoted[0]), text)
    for signs, plain in _SAME:
        text = re.sub(signs, plain, text)
    text = _SINGLE_QUOTED.sub(r'"\1"', text)
    return " ".join(text.lower().split())


def has_numeral(text: str) -> bool:
    """Does any character represent a number, in any script?"""
    return any(unicodedata.numeric(c, None) is not None or c.isnumeric() for c in set(text))


_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc", "Co", "Cn", "Cs"})
_SAME = (
    ("[“”„«»″‟]", '"'),
    ("[‘’‚′‛]", "'"),
    ("\\s*[–—―]\\s*", " - "),
    ("[‐‑‒−]", "-"),
    ("…", "..."),
    ("⁄", "/"),
)
