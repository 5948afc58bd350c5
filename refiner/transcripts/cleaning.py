"""What is written in a transcript and is not speech: markup, sounds, notes, addresses, time marks.

Hesitations that a transcriber marks, such as `[um]`, `(uh)` or `<um>`, are speech and stay. A
text without any of these comes back unchanged, letter for letter. Linear time.
"""

from __future__ import annotations

import html
import re

from refiner.patterns import compile_later
from refiner.transcripts.word_lists import listed

_HESITATION = r"(?:u+h*m+|u+h+|e+h*r+m*|e+h+m*|h+m+|m+(?:h+m*)?|a+h+|ä+h*m*|ö+h*m*)"
# What no one writes who does not say it; short, so that it is no part of other marks.
WORD_OF_PAUSE = compile_later(r"\b(?:u+h*m+|u+h+|erm?)\b", re.IGNORECASE)
_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,\-]\d{1,3})?"
_TIMES = compile_later(rf"{_CLOCK}|\b\d{{1,5}}(?:[.,]\d{{1,3}})?\s?s(?:ec)?\b")
_PAUSE_LENGTH = compile_later(r"\d{1,3}[.,]\d{1,2}")  # seconds, as conversation analysts write
_MAX_UNESCAPES = 3  # captions are seen escaped twice
_ENTITY = compile_later(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,8});")
DIRECTIONS = r"\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of the direction of writing
_INVISIBLE = compile_later(
    rf"[\u00ad\u180e\u200b{DIRECTIONS}\u2060\ufeff]|(?<=[A-Za-z])[\u200c\u200d]+(?=[A-Za-z])"
)
_OVERRIDE = compile_later(r"\{\\[^{}\n]{0,200}\}")  # {\an8} of SubStation
_TAG = compile_later(
    rf"<(?!{_HESITATION}>)/?(?:[ibucvspa]|em|strong|font|span|ruby|rt|lang|small|su[bp]|mark|code"
    rf"|br|div|td|tr)(?:[.\s/][^<>]{{0,300}})?>|<{_CLOCK}>",
    re.IGNORECASE,
)
_BREAK_TAG = compile_later(r"</?(?:br|p|div|td|tr)\b[^<>]{0,300}>", re.IGNORECASE)
_LINK = compile_later(r"(!?)\[([^\[\]\n]{0,200})\]\([^()\s]{1,400}\)")
_ADDRESS = compile_later(
    r"[ \t]{0,3}<?(?:(?:https?://|www\.)[^\s<>]{1,2000}(?<![.,;:!?)\"'»”’])"
    r"|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64}){1,5})>?",
    re.IGNORECASE,
)
_GROUP = compile_later(
    r"[ \t]{0,3}(?:\[{1,2}([^\[\]\n]{0,80})\]{1,2}|\({1,2}([^()\n]{0,300})\){1,2}"
    r"|<([^<>\n]{1,40})>|\{([^{}\n]{1,40})\}|\*([^*\n]{1,40})\*|(?<!\w)_([^_\n]{1,40})_(?!\w))"
)
_INLINE_CLOCK = compile_later(rf"[ \t]{{0,3}}#{_CLOCK}#")
_EVENT = compile_later(r"[ \t]{0,3}&=\w+(?::\w+)*")  # CHAT's &=laughs
_MARKED = compile_later(r"%HESITATION\b|\bHESITATION_\w+")  # IBM's, which keeps no spelling
_UNDERSCORED = compile_later(
    rf"(?<!\w)_{{1,3}}({_HESITATION})_{{0,3}}(?!\w)|\b({_HESITATION})_{{1,3}}(?!\w)", re.IGNORECASE
)
_SLASHED = compile_later(rf"(?<![\w/:])//({_HESITATION})//(?![\w/])", re.IGNORECASE)
_DELETED = compile_later(r"~~[^~\n]{1,300}~~|\{--[^{}\n]{1,300}--\}")  # Markdown's, CriticMarkup's
_INSERTED = compile_later(r"\{\+\+([^{}\n]{0,300})\+\+\}")
_TICKED = compile_later(r"^(\s{0,12}(?:[-*+]\s+)?)\[[ x]\]\s+", re.MULTILINE)
_BREATH = compile_later(r"(?<!\S)[.°]h{1,5}(?!\w)°?")  # as conversation analysts write it
_SUNG = compile_later(r"[ \t]{0,3}♪[^♪\n]{0,300}♪?")
_EXAMINER = compile_later(r"[ \t]{0,3}\(BY (?:MR|MS|MRS|DR|THE)\b[^()\n]{1,40}\)")  # of a court
_MARK = compile_later(r"<(/?)([A-Za-z][\w\-]{0,30})>")
_LENGTHENED = compile_later(r"(?<![\w:])([ue]h?):{1,3}([hrm]{1,3})(?![\w:])", re.IGNORECASE)  # u:m
_SOUND_HESITATION = compile_later(rf"[\s%&#\-]*{_HESITATION}[\s.,…\-]*", re.IGNORECASE)
_NOTES = frozenset(
    listed(
        """laugh laughs laughing laughter chuckle chuckles chuckling giggle giggles giggling
        applause clap claps clapping applauds cheer cheers cheering crosstalk cross-talk
        overtalk overlapping inaudible unintelligible indiscernible unclear indistinct
        incomprehensible garbled music musical sing sings singing hums humming sigh sighs
        sighing cough coughs coughing sniff sniffs sniffles sneeze sneezes breath breathes
        breathing breathe inhale inhales exhale exhales gasp gasps groan groans yawn yawns
        pause pauses silence silent noise noises static beep beeps beeping bleep bleeped buzz
        buzzing ring rings ringing knock knocks knocking door click clicks clicking typing
        footsteps phonetic foreign blank_audio background speaking speaks redacted expletive
        sic ph smile smiles smiling nods nodding gestures shrugs whispers whispering shouts
        shouting screams screaming cry cries crying sobs sobbing snorts throat lip smack
        smacks audio recording transcript vocalization vocalizes instrumental chatter murmurs
        murmuring mumbles mumbling stutters interposing interrupting interruption simultaneous
        speaker_turn contd cont overlap unk omitted changes difficulties plays playing barks barking
        slams siren gavel offscreen off-screen voiceover voice-over aside exit exits enter enters
        exeunt lachen lacht gelächter musik unverständlich applaus pausa risas rires musique
        aplausos riendo ríe ríen risa rit rient riant ride ridono rindo lachend"""
    )
)
_PART = compile_later(  # of what is shown or sung
    r"\W*(?:next slide|(?:ad|commercial) break|(?:a |short |long ){0,2}beat"
    r"|(?:slide|verse|chorus|refrain|bridge)(?: \d{1,3}(?:\W.*)?)?)\W*",
    re.IGNORECASE,
)
_HOUSE = compile_later(  # what a record of a parliament says of its members
    r"(?:Anhaltende[rs]? |Lebhafte[rs]? |Vifs )?(?:Beifall|Heiterkeit|Zurufe?|Gegenruf"
    r"|Unruhe|Lachen|Widerspruch|Applaudissements|Exclamations|Applausi|Aplausos|Rumores|Laughter"
    r"|Applause|Cheers|Interruption)"
    # and of whom, but no sentence such as "(Laughter is the best medicine)"
    r"(?:\s*(?:[-–—.:;!]|\Z)| (?:bei|von|vom|de[rsm]|im|aus|auf|rechts|links|und|sur|aux?|des?|du"
    r"|dans|et|y|en|e|dai|dal|all[ae]|from|by|on|in|and|among) )"
)
_ACT = compile_later(  # what a speaker does, in brackets or stars: "takes a sip", "look left"
    r"(?:takes? (?:an? )?(?:\w+ )?(?:sip|drink|breath|bow|seat|step)"
    r"|(?:looks?|turns?|points?|walks?|steps?|moves?|leans?|gestures?|glances?) (?:left|right|up"
    r"|down|away|around|back|(?:at|to|towards?|into|over) (?:the |his |her |your )?(?:audience"
    r"|camera|judges?|crowd|slide|screen|board|chart|notes|watch|phone|floor|ceiling|door|window"
    r"|podium|stage|chair|table|cent(?:re|er)))|(?:holds?|picks?|puts?) (?:up|down) .*"
    r"|(?:raises?|lowers?|waves?) (?:an? |the |his |her )?(?:hands?|arms?|voice)"
    r"|(?:shows? (?:photo|picture|object|prop)|eye contact))\W*",
    re.IGNORECASE,
)
_ORDER = compile_later(  # to the speaker, in capitals
    r"(?:LOOK|TURN|WALK|STEP|POINT|MOVE|HOLD|PICK|PUT|SHOW|RAISE|LOWER|TAKE|WAVE|DRINK|GESTURE|WAIT"
    r"|SLOW|SPEED) [^a-z]{2,60}"
)
_NOTE_WORD = compile_later(r"[\w\-]+")


