"""What a talk does well, each kind with the passage that shows it.

A kind is found only where the text shows it; a sentence with a filler, a hedge, a repetition or
a restart in it is no evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from refiner.advice.habits import TextIndex
from refiner.advice.letters import Needed, has_needed, needed_letters
from refiner.advice.quotes import QUOTE_CHARS
from refiner.model import CountSource, Filler, Transcript, counted_spans, is_english, per_minute
from refiner.patterns import compile_later
from refiner.spans import Span

MIN_WORDS, MAX_WORDS = 4, 26  # of a sentence that is clear without its neighbours
SHORT_SENTENCE_WORDS = 12  # mean sentence length up to which sentences count as short
EASY_WPM = range(130, 171)
ECHO_CHARS = 160  # of two sentences that begin alike and are quoted together

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


@dataclass(frozen=True, slots=True)
class Strength:
    """`kind` as in `coach.sentences.STRENGTHS`; `quote` is exact, empty where a figure shows it."""

    kind: str
    quote: str


_NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    "|fifty|hundred|thousand"
)
_DATES = f"{_MONTHS}|{_DAYS}"
_PAST = r"^(?=.*\b(?:was|were|had|did|came|went|began|\w{3,}ed)\b)"
_NOT_ROUGH = "".join(rf"(?<!{w} )" for w in ("from", "at", "until", "to", "about", "some", "or"))
_SENSES = (
    r"\b(?:cold|warm|dark|bright|loud|quiet|wet|green|red|white|blue|smell\w*|taste\w*|sound\w*)\b"
)

# Kinds that one sentence shows, by how it reads. Rather too few than one that is not there.
# No kind's evidence goes over the end of a line.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("question", r"^(?!.*\bhear me\b).*\?$"),
    ("example", r"\bfor (?:example|instance)\b|\bsuch as\b"),
    ("comparison", r"\b[Ii]magine |\bas \w+ as an? |\b(?:is|was|are|were) like an? "),
    ("signpost", r"^(?:First|Second|Third|Next|Finally), |\bfirst of all\b|^Let me (?:turn|begin)"),
    ("contrast", r"\bnot \w+(?: \w+){0,4},? but\b|\brather than\b|\binstead of\b"),
    ("reason", r"(?i)\bbecause\b|\bthat is why\b|\bthat's why\b"),
    ("dialogue", r"[“\"][^”\"\n]{8,}[”\"]|\b(?:said|asked|told me|shouted|whispered), \w+ \w+ \w+"),
    ("thanks", r"(?i)\bthank(?:s| you) for\b|\b(?:I|we) (?:want to )?thank (?:my|our|the)\b"),
    ("experience", r"\bI remember\b|\b[Ww]hen I was\b|\b[Mm]y (?:first|own) \w+"),
    ("candour", r"(?i)\bI was wrong\b|\bmy (?:mistake|fault)\b|\b(?:we|I) failed\b"),
    ("summary", r"(?i)\bin short\b|\bto sum up\b|\bthe point is\b|\bwhat matters\b"),
    ("appeal", r"^(?:Let's|Please|Try|Join|Look at) |\bI ask you\b|\bI invite you\b"),
    ("senses", rf"{_SENSES}.*{_SENSES}"),
    ("list", r"\b\w+, \w+, and \w+"),
    ("terms", r"(?i)\bin other words\b|\bwhich means that\b|\bis called an? "),
    ("time", rf"{_PAST}.*\b(?:in|on|since|until|by) (?:{_DATES})\b|\b[Ll]ast (?:week|year)\b"),
    ("number", rf"\b(?=[\defhnst]){_NOT_ROUGH}(?:\d[\d,.]*|{_NUMBERS}) [a-z]{{4,}}"),
    ("name", rf"(?<=[a-z,] )(?!I\b|{_MONTHS}|{_DAYS})[A-Z][a-z]{{2,}}"),
    ("address", r"(?i)\blet me show you\b|\bas you (?:can see|know)\b|\bhave you ever\b"),
    ("credit", r"(?i)\b(?:we|our team|my colleagues?) (?:built|fixed|repaired|wrote)\b"),
    ("vision", r"\bwill (?:change|help|save|let) (?:us|you|people|everyone|them|our|your)\b"),
)  # fmt: skip
# The most telling kinds; one of the others is shown only if there is room.
TELLING = frozenset(
    {
        *("opening_scene", "opening_question", "callback", "short_ending", "example", "echo"),
        *("comparison", "contrast", "dialogue", "candour", "experience", "signpost", "summary"),
    }
)
_COMMON = frozenset(
    {
        *("always", "another", "anything", "because", "before", "course", "little", "myself"),
        *("nothing", "people", "perhaps", "really", "remember", "should", "something", "things"),
        *("though", "thought", "without", "yourself"),
    }
)

_TITLE_REACH = 20  # characters before a sentence that may hold "Dr."
_ENDS_WITH_TITLE = compile_later(r"\b(?:Mrs?|Ms|Dr|St)\.\s*$")
_NOT_SAID = compile_later(r"[{}<>\[\]`*_|\\#@\n:]|https?:|www\.")


def find_strengths(
    transcript: Transcript,
    fillers: Sequence[Filler],
    source: CountSource,
    text_index: TextIndex | None = None,
) -> tuple[Strength, ...]:
    """Every kind that the talk shows, each once, in the order of the talk's own evidence.

    `text_index` is one of the transcript's text, if there is one already. They are known by
    English words: a talk in another language shows none.
    """
    if not is_english(transcript.language):
        return ()
    index = text_index or TextIndex(transcript.text)
    found: dict[str, str] = {}
    if index.punctuated:
        for kind, span in _evidence(index, sorted(counted_spans(fillers, source))):
            found.setdefault(kind, transcript.text[slice(*span)])
    seconds = transcript.duration_s
    if seconds and round(per_minute(len(index.words), seconds)) in EASY_WPM:
        found["pace"] = ""
    return tuple(Strength(kind, quote) for kind, quote in found.items())


def count_sentences(index: TextIndex, kind: str) -> int:
    """How many sentences show one of the kinds that a single sentence shows."""

    def count() -> int:
        pattern = dict(_PATTERNS)[kind]
        if not has_needed(_needed(pattern), index.text.casefold()):
            return 0
        search = re.compile(pattern).search
        return sum(search(index.text[slice(*span)]) is not None for span in index.sentences)

    return index.once(kind, count)


def _evidence(index: TextIndex, fillers: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    text, spans = index.text, index.sentences
    quotable = index.once("quotable", lambda: _find_quotable(index))
    with_fillers = index.sentences_with(fillers)
    good = [s for s in quotable if s not in with_fillers]
    if not good:
        return
    if good[0] == spans[0]:
        yield from _opening(text, spans[0])
    if good[-1] == spans[-1]:
        yield from _ending(index, spans)
    standing = set(good)
    shown = index.once("kinds", lambda: _sentences_by_kind(text, quotable))
    yield from _first_of_each(shown, standing)
    for before, after in pairwise(spans):
        both = before[0], after[1]
        is_shown = standing.issuperset((before, after)) and both[1] - both[0] <= ECHO_CHARS
        if is_shown and text[before[1] : after[0]] == " " and _opens_alike(text, before, after):
            yield "echo", both
    lengths = index.sentence_words
    if len(lengths) > 4 and sum(lengths.values()) / len(lengths) <= SHORT_SENTENCE_WORDS:
        yield "short", min(good, key=lengths.__getitem__)


def _sentences_by_kind(text: str, spans: Sequence[Span]) -> dict[str, list[Span]]:
    """The sentences that show each kind, in order.

    They are put on separate lines, so that each kind is searched for once.
    """
    lines = "\n".join(text[slice(*span)] for span in spans)
    folded = lines.casefold()
    starts = [0, *(match.end() for match in re.finditer("\n", lines))]
    found = {}
    for kind, pattern in _PATTERNS:
        if has_needed(_needed(pattern), folded):
            places = (m.start() for m in re.compile(pattern, re.MULTILINE).finditer(lines))
            numbers = dict.fromkeys(bisect_right(starts, place) - 1 for place in places)
            found[kind] = [spans[number] for number in numbers]
    return found


@cache
def _needed(pattern: str) -> Needed:
    """What the pattern needs of a text whose case is folded."""
    return [tuple(map(str.casefold, group)) for group in needed_letters(pattern)]


def _first_of_each(
    shown: Mapping[str, Sequence[Span]], standing: Container[Span]
) -> list[tuple[str, Span]]:
    """The first of the `standing` sentences that shows each kind, in the order of the text."""
    found = [
        (span, kind)
        for kind, spans in shown.items()
        if (span := next((s for s in spans if s in standing), None)) is not None
    ]
    return [(kind, span) for span, kind in sorted(found, key=lambda pair: pair[0])]


def _find_quotable(index: TextIndex) -> list[Span]:
    repeated, restarted = index.stumbles
    slipped = index.sentences_with([*index.hedges(), *repeated, *restarted])
    return [s for s in index.sentences if s not in slipped and _is_quotable(index, s)]


def _is_quotable(index: TextIndex, span: Span) -> bool:
    sentence = index.text[slice(*span)]
    before = index.text[max(0, span[0] - _TITLE_REACH) : span[0]]
    in_size = MIN_WORDS <= index.sentence_words[span] <= MAX_WORDS and len(sentence) <= QUOTE_CHARS
    return (
        in_size
        and not _NOT_SAID.search(sentence)
        and not _ENDS_WITH_TITLE.search(before)
        and not _ENDS_WITH_TITLE.search(sentence)
    )


def _opening(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    sentence = text[slice(*span)]
    if sentence.endswith("?"):
        yield "opening_question", span
    elif re.match(
        r"(?:Last|Yesterday|One (?:day|morning|night)|When I|In \d{4}|Picture|Imagine"
        r"|This (?:morning|week)|A (?:few|year|week)|On (?:Monday|Tuesday|Friday))\b",
        sentence,
    ):
        yield "opening_scene", span


def _ending(index: TextIndex, spans: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """The last sentence returns to the first, or is short."""
    first, last = (_content(index.text[slice(*s)]) for s in (spans[0], spans[-1]))
    if len(spans) > 4 and first & last:
        yield "callback", spans[-1]
    elif index.words_in(spans[-1]) <= 8 and len(spans) > 4 and not _is_farewell(index, spans[-1]):
        yield "short_ending", spans[-1]


def _is_farewell(index: TextIndex, span: Span) -> bool:
    return bool(re.search(r"(?i)\bthank|\bgood ?(?:night|bye)", index.text[slice(*span)]))


def _content(sentence: str) -> set[str]:
    return set(re.findall(r"[a-z]{6,}", sentence.lower())) - _COMMON


def _opens_alike(text: str, before: Span, after: Span) -> bool:
    words = [text[slice(*span)].split() for span in (before, after)]
    return words[0][:3] == words[1][:3] and len(words[0]) > 3
