"""Reads JSON as models write it, from text in pieces.

Besides JSON it reads strings in single or typographic quotes, quotes inside of strings that are
not escaped, comments, commas that are missing or too many, words and keys without quotes,
full-width punctuation, and Python's None, True, False and tuples. Every character is looked at a
bounded number of times, whatever the sizes of the pieces, and nothing is read recursively.
"""

from __future__ import annotations

import html
import json
import re
from math import inf
from typing import Any, NamedTuple

from refiner.errors import Unusable
from refiner.patterns import compile_later

MAX_LEVELS = 40  # of a value; no answer has as many levels
_CLOSING = {'"': '"', "'": "'", "“": "”"}  # quotes by what opens the string
_WORDS = {"true": True, "false": False, "null": None, "none": None, "undefined": None, "nan": None}
_LINE, _BLOCK, _WORD = "//", "/*", "word"  # what is being read, if it is no string

_GAP = compile_later(r"[\s,;，；\ufeff”]+")  # commas are skipped like blanks
# Nearly all tokens: a mark or a whole number, with what says that it has ended.
_PLAIN_TOKEN = compile_later(
    r"[\s,;，；\ufeff”]*(?:([{}\[\]():：])|(-?(?:0|[1-9]\d{0,17}))(?=[\s,\]}]))"
)
_WORD_END = compile_later(r'[\s,:;，：；{}\[\]()"“”]|//|/\*')
_STRING_STOP = {quote: re.compile(rf"[{quote}\\]") for quote in _CLOSING.values()}
_NUMBER = compile_later(r"-?(?:0|[1-9]\d{0,300})(\.\d{1,300})?([eE][+-]?\d{1,3})?")
_ESCAPE = compile_later(r'\\(u[0-9a-fA-F]{4}|.)|"', re.DOTALL)
_SURROGATE = compile_later(r"[\ud800-\udfff]")
# In a text that was decoded; "\n" only after a sentence, since "\neq" is no line's end:
_ESCAPED_AGAIN = compile_later(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});"
    r"""|(?:\\u[0-9a-fA-F]{4})+|\\["'/]|(?<=[.!?:;])(?:\\[rn])+"""
)

# What may follow the quote that ends a string. Before anything else a quote is a part of the text.
_AFTER_STRING = compile_later(
    r"""\s{100}|\s*(?:[:：}\])]|/[/*]|\#|`{3}|<\|
    |[,;，；]\s{100}|[,;，；]\s*(?:["'“{\[(}\])\-\d/\#,]|(?i:true|false|null|none)\b|\w{1,40}\s*[:：])
    |\n\s*["'“{\[]|["'“]\w{1,40}["'”]\s*[:：])""",
    re.VERBOSE,
)
_MAY_FOLLOW = compile_later(  # the beginning of one of these, so that more text is needed
    r"""\s*(?:/|`{1,2}|<|[,;，；]\s*(?:\w{0,40}\s*)|["'“]\w{0,40}(?:["'”]\s*)?)?\Z""", re.VERBOSE
)


class Token(NamedTuple):
    """A mark of structure, or (`mark` "") a scalar: text, a number, true, false or null."""

    mark: str
    value: Any = None


_MARKS = {mark: Token(mark) for mark in "{}[]:"}
_MARKS |= {"(": _MARKS["["], ")": _MARKS["]"], "：": _MARKS[":"]}


class Tokenizer:
    """Splits text in pieces into tokens."""

    def __init__(self) -> None:
        self._text = ""
        self._position = 0
        self._mode = ""  # what is being read: a string's closing quote, _WORD, _LINE, _BLOCK
        self.is_at_key = False  # a key ends at the first quote, since it holds none
        self._pieces: list[str] = []  # of the string or word that has not ended

    @property
    def rest(self) -> str:
        """The text after the last token."""
        return self._text[self._position :]

    def feed(self, text: str) -> None:
        self._text, self._position = self.rest + text, 0

    def next_token(self) -> Token | None:
        """The next token; None if more text is needed."""
        if not self._mode and (plain := _PLAIN_TOKEN.match(self._text, self._position)):
            self._position = plain.end()
            return Token("", int(plain[2])) if plain[2] else _MARKS[plain[1]]
        while self._position < len(self._text):
            if self._mode in (_LINE, _BLOCK):
                self._skip_comment()
                if self._mode:
                    return None
            elif self._mode:
                return self._read_word() if self._mode == _WORD else self._read_string()
            elif gap := _GAP.match(self._text, self._position):
                self._position = gap.end()
            else:
                first = self._text[self._position]
                if first in _MARKS:
                    self._position += 1
                    return _MARKS[first]
                if not self._begin(first):
                    return None
        return None

    def finish(self) -> Token | None:
        """At the end of the text: the string that a quote there ends, if there is one."""
        if self._mode in _STRING_STOP and self.rest.startswith(self._mode):
            return self._end_string()
        return None

    def _begin(self, first: str) -> bool:
        """Note the kind of value that begins; False if more text is needed."""
        two = self._text[self._position : self._position + 2]
        if first in _CLOSING:
            self._mode = _CLOSING[first]
            self._position += 1
        elif first == "/" and len(two) < 2:
            return False
        elif first == "#" or two in (_LINE, _BLOCK):
            self._mode = _BLOCK if two == _BLOCK else _LINE
            self._position += len(two) if first == "/" else 1
        else:
            self._mode = _WORD
        return True

    def _skip_comment(self) -> None:
        end = "\n" if self._mode == _LINE else "*/"
        found = self._text.find(end, self._position)
        if found >= 0:
            self._mode = ""
            self._position = found + len(end)
        else:  # the last star may be half of the end
            self._position = len(self._text) - (end == "*/" and self._text.endswith("*"))

    def _read_word(self) -> Token | None:
        end = _WORD_END.search(self._text, self._position)
        stop = end.start() if end else len(self._text) - self._text.endswith("/")
        self._pieces.append(self._text[self._position : stop])
        self._position = stop
        if end is None:
            return None
        word, self._mode = self._take_pieces(), ""
        return Token("", _value_of_word(word))

    def _read_string(self) -> Token | None:
        while stop := _STRING_STOP[self._mode].search(self._text, self._position):
            self._pieces.append(self._text[self._position : stop.start()])
            self._position = stop.start()
            if stop.group() == "\\":
                if stop.end() == len(self._text):
                    return None
                self._pieces.append(self._text[stop.start() : stop.end() + 1])
                self._position = stop.end() + 1
            elif self.is_at_key or _AFTER_STRING.match(self._text, stop.end()):
                return self._end_string()
            elif _MAY_FOLLOW.match(self._text, stop.end()):
                return None
            else:
                self._pieces.append(stop.group())
                self._position = stop.end()
        self._pieces.append(self.rest)
        self._position = len(self._text)
        return None

    def _end_string(self) -> Token:
        self._mode = ""
        self._position += 1
        return Token("", decode_escapes(self._take_pieces()))

    def _take_pieces(self) -> str:
        text = "".join(self._pieces)
        self._pieces = []
        return text