def strip_non_speech(text: str, captions: bool = False) -> str:
    """`text` without what is not speech; in `captions` any group in square brackets is a sound."""
    for _ in range(_MAX_UNESCAPES):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text).replace("\xa0", " ")
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    if "~~" in text or "{" in text:
        text = _INSERTED.sub(r"\1", _DELETED.sub("", text))
    if "] " in text:
        text = _TICKED.sub(r"\1", text)
    if ".h" in text or "°h" in text:
        text = _BREATH.sub("", text)
    if "♪" in text:
        text = _SUNG.sub("", text)
    if "(BY " in text:
        text = _EXAMINER.sub("", text)
    if "{" in text:
        text = _OVERRIDE.sub("", text)
    if "<" in text and ">" in text:
        text = _TAG.sub("", _BREAK_TAG.sub(" ", text))
    if "</" in text:  # pairs of marks around words, of whatever name
        pairs = {name for closes, name in _MARK.findall(text) if closes}
        text = _MARK.sub(lambda match: "" if match[2] in pairs else match[0], text)
    if "](" in text:
        text = _LINK.sub(lambda match: "" if match[1] else match[2], text)
    if "@" in text or "://" in text or "www." in text.lower():
        text = _ADDRESS.sub("", text)
    if any(mark in text for mark in "[(<{*_"):
        text = _GROUP.sub(lambda match: "" if _is_note(match, captions) else match.group(), text)
    if "#" in text:
        text = _INLINE_CLOCK.sub("", text)
    if "&=" in text:
        text = _EVENT.sub("", text)
    if ":" in text:
        text = _LENGTHENED.sub(lambda match: match[1] + match[2], text)
    if "HESITATION" in text:
        text = _MARKED.sub("uh", text)
    if "//" in text:
        text = _SLASHED.sub(lambda match: match[1].lower(), text)
    if "_" in text:
        # small letters: marked as a hesitation, it is no abbreviation however it is written
        text = _UNDERSCORED.sub(lambda match: (match[1] or match[2]).lower(), text)
    return text


