"""Turns written as blocks of keys and values, as in YAML: `speaker: Ada`, `text: um, hello`."""

from __future__ import annotations

from refiner.patterns import compile_later
from refiner.transcripts.readers.names import is_name
from refiner.transcripts.readers.table import read_rows, role_of
from refiner.transcripts.recording import Recording

_PAIR = compile_later(
    r"\s{0,8}(?:-\s{1,3})?[\"'*]{0,2}([^\W\d_][\w \-]{1,24}?)[\"'*]{0,2}\s?:\s*(.*)"
)
_RULER = compile_later(r"\s*[-=*_]{3,}\s*|\s*")
_ROLES = ("speaker", "start", "end", "text")


def read_blocks(text: str, what: str) -> Recording | None:
    """None if the text does not begin with such a key, or fewer than two blocks name a speaker."""
    blocks: list[dict[str, str]] = []
    last = ""
    for line in text.strip().splitlines():
        pair = _PAIR.fullmatch(line[:400])
        role = role_of(pair[1])[0] if pair else ""
        if not blocks and not role and not _RULER.fullmatch(line):
            return None
        if role:
            value = (line[pair.start(2) :] if pair else "").strip().strip("\"'")
            if not blocks or role in blocks[-1]:
                blocks.append({})
            blocks[-1][role] = value
            last = role
        elif not _RULER.fullmatch(line) and blocks:
            key = last if last == "text" else "text"
            blocks[-1][key] = f"{blocks[-1].get(key, '')}\n{line.strip()}".strip()
            last = key
    spoken = [block for block in blocks if block.get("speaker") and block.get("text")]
    if len(spoken) < 2 or not all(is_name(block["speaker"]) for block in spoken):
        return None
    roles = [role for role in _ROLES if any(role in block for block in spoken)]
    rows = [[block.get(role, "") for role in roles] for block in spoken]
    return read_rows([roles, *rows], "labelled text", what)
