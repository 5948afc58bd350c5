"""Is a sentence of advice known to be harmless? If not, why.

A sentence is harmless if it says no quantity, frequency, share, comparison or absence of
anything in this talk but through a slot. What the tables do not know is not harmless: a word
that is not listed, a letter of another script, a sign, a numeral.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from refiner.advice.audit import clauses, slot_phrases
from refiner.advice.audit import quantities as q
from refiner.advice.audit.filler_words import HARMLESS
from refiner.advice.audit.idioms import GENERAL, IDIOMS
from refiner.advice.audit.plain_text import fold_text, has_numeral
from refiner.detection.lexicon import Lexicon
from refiner.model import FillerCounts
from refiner.places import DATA_FOLDER

ENGLISH_PATH = DATA_FOLDER / "english.txt"
QUANTIFIED_FIELDS = ("exercise", "goal", "measurement")  # where practice has its numbers
MAX_SENTENCE_CHARS = 800
MIN_QUOTE_WORDS = 3  # a shorter quotation is a word that is named

_QUOTED = re.compile(r"\"([^\"]+)\"(?:'?s\b)?")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_ALLOWED = re.compile(r"[a-z0-9 .,;:!?'\"()\[\]/&-]*")
_TALLY = re.compile(r"/{2,}|(?<!\w)/|/(?!\w)|\.{4,}|(?:\. ){3,}|([,;:!?&'-])(?: ?\1){2,}")
_AFTER_PASSAGE = re.compile(
    r"\s*(?:$|[.,;:!?)(-]|(?:is|was|and|where|when|shows?|has|to|in|from)\b)"
)
_BARE_MARKER = re.compile(
    r"\b((?:start|begin|open|end|beg[au]n|clos|fill)\w* with|sa(?:y|ys|id"
    r"|ying)|us(?:e|es|ed|ing)|the"
    r" (?:word|filler)) (so|like|well|okay|right|just|basically|actually|literally|honestly"
    r"|you know|i mean|kind of|sort of|anyway|i guess)(?= ?(?:$|[.,;:!?]|(?:and|or|a lot|at|before"
    r"|again|now|here|today|while|but|instead|more|less|times|all|than|every|too|is|in|as|nine|ten|twice)\b))"
)
_BESIDE_SLOT = re.compile(r"(?<![\w'<])([a-z]+(?: [a-z]+)*?)(?=:? @word=\1@)")
_PREFIXES = ("un", "re", "mis", "over", "under", "pre", "non", "inter")
_OF_TALK = re.compile(
    r"\byour?\b(?: \w+){0,4} FILLER|FILLER(?: \w+){0,3} (?:this talk|the talk|your (?:talk|speech"
    r"|sentences?|points?|answers?|words|opening|story))\b"
)
_FIGURE_IN_BRACKETS = re.compile(r"\( ?SLOT ?\)")
_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""),
    ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ness", ""),
    ("'s", ""), ("'", ""), ("ily", "y"), ("iness", "y"), ("ier", "y"), ("iest", "y"), ("'d", ""),
    ("'ll", ""),
    ("ation", "ate"),
    ("ation", "e"),
    ("ation", ""),
    ("ion", ""),
    ("ion", "e"),
    ("ment", ""),
    ("able", ""),
    ("able", "e"),
    ("ful", ""),
    ("ity", ""),
    ("ity", "e"),
    ("al", ""),
    ("al", "e"),
    ("ive", "e"),
    ("ive", ""),
    ("ous", ""),
    ("ence", "ent"),
    ("ance", "ant"),
    ("ency", "ent"),
    ("ancy", "ant"),
    ("ise", ""),
    ("ize", ""),
    ("or", ""),
    ("or", "e"),
    ("y", ""),
    ("y", "e"),
    ("th", ""),
    ("en", ""), ("in'", "ing"),
)  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """What the advice is checked against: the refined counts, and what was said."""

    counts: FillerCounts
    text: str
    lexicon: Lexicon

    def quotes(self, passage: str) -> bool:
        """Is the passage in the talk, word for word? Dots stand for what was left out."""
        said = _words_of(self.text)
        parts = [_words_of(part) for part in re.split(r"\.\.\.|…", passage)]
        spoken = [part for part in parts if part.strip()]
        return bool(spoken) and all(part in said for part in spoken)


@lru_cache(maxsize=8)
def _words_of(text: str) -> str:
    words = " ".join(re.findall(r"[^\W_]+", fold_text(text)))
    return f" {words} "


@cache
def english_words() -> frozenset[str]:
    """The words of `data/english.txt`."""
    lines = ENGLISH_PATH.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_english(word: str) -> bool:
    """Is the word listed, or an inflection of a listed word?"""
    listed = english_words()
    if word in listed or word in q.NUMBERS or word in q.QUANTITIES or word in q.VAGUE:
        return True
    stems = {word, *(word.removeprefix(prefix) for prefix in _PREFIXES if len(word) > 6)}
    if stems & listed:
        return True
    for _ in range(2):  # "endings", "softeners": two endings
        stems = {base for stem in stems for base in _bases(stem)}
        if stems & listed:
            return True
    return False


def _bases(word: str) -> Iterator[str]:
    for ending, base in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            yield stem + base
            if not base and stem[-1] == stem[-2]:
                yield stem[:-1]


def find_fault(
    sentence: str, field: str, talk: Talk, mentioned: Collection[str] = ()
) -> tuple[str | None, set[str]]:
    """Why the sentence must not be shown, None if it may, and the fillers it names.

    `mentioned` are the fillers named before it in the same part of the advice; "" stands for
    fillers as such.
    """
    if len(sentence) > MAX_SENTENCE_CHARS:
        return "too long to be checked", set()
    bare = slot_phrases.mask(sentence)
    if has_numeral(re.sub("[0-9]", "", bare.text)):
        return "a number outside a slot", set()
    masked, named = _mask_quotations(fold_text(bare.text), talk)
    plain = slot_phrases.without_marks(masked).lower()
    if not _ALLOWED.fullmatch(plain) or _TALLY.search(plain):
        return "a sign or a letter that is not read", named
    if slot_phrases.UNFILLED.search(masked):
        return "a slot that does not exist", named
    masked, fault = slot_phrases.read(masked, sorted(mentioned))
    if fault:
        return fault, named
    masked = _FIGURE_IN_BRACKETS.sub("", masked)  # the rest stands by itself
    fault = _unknown_word(masked, talk) or _quantity(masked, field, talk, named, mentioned)
    if q.MENTION.search(masked) and not named:
        named = {""}
    return fault, named


def _mask_quotations(text: str, talk: Talk) -> tuple[str, set[str]]:
    """Passages of the talk become QUOTE, filler words that are named become FILLER."""
    named: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        inner = match[1].strip()
        word = inner.strip(" .,!?")
        entry = _filler(word, talk)
        if entry is not None:
            named.add(entry)
            return f" FILLER<{entry.casefold()}> "
        is_passage = len(inner.split()) >= MIN_QUOTE_WORDS and talk.quotes(inner)
        if is_passage and (not says_number(inner) or _AFTER_PASSAGE.match(text, match.end())):
            return " QUOTE" + (". " if inner[-1] in ".!?" and not inner.endswith("...") else " ")
        return f" {inner} "

    def name_marker(match: re.Match[str]) -> str:
        word = _filler(match[2], talk)
        if word is None:
            return match[0]
        named.add(word)
        return f"{match[1]} FILLER<{word.casefold()}> "

    def name_beside_slot(match: re.Match[str]) -> str:
        word = _filler(match[1], talk)
        if word is None:
            return match[0]
        named.add(word)
        return f" FILLER<{word.casefold()}> "

    masked = _QUOTED.sub(replace, text)
    masked = _BESIDE_SLOT.sub(name_beside_slot, masked)
    masked = _BARE_MARKER.sub(name_marker, masked)
    pauses = _pause_pattern()

    def name_pause(match: re.Match[str]) -> str:
        word = _filler(match[1], talk) or match[1]
        named.add(word)
        return f" FILLER<{word.casefold()}> "

    return " ".join(pauses.sub(name_pause, masked).split()), named


def _filler(word: str, talk: Talk) -> str | None:
    """The lexicon's form of a filler word, also in the plural; None if it is none."""
    for form in (word, word.removesuffix("s"), word.removesuffix("'s"), word.removesuffix("es")):
        if form in talk.counts.by_word:
            return form
        found = [o.entry.word for o in talk.lexicon.occurrences(form) if o.text == form]
        if found:
            return found[0]
    return None


