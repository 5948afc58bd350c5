"""Large and hostile files: reading and finding candidates cost what the length costs, no more."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from refiner.detection.detector import detect
from refiner.errors import InputError
from refiner.transcripts import MAX_BYTES, read_transcript

pytestmark = pytest.mark.slow

PROSE = "So um I think we, like, moved the lamp to the hall and you know it works. "
ASIDE = "the lamp moved along every hall before night came down over all of them and "
_IN_A_PROCESS = """
import resource, sys
from refiner.detection.detector import detect
from refiner.transcripts import read_transcript
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
transcript = read_transcript(sys.stdin.buffer.read())
detect(transcript.text)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(transcript.words, usage.ru_utime + usage.ru_stime, (usage.ru_maxrss - before) * 1024)
"""


def processor_seconds(act: Callable[[], object]) -> float:
    """Of this process, so that what else the machine does counts for nothing."""
    began = time.process_time()
    act()
    return time.process_time() - began


def read_and_detect(text: str) -> None:
    try:
        transcript = read_transcript(text.encode())
    except InputError:
        return
    detect(transcript.text)


@pytest.mark.soak
@pytest.mark.parametrize("joint", [" ", "\n"], ids=["one line", "lines"])
def test_fifty_megabytes_take_minutes_at_most_and_a_few_times_their_size(joint: str) -> None:
    sentence = (ASIDE * 4 + PROSE).rstrip() + joint
    words, seconds, peak = cost_in_a_process((sentence * (MAX_BYTES // len(sentence))).encode())
    assert words > 9_000_000
    assert seconds < 150
    assert peak < 10 * MAX_BYTES


@pytest.mark.soak
def test_fifty_megabytes_of_words_with_times_take_minutes_at_most() -> None:
    """As Deepgram writes them; what is kept of each word is small beside what is read."""
    words, seconds, peak = cost_in_a_process(words_with_times(MAX_BYTES))
    assert words > 300_000
    assert seconds < 150
    assert peak < 10 * MAX_BYTES


def words_with_times(size: int) -> bytes:
    """At most `size` bytes of JSON: a word each half second, from two speakers by turns."""
    spoken = (ASIDE * 4 + PROSE).split()
    entries: list[str] = []
    room = size - 100
    while room > 200:
        n = len(entries)
        word = spoken[n % len(spoken)]
        entry = {"word": word.strip(",."), "start": n / 2, "end": n / 2 + 0.4, "confidence": 0.98}
        entry |= {"speaker": n // 400 % 2, "punctuated_word": word}
        entries.append(json.dumps(entry))
        room -= len(entries[-1]) + 2
    head = '{"results": {"channels": [{"alternatives": [{"words": ['
    return (head + ", ".join(entries) + "]}]}]}}").encode()


def cost_in_a_process(data: bytes) -> tuple[float, float, float]:
    """Words, processor seconds and bytes of memory, the file's own included."""
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_PROCESS], input=data, capture_output=True, check=True
    )
    words, seconds, peak = map(float, done.stdout.split())
    return words, seconds, peak


@pytest.mark.parametrize(
    "sentence",
    [
        PROSE,
        PROSE.replace(". ", ".\n"),
        "Ada: " + PROSE + "\nBen: " + PROSE + "\n",
        "1\n00:00:01,000 --> 00:00:02,000\n" + PROSE + "\n\n",
    ],
    ids=["one line", "lines", "labels", "captions"],
)
def test_four_times_the_text_costs_about_four_times_as_much(sentence: str) -> None:
    small, large = (sentence * (size // len(sentence)) for size in (30_000, 120_000))
    read_and_detect(small)
    ratio = processor_seconds(lambda: read_and_detect(large)) / processor_seconds(
        lambda: read_and_detect(small)
    )
    assert ratio < 8


N = 10_000
HOSTILE = {
    "a credit that is none": "Transcribed by " + "A " * 60 + "x y\num\n",
    "dots before a word": "." * N + "word um",
    "blanks": "um" + " " * N + "um",
    "a drawn-out sound": "u" * N + " um",
    "joined sounds": "um-" * N,
    "cut-off words": "a-" * N,
    "apostrophes": "a'" * N,
    "underscores": "um_" * N,
    "open brackets": "[a " * N,
    "open tags": "<i " * N + ">",
    "open braces": "{\\" * N,
    "stars": "*a " * N,
    "entities": "&" + "amp;" * N,
    "addresses": "a@a." * N,
    "links": "[x](" * N,
    "times": "0:00" * N,
    "ranges": "0:00 --> " * N,
    "marks of lists": "- " * N + "um",
    "colons": "A: " * N,
    "line numbers": "".join(f"{n % 25 + 1} um\n" for n in range(N)),
    "many names": "".join(f"Ada {n}: um\n" for n in range(N)),
    "notes": "um word[1] " * N + "\n" + "[1] a note\n" * N,
    "pages": "".join(f"Page {n}\nHead: um\nso {n} uh\n" for n in range(N // 10)),
    "form feeds": "um\f" * N,
    "closing marks": "".join(f"<a{n}>um</a{n}>" for n in range(N)),
    "notes in italics": "_a " * N,
    "bold names": "**a** b\n" * (N // 5),
    "marks of a recorder": "ABCD: um - WATCH: " * (N // 5),
    "names above paragraphs": "Ada\num\n\nBen\nuh\n\n" * (N // 20),
    "footers": "Page 1 of 2\n" * N + "Ada: um\nBen: uh\n",
    "voices": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v a>b" * N,
    "notes of WebVTT": "WEBVTT\n\n" + "NOTE\n\n" * N + "00:01.000 --> 00:02.000\num",
    "open comments": "<html>" + "<!--" * N,
    "nested elements": '<?xml version="1.0"?>' + "<a>" * N,
    "codes of CHAT": "@Begin\n*ADA:\t" + "[a " * N,
    "quotes of Praat": 'File type = "ooTextFile"\n' + '"' * N,
    "one phrase far apart": ("you" + " " * 500 + "know ") * (N // 100),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_pattern_is_quadratic(text: str) -> None:
    """A quadratic pattern takes sixteen times as long for four times the text."""
    read_and_detect(text)
    short = processor_seconds(lambda: read_and_detect(text))
    long = processor_seconds(lambda: read_and_detect(text + text + text + text))
    assert long < max(1.0, 10 * short)
