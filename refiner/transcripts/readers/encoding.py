"""Bytes to text: the bytes alone tell the encoding; uncertain detection produces a warning."""

from __future__ import annotations

import codecs

from refiner.errors import InputError
from refiner.patterns import compile_later

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16's mark does, so it is looked at first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = compile_later(r"[\x00-\x08\x0e-\x1f]")
RECORDING_KINDS = {  # that look alike from within; of these the name chooses, else the first
    "WAV": ("wav",),
    "MP3": ("mp3", "mpga", "mpeg"),
    "MP4": ("mp4", "m4a", "mov", "3gp"),
    "AAC": ("aac",),
    "Ogg": ("ogg", "oga", "opus"),
    "FLAC": ("flac",),
    "AIFF": ("aiff", "aif"),
    "AMR": ("amr",),
    "CAF": ("caf",),
    "WebM": ("webm",),
    "Matroska": ("mkv", "mka"),
    "Windows Media": ("wma",),
    "MPEG": ("mpeg",),
    "Flash": ("flv",),
    "AVI": ("avi",),
}
RECORDING_SUFFIXES = frozenset(kind for family in RECORDING_KINDS.values() for kind in family)
_RECORDINGS = (
    (b"ID3", "a recording (MP3)"),
    (b"\xff\xfb", "a recording (MP3)"),
    (b"\xff\xfa", "a recording (MP3)"),
    (b"\xff\xf3", "a recording (MP3)"),
    (b"\xff\xf2", "a recording (MP3)"),
    (b"\xff\xe3", "a recording (MP3)"),
    (b"\xff\xe2", "a recording (MP3)"),
    (b"\xff\xf1", "a recording (AAC)"),
    (b"\xff\xf9", "a recording (AAC)"),
    (b"OggS", "a recording (Ogg)"),
    (b"fLaC", "a recording (FLAC)"),
    (b"FORM", "a recording (AIFF)"),
    (b"#!AMR", "a recording (AMR)"),
    (b"caff", "a recording (CAF)"),
    (b"\x30\x26\xb2\x75", "a recording (Windows Media)"),
    (b"FLV\x01", "a video (Flash)"),
    (b"\x00\x00\x01\xba", "a video (MPEG)"),
)
_NO_TEXT = (
    (b"%PDF-", "a PDF; save its text, or export the transcript as text, .docx or .vtt"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old or encrypted Office document; save it as .docx without a password",
    ),
    (b"\x89PNG", "a binary file: a picture (PNG), not a transcript"),
    (b"\xff\xd8\xff", "a binary file: a picture (JPEG), not a transcript"),
    (b"GIF8", "a binary file: a picture (GIF), not a transcript"),
    (b"BM", "a binary file: a picture (BMP), not a transcript"),
    (b"II*\x00", "a binary file: a picture (TIFF), not a transcript"),
    (b"MM\x00*", "a binary file: a picture (TIFF), not a transcript"),
    (b"\x1f\x8b", "a compressed file (gzip); give it unpacked"),
    (b"BZh", "a compressed file (bzip2); give it unpacked"),
    (b"\xfd7zXZ", "a compressed file (xz); give it unpacked"),
    (b"7z\xbc\xaf", "an archive (7z); give its files unpacked"),
    (b"Rar!", "an archive (RAR); give its files unpacked"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd); give it unpacked"),
    (b"SQLite format 3", "a database (SQLite), not a transcript"),
    (b"\x7fELF", "a program, not a transcript"),
    (b"MZ\x90", "a program, not a transcript"),
)
_RIFF = {b"WAVE": "a recording (WAV)", b"AVI ": "a video (AVI)"}
_LETTERS = compile_later(r"[^\W\d_]")
_WESTERN = compile_later(r"[À-ÖØ-öø-ÿŒœŠšŽžŸ€£©®°½¼¾§«»¿¡·´¨‘’‚“”„–—…•™\xa0]")
_CUT = ("unexpected end of data", "truncated data")
_MAX_ODD = 0.3  # of a Western text's letters, fewer than this carry an accent
_WESTERN_LETTERS = compile_later(r"[À-ÖØ-öø-ÿŒœŠšŽžŸ]")
_FOREIGN = compile_later(r"[\x80-\U0010ffff]+")
_TWICE = compile_later(r"[ÂÃâ][^\x00-\x7f]")
_MIN_TWICE = 0.9  # of the runs of other letters
_LOOKED_AT = 500_000  # characters
_TWICE_WARNING = "this text was saved as UTF-8 twice (“â€™” for “’”) and was put right"
_MAX_DAMAGE = 0.01  # of a text's characters


def decode(data: bytes, what: str) -> tuple[str, tuple[str, ...]]:
    """The text, without its byte-order mark, and the warnings there are about it.

    UTF-8, UTF-16 and UTF-32 are known by their bytes. Text that can only be Windows-1252 is
    read as such, with a warning; so is UTF-8 or UTF-16 that was cut or damaged a little.
    Raises InputError for everything else.
    """
    if kind := _kind_of_binary(data):
        raise InputError(what, f"this is {kind}")
    mark, encoding = _detect_encoding(data)
    body = data.removeprefix(mark)
    try:
        return _decode_again(_text(body.decode(encoding), what))
    except UnicodeDecodeError as error:
        return _decode_damaged(body, encoding, error, what)


