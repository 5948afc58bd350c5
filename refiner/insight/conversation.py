"""What each person does in a conversation: share of talk, longest turn, questions, interruptions.

Pure; from the turns of the transcript. Nothing is measured if a single person speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from refiner.model import Transcript, count_words
from refiner.patterns import compile_later
from refiner.run_document import RunDocument
from refiner.transcripts.from_document import transcript_of

MIN_INTERRUPTING_WORDS = 3  # ours: "mm-hm" and "yes, right" are no interruptions
MIN_OVERLAP_S = 0.2  # ours: about what a recogniser's times are exact to
_QUESTION = compile_later(r"[?？؟]+(?=[!\"'”“»«)\]]*(?:\s|$))")


@dataclass(frozen=True, slots=True)
class PersonMeasures:
    """One person; `share` of all words of the file, 0 to 1, `longest_s` None without times.

    `interruptions`: turns begun before another person's had ended; None if no times overlap.
    """

    name: str
    words: int
    share: float
    turns: int
    longest_words: int
    longest_s: float | None
    questions: int
    interruptions: int | None


@dataclass(frozen=True, slots=True)
class _Turn:
    speaker: str
    text: str
    words: int
    start_s: float | None
    end_s: float | None

    @property
    def seconds(self) -> float | None:
        return None if self.start_s is None or self.end_s is None else self.end_s - self.start_s


def measure_conversation(document: RunDocument) -> list[PersonMeasures]:
    """The people of a conversation, who says most first; empty unless several are named."""
    turns = _turns_of(transcript_of(document))
    names = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    if len(names) < 2:
        return []
    said = _count_words(turns)
    shares = {speaker["name"]: speaker["share"] for speaker in document.get("speakers", ())}
    interrupted = _count_interruptions(turns)
    people = []
    for name in names:
        own = [turn for turn in turns if turn.speaker == name]
        longest = max(own, key=lambda turn: turn.words)
        people.append(
            PersonMeasures(
                name,
                said[name],
                shares.get(name, said[name] / (said.total() or 1)),
                len(own),
                longest.words,
                longest.seconds,
                sum(len(_QUESTION.findall(turn.text)) for turn in own),
                interrupted.get(name, 0) if interrupted is not None else None,
            )
        )
    return sorted(people, key=lambda person: -person.words)


def words_by_person(document: RunDocument) -> Counter[str]:
    """The words of each, in the order of first speaking; under the empty name, of the unnamed."""
    return _count_words(_turns_of(transcript_of(document)))


def _count_words(turns: Iterable[_Turn]) -> Counter[str]:
    said: Counter[str] = Counter()
    for turn in turns:
        said[turn.speaker] += turn.words
    return said


def _turns_of(transcript: Transcript) -> list[_Turn]:
    """The turns in the order of the text; a turn's stretches follow each other."""
    turns = []
    for _, group in groupby(transcript.stretches, key=lambda s: (s.turn, s.speaker)):
        stretches = list(group)
        text = transcript.text[stretches[0].start : stretches[-1].end]
        starts = [s.start_s for s in stretches if s.start_s is not None]
        ends = [s.end_s for s in stretches if s.end_s is not None]
        start_s, end_s = min(starts, default=None), max(ends, default=None)
        turns.append(_Turn(stretches[0].speaker, text, count_words(text), start_s, end_s))
    return turns


def _count_interruptions(turns: Sequence[_Turn]) -> Mapping[str, int] | None:
    """How often each person began before another had ended; None if no two turns overlap."""
    found: dict[str, int] = {}
    overlap = False
    last: dict[str, _Turn] = {}  # each person's turn that ends last so far
    for turn in turns:
        if turn.start_s is None or turn.end_s is None:
            continue
        others = (one for name, one in last.items() if name != turn.speaker)
        if any(_speaks_at(other, turn.start_s) for other in others):
            overlap = True
            if turn.words >= MIN_INTERRUPTING_WORDS:
                found[turn.speaker] = found.get(turn.speaker, 0) + 1
        before = last.get(turn.speaker)
        if before is None or (before.end_s or 0.0) < turn.end_s:
            last[turn.speaker] = turn
    return found if overlap else None


def _speaks_at(turn: _Turn, second: float) -> bool:
    """Whether a speaker is in the middle of a turn, not just about to end it."""
    start_s, end_s = turn.start_s or 0.0, turn.end_s or 0.0
    return start_s <= second and end_s - second >= MIN_OVERLAP_S
