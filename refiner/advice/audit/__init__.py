"""The final text of the advice against the refined counts.

A number said of fillers is a refined count or it is a violation; where the
text leaves open what a number counts, it is a violation too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from refiner.advice.audit import phrasing as p
from refiner.advice.audit.claims import AdviceClaim, Sentence
from refiner.advice.audit.mentions import Mention, Vocabulary
from refiner.advice.audit.numerals import Numeral
from refiner.advice.audit.passages import Passage, split_passages, texts_of
from refiner.model import Advice, FillerCounts, per_100_words, per_minute

# Checking grows with the square of a sentence. No advice comes near these; a model that
# has lost its way does, and it must not hold up the run.
ADVICE_CHARS, PART_CHARS, SENTENCE_CHARS, SENTENCE_NUMBERS = 20_000, 4000, 800, 30

_CHANGE = "says how a number of fillers has changed, which is not measured"
_UNFILLED = re.compile(r"\{\{|\}\}|\{\s*fillers\b", re.IGNORECASE)


def find_violations(advice: Advice, counts: FillerCounts) -> tuple[str, ...]:
    """What the filled `advice` says of fillers that `counts` do not bear out, one line each.

    A line names the place in the advice and the numbers, never its text.
    """
    lengths = [len(text) for texts in texts_of(advice) for _, text in texts]
    if max(lengths) > PART_CHARS or sum(lengths) > ADVICE_CHARS:
        return ("the advice is too long to be checked",)
    vocabulary = Vocabulary(counts)
    found = (
        line for passage in split_passages(advice) for line in _in_passage(passage, vocabulary)
    )
    return tuple(dict.fromkeys(found))


def _in_passage(passage: Passage, vocabulary: Vocabulary) -> Iterator[str]:
    read = [
        Sentence(text, place, vocabulary, None, in_context=False)
        for place, texts in passage.parts
        for text in texts
    ]
    in_context = any(sentence.mentions for sentence in read)
    carried: Mention | None = None
    for sentence in read:
        placed = replace(sentence, carried=carried, in_context=in_context)
        for line in _in_sentence(placed):
            yield f"{sentence.place}: {line}"
        carried = sentence.mentions[-1] if sentence.mentions else carried


def _in_sentence(sentence: Sentence) -> Iterator[str]:
    if len(sentence.text) > SENTENCE_CHARS or len(sentence.numbers) > SENTENCE_NUMBERS:
        yield "a sentence too long to be checked"
        return
    if _UNFILLED.search(sentence.text):
        yield "a slot could not be filled"
        return
    if p.CHANGED.search(sentence.text) and sentence.mentions and not sentence.prescribes:
        yield _CHANGE
    yield from (str(claim) for claim in _denials(sentence) if not claim.holds)
    spaced = dict(_spacings(sentence))
    for number in dict.fromkeys([*sentence.numbers, *spaced]):
        claim = spaced.get(number) or _claim(sentence, number)
        if isinstance(claim, str):
            yield claim
        elif claim and not claim.holds:
            yield str(claim)


def _claim(sentence: Sentence, n: Numeral) -> AdviceClaim | str | None:
    """What `n` claims, as a line where it cannot be true; None where it claims nothing."""
    after = sentence.text[n.end :]
    if n.form != "fraction" and p.PERCENT.match(after):
        return _share(sentence, n, 100.0)
    if sentence.is_innocent(n) or _counts_unknown_things(sentence, n):
        return None
    if n.form == "fraction":
        return _share(sentence, n, 1.0)
    subject = sentence.subject(n)
    if _is_rank(sentence, n) or sentence.is_target(n) or sentence.is_norm(n):
        return None
    if p.KINDS_OF_FILLERS.match(after):
        return AdviceClaim(sentence, n, "different fillers", sentence.vocabulary.kinds)
    if p.DELTA.match(after):
        return _CHANGE
    if p.EACH.match(after) and subject.parts:
        apart = [count for count in subject.parts if not n.low <= count <= n.high]
        return AdviceClaim(sentence, n, subject.name, apart[0] if apart else n.low)
    return _rate(sentence, n, subject) or AdviceClaim(sentence, n, subject.name, subject.count)


def _rate(sentence: Sentence, n: Numeral, subject: Mention) -> AdviceClaim | str | None:
    """Rates may be rounded to the decimals that are said."""
    unit = sentence.rate_of(n)
    if unit is None:
        return None
    counts = sentence.vocabulary.counts
    give = 0.5 * 10**-n.decimals + 0.05
    by_minute = per_minute(subject.count, counts.length_s)
    by_words = per_100_words(subject.count, counts.words)
    name = f"{subject.name} as a rate"
    if unit == "other":
        return f"says {subject.name} at a rate that is not measured" if subject.count else None
    if unit == "any":
        claims = [AdviceClaim(sentence, n, name, v, give) for v in (by_minute, by_words)]
        return next((claim for claim in claims if claim.holds), claims[0])
    return AdviceClaim(sentence, n, name, by_minute if unit == "minute" else by_words, give)


def _share(sentence: Sentence, n: Numeral, whole: float) -> AdviceClaim | str | None:
    """A percentage or a fraction of the fillers, or of the words."""
    after, counts = sentence.text[n.end :], sentence.vocabulary.counts
    speaks_of_fillers = sentence.mentions or sentence.in_context
    if not speaks_of_fillers or p.PERCENT_OF_ELSE.search(after) or sentence.is_target(n):
        return None
    if sentence.prescribes:
        return None
    vague = whole == 1.0 and p.VAGUELY.search(sentence.text[: n.start])
    give = whole * (0.1 if vague else 0.01 if whole > 1 else 0.03)
    if p.OF_WORDS.search(after):
        subject = sentence.subject(n)
        share = whole * subject.count / counts.words if counts.words else 0.0
        return AdviceClaim(sentence, n, f"{subject.name} among all words", share, give)
    named = [m for m in sentence.mentions if m.specific]
    if not named and sentence.carried and sentence.carried.specific:
        named = [sentence.carried]
    if not named:
        return "says a share of the fillers that is not measured"
    share = whole * named[0].count / counts.total if counts.total else 0.0
    return AdviceClaim(sentence, n, f"{named[0].name} among all fillers", share, give)


def _counts_unknown_things(sentence: Sentence, n: Numeral) -> bool:
    """Does `n` count a noun that is not a filler, in a sentence that mentions none?"""
    if n.form == "times" or (sentence.mentions and not sentence.prescribes):
        return False
    if sentence.directly_after(n):
        return False
    following = re.match(r"[ -]([a-z][a-z'-]*)", sentence.text[n.end :])
    return bool(
        following and following[1] not in p.NO_ADJECTIVE and following[1] not in p.COUNTING_NOUNS
    )


def _is_rank(sentence: Sentence, n: Numeral) -> bool:
    """ "Your top three fillers", "your two most frequent words"."""
    before, after = sentence.text[: n.start], sentence.text[n.end :]
    ranked = p.RANKED_BEFORE.search(before) or p.RANKED_AFTER.match(after)
    return bool(ranked) and n.high <= min(5, sentence.vocabulary.kinds)


def _denials(sentence: Sentence) -> Iterator[AdviceClaim]:
    """ "No fillers", "you never said um", "filler-free": claims of zero."""
    for mention in sentence.mentions:
        before, after = sentence.clause(mention.start)
        after = after[mention.end - mention.start :]
        denied = p.DENIES.search(before) or p.AVOIDED.search(before)
        denied = denied or p.NOT_ONCE.search(sentence.text)
        free = p.FREE.match(after)
        if not denied and not free:
            continue
        asserted = p.ASSERTS.search(before + after)
        said = Numeral(mention.start, mention.start, 0, 0)
        if denied and denied.groupdict().get("loose"):
            innocent = not asserted
        else:
            supposed = p.SUPPOSES.search(sentence.text) or p.MAY.search(after)
            meant = sentence.prescribes or p.MEANS.search(before) or supposed
            innocent = not asserted and bool(meant)
        if not innocent:
            yield AdviceClaim(sentence, said, mention.name, mention.count)


def _spacings(sentence: Sentence) -> Iterator[tuple[Numeral, AdviceClaim]]:
    """ "A filler every twelve words": the space between two fillers, by its number."""
    others = [Numeral(m.end(), m.end() + 6, 2, 2) for m in p.EVERY_OTHER.finditer(sentence.text)]
    for n in [*sentence.numbers, *others]:
        unit = p.EVERY_UNIT.match(sentence.text, n.end)
        spaced = _spaced(sentence, n) if unit and not sentence.prescribes else None
        if unit and spaced:
            value = _space(sentence.vocabulary.counts, spaced, unit["unit"])
            said = replace(n, form="cardinal")
            name = f"the space between two of {spaced.name}"
            yield n, AdviceClaim(sentence, said, name, value, 0.55)


def _space(counts: FillerCounts, mention: Mention, unit: str) -> float:
    """How many of `unit` there are to one of `mention`; -1 if the unit is not counted."""
    whole = {"word": counts.words, "second": counts.length_s, "minute": counts.length_s / 60}
    return whole[unit] / mention.count if unit in whole and mention.count else -1


def _spaced(sentence: Sentence, n: Numeral) -> Mention | None:
    """The thing that occurs once in every `n` of something, if `n` is said so."""
    before, after = sentence.clause(n.start)
    if p.ONE_IN.search(before):
        return next(iter(sentence.mentions), sentence.everything if sentence.in_context else None)
    stated = p.ASSERTS.search(before + after) or p.HAS_AFTER.match(sentence.text, n.end)
    named = [m for m in sentence.mentions if m.end <= n.start or stated]
    earlier = (m for m in sentence.numbers if m.end <= n.start)
    if p.EVERY.search(before) and named and all(map(sentence.is_innocent, earlier)):
        return named[-1]
    return None
