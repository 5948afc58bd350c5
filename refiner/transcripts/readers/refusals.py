"""What a text that no reader knows seems to be, if it is not speech: code, a table, a log."""

from __future__ import annotations

import re

from refiner.patterns import compile_later

EMAIL = "an e-mail"
_STARTS = (
    (compile_later(r"run_id,talk,speaker,start_s,"), "a list of fillers that was exported here"),
    (compile_later(r"BEGIN:VCALENDAR"), "a calendar file"),
    (compile_later(r"BEGIN:VCARD"), "a file of contacts"),
    (compile_later(r"-----BEGIN "), "a key or certificate"),
    (compile_later(r"%!PS"), "a PostScript file"),
    (compile_later(r"\\documentclass|\\begin\{"), "a LaTeX document"),
    (compile_later(r"diff --git |--- a/|Index: \S+\n=====", re.IGNORECASE), "a patch"),
    (
        compile_later(
            r"Scenarist_SCC|(?:\d\d:){2}\d\d[:;]\d\d\s+(?:[\da-f]{4}\s+){2}",  # its head missing
            re.IGNORECASE,
        ),
        "SCC captions (a subtitle editor converts them to .srt)",
    ),
    (
        compile_later(r"File Format=MacCaption_MCC", re.IGNORECASE),
        "MCC captions (a subtitle editor converts them to .srt)",
    ),
    (
        compile_later(r"[\[{(]\s*(?:\{\s*)?'\w{1,40}'\s*:|[A-Z]\w{2,40}\(\w{1,40}=\S"),
        "what a Python program prints (let it write JSON)",
    ),
    (
        compile_later(r"//Font select|\$FontName\b"),
        "Spruce STL captions (a subtitle editor converts them to .srt)",
    ),
    (compile_later(r"# VobSub index file"), "the index of subtitles that are pictures (VobSub)"),
    (compile_later(r"package \w+\s*\n"), "a program's source code"),
    (compile_later(r"#!\s*/"), "a program's source code"),
    (
        compile_later(r"(?:MIME-Version|Received|Return-Path|Delivered-To|Message-ID): ", re.I),
        EMAIL,
    ),
    (
        compile_later(
            r"From: [^\n]{0,200}@[^\n]{0,200}\n(?:[\w\-]{2,30}: [^\n]{0,500}\n){1,20}\s*\n"
        ),
        EMAIL,
    ),
    (compile_later(r"#EXTM3U"), "a playlist"),
    (
        compile_later(r"SQLite format|CREATE TABLE |INSERT INTO ", re.IGNORECASE),
        "a database's dump",
    ),
)
_CODE = compile_later(
    r"\s*(?:(?:import|from) [\w.]+(?: import .*)?|return\b.*"
    r"|(?:import|from|def|class|return|const|let|var|function|public|private|static|void|int|"
    r"#include|#define|package|using|namespace|elif|else:|try:|except|print|console\.)\b.*[({;:=<>)}]"
    r".*|[})\];{(]+[;,]?|.*[;{}]|//.*|/\*.*|\*/|#\s?(?:include|define).*|[.#]?[\w\-]+\s*\{"
    r"|(?:(?:async )?(?:for|while|with)|(?:el|else )?if|try|except|finally|case|match)\b"
    r".*(?:[:{]|\bdo|\bthen)\s*"
    r"|[\w$@]+(?:\.\w+)*(?:\[[^\]]*\])?\s*(?:[+\-*/|&:]?=|<-)\s*\S.*|(?:fi|done|then|do|end|else)"
    r"|(?:SELECT|FROM|WHERE|INSERT|UPDATE|CREATE|ORDER|GROUP|(?:\w+ )?JOIN|VALUES)\b .*"
    r"|(?:echo|export|sudo|puts|printf|require|elsif|fn|func|use|local)\b .*[=$(\"'{:/].*"
    r"|[\w\-]+\s*:\s*[^;]+;|</?\w[^<>]{0,200}>(?:.*</?\w[^<>]{0,200}>)?|\w+(?:\.\w+)*\s*=\s*.+|\w+\(.*\))\s*"
)
_SURELY_CODE = compile_later(  # lines that no speech has
    r"\s*(?:(?:async )?def \w+\(.*\).*:|class \w+(?:\(.*\))?:|if __name__ == .+:"
    r"|from [\w.]+ import \w+(?:, \w+)*|return \w+[.(\[].*|\w+(?:\.\w+)*\(.*\);?"
    r"|(?:export )?(?:interface|type|enum|struct|class) \w+.*[{=]"
    r"|[.#]?[\w\-]+(?:[ ,]+[.#]?[\w\-]+){0,3}\s*\{(?:\s*[\w\-]+\s*:[^{}]*)?\}?"
    r"|\w+\??: [\w<>\[\]|]+;)\s*"
)
_GRID = compile_later(r"\s*[+|]?-{2,}(?:[+|]-{2,})+[+|]?\s*")
_LOG = compile_later(
    r"\W{0,2}\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d\S*\s+\W?"
    r"(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b.*"
)
_KEY_VALUE = compile_later(
    r"\s*(?:-\s+)?[\w.\-]{1,60}:(?:\s+\S.{0,200}|\s*)|\s*-\s+\S.*|---"
    r"|\s*#.*|\s*\[[\w.\- ]+\]|[\w.\- ]{1,60}\s*=.*"
)
_SAID_PAUSE = compile_later(r"(?<![\w.\"'])[Uu][mh],\s")  # who speaks of code, hesitates
_KEY = compile_later(r"\s*(?:-\s+)?[\w.\-]{1,60}:(?:\s|$)|\s*\[|[\w.\- ]{1,60}\s*=")
_LOOKED_AT = 200_000  # characters
_NUMBERS = "a list of numbers, or another tool's annotation"
_CELL_WORD = compile_later(r"[^\W\d_]+")
_MIN_CELL_WORDS = 4  # on average, in what is prose with bars or tabs in it
_DIGIT = compile_later(r"\d")
_LONG_WORD = compile_later(r"[^\W\d_]{3,}")


