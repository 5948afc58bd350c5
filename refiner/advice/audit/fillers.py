"""Fillers and passages of the talk in a sentence of advice, as `FILLER` and `QUOTE`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from refiner.advice.audit.plain_text import fold_text
from refiner.advice.audit.words import is_harmless, says_quantity
from refiner.detection.lexicon import Lexicon
from refiner.model import FillerCounts
from refiner.patterns import compile_later

MIN_QUOTE_WORDS = 3  # a shorter quotation is a word that is named, or two that name no filler

FILLER_NOUNS = (
    r"(?:FILLER(?: s|s|es)?|filler(?:s|-word|-words)?(?: words?| sounds?| phrases?)?"
    r"|filled pauses?|crutch(?:es)?(?: words?| phrases?)?|(?:verbal |nervous )?tics?"
    r"|(?:verbal |speech |vocal )(?:habits?|stumbles?|crutch(?:es)?|clutter|static|noise)"
    r"|habit words?|discourse markers?|hesitations?|hesitation sounds?|disfluenc(?:y|ies)"
    r"|hedges?|hedging|softeners?|qualifiers?|restarts|false starts?|repetitions|stumbl(?:es?|ing)"
    r"|placeholders?|interjections?|stammer(?:s|ing)?|stutter(?:s|ing)?|fluff|clutter|padding"
    r"|static|mumbl(?:es|ing)|murmurs"
    r"|(?:these|those|such) (?:sounds?|noises?|words?|habits?)"
    r"|(?:your|the|those|these|few|many|of|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|\w+teen|\w+ty"
    r"|dozen|\d+|no|with|by|in|into|under|through|without|than)"
    r" (?:likes|sos|you knows|wells|okays|rights|i means))"
)
MENTION = compile_later(rf"\b(?:{FILLER_NOUNS})(?![\w-])|\bFILLER|\bfillers?\b")

_QUOTED = compile_later(r"\"([^\"]+)\"(?:'?s\b)?")
_COUNTED = compile_later(
    r"\s*(?:times|words|sentences|pauses|silences|gaps|breaths|points|answers|questions|minutes"
    r"|seconds)\b"
)
_ENDS = compile_later(r".?\s*(?:$|[.,;:!?)])|[.,;:!?]")
_SAYS_NUMBER = compile_later(
    r"(?:[:=-]|\b(?:is|are|was|were|of|about|around|than|came|comes|made|used|counted|heard|had|have"
    r"|has|count|total|number|rate|exactly|only|just|almost|nearly|over|under|times|by|for))\s*$"
)
_SUGGESTED = compile_later(
    r"\b(?:say|saying|try|begin with|open with|start with|end with|close with|practi[sc]e|repeat"
    r"|answer|add|words? such as|words? like|phrases? such as|phrases? like) $"
)
_COMPARATIVE = compile_later(r"\b(?:[a-z]{3,}(?:er|est)|more|less|than)\b")
_MARKERS = (
    r"(so|like|well|okay|right|just|basically|actually|literally|honestly|you know|i mean|kind of"
    r"|sort of|anyway|i guess)"
)
_BARE_MARKER = compile_later(
    r"\b((?:start|begin|open|end|beg[au]n|clos|fill)\w*(?: (?:all|each|every|any|both)?(?: of)? ?"
    r"(?:the |your )?(?:sentences?|answers?|points?|thoughts?))? with|sa(?:y|ys|id|ying)"
    rf"|us(?:e|es|ed|ing)|the (?:word|filler)) {_MARKERS}(?= ?(?:$|[.,;:!?]|(?:and|or|a lot|at"
    r"|before|again|now|here|today|while|but|instead|more|less|times|all|than|every|too|is|in"
    r"|as)\b))"
)
_SUBJECT = compile_later(
    r"^(like|you know|i mean|basically|actually|literally)(?= (?:is|was|has|had|comes?|came|takes?"
    r"|took|leads?|led|wins?|won|appears?|turns?|shows?|stays?|keeps?|slips?|creeps?|pops?|sits?"
    r"|rules?|follows?|opens?|fills?|starts?|begins?|makes?|made|gets?|goes|stands?|remains?)\b)"
)
_BESIDE_SLOT = compile_later(r"(?<![\w'<])([a-z]+(?: [a-z]+)*?)(?=:? @word=\1@)")
_PAUSE = compile_later(  # filled pauses are named without quotation marks too
    r"(?<![\w'<=])(u+m+|u+h+m*|e+r+m*|e+h+m*|h+m+|m+h*m+|a+h+)(?:'?e?s)?(?![\w'])"
)


@dataclass(frozen=True)
class Talk:
    """What the advice is checked against: the refined counts, and what was said."""

    counts: FillerCounts
    text: str
    lexicon: Lexicon

    def quotes(self, passage: str) -> bool:
        """Is the passage in the talk, word for word? Dots mark what was left out."""
        parts = [_words_of(part) for part in re.split(r"\.\.\.|…", passage)]
        spoken = [part for part in parts if part.strip()]
        if not spoken:
            return False
        if all(part in _words_of_talk(self.text) for part in spoken):
            return True
        meant = [self._without_fillers(part) for part in spoken]
        return all(len(p.split()) >= MIN_QUOTE_WORDS and p in self._meant for p in meant)

    @cached_property
    def _meant(self) -> str:
        """The words of the talk as a coach would have them said."""
        return self._without_fillers(_words_of_talk(self.text))

    def _without_fillers(self, words: str) -> str:
        for filler in self.counts.by_word:
            words = words.replace(_words_of(filler), " ")
        return words

    def has_word(self, word: str) -> bool:
        return f" {word} " in _words_of_talk(self.text)

    def filler(self, word: str) -> str | None:
        """The lexicon's form of a filler word, also in the plural; None if it is none."""
        for form in (word, *(word.removesuffix(end) for end in ("s", "'s", "es"))):
            if form in self.counts.by_word:
                return form
            found = [o.entry.word for o in self.lexicon.occurrences(form) if o.text == form]
            if found:
                return found[0]
            accented = [w for w in self._accented if fold_text(w) == form]
            if len(accented) == 1:
                return accented[0]
        return None

    @property
    def _accented(self) -> list[str]:
        """The fillers whose letters have accents, which the folded advice has not."""
        listed = (entry.word for entry in self.lexicon.entries)
        return [word for word in {*self.counts.by_word, *listed} if not word.isascii()]


