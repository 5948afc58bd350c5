"""Whether a word spelt like a filled pause (um, uh, er, ah, ...) is one.

A filled pause holds the floor. What is spelt like one may be a name, an abbreviation, a unit, an
address, an answer, an exclamation, or a word that is only spoken about; the first line of
`_OTHER` that fits says which. Words and capitals tell that of English alone: in German every noun
has a capital, and "an", "a" and "per" are other words elsewhere. `_OTHER_ABROAD` does without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from refiner.patterns import compile_later

_REACH = 48  # code points looked at on either side
_CAPITALS_REACH = 20  # code points looked at for small letters
PAUSE_SOUND = compile_later(
    r"(?:u+h*m+|u+h+|e+r+m*|u+r+m+|e+h+|e+h?m+|h+m+|m+(?:h+m*)?|a+h+"
    r"|[äö]+h*m+|[äö]+h+|[ao]+e+h+m*|e+u+h+m*|h+e+u+h*|h*ã+h*)",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEFORE = compile_later(r"([\w'’]+)([^\w'’]{0,12})$")
_AFTER = compile_later(r"([^\w'’]{0,12})(['’]?[\w'’]+)")
_COMPOUND_BEFORE = compile_later(r"[\w'’\-]*$")
_COMPOUND_AFTER = compile_later(r"[\w'’\-]*")
_OPENS = frozenset("\"“”‘'«‹")
_CLOSES = frozenset("\"“”’'»›")
_STOPS = compile_later(r"[.?!…\n]")
_TAG_QUESTION = compile_later(r"\s?[.?!](?!\.)")  # no ellipsis
_TITLES = _words("mr mrs ms mx miss dr prof professor sir madam judge senator captain president")
_NAMING = compile_later(r"\b(?:name(?:'s| is| was)?|named|called|surname|family name)[\s:,\"“]*$")
_BEFORE_ACRONYM = _words(
    "the an a in at to from our their this that his her my your and of near local by for with"
)
_BEFORE_PLACE = _words("at in to from near of by")
_SPELT_OUT = _words("um umm uh uhm erm hmm")  # sounds; of these only "UM" and "UH" are names
_AFTER_MOTHER_OF = _words("kulthum kalthum kalthoum kalsoum qasr durman fahm salal bugma jamil")
_AUNTS = _words("aunt auntie aunty")
_TAKES_THEM = _words(
    """give gives gave giving tell tells told telling let lets get gets got getting show shows
    showed make makes made making take takes took taking put puts keep keeps kept send sends sent
    ask asks asked help helps helped bring brings brought see sees saw want wants need needs hear
    heard leave left watch watched beat beats call calls called kill kick hit hits catch caught
    throw threw stop stops stopped buy buys bought sell sells sold knock knocked of"""
)
_DETERMINERS = _words("the a an my your his her our their its this that these those some")
_AFTER_SUBJECT = _words(
    "is isn't was wasn't has hasn't had does doesn't did will won't can may offers says said"
)
_OF_A_UNIVERSITY = _words(
    """campus campuses student students professor professors faculty alumni alumnus hospital
    library system press team football law school college graduate graduates researchers"""
)
_UNIT_NOUNS = _words(
    """thick wide long deep high tall thin across diameter in layer layers film films pitch pixel
    pixels gap gaps range resolution particle particles pore pores spacing to and or per scale
    x by laser filter wavelength wavelengths lens square"""
)
_COUNTED = _words("every each another single any no per one an a")
_SAYING = _words("say says said saying")
_WORD_FOR = _words("word words sound syllable filler")
_SAID_BEFORE = compile_later(
    r"\b(?:say|says|saying|said) [\"“]?(?:u[mh]|er|erm|ah)[\"”]?,? (?:and|or) [\"“]?$",
    re.IGNORECASE,
)
_GOES_ON = _words(
    "and or that is was are counts count too again instead you i we they he she in of from at on"
)
_ANSWERS = _words("yes yeah yep yup no nope okay ok right sure oh ha yea wow")
_COMPOUND_ANSWER = compile_later(
    r"(?:uh|um|m+|m+h+m+|hm+|nuh|ah|eh)-(?:huh|hu[hm]|oh|ha|hm+|mm+|uh|hum)|u+h-o+h+|a+-?ha+h*|ooh-la.*"
)
_SPACED_ANSWER = compile_later(r"\b(?:(?:uh|mm+|um) (?:huh|hm+)|nuh uh)\b")
_CLOSED_BY = {  # quotation marks outside English, and what closes each
    '"': '"”',
    "“": '”"',
    "”": "”",
    "„": '“”"',
    "'": "'",
    "‘": "’'",
    "’": "’",
    "‚": "‘’'",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
}
_ENDS_QUOTED = compile_later(r"(?:\s?…|[,.…]{0,3})(\s?)(\S)")
_FULL_STOP = compile_later(r"[?!\n]|(?<!\.)\.(?!\.)")  # no ellipsis
_WORD = compile_later(r"[\w'’\-]+")
_ANSWERS_ABROAD = _words(
    """ja nein nee ne doch gut genau klar stimmt richtig ach so aha ah oh naja na okay ok mhm
    sí si no vale bueno claro ya bien oui non ouais d'accord bon
    sim não tá certo pois uhum aham hum é sì va bene già esatto
    oké oke goed precies klopt"""
)
_NAMES_ABROAD = frozenset({("eh", "bildu"), ("ehm", "welk")})
_SURNAMES = _words("öhm ehm")


@dataclass(frozen=True, slots=True)
class _Place:
    """A span, its neighbours in small letters, and the marks between."""

    said: str
    low: str
    left: str
    gap_left: str
    gap_right: str
    right: str
    raw_left: str
    raw_right: str
    near: str
    before: str
    after: str
    language: str

    @property
    def opens(self) -> bool:
        """Nothing of the same sentence is before it."""
        return not self.left or _STOPS.search(self.gap_left) is not None

    @property
    def closes(self) -> bool:
        return not self.right or _STOPS.search(self.gap_right) is not None


def find_other_reading(
    text: str, folded: str, start: int, end: int, strict: bool, language: str = "en"
) -> str | None:
    """What the span is instead of a filled pause; None if it is one.

    `folded` is `text` in small letters with straight apostrophes, offset for offset. `strict`
    for sounds that answer and exclaim as well (ah, mm, em): they count only within a sentence.
    `language` is that of the listed word.
    """
    place = _place(text, folded, start, end, language)
    for is_it, reading in _OTHER if language == "en" else _OTHER_ABROAD:
        if is_it(place):
            return reading
    holds = _holds_the_floor if language == "en" else _holds_the_floor_abroad
    return "an answer or an exclamation" if strict and not holds(place) else None


def is_asked(text: str, start: int, end: int) -> bool:
    """Whether the sound asks or exclaims, by the marks around it: `¿eh?`, `hein, euh !`."""
    before, after = text[max(0, start - 2) : start].rstrip(), text[end : end + 2].lstrip()
    return before[-1:] in ("¿", "¡") or after[:1] in ("?", "!")


def is_joined_pause(folded: str, start: int, end: int) -> bool:
    """Whether a pause inside a hyphenated word is one: "went-um-to", "um-um", not "uh-huh"."""
    left = _COMPOUND_BEFORE.search(folded, max(0, start - _REACH), start)
    right = _COMPOUND_AFTER.match(folded, end, end + _REACH)
    before, after = left[0] if left else "", right[0] if right else ""
    whole = f"{before}{folded[start:end]}{after}"
    if _COMPOUND_ANSWER.fullmatch(whole.strip("-")) or any(char.isdigit() for char in whole):
        return False
    if "'" in whole:
        return False
    parts = [part for part in (*before.split("-"), *after.split("-")) if part]
    pauses = all(PAUSE_SOUND.fullmatch(part) for part in parts)
    if folded[start:end] not in ("um", "uh", "erm") and not pauses:
        return bool(before.strip("-") and after.strip("-"))  # "do-er", but "the-er-plan"
    return True


def _place(text: str, folded: str, start: int, end: int, language: str) -> _Place:
    low, high = max(0, start - _REACH), end + _REACH
    before, after = text[low:start], text[end:high]
    left, right = _BEFORE.search(before), _AFTER.match(after)
    raw_left, raw_right = left[1] if left else "", right[2] if right else ""
    return _Place(
        text[start:end],
        folded[start:end],
        raw_left.lower().replace("’", "'"),
        left[2] if left else before,
        right[1] if right else after,
        raw_right.lower().replace("’", "'"),
        raw_left,
        raw_right,
        text[max(0, start - _CAPITALS_REACH) : end + _CAPITALS_REACH],
        before,
        after,
        language,
    )


def _is_address(place: _Place) -> bool:
    """`um.edu`, `www.um.dk`, `@um`, `/um/`."""
    dotted = place.after[:1] == "." and place.after[1:2].isalpha()
    return (
        dotted
        or place.before[-1:] in ("@", "/", "\\")
        or (place.before[-1:] == "." and place.before[-2:-1].isalnum())
    )


def _is_unit(place: _Place) -> bool:
    """`5 um thick`, `35 mm`: a figure right before it, and what is measured after it."""
    if (
        place.low not in ("um", "mm", "hm", "em")
        or not place.left[:1].isdigit()
        or place.gap_left.strip()
    ):
        return False
    if place.low == "mm" or place.closes or place.right in _UNIT_NOUNS:
        return True
    return bool(place.gap_right.strip(" ")) and place.gap_right.strip()[:1] in ").;:/×"


def _is_abbreviation(place: _Place) -> bool:
    """`the ER`, `HM Treasury`: capitals among small letters, in the place of a name or a noun."""
    if len(place.said) < 2 or not place.said.isupper() or place.near.isupper():
        return False
    if not any(char.islower() for char in place.near):
        return False
    if "," in place.gap_left and "," in place.gap_right:
        return False
    named = place.raw_right[:1].isupper() and place.raw_right not in ("I", "I'm", "I’m")
    joined = not place.gap_right.strip()
    is_sound = place.low in _SPELT_OUT and place.left not in _BEFORE_ACRONYM - {"and"}
    if named and joined and not is_sound:  # "it was UH Bob" is one
        return True
    determined = place.left in _DETERMINERS and place.low not in _SPELT_OUT
    if place.right in _DETERMINERS and joined and not determined:  # "to UH the shop"
        return False
    if place.left in _BEFORE_ACRONYM:
        can_be_noun = place.left in _BEFORE_PLACE or place.closes or not joined
        return can_be_noun or place.low not in _SPELT_OUT or place.right in _OF_A_UNIVERSITY
    return place.opens and joined and place.right in _AFTER_SUBJECT | _OF_A_UNIVERSITY


def _is_name(place: _Place) -> bool:
    """`Mr. Um`, `Professor Um Tae-shik`, `her name is Um`, `Um Kulthum`, `Aunt Em`."""
    if place.right in _AFTER_MOTHER_OF and place.low in ("um", "umm"):
        return place.gap_right.strip(" ") in ("", "-")
    if not place.said[:1].isupper() or (place.said.isupper() and len(place.said) > 1):
        return False
    if place.left in _TITLES | _AUNTS and place.gap_left.strip() in ("", "."):
        return True
    if _NAMING.search(place.before.lower()):
        return True
    capital = place.raw_right[:1].isupper() and place.right.split("'")[0] != "i"
    return (
        not place.opens and not place.gap_left.strip() and capital and not place.gap_right.strip()
    )


def _is_mentioned(place: _Place) -> bool:
    """`the word "um"`, `count every um`, `people who say um`."""
    quoted = place.before[-1:] in _OPENS and (
        place.after[:1] in _CLOSES or (place.after[:1] in ",." and place.after[1:2] in _CLOSES)
    )
    if quoted or _SAID_BEFORE.search(place.before):
        return True
    if place.gap_left.strip(" ") or not place.left:
        return False
    if place.left in _WORD_FOR:
        return True
    ends = bool(place.gap_right.strip(" ")) or not place.right or place.right in _GOES_ON
    if place.left in ("every", "each", "single"):
        return ends
    if place.left in _COUNTED | _SAYING:
        return place.closes or (place.left in _SAYING and place.right in ("and", "or", "too"))
    return False


def _is_verb(place: _Place) -> bool:
    """`to err`, `err on the side of`."""
    if place.low != "err":
        return False
    return (place.left == "to" and not place.gap_left.strip()) or (
        place.right in ("on", "is", "toward", "towards") and not place.gap_right.strip()
    )


def _is_answer(place: _Place) -> bool:
    """`uh huh`, `mm hmm`, `nuh uh` without their hyphen; the eh of `Good, eh?`."""
    if place.low == "eh" and _TAG_QUESTION.match(place.gap_right):
        return True
    near = f"{place.before[-4:]}{place.said}{place.after[:5]}".lower()
    return _SPACED_ANSWER.search(near) is not None


def _is_clipped_them(place: _Place) -> bool:
    """`get 'em`, `give em hell`; and the printer's em dash."""
    if place.low != "em":
        return False
    if place.left in _TAKES_THEM and not place.gap_left.strip():
        return True
    return place.before[-1:] in ("'", "’", "‘") or place.right in (
        "dash",
        "dashes",
        "space",
        "quad",
    )


