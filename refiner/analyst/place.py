"""The place of one occurrence: its neighbours, the marks around it, what hesitates near it.

One rule: neighbours are words of the same sentence, and filled pauses are none; "like, um,
ten." stands before "ten" and before nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from refiner.analyst.tokens import COMMA, CUT, QUOTE, STOP, TURN, Tokens
from refiner.analyst.words import EDGE, PAUSES
from refiner.analyst.wordtags import WordTags

SENTENCE_REACH = 12  # words of the sentence on either side in which hesitation counts as near


@dataclass(frozen=True, slots=True)
class Place:
    """An occurrence as the cues see it; `l1` is the nearest word on the left, `r1` on the right.

    `lt1`, `rt1` and so on are their tags. `before` and `after` are the strongest marks up
    to the nearest neighbour, `touching` the one right before the occurrence, `beyond` the
    one between `r1` and `r2` (see `tokens`). `marked`: the transcript has commas or full
    stops hereabouts, so that a missing one tells something.
    """

    form: str
    spelling: str
    l1: str
    l2: str
    l3: str
    r1: str
    r2: str
    r3: str
    lt1: str
    lt2: str
    rt1: str
    rt2: str
    before: int
    after: int
    touching: int
    quoted: bool
    beyond: int
    pause_before: bool
    pause_after: bool
    pauses_near: int
    same_near: int
    marked: bool
    tags: WordTags

    @property
    def joined(self) -> bool:
        """No mark parts it from the word on its left."""
        return self.before < COMMA

    @property
    def flows(self) -> bool:
        """No mark parts it from the word on its right."""
        return self.after < COMMA

    @property
    def alone(self) -> bool:
        return self.before >= STOP and self.after >= STOP


def _neighbours(tokens: Tokens, first: int, step: int) -> list[int]:
    """Indices of the three nearest words of the sentence from `first` on, pauses left out."""
    found: list[int] = []
    side = 0 if step > 0 else 1  # the gap that lies between a word and the occurrence
    for at in range(first, first + step * SENTENCE_REACH, step):
        if not 0 <= at < len(tokens.words) or tokens.gaps[at + side] >= STOP or len(found) == 3:
            break
        word = tokens.words[at]
        cut = tokens.gaps[at + 1] == CUT
        again = bool(found) and word == tokens.words[found[-1]]
        if not (word in PAUSES or cut or again):
            found.append(at)
    return found


def _sentence(gaps: list[int], first: int, last: int) -> tuple[int, int]:
    """The words of the sentence around words `first` to `last`, `REACH` at most on either side."""
    begin, end = first, last + 1
    while begin > max(0, first - SENTENCE_REACH) and gaps[begin] < STOP:
        begin -= 1
    while end < min(len(gaps) - 1, last + 1 + SENTENCE_REACH) and gaps[end] < STOP:
        end += 1
    return begin, end


def place_of(tokens: Tokens, first: int, last: int, form: str, tags: WordTags) -> Place:
    """The place of words `first` to `last` of `tokens`, read as `form`."""
    words, gaps = tokens.words, tokens.gaps
    left, right = _neighbours(tokens, first - 1, -1), _neighbours(tokens, last + 1, 1)
    l1, l2, l3 = ([words[i] for i in left] + [EDGE] * 3)[:3]
    r1, r2, r3 = ([words[i] for i in right] + [EDGE] * 3)[:3]
    begin, end = _sentence(gaps, first, last)
    near = words[begin:first] + words[last + 1 : end]
    return Place(
        form=form,
        spelling=" ".join(words[first : last + 1]),
        l1=l1,
        l2=l2,
        l3=l3,
        r1=r1,
        r2=r2,
        r3=r3,
        lt1=tags.tag(l1),
        lt2=tags.tag(l2),
        rt1=tags.tag(r1),
        rt2=tags.tag(r2),
        before=max(gaps[left[0] + 1 : first + 1]) if left else STOP,
        after=max(gaps[last + 1 : right[0] + 1]) if right else STOP,
        touching=gaps[first],
        quoted=gaps[last + 1] == QUOTE,
        beyond=max(gaps[right[0] + 1 : right[1] + 1]) if len(right) > 1 else STOP,
        pause_before=begin < first and words[first - 1] in PAUSES,
        pause_after=last + 1 < end and words[last + 1] in PAUSES,
        pauses_near=sum(w in PAUSES for w in near),
        same_near=near.count(words[first]),
        marked=any(COMMA <= g < TURN for g in gaps[begin : end + 1]),
        tags=tags,
    )