def _words_of(text: str) -> str:
    words = " ".join(re.findall(r"[^\W_]+", fold_text(text)))
    return f" {words} "


@lru_cache(maxsize=8)
def _words_of_talk(text: str) -> str:
    """A whole talk, so that no passage and no filler takes its place in the cache."""
    return _words_of(text)


def mask_fillers(text: str, talk: Talk) -> tuple[str, set[str]]:
    """Passages of the talk as QUOTE, filler words as FILLER<word>, and which those are."""
    named: set[str] = set()

    def mark(word: str | None, else_: str) -> str:
        if word is None:
            return else_
        named.add(word)
        return f" FILLER<{fold_text(word)}> "

    def replace(match: re.Match[str]) -> str:
        inner = match[1].strip()
        word = inner.strip(" .,!?")
        for between in (r"[,.!?]", " "):  # "you know, um", "okay so"
            said = [part for piece in re.split(between, word) if (part := piece.strip())]
            if len(said) > 1 and not talk.filler(word) and all(talk.filler(p) for p in said):
                return " and".join(mark(talk.filler(part), part) for part in said)
        least = MIN_QUOTE_WORDS - (not names_filler)
        ends = inner[-1:] in {*".,;:!?"}
        if (
            len(inner.split()) >= least
            and talk.quotes(inner)
            and not (_is_counting(inner) and _is_used_as_number(match, names_filler))
        ):
            return f" QUOTE{inner[-1] if ends and not inner.endswith('...') else ''} "
        comma = inner[-1:] if inner[-1:] in {",", ";", ":"} else ""
        if _is_given_to_say(text, match, talk):
            return f" QUOTE{comma} "
        return mark(talk.filler(word), f" {inner} ").rstrip() + f"{comma} "

    names_filler = any(talk.filler(m[1].strip(" .,!?")) for m in _QUOTED.finditer(text)) or bool(
        MENTION.search(text) or _PAUSE.search(text)
    )
    masked = _QUOTED.sub(replace, text)
    masked = _BESIDE_SLOT.sub(lambda m: mark(talk.filler(m[1]), m[0]), masked)
    masked = _BARE_MARKER.sub(lambda m: f"{m[1]} {mark(talk.filler(m[2]), m[2])}", masked)
    masked = _SUBJECT.sub(lambda m: mark(talk.filler(m[1]), m[1]), masked)
    masked = _PAUSE.sub(lambda m: mark(talk.filler(m[1]) or m[1], m[0]), masked)
    return " ".join(masked.split()), named


def _is_given_to_say(text: str, match: re.Match[str], talk: Talk) -> bool:
    """Words that a coach gives someone to say: they state nothing, if none counts."""
    passage = match[1]
    suggested = _SUGGESTED.search(text[: match.start()])
    if not suggested or _COUNTED.match(text, match.end()) or _is_counting(passage):
        return False
    words = re.findall(r"[a-z']+", passage)
    return (
        (len(words) == 1 or all(map(is_harmless, words)))
        and not _COMPARATIVE.search(passage)
        and not (MENTION.search(passage) or _PAUSE.search(passage))
        and not any(talk.filler(word) for word in (passage.strip(" .,!?"), *words))
        and {"you", "your", "i've", "filler", "fillers"}.isdisjoint(words)
    )


def _is_used_as_number(match: re.Match[str], names_filler: bool) -> bool:
    """Does a passage that holds a quantity say how many fillers there are: "“three more” ums"?"""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not names_filler:
        return bool(_COUNTED.match(after))
    if len(match[1].split()) >= MIN_QUOTE_WORDS and _ENDS.match(match[1][-1] + after):
        return False
    counted = _COUNTED.match(after) or MENTION.match(after.lstrip()) or _PAUSE.match(after.lstrip())
    return bool(counted or _SAYS_NUMBER.search(before))


def _is_counting(passage: str) -> bool:
    words = re.findall(r"[a-z']+", passage)
    return bool(re.search(r"\d", passage)) or any(says_quantity(word) for word in words)
