"""Decides which text before a colon, in brackets or next to a time is a speaker's name.

What looks like a name is one where it comes back or where most lines have one; what does not
look like one (`me`, `+1 555 0100`) where it comes back line after line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from refiner.patterns import compile_later
from refiner.transcripts.days import MONTHS
from refiner.transcripts.word_lists import listed

_ROLES = frozenset(
    listed(
        """a agent answer attorney audience b caller chair chairman coach court customer guest
        host i interviewee interviewer judge me moderator narrator operator participant q
        question speaker sprecher student teacher them unknown witness"""
    )
)
_PRONOUNS = frozenset(listed("a b i me q them"))  # roles that also begin a sentence
_SURE_ROLES = frozenset(
    listed(
        """attorney chairman guest host interviewee interviewer moderator narrator presenter
        speaker sprecher"""
    )
)
_PARTICLES = frozenset(
    listed("al and bin da das de del der di dos du el la le of ter the van von y")
)
WEEKDAYS = frozenset(listed("monday tuesday wednesday thursday friday saturday sunday"))
_HEADINGS = frozenset(  # of a part of a talk, of notes: never a person, however often they come
    listed(
        """action actions advantages after before benefit benefits challenge challenges cons
        cost costs disadvantages fact facts myth myths opportunities problem problems pros
        reality result results risk risks situation solution solutions strengths task tasks
        threats weaknesses"""
    )
)
_NOT_NAMES = frozenset(
    listed(
        """background budget context deadline decision decisions discussion goals impact
        ingredients method methods money overview owner people product quality sales scope status
        summary timeline update
        again agenda also and anyway attendees attending because but caution
        conclusion copyright course date description duration example finally first fourth
        fifth format from goal hello hint http https idea important in introduction invited it
        kind language last later length like link location meeting minutes my next no note
        notes now ok okay once one or our page part participants place point present
        ps re reason recording chapter day episode exhibit figure lesson module season section
        session slide table unit week remember reminder right rule second see sidenote so
        source step subject summary then there therefore third this three time tip title to
        today tomorrow topic topics transcript two uh um url version warning we well what when
        where which who why with yes yesterday you
        january february march july september october november december breakfast lunch dinner
        morning afternoon evening friends ladies imagine listen look picture please suppose thanks
        think welcome absolutely agreed correct exactly fine good great however maybe perfect
        perhaps sorry sure true"""
    )
).union(WEEKDAYS, _HEADINGS)
_NEVER = frozenset(
    listed(
        """agenda attendees caution chapter date duration episode example hint http https imagine
        invited listen location look note notes participants picture ps reminder season sidenote
        slide source step subject summary suppose thanks tip title topic url warning"""
    )
).union(WEEKDAYS, _HEADINGS)
_SAYING = compile_later(
    r"(?:\b(?:said|says|say|saying|asked|asks|replied|answered|goes|went|like|is|was|are|thought"
    r"|about|after|around|at|before|between|by|from|in|of|on|since|till|to|until|with)"
    r"|[说說道问問言])\s*$",
    re.IGNORECASE,
)
_ASIDE = compile_later(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|\|.*")  # (Acme), (she/her), | Acme
_WORD = compile_later(r"[^\s()\[\]/|]+")
_NO_NAME = compile_later(
    r"[;!?\"“”…:]|,.*,|,$|(?<!\bJr)(?<!\bSr)(?<!\s[A-Z])\.\s*$|\.{2}|\d{1,2}:\d{2}"
)
_SENTENCE = compile_later(r"[;!?…]|[.,]\s+\S+\s+\S+\s+\S+|\.{2}|://")
_PHONE = compile_later(r"\+?[\d(][\d ().\-]{5,20}\d")
_MACHINE = compile_later(
    r"(?:speaker|spk|spkr|sprecher|channel|person|guest|participant|unknown|interlocuteur|"
    r"locuteur|hablante|orador|falante|話者|发言人|說話者|说话人|s|user|voice)[ _#\-]*"
    r"(?:\d{1,4}|(?<=[ _#\-])[a-z?]|(?-i:[A-Z]))(?:[ _]\d{1,3})?"
    r"|(?:unknown|unidentified)(?: speaker)?[ _]?\d*",
    re.IGNORECASE,
)
_PICTURES = compile_later(r"[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]{1,12}")  # as a name
_YEAR = compile_later(r"\b(?:19|20)\d{2}\b")  # part of a date
_MAX_CHARS = 60
_MAX_WORDS = 5
_OFTEN = 0.5  # share of lines with a label that comes back: then it is one, whatever it looks like


def fold_name(name: str) -> str:
    """A name for comparison: composed, without letter case, single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def is_machine_name(name: str) -> bool:
    """Whether a program gave the name: `Speaker 1`, `SPEAKER_00`, `spk_0`."""
    return _MACHINE.fullmatch(name.strip()) is not None


def is_role(word: str) -> bool:
    """Whether a word in small letters is a part in a talk (`host`) and no one's own name."""
    return word in _ROLES


_ABBREVIATED = compile_later(r"\b(?:dr|prof|mr|mrs|ms|mx|rev|hon|st|jr|sr)\.(?=\s)", re.IGNORECASE)