@cache
def _pause_pattern() -> re.Pattern[str]:
    """Filled pauses are named without quotation marks too."""
    return re.compile(
        r"(?<![\w'<=])(u+m+|u+h+m*|e+r+m*|e+h+m*|h+m+|m+h*m+|a+h+)(?:'?e?s)?(?![\w'])"
    )


def says_number(text: str) -> bool:
    """Does a passage of the talk have a number in it?"""
    words = set(_WORD.findall(text))
    return bool(re.search(r"\d", text) or words & (q.NUMBERS - {"first", "once"}))


def _unknown_word(text: str, talk: Talk) -> str | None:
    words = _WORD.findall(re.sub(r"FILLER|QUOTE|SLOT", " ", text))
    for word in words:
        if not is_english(word) and f" {word} " not in _words_of(talk.text):
            return "a word that is not in the list of words"
    return None


def _quantity(
    text: str, field: str, talk: Talk, named: Collection[str], mentioned: Collection[str]
) -> str | None:
    """The first rule that the sentence breaks, as a reason."""
    if _REPEATED.search(text):
        return "fillers listed one after another"
    beside = _BESIDE_FILLER.search(text)
    if beside is not None and (beside[1].isdigit() or beside[1] in q.NUMBERS):
        return "a number outside a slot"
    practice = field in QUANTIFIED_FIELDS
    sentence = clauses.Sentence.of(text, bool(mentioned), practice)
    text = IDIOMS.sub(_blank, text)
    if practice:
        text = _without_practice(text, sentence)
    if not sentence.states and not sentence.mentions:
        text = GENERAL.sub(_blank, text)
    if sentence.mentions and not sentence.states:
        text = clauses.REPLACES.sub(_blank, text)
    if re.search(r"\d", text):
        return "a number outside a slot"
    for match in _WORD.finditer(text):
        word = match[0].removesuffix("'s")
        if word in q.NUMBERS:
            return "a number outside a slot"
        if word in q.QUANTITIES or _FOLD.fullmatch(word):
            return "says how much, how often or how many"
        if sentence.is_vague_at(word, match.start()):
            return "says how much, how often or how many"
    if sentence.claims_absence_or_trend():
        return "says how a talk compares, or what is not in it"
    if sentence.names and sentence.states and not practice and not _is_plain_talk(text):
        return "says more of fillers than can be checked"
    if (
        sentence.states
        and _OF_TALK.search(sentence.text)
        and any(word and not talk.counts.by_word.get(word, 0) for word in named)
    ):
        return "names a filler that this talk does not have"
    return None


