"""Which letters a text must have for a regular expression to match: a cheap test beforehand."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping

# Every text that the pattern matches contains one string of each group.
Needed = list[tuple[str, ...]]

_LOOKS_AROUND = r"\(\?<?[=!]"
_TOKEN = re.compile(
    rf"[A-Z_]{{3,}}|\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?P=\w+\)|{_LOOKS_AROUND}|\(\?P<\w+>|\(\?:"
    rf"|[?*+]|\{{[\d,]+\}}|.",
    re.DOTALL,
)
_FLAGS = re.compile(r"^\(\?[a-z]+\)")
_LITERAL = re.compile(r"[^\W\d]+|[ ,;:!'\"&/-]|\\[^\w\s]")
_OPTIONAL = re.compile(r"[?*]|\{0?,\d*\}|\{0\}")
_REPEAT = re.compile(r"[?*+]|\{[\d,]+\}")


def needed_letters(pattern: str, named: Mapping[str, Needed] | None = None) -> Needed:
    """What a text needs for `pattern` to match it; what is optional or of a class says nothing.

    The longest comes first, since fewest texts have it. `named`: the letters that words in
    capitals need.
    """
    needed = _read_alternatives(deque(_TOKEN.findall(_FLAGS.sub("", pattern))), named or {})
    return sorted(needed, key=_shortest, reverse=True)


def has_needed(needed: Needed, text: str) -> bool:
    """Does the text have what a pattern needs?"""
    return all(any(map(text.__contains__, group)) for group in needed)


def _read_alternatives(tokens: deque[str], named: Mapping[str, Needed]) -> Needed:
    """What the alternatives up to the end of their group need."""
    alternatives: list[Needed] = [[]]
    run = ""  # of letters that follow each other
    while tokens and (token := tokens.popleft()) != ")":
        opens = token.startswith("(") and not token.endswith(")")
        needed = _read_alternatives(tokens, named) if opens else named.get(token, [])
        repeat = tokens.popleft() if tokens and _REPEAT.fullmatch(tokens[0]) else ""
        if _LITERAL.fullmatch(token) and token not in named and not repeat:
            run += token[-1] if token.startswith("\\") else token
            continue
        alternatives[-1] += [(run,)] if run.strip() else []
        run = ""
        if token == "|":
            alternatives.append([])
        elif not re.match(_LOOKS_AROUND, token) and not _OPTIONAL.fullmatch(repeat):
            alternatives[-1] += needed
    alternatives[-1] += [(run,)] if run.strip() else []
    return _combine(alternatives)


def _combine(alternatives: list[Needed]) -> Needed:
    if len(alternatives) == 1:
        return alternatives[0]
    if not all(alternatives):
        return []
    most = [max(groups, key=_shortest) for groups in alternatives]
    return [tuple(dict.fromkeys(letters for group in most for letters in group))]


def _shortest(group: tuple[str, ...]) -> int:
    return min(map(len, group))