def is_no_name(label: str) -> bool:
    """Whether a label begins with a word that is no name: `Note`, `Ingredients`, `Monday`."""
    return label.casefold().partition(" ")[0].strip(".,:") in _NOT_NAMES


def is_name(label: str) -> bool:
    """Could it be a name or a part in a talk: `Ada Byron`, `Byron, Ada`, `Speaker 1`, `host`?"""
    return len(label) <= 4 * _MAX_CHARS and _is_short_name(label.strip())


@lru_cache(maxsize=1024)
def _is_short_name(label: str) -> bool:
    if _YEAR.search(label):
        return False
    if is_machine_name(label) or _PHONE.fullmatch(label):
        return True
    label = _ASIDE.sub(" ", label).strip() or label
    words = _WORD.findall(label)
    if not words or len(label) > _MAX_CHARS or len(words) > _MAX_WORDS or _NO_NAME.search(label):
        return False
    first = words[0].casefold().strip(".,")
    if first in _PRONOUNS:
        return len(words) == 1 or all(word.isdigit() for word in words[1:])
    if first in _ROLES:
        return len(words) == 1 or all(word.strip("#").isalnum() for word in words[1:])
    if (first in _NOT_NAMES and not _is_dated_name(words)) or not words[0][0].isalpha():
        return False
    return all(_capital(word) for word in words)


def _is_dated_name(words: Sequence[str]) -> bool:
    """Whether a day or month begins a full name, as in `Sunday Adeyemi` and `April Jones`."""
    first, *others = (word.casefold().strip(".,") for word in words)
    is_day = first in WEEKDAYS or first in MONTHS
    return (
        is_day and bool(others) and all(one.isalpha() and one not in _NOT_NAMES for one in others)
    )


def is_heading_label(label: str) -> bool:
    """Whether a label names a part of a text, as `Pros`, `Problem` and `Myth` do."""
    return fold_name(label) in _HEADINGS


def find_named_days(labels: Iterable[str]) -> set[str]:
    """The weekday, folded, that is a name: it comes back, with other names and no other weekday.

    Crusoe's Friday is one; the days of a diary are several.
    """
    labels = list(labels)
    counts = Counter(map(fold_name, labels))
    days = counts.keys() & WEEKDAYS
    if len(days) != 1 or not any(map(is_name, labels)):
        return set()
    return {day for day in days if counts[day] > 1}


def _capital(word: str) -> bool:
    """Begins as a name does; a script without capitals may begin with any letter."""
    return not word[0].islower() or word in _PARTICLES


def may_be_label(label: str) -> bool:
    """Whether `label` is short enough, and no sentence, to be a name if it comes back."""
    label = label.strip()
    words = label.split()
    if not label or len(label) > _MAX_CHARS or len(words) > 7:
        return False
    if (
        _SENTENCE.search(_ABBREVIATED.sub("", label))
        or _YEAR.search(label)
        or not (any(c.isalnum() for c in label) or _PICTURES.fullmatch(label))
    ):
        return False
    first, is_title = words[0].casefold().strip(".,:"), all(map(_capital, words))
    never = first in _NEVER and not (is_title and _is_dated_name(words))
    if first in _HEADINGS:  # "Pros" and "Pros of it", not "Task Rabbit"
        never = len(words) == 1 or not is_title
    return not never and not _SAYING.search(label)


def learn_names(
    labels: Iterable[str], lines: int, begins: bool = True, declared: bool = False
) -> set[str]:
    """Which of the `labels` that `lines` lines begin with are names; all of them, folded.

    `begins`: the first line has a label. Where it has none and none comes back, most lines must.
    `declared`: the file says that it is a transcript.
    """
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    labels = list(labels)
    days = find_named_days(labels)
    for label in labels:
        if may_be_label(label) or fold_name(label) in days:
            counts[fold_name(label)] += 1
            spelt.setdefault(fold_name(label), label)
    looks = {key for key, label in spelt.items() if is_name(label)} | days
    again = {key for key, count in counts.items() if count > 1}
    share = 0.5 if begins else 0.6
    names = {key for key in looks if is_machine_name(spelt[key])}
    if names and len(counts) > 1 and _total(counts, counts) >= 0.8 * lines:
        names |= {key for key in counts if len(key.split()) <= 4}  # as well as "Unknown Speaker"
    if _come_back(counts, looks) or _total(counts, looks) >= share * max(lines, 3):
        names |= looks
    if _total(counts, again) >= max(2, _OFTEN * lines):
        names |= again | looks
        if _total(counts, counts) >= 0.8 * lines:  # line after line: the one who speaks once too
            names |= {key for key in counts if len(key.split()) <= 4}
    if not names and begins and counts and next(iter(counts)) in looks:
        names = {key for key in looks if declared or is_full_name(spelt[key])}
    return names


def is_full_name(label: str) -> bool:
    """Whether a label can be nothing but a name, even once: two words or more, or a part."""
    words = label.casefold().split()
    return len(words) > 1 or words[0] in _SURE_ROLES


def _come_back(counts: Counter[str], keys: Collection[str]) -> bool:
    return any(counts[key] > 1 for key in keys)


def _total(counts: Counter[str], keys: Iterable[str]) -> int:
    return sum(counts[key] for key in keys)