_OTHER: tuple[tuple[Callable[[_Place], bool], str], ...] = (
    (_is_address, "part of an address"),
    (_is_unit, "a unit"),
    (_is_abbreviation, "an abbreviation"),
    (_is_name, "a name"),
    (_is_mentioned, "a word that is spoken about"),
    (_is_verb, "the verb"),
    (_is_answer, "an answer"),
    (_is_clipped_them, "another word"),
)


def _is_unit_abroad(place: _Place) -> bool:
    """`1200 hm.` and `35 mm`, but not `5 hm... sechs`."""
    if place.low not in ("hm", "mm") or not place.left[:1].isdigit() or place.gap_left.strip():
        return False
    mark = place.gap_right.strip()
    if place.low == "mm" and not mark:
        return True
    if mark.startswith(("..", "…")):
        return False
    return place.closes or mark.startswith((")", ";", ":", "/", "×"))


def _is_name_abroad(place: _Place) -> bool:
    """`EH Bildu`, `Ehm Welk`, `Dr. Öhm`, but not `Dr. Öhm Müller`, `Dr. Öhm... Müller`."""
    if not place.said[:1].isupper():
        return False
    joined = not place.gap_right.strip()
    if joined and place.raw_right[:1].isupper():
        return (place.low, place.right) in _NAMES_ABROAD
    titled = place.left in _TITLES and place.gap_left.strip() in ("", ".")
    return titled and joined and place.low in _SURNAMES