def _is_note(group: re.Match[str], captions: bool) -> bool:
    """Whether a group in brackets is a sound, a note or a time mark, not words that were said."""
    square, round_, angle, _curly, starred, underlined = group.groups()
    content = next(part for part in group.groups() if part is not None)
    if _SOUND_HESITATION.fullmatch(content):
        return False
    if round_ is not None and _PAUSE_LENGTH.fullmatch(content):
        return True
    if round_ is not None and _HOUSE.match(content) and not WORD_OF_PAUSE.search(content):
        return True
    if (square or round_ or angle) is not None and _PART.fullmatch(content):
        return True
    is_direction = _ACT.fullmatch(content) or _ORDER.fullmatch(content)
    if is_direction and (square is not None or (starred is not None and _is_set_apart(group))):
        return True
    bare = _TIMES.sub(" ", content)
    words = _NOTE_WORD.findall(bare.casefold())
    if not words and starred is None and underlined is None:
        return bare != content or not content.strip(" .…?-–—")
    if not words:
        return False
    if square is not None:
        return captions or (len(words) <= 6 and not _NOTES.isdisjoint(words))
    if round_ is not None and captions and content.isupper():
        return True
    ends = {words[0], words[-1]}
    return len(words) <= 3 and not _NOTES.isdisjoint(ends)


def _is_set_apart(group: re.Match[str]) -> bool:
    """Whether words in stars are no part of the sentence around them, as "*look up* to" is."""
    before = group.string[group.start() - 1 : group.start()]
    if before.isalnum():
        return False
    after = group.string[group.end() : group.end() + 3].lstrip(" \t")[:1]
    is_told = group[0].split()[0].endswith("s")  # "takes a sip": no one says it so
    return is_told or after in ("", "\r", "\n") or after.isupper()
