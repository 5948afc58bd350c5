"""What the numbers of one sentence say of fillers, and which of it is not so.

A number is innocent only for a reason that is named here (a unit of its own, a
target, a practice count); every other number is held against the refined counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from refiner.advice.audit import phrasing as p
from refiner.advice.audit.mentions import Mention, Vocabulary
from refiner.advice.audit.numerals import Numeral, is_joined, numerals

_REACH = 3  # adjectives looked through between a number and its noun
_WORD = re.compile(r"[ -]([a-z][a-z'-]*)")
_ONE = frozenset({"one", "a single"})
_PLAYFUL = ("exercise", "goal", "measurement")  # parts that suppose and prescribe


@dataclass(frozen=True)
class Sentence:
    """One sentence of the advice in its surroundings.

    `place` is where it is, `carried` what was spoken of last before it, `in_context`
    whether its passage speaks of fillers at all.
    """

    text: str
    place: str
    vocabulary: Vocabulary
    carried: Mention | None
    in_context: bool

    @cached_property
    def numbers(self) -> list[Numeral]:
        return numerals(self.text)

    @cached_property
    def mentions(self) -> list[Mention]:
        return self.vocabulary.mentions(self.text, self.numbers)

    @cached_property
    def rates(self) -> list[re.Match[str]]:
        return list(p.PER.finditer(self.text))

    @property
    def prescribes(self) -> bool:
        """Does it stand where exercises and goals stand, and state nothing itself?"""
        return self.place.endswith(_PLAYFUL) and not p.ASSERTS.search(self.text)

    def clause(self, at: int) -> tuple[str, str]:
        """The text before and after `at` in its clause."""
        breaks = list(p.CLAUSE_BREAK.finditer(self.text))
        start = max((m.end() for m in breaks if m.end() <= at), default=0)
        end = min((m.start() for m in breaks if m.start() >= at), default=len(self.text))
        return self.text[start:at], self.text[at:end]

    @property
    def everything(self) -> Mention:
        counts = self.vocabulary.counts
        return Mention(0, 0, "fillers", counts.total, False)

    # -- what a number is not

    def is_innocent(self, n: Numeral) -> bool:
        before, after = self.text[: n.start], self.text[n.end :]
        return (
            any(m.start() <= n.start and n.end <= m.end() for m in self.rates)
            or any(m.start() <= n.start < m.end() for m in p.CLOCK.finditer(self.text))
            or bool(p.PLACED.search(before) or (n.high <= 5 and p.LABELLED.search(before)))
            or bool(p.OFTEN.match(after) and not self._speaks_of_now(n))
            or bool(p.SCORE.match(after) and not self.mentions)
            or self._is_year(n)
            or self._has_unit(n)
            or self._is_practice(n)
            or self._is_pronoun(n)
            or bool(p.COUNTS_TO.search(before) or p.OR_TWO.search(before))
            or (n.high <= 5 and bool(p.INTO.search(before) or p.BUNCHES.search(before)))
            or (n.form == "times" and bool(p.TWICE_AS.match(after)))
            or (n.form == "fraction" and not p.PART_OF.match(after))
            or (n.form == "ordinal" and not self.directly_after(n))
        )

    def _is_year(self, n: Numeral) -> bool:
        digits = self.text[n.start : n.end]
        dated = p.YEAR_BEFORE.search(self.text[: n.start]) and not self.directly_after(n)
        return bool(dated) and len(digits) == 4 and digits.isdigit() and 1900 <= n.low <= 2100

    def _speaks_of_now(self, n: Numeral) -> bool:
        """Is the clause about what was said, rather than about what is to be done?"""
        before, after = self.clause(n.start)
        start = n.start - len(before)
        named = any(start <= m.start < n.end for m in self.mentions)
        return named or bool(p.ASSERTS.search(before + after))

    def _has_unit(self, n: Numeral) -> bool:
        following = next((m for m in self.numbers if m.start >= n.end), None)
        if following and is_joined(self.text, n, following) and self._has_unit(following):
            return True
        if p.PACE.match(self.text, n.end):
            return True
        if p.SPOKEN_WORDS.match(self.text, n.end) and not self.directly_after(n):
            return self._are_words_of_talk(n)
        stop = min((m.start for m in self.mentions if m.start >= n.end), default=len(self.text))
        for steps, word in enumerate(self._words_after(n.end, stop)):
            noun = word.removesuffix("'s").rstrip("'")
            if noun in p.UNITS or noun.removesuffix("s") in p.UNITS:
                if self._is_adjunct(n, noun):
                    return False
                if noun.startswith("sentence") and self._are_sentences_with(n):
                    return False
                return not (noun.startswith("pause") and "filled" in self.text)
            if noun in p.CULPRITS and n.high <= 3:
                return n.high <= max(self.vocabulary.kinds, 1)
            if noun in p.NO_ADJECTIVE or noun in p.COUNTING_NOUNS or steps == _REACH:
                return False
        return False

    def _is_adjunct(self, n: Numeral, noun: str) -> bool:
        """ "15 talk fillers": the unit only describes what is counted."""
        plural = noun.endswith("s") or n.low == 1
        return not plural and self.text[n.end : n.end + 1] == " " and bool(self.directly_after(n))

    def _are_sentences_with(self, n: Numeral) -> bool:
        """More sentences with a filler than there are fillers?"""
        said = p.SENTENCES_WITH.match(self.text, n.end) and not self.prescribes
        return bool(said) and any(n.low > m.count for m in self.mentions)

    def _words_after(self, at: int, stop: int) -> Iterator[str]:
        while (match := _WORD.match(self.text, at)) and match.end() <= stop:
            yield from match[1].split("-")
            at = match.end()

    def _are_words_of_talk(self, n: Numeral) -> bool:
        before, after = self.clause(n.start)
        return bool(
            p.WORDS_OF_TALK.search(before)
            or n.low == self.vocabulary.counts.words
            or not (p.ASSERTS.search(before + after) or p.WORDS_THAT.match(after))
            or "sentence" in self.text
        )

    def _is_practice(self, n: Numeral) -> bool:
        """ "Read it aloud three times": a count of what is to be done."""
        times = n.form == "times" or self.text.startswith(" times", n.end)
        before, after = self.clause(n.start)
        if not times or p.BASELINE.search(before) or p.ASSERTS.search(before + after):
            return False
        practised = list(p.PRACTISES.finditer(before))
        if not practised:
            return self.prescribes and not self.mentions
        since = n.start - len(before) + practised[-1].end()
        return not any(since <= m.start < n.start for m in self.mentions)

    def _is_pronoun(self, n: Numeral) -> bool:
        """ "The one you use most", "pick one filler", "once you notice": no count at all."""
        said, after = self.text[n.start : n.end], self.text[n.end :]
        before = self.clause(n.start)[0]
        if said == "once":
            return not any(m.end == n.start - 1 for m in self.mentions)
        if n.form == "times" and re.search(r"\bthink $", before):
            return True
        if said not in _ONE:
            return False
        counted = re.search(r"\b(?:only|just|exactly|had|used|said|heard|counted) $", before)
        if re.match(r" (?:at a time|by one|another|more\b|of )", after):
            return not counted
        if self.directly_after(n) or re.match(r" (?:times?|instance|occurrence|use)\b", after):
            picks = p.PICKS.search(before) and not p.ASSERTS.search(before)
            return bool(picks) or bool(re.search(r"\b(?:each|every|this|that|which|any) $", before))
        labelled = any(
            re.fullmatch(r" ?[(:=] ?", self.text[m.end : n.start]) for m in self.mentions
        )
        return not labelled and not (counted and re.match(r" ?(?:[.!?,;)]|$)", after))

    # -- what a number is said of

    def directly_after(self, n: Numeral) -> Mention | None:
        """The mention that a number precedes: "15 needless fillers", '9 uses of "like"'."""
        m = next((m for m in self.mentions if m.start >= n.end), None)
        if m is None:
            return None
        between = self.text[n.end : m.start]
        if p.USES_OF.fullmatch(between) or between in ("", "-", " ", "x ", " x ", " × ", "× "):
            return m
        words = between.split()
        adjectives = all(w.isalpha() and w not in p.NO_ADJECTIVE for w in words)
        return m if adjectives and len(words) <= _REACH and "times" not in words else None

    def subject(self, n: Numeral) -> Mention:
        """What `n` counts; all fillers where nothing nearer is spoken of."""
        direct = self.directly_after(n)
        if direct:
            return direct
        if p.OUT_OF.search(self.text[: n.start]):
            return self.everything
        after = [m for m in self.mentions if m.start >= n.end]
        before = [m for m in self.mentions if m.end <= n.start]
        named = [m for m in after if m.specific]
        if p.PART_OF.match(self.text, n.end):
            candidates = named[:1] or [m for m in before if m.specific][-1:]
            return (candidates or before[-1:] or after[:1] or [self.carried or self.everything])[0]
        if named and p.ARE.fullmatch(self.text[n.end : named[0].start]):
            return named[0]
        if any(m.specific for m in before):  # '"um" is your main filler at 3'
            before = [m for m in before if m.specific or not self._is_description(m)]
        near_before = [m for m in before if not self._number_between(m.end, n.start)]
        near_after = [m for m in after[:1] if not self._number_between(n.end, m.start)]
        if near_before or near_after:
            return near_before[-1] if near_before else near_after[0]
        if self.mentions:
            return (before[-1:] or after)[0]
        if self.carried and not re.search(r"\b(?:total|altogether|overall|in all)\b", self.text):
            return self.carried
        return self.everything

    def _is_description(self, mention: Mention) -> bool:
        return p.LEADING.search(self.text[: mention.start]) is not None

    def _number_between(self, start: int, end: int) -> bool:
        return any(start <= n.start < end and not self.is_innocent(n) for n in self.numbers)

    def rate_of(self, n: Numeral) -> str | None:
        """ "minute", "words", "other" where `n` is a rate, "any" where its unit is not said."""
        for unit in self.rates:
            if unit.start() >= n.end:
                between = self.text[n.end : unit.start()]
                crossed = any(n.end <= m.start < unit.start() for m in self.numbers)
                if not crossed and not re.search(r"[;:(]|, (?:and|so|but)\b", between):
                    return unit.lastgroup
            elif unit[0].startswith("a "):
                continue
            elif p.RATE_LEADS.fullmatch(self.text, unit.end(), n.start):
                return unit.lastgroup
        return "any" if p.RATE_WORD.search(self.text[: n.start]) else None

    def is_norm(self, n: Numeral) -> bool:
        """A rate that others have, as in "above the 2 to 3 that listeners accept"."""
        before = self.clause(n.start)[0]
        if self.rate_of(n) is None:
            return False
        of_listeners = p.ABOVE_THE.search(before) and p.NORM_AFTER.match(self.text, n.end)
        return bool(of_listeners or p.NORM_BEFORE.search(before))

    # -- targets

    def is_target(self, n: Numeral) -> bool:
        """Is `n` where the speaker shall go, and not where they are said to stand?"""
        before, after = self.clause(n.start)
        if p.TARGET_LABEL.search(self.text[: n.start]):
            return True
        bare, compared = _split_comparison(before)
        compared = compared or bool(p.OR_FEWER.match(after))
        if p.BASELINE.search(bare) or p.HERE.search(self.text[n.end :]):
            return False
        if p.ASSERTS.search(before) or p.ASSERTS.search(after):
            return False
        if self.prescribes and n.high == 0 and (p.WITH.search(before) or p.MEANS.search(after)):
            return True
        meant = p.MEANS.search(before) or p.PRACTISES.search(before)
        if compared and meant:
            return True
        ordered = p.AIMS.search(before) or (self.prescribes and meant)
        if ordered and p.TO_TARGET.search(bare):
            return True
        if self.prescribes and (compared or p.DELTA.match(self.text, n.end)):
            return True
        return compared and bool(p.SUPPOSES.search(self.text)) and not p.ASSERTS.search(self.text)


def _split_comparison(before: str) -> tuple[str, bool]:
    """The text before a number without its comparison ("at most"), and whether there is one."""
    for pattern in (p.AT_LEAST, p.MORE, p.FEWER, p.AT_MOST):
        found = pattern.search(before)
        if found:
            return before[: found.start()], True
    return before, False


@dataclass(frozen=True, slots=True)
class AdviceClaim:
    """That `said` is what is known of `name`: `value`, give or take `tolerance`."""

    sentence: Sentence
    said: Numeral
    name: str
    value: float
    tolerance: float = 0.0

    @property
    def holds(self) -> bool:
        before, after = self.sentence.text[: self.said.start], self.sentence.text[self.said.end :]
        low, high, give = self.said.low, self.said.high, self.tolerance
        if self.said.form == "ordinal":  # the 15th needs at least 15
            return self.value >= low
        if p.MEANS.search(before) and p.HERE.search(after):  # "below 15, where you are now"
            return low - give <= self.value <= high + give
        if p.AT_LEAST.search(before) or p.OR_MORE.match(after):
            return self.value >= low - give
        if p.MORE.search(before):
            return self.value > high - give
        if p.AT_MOST.search(before) or p.OR_FEWER.match(after):
            return self.value <= high + give
        if p.FEWER.search(before):
            return self.value < low + give
        return low - give <= self.value <= high + give

    def __str__(self) -> str:
        said = _shown(self.said.low)
        if self.said.high != self.said.low:
            said += " or more" if math.isinf(self.said.high) else f" to {_shown(self.said.high)}"
        return f"says {said} of {self.name}; the refined figure is {_shown(round(self.value, 1))}"


def _shown(value: float) -> str:
    return f"{value:g}"