def describe_by_start(text: str) -> str | None:
    """What a file of another format seems to be, by the words that it begins with."""
    head = text.lstrip()[:20_000]
    return next((kind for start, kind in _STARTS if start.match(head)), None)


def describe_program_text(text: str) -> str | None:
    """What the text of a program seems to be: its source or its log."""
    lines = _first_lines(text.lstrip())
    if len(lines) >= 3 and _share(lines, _LOG) >= 0.7:
        return "a program's log"
    if sum(_SAID_PAUSE.search(line[:300]) is not None for line in lines) > 1:
        return None
    if len(lines) >= 3 and _share(lines, _CODE) >= 0.7:
        return "a program's source code"
    if len(lines) >= 2 and _share(lines, _SURELY_CODE) > 0.5:
        return "a program's source code"
    return None


def describe_no_speech(text: str) -> str | None:
    """What a text without names or times seems to be; None if it may be what someone said."""
    head = text.lstrip()[:_LOOKED_AT]
    lines = _first_lines(head)
    if not lines:
        return None
    if head.startswith("<") and head.count("<") > 4 and head.count(">") > 4:
        return "a file in markup (XML or HTML)"
    if len(lines) >= 3:
        if _is_settings(lines):
            return "a file of settings (YAML or INI)"
        if any(_GRID.fullmatch(line[:300]) for line in lines[:3]):
            return "a table drawn with lines"
        delimiter, rows = _split_columns(lines)
        if rows and not _are_sentences(rows):
            return (
                f"a table (columns parted by {delimiter}) without a column of words that is known"
            )
    if _is_numbers(head, 0.5):
        return _NUMBERS
    tokens = head.split()
    if len(tokens) < 0.005 * len(head) and len(head) > 2000 and head.isascii():
        return "encoded data"
    return None


def warn_of_columns(text: str) -> tuple[str, ...]:
    """Warn of prose that the same bars or tabs part in each line, as they part a table."""
    lines = _first_lines(text)
    delimiter, rows = _split_columns(lines) if len(lines) >= 3 else ("", [])
    if not rows:
        return ()
    return (
        f"every line is parted by {delimiter}, as a table is; all columns were counted as said",
    )


def describe_numbers(words: str) -> str | None:
    """What the words of a file with times or names seem to be, if nearly all are numbers."""
    return _NUMBERS if _is_numbers(words[:_LOOKED_AT], 0.8) else None


def _first_lines(text: str) -> list[str]:
    return [line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:2000]


def _is_numbers(text: str, share: float) -> bool:
    """Whether at least this share of what is parted by blanks are numbers or codes."""
    tokens = text.split()
    if len(tokens) < 12 or len(_DIGIT.findall(text)) < share * len(tokens):
        return False
    numbers = sum(any(map(str.isdigit, token)) and not _LONG_WORD.search(token) for token in tokens)
    return numbers >= share * len(tokens)


def _share(lines: list[str], shape: re.Pattern[str]) -> float:
    return sum(shape.fullmatch(line[:300]) is not None for line in lines) / len(lines)


def _is_settings(lines: list[str]) -> bool:
    """Keys and values, with lists or levels in them: `a: one` or `- one` alone may be speech."""
    nested = sum(line.startswith(("  ", "\t", "- ", "[", "---")) for line in lines)
    has_keys = any(_KEY.match(line[:300]) for line in lines)
    return nested >= 2 and has_keys and _share(lines, _KEY_VALUE) >= 0.95


def _split_columns(lines: list[str]) -> tuple[str, list[list[str]]]:
    """What parts the columns of a table, by name, and its cells; no cells if it is none."""
    for char, name in (("\t", "tabs"), ("|", "bars"), (";", "semicolons"), (",", "commas")):
        rows = [line.strip().rstrip(char).split(char) for line in lines]
        width = len(rows[0])
        if width > (2 if char == "," else 1) and all(len(row) == width for row in rows):
            spaced = sum(line.count(f"{char} ") for line in lines)
            if char in "\t|" or spaced < 0.3 * (width - 1) * len(rows):
                return name, rows
    return "", []


def _are_sentences(rows: list[list[str]]) -> bool:
    """Whether cells are parts of sentences: several words in each column."""
    words = [[len(_CELL_WORD.findall(cell)) for cell in row] for row in rows]
    columns: list[float] = [sum(column) / len(rows) for column in zip(*words, strict=True)]
    return min(columns) >= 2 and sum(columns) >= _MIN_CELL_WORDS * len(columns)