def _decode_again(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` with the letters whole that someone saved as UTF-8 twice: `â€™` for `’`."""
    runs = _FOREIGN.findall(text[:_LOOKED_AT]) if _TWICE.search(text) else []
    whole = sum(_decode_run(run) is not None for run in runs)
    if whole < 2 or whole < _MIN_TWICE * len(runs):
        return text, ()
    return _FOREIGN.sub(lambda run: _decode_run(run[0]) or run[0], text), (_TWICE_WARNING,)


def _decode_run(run: str) -> str | None:
    """The letters that a run of others was, or None; what Windows-1252 lacks is Latin-1's."""
    try:
        data = b"".join(
            char.encode("latin-1" if char < "\xa0" else "cp1252", "strict") for char in run
        )
        return data.decode()
    except UnicodeError:
        return None


def describe_recording(head: bytes) -> str | None:
    """What a file with sound in it is, such as "a recording (MP3)", by its first bytes; else None.

    `head` is 512 bytes or more, if the file has them.
    """
    for start, kind in _RECORDINGS:
        if _begins_with(head, start):
            return kind
    if head[4:8] == b"ftyp" and head[8:11] not in (b"hei", b"mif", b"avi"):
        return "a recording (MP4)"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "a video (WebM)" if b"webm" in head[:80] else "a video (Matroska)"
    if head.startswith((b"RIFF", b"RF64")) and b"\x00" in head[:64] and head[8:12] != b"WEBP":
        return _RIFF.get(head[8:12], "a recording")
    return None


def warn_of_suffix(name: str | None) -> tuple[str, ...]:
    """Warn of a text in a file that is named as a recording: no sound of it can be looked at."""
    suffix = (name or "").rpartition(".")[2].lower()
    if suffix not in RECORDING_SUFFIXES:
        return ()
    return (f"the file is named .{suffix} but holds text; it was read as a transcript",)


def _kind_of_binary(data: bytes) -> str | None:
    """What a file that is no text is, by its first bytes; None for what may be text."""
    for start, kind in _NO_TEXT:
        if _begins_with(data, start):
            return kind
    if recording := describe_recording(data[:512]):
        return f"{recording}, not a transcript of one"
    if data[4:8] == b"ftyp":
        return "a picture (HEIF), not a transcript"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "a picture (WebP), not a transcript"
    if data[257:262] == b"ustar":
        return "an archive (tar); give its files unpacked"
    return None


def _begins_with(data: bytes, start: bytes) -> bool:
    """A start of two bytes may be a letter's: then the rest must not be text."""
    return data.startswith(start) and (len(start) > 2 or b"\x00" in data[:512])


def _detect_encoding(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark and encoding; without a mark, Latin text in UTF-16 shows its zeros."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return mark, encoding
    head = data[:2000]
    for encoding, zeros, others in (
        ("utf-16-le", head[1::2], head[::2]),
        ("utf-16-be", head[::2], head[1::2]),
    ):
        if len(zeros) > 4 and zeros.count(0) > 0.7 * len(zeros) and not others.count(0):
            return b"", encoding
    return b"", "utf-8"


def _decode_damaged(
    data: bytes, encoding: str, error: UnicodeDecodeError, what: str
) -> tuple[str, tuple[str, ...]]:
    text = data[: error.start].decode(encoding)
    if text and error.reason in _CUT and _is_cut(data[error.start :], text):
        cut = "the file breaks off in the middle of a character; that one was left out"
        return _text(text, what), (cut,)
    if b"\x00" in data and encoding == "utf-8":
        raise InputError(what, "this is a binary file, not text")
    repaired = data.decode(encoding, "replace")
    damage = repaired.count("\ufffd")
    rest = repaired.replace("\ufffd", "")
    if encoding != "utf-8" or not rest.isascii():
        if damage <= _MAX_DAMAGE * len(repaired):
            lost = (
                f"{damage} damaged characters of this {encoding.upper()} text are shown as \ufffd"
            )
            return _text(repaired, what), (lost,)
        raise InputError(
            what, f"this is a binary file, or {encoding.upper()} text damaged at byte {error.start}"
        )
    return _western(data, error.start, what)


def _is_cut(tail: bytes, text: str) -> bool:
    """Is `tail` the beginning of a character? One byte of it could be a Western letter as well."""
    return len(tail) > 1 or not text.isascii()


def _western(data: bytes, first: int, what: str) -> tuple[str, tuple[str, ...]]:
    name, encoding = "Windows-1252", "cp1252"
    if b"\r" in data and b"\n" not in data:  # as old Macs end their lines
        name, encoding = "Mac Roman", "mac_roman"
    try:
        text = _text(data.decode(encoding), what)
    except UnicodeDecodeError:
        text = ""
    odd = [char for char in text if char > "\x7f"]
    plausible = text and all(_WESTERN.match(char) for char in odd)
    accented = len(_WESTERN_LETTERS.findall(text))
    if not plausible or accented > _MAX_ODD * len(_LETTERS.findall(text)):
        raise InputError(
            what,
            f"this is a binary file, or text in an encoding that is neither UTF-8 nor "
            f"Windows-1252 (byte {first}); save it as UTF-8 and try again",
        )
    return text, (
        f"this text is not UTF-8 and was read as {name}; if letters look wrong, save it as UTF-8",
    )


def _text(text: str, what: str) -> str:
    if _CONTROL.search(text if "@Begin" not in text[:500] else text.replace("\x15", "")):
        raise InputError(what, "this is a binary file, not text")
    return text
