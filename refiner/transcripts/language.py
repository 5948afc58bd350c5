"""Which language a transcript is in: by its own words, by what the file says, by a detector.

English is recognised by its commonest words, without the detector; a file that says otherwise of a
text full of them was translated. Runs offline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from refiner.errors import InputError
from refiner.patterns import compile_later
from refiner.transcripts.word_lists import listed

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTER = re.compile(r"[^\W\d_]")
# Common in English speech, and no common words of other languages: "is", "we" and "had" are
# Dutch, "he" and "has" Spanish, "her" and "by" Danish, "my" is Polish.
_COMMON = frozenset(
    listed(
        """the and that it you what with this they your not but be she it's i'm don't can't
        that's there's i've we're they're just about would could should think because from which
        when where there their these those been does did then than some one out up if
        how who our us them his him its any more very much only know going really thing things
        people make said says didn't doesn't isn't wasn't you're we'll i'll he's she's let's
        can here like see got get"""
    )
)
# Common in speech of languages that a short text is often in, and no English words.
_FUNCTION_WORDS = {
    code: frozenset(words)
    for code, *words in map(
        listed,
        (
            "de und der die das ist ich nicht wir ein eine zu mit auf den dem von sie es auch aber",
            "es el la los las de que y en un una es por con para no se lo pero muy como está vamos",
            "fr le la les de des et est je nous vous il elle un une que pas dans pour ça va bien",
            "it il la di che e è un una per non sono con ma come si del della nella poi oggi anche",
            "pt o a os as de que e é um uma não com para por mas como do da em está você muito bem",
            "nl de het een en is ik niet van dat we met voor op naar zijn maar ook dan je gaan hoe",
            "da og det er jeg en et i at vi til på af ikke for med den går skal så om nu har"
            " ned meget noget nogle hvad mig os ud havde bliver blev efter været lidt nej",
            "no og det er jeg en et i at vi til på av ikke for med den går skal så om nå har"
            " ned mye noe noen hva meg oss ut hadde blir ble etter vært litt nei å",
            "sv och det är jag en ett i att vi till på av inte för med den går ska så om nu har",
            "pl i w na to nie się że z do jest jak ale o co po tak będzie dzisiaj potem ja",
        ),
    )
}
_ALIKE = ("da", "no")
_SPELT = {  # how words are spelt in one of them and not in the other
    "da": compile_later(
        r"\w+(?:tion|hed)(?:en|er|erne|s)?|\w*(?:øj|ej)\w*|(?!allerede)\w{3,}ede|\w+ået"
        r"|(?:uge|bog|tag|brug|kag|gad|køb|løb|søg)\w*|mad|sagde|vidste|have"
    ),
    "no": compile_later(r"\w+(?:kk|tt|ll|nn|mm|ss|pp|gg)|\w*(?:øy|ei|sjon)\w*|kj\w+|\w+het|sa|ta"),
}
_ALSO_ENGLISH = frozenset(
    listed("die met war dan as at is we no so on do me for in to um er had men van com come per")
)
_TELLING = {
    code: frozenset(w for w in words - _ALSO_ENGLISH - _COMMON if len(w) > 1)
    for code, words in _FUNCTION_WORDS.items()
}
_PASSAGE = 6  # words: about a quotation or half a sentence
_MANY = 0.12  # share of common words in an English text; about 0.35 in talks, 0.02 in others
_SURE = 0.9  # of a sentence
_LIKELY = 0.5  # of more than that, without common English words
_MIN_MARKS = 2  # function words of a language that make a short text likely to be in it
MIN_WORDS_TO_TELL = 12
"""Words from which on a text whose language stays unknown is not just too short."""
_MIN_COMMON = 3  # English words that overrule what a short file says of itself
_MIN_WORDS = 5  # with fewer only an English one can be recognised
_SAMPLE = 20_000  # characters looked at, from three places
_CODES = {  # ISO 639-2 and English names, as services write them
    **dict(part.split("=") for part in listed(
        """eng=en english=en deu=de ger=de german=de fra=fr fre=fr french=fr spa=es spanish=es
        castilian=es por=pt portuguese=pt ita=it italian=it nld=nl dut=nl dutch=nl dan=da danish=da
        swe=sv swedish=sv nor=no nob=no nb=no nno=no nn=no norwegian=no fin=fi finnish=fi pol=pl
        polish=pl ces=cs cze=cs czech=cs rus=ru russian=ru ukr=uk ukrainian=uk tur=tr turkish=tr
        ell=el gre=el greek=el ron=ro rum=ro romanian=ro hun=hu hungarian=hu jpn=ja japanese=ja
        zho=zh chi=zh cmn=zh chinese=zh mandarin=zh yue=zh kor=ko korean=ko ara=ar arabic=ar
        heb=he iw=he hebrew=he hin=hi hindi=hi vie=vi vietnamese=vi ind=id indonesian=id tha=th
        thai=th cat=ca catalan=ca"""
    ))
}  # fmt: skip
LANGUAGE_NAMES = dict(
    part.split("=")
    for part in listed(
        """af=Afrikaans ar=Arabic bg=Bulgarian bn=Bengali ca=Catalan cs=Czech cy=Welsh da=Danish
        de=German el=Greek en=English es=Spanish et=Estonian eu=Basque fa=Persian fi=Finnish
        fr=French ga=Irish gl=Galician he=Hebrew hi=Hindi hr=Croatian hu=Hungarian hy=Armenian
        id=Indonesian is=Icelandic it=Italian ja=Japanese ka=Georgian ko=Korean lt=Lithuanian
        lv=Latvian mk=Macedonian ms=Malay nl=Dutch no=Norwegian pl=Polish pt=Portuguese ro=Romanian
        ru=Russian sk=Slovak sl=Slovenian sq=Albanian sr=Serbian sv=Swedish sw=Swahili ta=Tamil
        te=Telugu th=Thai tl=Tagalog tr=Turkish uk=Ukrainian ur=Urdu vi=Vietnamese zh=Chinese"""
    )
)
_UNKNOWN = frozenset({"", "auto", "und", "multi", "mul", "unknown", "none", "null", "default"})


def find_language(text: str, hint: str | None = None) -> str | None:
    """The ISO 639-1 code of the language of `text`; None if it is not known.

    `hint` is what the file says of it: a code, a name, a locale.
    """
    sample = _sample(text)
    words = _WORD.findall(sample.casefold().replace("’", "'"))
    english = sum(word in _COMMON for word in words)
    if english >= _MANY * len(words) and (others := _other_part(words)):
        sample, words, english = " ".join(others), others, 0
    other = _other_marks(words)
    hinted = _code(hint)
    if len(words) >= 2 and english >= _MANY * len(words) and english > other:
        sure = len(words) >= 20 or (english >= _MIN_COMMON and not other)
        return ENGLISH if hinted is None or sure else hinted
    if hinted not in (None, ENGLISH):
        return hinted
    found = _detect(sample, words, english, other)
    if hinted == ENGLISH:  # which services say of any talk unless it is set otherwise
        return found if found is not None and other > english else ENGLISH
    return found


def _detect(sample: str, words: Sequence[str], english: int, other: int) -> str | None:
    """The language of a text that is not full of common English words; None if it is not known."""
    if len(words) < _MIN_WORDS and not _is_other_script(sample):
        return ENGLISH if english and not other else None
    chances = dict(_detector().rank(sample))
    code = max(chances, key=lambda name: chances[name])
    if code in _ALIKE:  # which the detector takes for each other
        code = max(_ALIKE, key=lambda name: (_marks_of(words, name), name == code))
        chances[code] = max(chances[name] for name in _ALIKE)
    marks = _count(words, code)
    is_short = len(words) < 20
    least = _LIKELY if not is_short or marks >= _MIN_MARKS else _SURE
    is_other = code != ENGLISH and chances[code] >= least
    if is_other and (other > english or not english or not is_short):
        code = _CODES.get(code, code)
        return code if code in LANGUAGE_NAMES else None
    return ENGLISH if english >= other and (english or code == ENGLISH) else None


def _count(words: Sequence[str], code: str) -> int:
    """How many words are common ones of a language."""
    return sum(word in _FUNCTION_WORDS.get(code, ()) for word in words)


def _marks_of(words: Sequence[str], code: str) -> int:
    """How many words are common ones of one of two languages that are alike, or spelt as in it."""
    return _count(words, code) + sum(_SPELT[code].fullmatch(word) is not None for word in words)


def _other_marks(words: Sequence[str]) -> int:
    """How many words are of another language: by its commonest words, and by letters."""
    known = max(sum(word in own for word in words) for own in _TELLING.values())
    return known + sum(not word.isascii() for word in words)


def language_name(code: str) -> str:
    """The English name of a language; the code itself if it is not listed."""
    return LANGUAGE_NAMES.get(code, code)


def parse_language(text: str) -> str | None:
    """The code of a language that a person names: `de`, `de-AT`, `German`; None for `auto`.

    Raises InputError for any other language.
    """
    code = _code(text)
    if code is not None and code not in LANGUAGE_NAMES:
        codes = " ".join(sorted(LANGUAGE_NAMES))
        raise InputError(f"language {text[:20]!r}", f"must be auto, or one of {codes}")
    return code


def _code(hint: str | None) -> str | None:
    if hint is None:
        return None
    bare = re.split(r"[-_ ]", hint.strip().casefold(), maxsplit=1)[0]
    return None if bare in _UNKNOWN else _CODES.get(bare, bare)


def _other_part(words: Sequence[str]) -> list[str]:
    """The words of the passages in another language if most are, as in a talk that quotes English.

    A passage is `_PASSAGE` words, and is in a language by its commonest words. Empty if most of
    those that can be recognised are English.
    """
    found: list[str] = []
    english = other = 0
    for begin in range(0, len(words), _PASSAGE):
        passage = words[begin : begin + _PASSAGE]
        common = sum(word in _COMMON for word in passage)
        marks = max(sum(word in own for word in passage) for own in _TELLING.values())
        english += common > marks
        other += marks > common
        if marks > common:
            found += passage
    return found if other > english else []


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


def _is_other_script(text: str) -> bool:
    """Whether most letters are none of the Latin alphabet: a sentence of them is one word."""
    letters = _LETTER.findall(text[:2000])
    return bool(2 * sum(letter > "\u024f" for letter in letters) > len(letters))


@cache
def _detector() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # takes a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