def _value_of_word(word: str) -> Any:
    """A number, true, false or null; any other word is the text that it is."""
    if number := _NUMBER.fullmatch(word):
        value = float(word) if number[1] or number[2] else int(word)
        return word if value in (inf, -inf) else value
    return _WORDS.get(word.lower(), word)


def decode_escapes(text: str) -> str:
    """A string's escapes as characters."""
    if "\\" in text:
        text = str(json.loads(f'"{_ESCAPE.sub(_valid_escape, text)}"', strict=False))
    return join_surrogates(text)


def decode_again(text: str) -> str:
    """A text that was escaped once too often, for JSON or for HTML, as it is meant."""

    def decode(match: re.Match[str]) -> str:
        return html.unescape(match[0]) if match[0][0] == "&" else decode_escapes(match[0])

    return _ESCAPED_AGAIN.sub(decode, text)


def join_surrogates(text: str) -> str:
    """Halves of a pair as the character that they are; one alone becomes U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _valid_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return '\\"'
    if match[1] == "'":
        return "'"
    return match[0] if match[1] in '"\\/bfnrt' or len(match[1]) == 5 else f"\\{match[0]}"


class ValueBuilder:
    """Builds one value from its tokens."""

    def __init__(self) -> None:
        self.value: Any = None
        self._open: list[list[Any] | dict[str, Any]] = []
        self._keys: list[str | None] = []  # by open value: the key that waits for its value
        self._has_colon = False

    @property
    def is_empty(self) -> bool:
        """True if no value has begun."""
        return not self._open

    @property
    def is_at_key(self) -> bool:
        """True if a key is what comes next."""
        return bool(self._open) and isinstance(self._open[-1], dict) and self._keys[-1] is None

    def add(self, token: Token) -> bool:
        """True if the value is complete. Raises ValueError if the token does not fit."""
        inside = self._open[-1] if self._open else None
        if token.mark in ("}", "]"):
            self._close(token.mark)
        elif token.mark == ":":
            if isinstance(inside, dict):
                if self._keys[-1] is None or self._has_colon:
                    raise ValueError("a colon")
                self._has_colon = True
        elif isinstance(inside, dict) and self._keys[-1] is None:
            if token.mark:
                raise ValueError("no key")
            self._keys[-1] = str(token.value)
        elif isinstance(inside, dict) and not self._has_colon:
            raise ValueError("no colon")
        elif token.mark:
            self._add_value({} if token.mark == "{" else [], is_open=True)
        else:
            self._add_value(token.value)
        return not self._open

    def _add_value(self, value: Any, *, is_open: bool = False) -> None:
        if not self._open:
            self.value = value
        elif isinstance(inside := self._open[-1], dict):
            inside[self._keys[-1] or ""] = value
            self._keys[-1], self._has_colon = None, False
        else:
            inside.append(value)
        if is_open:
            if len(self._open) == MAX_LEVELS:
                raise ValueError("too deep")
            self._open.append(value)
            self._keys.append(None)

    def _close(self, mark: str) -> None:
        is_other = not self._open or isinstance(self._open[-1], dict) != (mark == "}")
        if is_other or self._keys[-1] is not None:
            raise ValueError("a mark that closes nothing")
        self._open.pop()
        self._keys.pop()


def parse_json(text: str, place: str) -> Any:
    """One value and nothing after it. Raises Unusable, naming only `place`, never the text."""
    tokens, builder = Tokenizer(), ValueBuilder()
    tokens.feed(text + "\n")
    try:
        is_complete = False
        while not is_complete and (token := tokens.next_token()):
            is_complete = builder.add(token)
            tokens.is_at_key = builder.is_at_key
        if not is_complete and (token := tokens.finish()):
            is_complete = builder.add(token)
    except ValueError:
        is_complete = False
    if not is_complete or tokens.rest.strip():
        raise Unusable(f"{place}: not valid JSON")
    return builder.value
