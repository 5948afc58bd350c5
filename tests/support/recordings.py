"""A talk with times and its recording, made for the tests: tones represent words."""

from __future__ import annotations

import io
import json
import math
import struct
import wave

RATE = 8_000
WORD_S = 0.5
TEXT = (
    "Um so we moved the lamp and then uh it was like dark before and you know nobody could read "
    "there um so we asked the school for one more lamp and they said yes at once"
)
TALK = TEXT.split()
SECONDS = WORD_S * len(TALK)


def second_of(word: int) -> float:
    """When the word of that number begins."""
    return WORD_S * word


def timed_talk() -> bytes:
    """The transcript, as Whisper writes it, half a second a word."""
    words = [
        {"word": f" {said}", "start": second_of(n), "end": second_of(n) + 0.4}
        for n, said in enumerate(TALK)
    ]
    segment = {"id": 0, "start": 0.0, "end": SECONDS, "text": TEXT, "words": words}
    return json.dumps({"text": TEXT, "language": "en", "segments": [segment]}).encode()


def tones(seconds: float = SECONDS) -> bytes:
    """A WAV file of so many seconds; the pitch changes with every word."""
    samples = (
        round(6_000 * math.sin(2 * math.pi * (200 + 40 * int(n / RATE / WORD_S) % 400) * n / RATE))
        for n in range(round(seconds * RATE))
    )
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return made.getvalue()
