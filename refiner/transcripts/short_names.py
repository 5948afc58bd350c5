"""Full and short names of one person, as "Ada Byron" at first and "Ada" or "Ms Byron" later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from refiner.transcripts.readers.names import fold_name, is_role
from refiner.transcripts.recording import Segment
from refiner.transcripts.word_lists import listed

_TITLES = frozenset(listed("mr mrs ms miss mx dr prof professor sir dame lord lady herr frau"))
_MAX_ALIKE = 20  # of one name: of more people it could be anyone
_MIN_SURNAME = 3  # letters: in "Ada B." they tell two people apart


def unify_short_names(
    segments: Sequence[Segment],
) -> tuple[tuple[Segment, ...], tuple[str, ...]]:
    """Segments with the full name in place of a short one that only comes after it; warnings.

    Where both names take turns they may be two people: they stay, with a warning.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, segment in enumerate(segments):
        first.setdefault(segment.speaker, place)
        last[segment.speaker] = place
    parts = {name: _parts(name) for name in first if name}
    by_part: dict[str, list[str]] = {}
    for name, own in parts.items():
        if len(own) > 1:
            for part in {own[0], own[1], own[-1]}:  # the first may be a title
                by_part.setdefault(part, []).append(name)
    same: dict[str, str] = {}
    warnings = []
    for short, own in parts.items():
        alike = by_part.get(own[-1], []) if len(own) < 3 else []
        full = [name for name in alike[:_MAX_ALIKE] if _is_short_for(own, parts[name])]
        if len(full) == 1 and last[full[0]] < first[short] and not _is_title(short):
            same[short] = full[0]
            warnings.append(f"“{short}” was taken as {full[0]}, who spoke before by the full name")
        elif full and len(alike) <= _MAX_ALIKE:
            names = " or ".join(full[:3])
            warnings.append(f"“{short}” and {names} may be one person; they are counted apart")
    if not same:
        return tuple(segments), tuple(warnings)
    return (
        tuple(replace(one, speaker=same.get(one.speaker, one.speaker)) for one in segments),
        tuple(warnings),
    )


def _parts(name: str) -> list[str]:
    return [part.strip(".,") for part in fold_name(name).split()]


def _is_title(name: str) -> bool:
    return fold_name(name).strip(".") in _TITLES


def _is_short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is the first or the last part of a full one, perhaps with the same title."""
    own = [part for part in short if part not in _TITLES]
    whole = [part for part in full if part not in _TITLES]
    if len(own) != 1 or len(whole) < 2 or len(whole[-1]) < _MIN_SURNAME:
        return False
    titles = [part for part in short if part in _TITLES]
    if any(map(str.isdigit, "".join(whole))) or is_role(own[0]) or is_role(whole[0]):
        return False
    is_same_title = not titles or not set(full) & _TITLES or set(titles) <= set(full)
    return is_same_title and own[0] in ((whole[-1],) if titles else (whole[0], whole[-1]))