def _is_quoted_abroad(place: _Place) -> bool:
    """`„ähm“`, `»äh«`, `‚ähm‘`, and `« euh »`, but not `»ja« äh »nein«`."""
    before, end = place.before, _ENDS_QUOTED.match(place.after)
    spaced = before != before.rstrip() or bool(end and end[1])
    mark = before.rstrip()[-1:]
    if not end or (spaced and (mark not in ("«", "‹") or place.language == "de")):
        return False
    if mark in ("'", "’") and before[-2:-1].isalnum():  # an elision
        return False
    return end[2] in _CLOSED_BY.get(mark, "")


def _is_answer_abroad(place: _Place) -> bool:
    """`uh huh`, and the tag of `Vale, eh.`; `que eh. No` is a false start."""
    return (place.low != "eh" or place.gap_left.strip() == ",") and _is_answer(place)


_OTHER_ABROAD: tuple[tuple[Callable[[_Place], bool], str], ...] = (
    (_is_address, "part of an address"),
    (_is_unit_abroad, "a unit"),
    (_is_name_abroad, "a name"),
    (_is_quoted_abroad, "a word that is spoken about"),
    (_is_answer_abroad, "an answer"),
)


def _holds_the_floor(place: _Place) -> bool:
    """Within a sentence that continues, and neither after nor before a word that answers."""
    if place.opens or place.closes or "!" in place.gap_right:
        return False
    if any(char in _OPENS for char in place.gap_left):
        return False
    return place.left not in _ANSWERS and place.right not in _ANSWERS


def _holds_the_floor_abroad(place: _Place) -> bool:
    """Not alone or among answers in its sentence, or turn: `Hm.`, `Ja, hm.`, but `Hm, ja, wir`."""
    before = _FULL_STOP.split(place.before)[-1]
    after = _FULL_STOP.split(place.after)[0]
    if after == place.after and len(after) == _REACH:
        return True
    said = (word.strip("-").lower() for word in _WORD.findall(f"{before} {after}"))
    words = (word.replace("’", "'") for word in said)
    return not all(word in _ANSWERS_ABROAD or PAUSE_SOUND.fullmatch(word) for word in words)