def _is_plain_talk(text: str) -> bool:
    """Is a statement about fillers made of the few words that are known to count nothing?"""
    words = _WORD.findall(re.sub(r"FILLER|QUOTE|SLOT", " ", q.MENTION.sub(" ", text)))
    return all(w in HARMLESS or not HARMLESS.isdisjoint(_bases(w)) for w in words)


def _blank(match: re.Match[str]) -> str:
    """The same length, without letters, so that offsets stay."""
    return "_" * len(match[0])


_REPEATED = re.compile(r"FILLER(?:[ ,.;:/&-]+(?:and )?FILLER){3,}|\b([a-z]+)(?:[ ,.-]+\1\b){2,}")
_BESIDE_FILLER = re.compile(r"FILLER ?(?:[:=-]+|is|was|were) ?([a-z]+|\d+)")
_FOLD = re.compile(r"[a-z]+fold|[a-z]*(?:teen|illion|illions)(?:th)?|[a-z]+tieth")


def _without_practice(text: str, sentence: clauses.Sentence) -> str:
    """Quantities that grammar ties to time, repetitions, material or a target, blanked."""
    return clauses.blank_practice(text, sentence, _blank)


def unfit_words(text: str) -> Iterator[str]:
    """The words of `text` that are not known, for whoever extends the list."""
    for word in _WORD.findall(fold_text(text)):
        if not is_english(word):
            yield word
