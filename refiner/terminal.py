"""What a terminal is shown: this module alone prints, and nothing in a text commands the terminal.

A name, a file's member or a model's advice may hold characters that clear the screen, set its
title, forge a line or turn the direction of writing. They are shown as JSON writes them
(`\\u001b`), so that a document on standard output means the same as before.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
from typing import TextIO

from refiner.errors import RefinerError, describe_os_error

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = "\u2028\u2029\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
_COMMANDS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}{_UNSEEN}]")
_LINE_ENDS = re.compile(r"[\t\n]")
_UNWRITABLE = "refiner-as-json"


def print_result(text: str, end: str = "\n") -> None:
    """`text`, of one or several lines, on standard output.

    Raises RefinerError if it cannot be written, and BrokenPipeError if its reader is gone.
    """
    try:
        _print(clean_text(text), sys.stdout, end)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What could not be written would be tried again when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise RefinerError(f"standard output: {describe_os_error(error)}") from None


def print_message(line: str, end: str = "\n") -> None:
    """Print one line on standard error, whatever characters it has."""
    _print(clean_line(line), sys.stderr, end)


def clear_line() -> None:
    """Take back a message that was printed without its end."""
    _print("", sys.stderr, "\r\033[K")


def clean_text(text: str) -> str:
    """`text` without a character that a terminal would obey, but for ends of lines and tabs."""
    return _COMMANDS.sub(_as_json, text)


def clean_line(text: str) -> str:
    """As `clean_text`, on one line."""
    return _LINE_ENDS.sub(_as_json, clean_text(text))


def _as_json(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _write_as_json(error: UnicodeError) -> tuple[str, int]:
    """For characters that the terminal's encoding does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_UNWRITABLE, _write_as_json)


def _print(text: str, stream: TextIO, end: str = "\n") -> None:
    encoding = stream.encoding or "utf-8"
    shown = text.encode(encoding, _UNWRITABLE).decode(encoding)
    print(shown, end=end, file=stream, flush=True)
