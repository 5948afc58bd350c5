"""Turns written as blocks of keys and values, as in YAML or mail: `speaker: Ada`, `From: Ada`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from refiner.patterns import compile_later
from refiner.transcripts.days import find_day
from refiner.transcripts.readers.chat import CHAT_WARNING
from refiner.transcripts.readers.lines import parse_line
from refiner.transcripts.readers.names import is_full_name, is_name
from refiner.transcripts.readers.surroundings import fact_of
from refiner.transcripts.readers.table import read_rows, role_of
from refiner.transcripts.recording import Recording, count_warning, to_seconds
from refiner.transcripts.word_lists import listed

_PAIR = compile_later(
    r"\s{0,8}(?:-\s{1,3})?[\"'*_]{0,2}([^\W\d_][\w \-]{1,24}?)[\"'*_]{0,2}\s?:[\"'*_]{0,2}\s*(.*)"
)
_RULER = compile_later(r"\s*[-=*_]{3,}\s*|\s*")
_ROLES = ("speaker", "start", "end", "text")
_SENDERS = frozenset(listed("from von de"))  # before a name; before a time "from" is a start
_LETTERHEAD = frozenset(listed("to cc bcc sent subject re betreff an objet asunto"))
_NO_WORDS = frozenset(
    listed("day channel room thread id reply-to type received status direction attachment")
)  # of a message's head
_MAX_ABOVE = 6  # lines of a heading, and facts, above the first block
_KEY_ALONE = compile_later(
    r"^[*_#\s]{0,6}(speaker|from|sender|name|participant)[*_]{0,2}[ \t]*\r?\n(?=[^\W\d_].{0,60}$)",
    re.IGNORECASE | re.MULTILINE,
)
_HANDLE = compile_later(r"@?[^\W\d_][\w.\-]{1,30}")
_ADDRESS_BESIDE = compile_later(r"(?<=\S)\s*[<(\[][^<>()\[\]\s]{1,64}@[^<>()\[\]\s]{1,80}[>)\]]")
_ADDRESS = compile_later(r"<?([\w.+\-]{1,64})@[\w.\-]{1,80}>?")
_HEAD_CHARS = 4_000

_Block = dict[str, str]


def read_blocks(text: str, what: str) -> Recording | None:
    """None unless two blocks or more name a speaker, or one with a full name is all of the text."""
    text = _with_keys_beside_values(text)
    head = _full_lines(text.strip()[:_HEAD_CHARS])[: _MAX_ABOVE + 1]
    above = [_read_pair(line)[0] for line in head]
    first = next((n for n, role in enumerate(above) if role in _ROLES), len(head))
    titles = [line for line, role in zip(head, above[:first], strict=False) if not role]
    if first == len(head) or any(line.rstrip()[-1] in ".?!,…" for line in titles):
        return None
    lines = _full_lines(text)
    blocks, facts = _gather(lines[first:])
    spoken = [block for block in blocks if block.get("speaker") and block.get("text")]
    names = [block["speaker"] for block in spoken]
    alone = not (first or facts) and len(blocks) == 1 and _is_a_speech(blocks[0])
    if (len(spoken) < 2 and not alone) or not all(map(_is_sender, names)):
        return None
    roles = [role for role in _ROLES if any(role in block for block in spoken)]
    rows = [[block.get(role, "") for role in roles] for block in spoken]
    found = read_rows([roles, *rows], "labelled text", what)
    if found is None:
        return None
    left_out = "that are not speech were left out (headings, notes, footers)"
    warnings = (*found.warnings, *count_warning(first + len(facts), "lines", left_out))
    is_mail = any(_read_pair(line)[0] in _LETTERHEAD for line in facts)
    warnings = (*warnings, CHAT_WARNING) if is_mail else warnings
    return replace(found, warnings=warnings, held_on=find_day([*lines[:first], *facts]))


def _is_a_speech(block: _Block) -> bool:
    """Whether it is a full name and the words below it, without other keys."""
    words = block.get("text", "")
    is_bare = block.keys() == {"speaker", "text"} and not _PAIR.fullmatch(words.partition("\n")[0])
    return is_bare and is_full_name(block["speaker"])


def _with_keys_beside_values(text: str) -> str:
    """`text` with `Speaker: Ada` where "Speaker" and "Ada" each fill a line, turn after turn."""
    if _KEY_ALONE.match(text.lstrip()) is None:
        return text
    joined, count = _KEY_ALONE.subn(r"\1: ", text)
    return joined if count > 1 else text


def _is_sender(value: str) -> bool:
    """Whether it is a name, or one word as people call themselves: `ada`, `max.power`."""
    return is_name(value) or _HANDLE.fullmatch(value) is not None


def _full_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not _RULER.fullmatch(line)]


def _gather(lines: Sequence[str]) -> tuple[list[_Block], list[str]]:
    """The blocks, and the lines of their heads that say something else."""
    blocks: list[_Block] = []
    below: list[list[str]] = []  # for each block, the lines of words that have no key
    facts: list[str] = []
    for line in lines:
        role, value = _read_pair(line)
        if role in _ROLES:
            if not blocks or role in blocks[-1]:
                blocks.append({})
                below.append([])
            blocks[-1].update(_split_speaker(value) if role == "speaker" else {role: value})
        elif role and "text" not in blocks[-1]:
            facts.append(line)
        else:
            blocks[-1].setdefault("text", "")
            below[-1].append(line.strip())
    for block, more in zip(blocks, below, strict=True):
        if more:
            block["text"] = "\n".join([block["text"], *more]).strip()
    return blocks, facts


def _read_pair(line: str) -> tuple[str, str]:
    """The role of the line's key and its value; of another fact its key; empty for words."""
    pair = _PAIR.fullmatch(line[:400])
    if pair is None:
        return fact_of(line), ""
    key = pair[1].casefold().strip()
    value = line[pair.start(2) :].strip().strip("\"'")
    if key in _SENDERS and _is_sender(_split_speaker(value)["speaker"]):
        return "speaker", value
    if key in _NO_WORDS or (key in _LETTERHEAD and to_seconds(value) is None):
        return key, value
    return role_of(pair[1])[0] or fact_of(line), value


def _split_speaker(value: str) -> _Block:
    """The name without an address, and the time next to it."""
    value = _ADDRESS.sub(r"\1", _ADDRESS_BESIDE.sub("", value)).strip()
    line = parse_line(value) if any(map(str.isdigit, value)) else None
    if line is None or line.kind != "time" or line.start_s is None:
        return {"speaker": value}
    return {"speaker": line.label, "start": f"{line.start_s}s"}
