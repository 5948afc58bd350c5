"""Each kind of file that tools write and people copy, as one short talk, and what must come out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from refiner.detection.detector import detect
from refiner.detection.lexicon import lexicon_for
from refiner.errors import InputError
from refiner.transcripts import read_transcript

FOLDER = Path(__file__).parent / "kinds"
# By file: the text, and how many people are named in it.
KINDS: dict[str, list[Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
# What tools write and people type, with what a person counted in it: words, filled pauses, names,
# seconds (from, to), the day, the language; or that it is refused.
BY_HAND: dict[str, dict[str, Any]] = json.loads((FOLDER / "by_hand.json").read_text("utf-8"))
NO_TRANSCRIPTS: dict[str, bytes] = {
    "python": b"import os\ndef f(x):\n    return x\nprint(f(1))\n",
    "python module": b"import re\n\ndef go(n):\n    # um, ah\n    return re.sub('a', n)\n\ngo(2)\n",
    "css": b"h1 { margin: 0; }\n.um { color: blue }\n",
    "go": b'package um\n\nimport "os"\n\nfunc Go() {\n\tos.Exit(1)\n}\n',
    "typescript": b"export interface Um {\n  name: string;\n  age?: number;\n}\n",
    "vobsub": b"# VobSub index file, v7\nsize: 720x576\nid: en, index: 0\n",
    "drawn table": b"+---+----+\n| n | um |\n+---+----+\n| 1 | uh |\n+---+----+\n",
    "psql": b" n | word \n---+------\n 1 | um\n(1 row)\n",
    "log": b"2026-01-01 10:00:00 INFO um x\n" * 3,
    "xml": b"<?xml version='1.0'?><rss><channel><title>um</title></channel></rss>",
    "rttm": b"SPEAKER f 1 0.0 1.0 <NA> <NA> ada <NA> <NA>\n",
    "json": b'{"a":{"b":[1,2]}}',
    "tweets": b'[{"user":"a","id":1},{"user":"b","id":2}]',
    "svg": b"<svg xmlns='x'><path d='M0'/></svg>",
    "csv": b"id,price,qty\n1,2.5,3\n2,3.5,4\n",
    "numbers": b"0.1 0.2 0.3\n0.4 0.5 0.6\n0.7 0.8 0.9\n1.0 1.1 1.2\n",
    "mp4": b"\0\0\0\x18ftypmp42" + bytes(40),
    "png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "wav": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "gz": b"\x1f\x8b\x08\x00aaaa",
}


# Of each format, a file in which no one says anything.
EMPTY: dict[str, str] = {
    "text": "\n",
    "labelled text": "Ada:\nBen:\nAda:\n",
    "timed text": "[00:00:03]\n[00:00:09]\n",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\n\n",
    "webvtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n\n",
    "sbv": "0:00:01.000,0:00:02.000\n\n",
    "ass": "[Script Info]\n\n[Events]\nFormat: Start, Text\nDialogue: 0:00:01.00,\n",
    "ttml": "<tt xmlns='http://www.w3.org/ns/ttml'><body><div><p begin='1s'/></div></body></tt>",
    "whisper json": '{"segments": [{"start": 0, "end": 1, "text": ""}]}',
    "deepgram json": '{"results": {"channels": [{"alternatives": [{"transcript": ""}]}]}}',
    "assemblyai json": '{"utterances": [{"text": "", "start": 0, "end": 1, "words": []}]}',
    "aws transcribe json": '{"results": {"transcripts": [{"transcript": ""}], "items": []}}',
    "google speech json": '{"results": [{"alternatives": [{"transcript": ""}]}]}',
    "speechmatics json": '{"results": [{"type": "word", "alternatives": [{"content": ""}]}]}',
    "ibm watson json": '{"results": [{"final": true, "alternatives": [{"transcript": " "}]}]}',
    "rev.ai json": '{"monologues": [{"speaker": 0, "elements": []}]}',
    "elevenlabs json": '{"words": [{"text": " ", "type": "spacing", "start": 0, "end": 1}]}',
    "youtube json3": '{"events": [{"tStartMs": 0, "segs": [{"utf8": "\\n"}]}]}',
    "json": "[]",
    "json lines": '{"text": ""}\n{"text": ""}\n',
    "csv": "speaker,start,text\nAda,0,\n",
    "tsv": "start\tend\ttext\n0\t1\t\n",
    "markdown table": "| Speaker | Text |\n|---|---|\n| Ada |  |\n",
    "rtf": "{\\rtf1\\ansi \\par}",
    "html": "<html><body><p></p></body></html>",
    "ctm": "talk 1 0.5 0.3 <eps>\n",
    "stm": "talk 1 ada 0.5 1.5 ignore_time_segment_in_scoring\n",
    "labels": "0.5\t1.0\t\n1.0\t2.0\t\n",
    "textgrid": 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n1\n<exists>\n0\n',
    "elan": "<ANNOTATION_DOCUMENT><TIER TIER_ID='a'/></ANNOTATION_DOCUMENT>",
    "chat": "@Begin\n*ADA:\t.\n@End\n",
    "microdvd": "{25}{75}\n{80}{120}\n",
    "mpl2": "[25][75]\n[80][120]\n",
    "lrc": "[00:01.00]\n[00:03.50]\n",
    "scc": "Scenarist_SCC V1.0\n\n00:00:01:05\t9420 9420\n",
    "mail": "From: Ada <ada@example.org>\nTo: Max <max@example.org>\nSubject: um\n\n\n",
    "manifest": '{"audio_filepath": "a.wav", "duration": 1.5, "text": ""}\n' * 2,
}


@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_without_speech_is_refused(text: str, encoding: str) -> None:
    for data in (text, text.replace("\n", "\r\n")):
        with pytest.raises(InputError) as caught:
            read_transcript(data.encode(encoding), name="file")
        assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_gives_its_words_and_its_speakers(name: str) -> None:
    transcript = read_transcript((FOLDER / name).read_bytes())
    assert [transcript.text, len(transcript.speakers)] == KINDS[name]


@pytest.mark.parametrize("name", BY_HAND)
def test_what_a_person_counted_is_what_is_read(name: str) -> None:
    right = dict(BY_HAND[name])
    data = right.pop("data").encode()
    if right.pop("refused", False):
        with pytest.raises(InputError):
            read_transcript(data)
        return
    transcript = read_transcript(data)
    from_s, to_s = right.pop("sec", None) or (0.0, float("inf"))
    assert from_s <= (transcript.duration_s or 0.0) <= to_s
    assert right.pop("warning", "") in " ".join(transcript.warnings)
    assert right.pop("no_warning", "\0") not in " ".join(transcript.warnings)
    found = detect(transcript.text, lexicon_for(transcript.language))
    facts = {
        "words": transcript.words,
        "pauses": sum(one.kind == "filled_pause" for one in found),
        "speakers": sorted(speaker.name for speaker in transcript.speakers),
        "held_on": transcript.held_on,
        "language": transcript.language,
        "text": transcript.text,
        "format": transcript.source.format,
    }
    assert {key: facts[key] for key in right} == right


@pytest.mark.parametrize(
    "text", ["import taxes\nand um so", "return tickets\nuh yes", "Package deal\nno (laughs)"]
)
def test_speech_that_uses_words_of_programs_is_read(text: str) -> None:
    assert read_transcript(text.encode()).text


@pytest.mark.parametrize("data", NO_TRANSCRIPTS.values(), ids=NO_TRANSCRIPTS)
def test_what_is_no_transcript_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_transcript(data, name="file")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("change", ["cut", "crlf", "bom", "utf-16"])
def test_each_kind_cut_or_in_another_encoding_is_read_or_refused(name: str, change: str) -> None:
    data, text = (FOLDER / name).read_bytes().decode(), KINDS[name][0]
    if change == "cut":
        for part in range(1, 8):
            read_or_refuse(data[: part * len(data) // 8].encode())
        return
    changed = {
        "crlf": data.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + data.encode(),
        "utf-16": data.encode("utf-16"),
    }[change]
    assert read_transcript(changed).text == text


@pytest.mark.parametrize("name", [name for name in BY_HAND if "refused" not in BY_HAND[name]])
def test_what_a_person_counted_stays_in_another_encoding_and_is_read_or_refused_if_cut(
    name: str,
) -> None:
    data = BY_HAND[name]["data"]
    whole = read_transcript(data.encode())
    lines = data.replace("\n", "\r\n")
    for changed in (lines.encode("utf-8-sig"), lines.encode("utf-16")):
        read = read_transcript(changed)
        assert read.text.replace("\r\n", "\n") == whole.text
        assert (read.speakers, read.duration_s) == (whole.speakers, whole.duration_s)
    for part in (1, 2, 3):
        read_or_refuse(data[: part * len(data) // 4].encode())


def read_or_refuse(data: bytes) -> None:
    refusal = ""
    try:
        read_transcript(data)
    except InputError as error:
        refusal = str(error)
    assert len(refusal.splitlines()) <= 1


def test_one_person_is_one_speaker_however_the_name_is_written() -> None:
    text = "JOSÉ: um hi\nJose\u0301: uh yes\nAda: so\njosé : ok\nAda: and so"
    speakers = read_transcript(text.encode(), speakers=["josé"]).speakers
    assert [(s.words, s.turns) for s in speakers] == [(5, 2), (3, 2)]
    assert sum(s.share for s in speakers) == pytest.approx(1, abs=0.001)


def test_a_clock_that_passes_midnight_goes_on() -> None:
    transcript = read_transcript((FOLDER / "midnight.txt").read_bytes())
    assert transcript.duration_s is not None
    assert 8 < transcript.duration_s < 14


def test_the_day_is_the_one_that_the_heading_names() -> None:
    text = "Weekly sync\nMarch 4, 2026, 10:02AM\nAda Byron  0:03\nUm, hi.\nMax  0:09\nUh."
    assert read_transcript(text.encode()).held_on == "2026-03-04"
    assert read_transcript(b"Ada: um\nMax: uh\nAda: on March 4, 2026").held_on == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We [laughs] um left [inaudible 00:01:02] now (crosstalk).", "We um left now."),
        ("So I &amp;amp; you don&#39;t um know.", "So I & you don't um know."),
        ("See https://example.org/um?x=1 or ada.um@example.org, um.", "See or, um."),
        ("The [plan](https://um.example) is um ready.", "The plan is um ready."),
        ("I [um] think (uh) that <um> works.", "I [um] think (uh) that <um> works."),
        ("He said (and I agree) um no.", "He said (and I agree) um no."),
        ("%HESITATION so _um_ UM_ yes", "uh so um um yes"),
        ("u\u00adm zero\u200bwidth", "um zerowidth"),
    ],
)
def test_what_is_not_speech_is_no_word_and_marked_hesitations_stay(text: str, words: str) -> None:
    assert read_transcript(text.encode()).text == words
