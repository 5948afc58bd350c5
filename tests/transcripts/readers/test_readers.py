"""A realistic file of every format, and what must come out of each; whole, cut, marked, empty."""

import codecs
import io
import json
import random
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.errors import InputError
from refiner.transcripts import read_recording, read_transcript
from refiner.transcripts.speakers import speakers_of

pytestmark = pytest.mark.slow

FILES = Path(__file__).parents[2] / "files"
A = "Um, so we moved the, uh, lamp to the hall."
B = "Right, and you know it works."
C = "It was, like, dark before. And nobody, I mean nobody, could read there."
TURNS = f"{A}\n{B}\n{C}"
FLOW = f"{A} {B} {C}"
ADA_BEN = {"Ada Byron": 23, "Ben Okoro": 6}
UNNAMED = {"": 29}

# file, format, words by speaker, seconds, text, the first timed word's start and end
TABLE = [
    ("labelled.txt", "labelled text", ADA_BEN, None, TURNS.replace(". And", ".\nAnd"), None),
    ("otter.txt", "timed text", ADA_BEN, 16.2, TURNS, None),
    ("timed.txt", "timed text", ADA_BEN, 16.2, TURNS, None),
    ("zoom-tabs.txt", "tsv", ADA_BEN, 16.2, TURNS, None),
    ("zoom-saved.txt", "timed text", ADA_BEN, 16.2, TURNS, None),
    ("whisper-console.txt", "timed text", UNNAMED, 17, TURNS, None),
    ("subrip.srt", "srt", UNNAMED, 17, FLOW, None),
    ("zoom.vtt", "webvtt", ADA_BEN, 17, TURNS, None),
    ("teams.vtt", "webvtt", ADA_BEN, 17, TURNS, None),
    (
        "youtube.vtt",
        "webvtt",
        {"": 11},
        11,
        "um so we moved the uh lamp to the hall right",
        (3, 3.4),
    ),
    ("whisper.json", "whisper json", UNNAMED, 17, FLOW, (3, 3.44)),
    ("whisper-api.json", "whisper json", UNNAMED, 17, FLOW, (3, 3.44)),
    ("whisper-cpp.json", "json", UNNAMED, 17, FLOW, None),
    ("whisperx.json", "whisper json", {"SPEAKER_00": 23, "SPEAKER_01": 6}, 17, TURNS, (3, 3.44)),
    ("faster-whisper.json", "whisper json", UNNAMED, 17, FLOW, (3, 3.44)),
    ("deepgram.json", "deepgram json", {"Speaker 0": 23, "Speaker 1": 6}, 16.89, TURNS, (3, 3.44)),
    (
        *("deepgram-utterances.json", "deepgram json", {"Speaker 0": 23, "Speaker 1": 6}),
        *(17, TURNS, (3, 3.44)),
    ),
    ("assemblyai.json", "assemblyai json", {"Speaker A": 23, "Speaker B": 6}, 17, TURNS, (3, 3.44)),
    ("assemblyai-words.json", "assemblyai json", UNNAMED, 16.89, FLOW, (3, 3.44)),
    ("aws.json", "aws transcribe json", {"spk_0": 23, "spk_1": 6}, 16.89, TURNS, (3, 3.44)),
    (
        *("google-v1.json", "google speech json", {"Speaker 1": 23, "Speaker 2": 6}),
        *(16.89, TURNS, (3, 3.44)),
    ),
    (
        *("google-v2.json", "google speech json", {"Speaker 1": 23, "Speaker 2": 6}),
        *(16.89, TURNS, (3, 3.44)),
    ),
    ("talk.csv", "csv", ADA_BEN, 17, TURNS, None),
    ("talk.tsv", "tsv", ADA_BEN, 16.2, TURNS, None),
    ("whisper.tsv", "tsv", UNNAMED, 17, TURNS, None),
]
NAMES = [row[0] for row in TABLE]


def facts(data):
    """What a reader made of bytes: format, words by speaker, seconds, text, first timed word."""
    recording, talk = read_recording(data), read_transcript(data)
    words = {speaker.name: speaker.words for speaker in speakers_of(recording)}
    first = talk.timed_words[0] if talk.timed_words else None
    times = (first.start_s, first.end_s) if first else None
    return talk.source.format, words, talk.duration_s, talk.text, times


@pytest.mark.parametrize(
    ("name", "format", "speakers", "seconds", "text", "first"), TABLE, ids=NAMES
)
def test_each_format_gives_speakers_words_length_text_and_times(
    name, format, speakers, seconds, text, first
):
    data = (FILES / name).read_bytes()
    assert facts(data) == (format, speakers, seconds, text, first)
    talk = read_transcript(data)
    assert talk.words == sum(speakers.values())
    assert talk.duration_source == ("timestamps" if seconds else "estimated")
    for word in talk.timed_words:
        word_text = talk.text[word.start : word.end]
        assert word_text
        assert word_text == word_text.strip()
    assert all(talk.text[s.start : s.end].strip() for s in talk.stretches)


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(name):
    data = (FILES / name).read_bytes()
    assert facts(codecs.BOM_UTF8 + data.replace(b"\n", b"\r\n")) == facts(data)
    assert facts(data.decode().encode("utf-16")) == facts(data)


@pytest.mark.parametrize("name", NAMES)
def test_of_a_file_cut_anywhere_what_can_be_read_is_read(name):
    data = (FILES / name).read_bytes()
    whole = read_transcript(data).text
    for cut in range(0, len(data), max(1, len(data) // 60)):
        talk = read_or_refuse(data[:cut])
        if cut > 0.6 * len(data):
            assert talk is not None
            sure = min(9, len(talk.text.split()) - 1)  # the last word may be cut
            assert talk.text.split()[:sure] == whole.split()[:sure]


@pytest.mark.parametrize("name", [row[0] for row in TABLE if len(row[2]) > 1])
def test_chosen_speakers_alone_are_counted(name):
    data = (FILES / name).read_bytes()
    names = [speaker.name for speaker in speakers_of(read_recording(data))]
    talk = read_transcript(data, speakers=[names[0].upper()])
    assert B not in talk.text
    named = names[0] if names[0] == "Ada Byron" else ""  # "Speaker 1" is no one's name
    assert (talk.words, talk.speaker) == (23, named)
    assert not any("people speak" in warning for warning in talk.warnings)
    both = read_transcript(data, speakers=names)
    assert both.text == read_transcript(data).text
    assert both.duration_s is None or (talk.duration_s or 0) < both.duration_s


def read_or_refuse(data):
    """The transcript, or None where the refusal is one line; never another error."""
    refusal = None
    try:
        talk = read_transcript(data)
    except InputError as error:
        talk, refusal = None, str(error)
    assert refusal is None or len(refusal.splitlines()) == 1
    assert talk is None or talk.text.encode()
    return talk


def word_file(*paragraphs):
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("paragraphs", "speakers", "seconds"),
    [
        (
            [
                *(
                    "Lamp meeting-20240304_093000-Meeting Recording",
                    "March 4, 2024, 9:30AM",
                    "1m 2s",
                ),
                *("Ada Byron started transcription", f"Ada Byron   0:03\n{A}"),
                *(f"Ben Okoro   0:10\n{B}", f"Ada Byron   0:14\n{C}"),
                "Ada Byron stopped transcription",
            ],
            ADA_BEN,
            16.2,
        ),
        (
            [
                f"0:0:3.0 --> 0:0:8.500\nAda Byron\n{A}",
                f"0:0:10.0 --> 0:0:13.0\nBen Okoro\n{B}",
                f"0:0:14.0 --> 0:0:20.0\nAda Byron\n{C}",
            ],
            ADA_BEN,
            17,
        ),
        (
            [
                *("Transcript", "00:00:03 Speaker 1", A, "00:00:10 Speaker 2", B),
                *("00:00:14 Speaker 1", C),
            ],
            {"Speaker 1": 23, "Speaker 2": 6},
            16.2,
        ),
        ([f"Ada Byron: {A}", f"Ben Okoro: {B}", f"Ada Byron: {C}"], ADA_BEN, None),
        ([A, B, C], UNNAMED, None),
    ],
    ids=["Teams", "Teams, older", "Word's own", "labelled", "plain"],
)
def test_word_files(paragraphs, speakers, seconds):
    assert facts(word_file(*paragraphs)) == ("docx", speakers, seconds, TURNS, None)


def test_a_cut_word_file_is_refused_in_one_line():
    data = word_file(A)
    for cut in range(4, len(data), len(data) // 20):
        with pytest.raises(InputError, match=r"damaged|binary") as caught:
            read_transcript(data[:cut])
        assert len(str(caught.value).splitlines()) == 1


def test_a_word_file_that_unpacks_to_a_flood_is_refused_before_it_is_unpacked():
    flood = io.BytesIO()
    with zipfile.ZipFile(flood, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 100 * 1024 * 1024)
    began = time.process_time()
    with pytest.raises(InputError, match="unpacks to 100 MB"):
        read_transcript(flood.getvalue())
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("WEBVTT\n", "WebVTT subtitles with no caption"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:bad\num\n", "WebVTT subtitles with no caption"),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n", "SubRip subtitles"),
        ('{"a": 1,, "b": 2}', "broken JSON: key must be a string at line 1 column 9"),
        ('{"title": "um", "mood": 3}', "found the keys title, mood"),
        ("[[[[" * 5000, "broken JSON: recursion limit"),
        ('{"a":' * 5000, "broken JSON: recursion limit"),
        ('{"segments": [{"start": 0, "end": 1, "text": " "}]}', "whisper json without any words"),
        ("speaker,start,text\nAda,0,\n", "a table (csv) without a row"),
        ("Ada: 12.\nBen: 34.\n", "no words"),
    ],
)
def test_a_broken_file_of_a_known_format_says_what_was_expected(text, message):
    with pytest.raises(InputError) as caught:
        read_transcript(text.encode(), name="talk")
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "words", "warning"),
    [
        (
            "WEBVTT\n\n00:00:bad --> 00:00:02.000\nlost\n\n00:00:02.000 --> 00:00:03.000\num yes\n",
            *("um yes", "1 caption could not be read and was skipped"),
        ),
        (
            '{"segments": [{"start": 0, "end": 1, "text": "um yes"}, 7, null]}',
            *("um yes", "2 entries could not be read and were skipped"),
        ),
        (
            '{"segments": [{"start": 0, "end": 1, "text": "um yes"}, {"start": 1, "te',
            *("um yes", "the file breaks off at line 1 column 72; the part before it was read"),
        ),
        ("start,text\n0,um yes\n3,\n", "um yes", "1 row could not be read and was skipped"),
    ],
)
def test_what_can_be_read_is_read_and_the_rest_is_counted(text, words, warning):
    talk = read_transcript(text.encode())
    assert talk.text == words
    assert any(warning in message for message in talk.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "Um, one thing: it works. Note: so does this.\nTip: read on.",
        "Remember: um, hello.",
        "Ada: um",
        "We met at 10:30\nand left at 11:00",
        "[um] and {uh}",
        "{um, hello}",
        "well, um, text\nand, so, on",
        "first: one\nsecond: two\nthird: three",
        "I said: um\nShe said: uh\nI said: no",
        "text\tand\ttabs",
        "Um\r\nhello\r\n\r\n  there \u2028 yes\r",
        "e\u0301 👩‍🚀 שלום um",
    ],
)
def test_plain_text_stays_as_it_is(text):
    talk = read_transcript(text.encode())
    assert (talk.text, talk.source.format) == (text, "text")
    assert all("was counted as" in warning for warning in talk.warnings)  # English, words


VARIANTS = {
    "Meet, with times between": (
        "Lamp\n\nTranscript\n\n00:00:00\n\nAda Byron: Um, hi.\nBen: Yes.\n\n00:05:00\n\n"
        "Ada Byron: Good.\nMeeting ended after 00:10:00",
        *("timed text", {"Ada Byron": 3, "Ben": 1}, "Um, hi.\nYes.\nGood."),
    ),
    "time in brackets after the name": (
        "Ada Byron (00:03):\nUm, hi.\n\nBen (0:10): Yes.\n",
        *("timed text", {"Ada Byron": 2, "Ben": 1}, "Um, hi.\nYes."),
    ),
    "time after the colon": (
        "Ada: [00:00:03] Um, hi.\nBen: [00:00:09] Yes.",
        *("timed text", {"Ada": 2, "Ben": 1}, "Um, hi.\nYes."),
    ),
    "family name first": (
        "Byron, Ada (External)   0:03\nUm, hi.\n\nOkoro, Ben   0:10\nYes.\n",
        *("timed text", {"Byron, Ada": 2, "Okoro, Ben": 1}, "Um, hi.\nYes."),
    ),
    "question and answer": (
        "Q: How?\nA: Um, well.\nQ: And?\nA: Yes.",
        *("labelled text", {"A": 3, "Q": 2}, "How?\nUm, well.\nAnd?\nYes."),
    ),
    "Markdown": (
        "**Ada:** Um, hi.\n\n**Ben**: Yes.",
        *("labelled text", {"Ada": 2, "Ben": 1}, "Um, hi.\nYes."),
    ),
    "twelve hours": (
        "[Ada] 02:02:11 PM\nUm, hi.\n[Ben] 02:02:14 PM\nYes.",
        *("timed text", {"Ada": 2, "Ben": 1}, "Um, hi.\nYes."),
    ),
    "YouTube, pasted": (
        "0:00\num hi there\n0:04\nand so",
        *("timed text", {"": 5}, "um hi there\nand so"),
    ),
    "YouTube's SBV": (
        "0:00:00.599,0:00:04.160\num hi there\n\n0:00:04.160,0:00:06.770\nand so\n",
        *("sbv", {"": 5}, "um hi there and so"),
    ),
    "SubRip without numbers": (
        "00:00:01,000 --> 00:00:02,000\nUm, hi.\n\n00:00:03,000 --> 00:00:04,000\nYes.\n",
        *("srt", {"": 3}, "Um, hi. Yes."),
    ),
    "SubRip with an empty line in a caption": (
        "1\n00:00:01,000 --> 00:00:02,000\nUm,\n\nhi.\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n",
        *("srt", {"": 3}, "Um, hi. Yes."),
    ),
    "SubRip with a dialogue": (
        "1\n00:00:01,000 --> 00:00:02,000\n- Ada: Um, hi.\n- Ben: Yes.\n",
        *("srt", {"Ada": 2, "Ben": 1}, "Um, hi.\nYes."),
    ),
    "semicolons": ("Speaker;Text\nAda;Um, hi\nBen;Yes", "csv", {"Ada": 2, "Ben": 1}, "Um, hi\nYes"),
}


@pytest.mark.parametrize(
    ("text", "format", "speakers", "plain"), list(VARIANTS.values()), ids=list(VARIANTS)
)
def test_the_same_things_as_people_and_other_services_write_them(text, format, speakers, plain):
    found = facts(text.encode())
    assert (found[0], found[1], found[3]) == (format, speakers, plain)


def test_a_table_with_the_line_ends_of_old_macs_is_a_table():
    recording = read_recording(b"start,end,text\r0,1,um so we\r1,2,like it\r")
    assert [segment.text for segment in recording.segments] == ["um so we", "like it"]


def test_a_single_time_tells_no_length():
    talk = read_transcript(b"Ada Byron  0:03\nUm, hello there.")
    assert (talk.duration_s, talk.duration_source) == (None, "estimated")


def test_a_repeated_caption_counts_again_unless_captions_roll():
    cues = "".join(f"00:00:0{n}.000 --> 00:00:0{n}.900\nYes, um.\n\n" for n in range(1, 6))
    assert read_transcript(f"WEBVTT\n\n{cues}".encode()).text == "Yes, um. " * 4 + "Yes, um."


# -- anything at all

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12),
    st.sampled_from(["um yes", "1.5s", "0:03", "pronunciation"]),
)  # fmt: skip
KEYS = st.sampled_from(
    """segments words utterances results channels alternatives transcript text start end word
    items speaker transcription offsets from to start_time end_time content type speaker_label
    speakerTag startTime endTime response other""".split()  # noqa: SIM905
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(VALUES)
@settings(max_examples=400, deadline=None)
def test_any_json_at_all_is_read_or_refused_in_one_line(value):
    read_or_refuse(json.dumps(value).encode())


HEADS = (
    "", "WEBVTT\n\n", "[Script Info]\n[Events]\nFormat: Start, End, Name, Text\n", "{\\rtf1\\ansi ",
    "<tt xmlns='http://www.w3.org/ns/ttml'><body><div>", "<html><body>", "<ANNOTATION_DOCUMENT>",
    "@UTF8\n@Begin\n*ADA:\t", 'File type = "ooTextFile"\n', "0:00:01.000,0:00:02.000\n", "[ti:a]\n",
    "speaker,start,text\n", "| Speaker | Text |\n|---|---|\n", "talk 1 0.5 0.3 um\n", "{", "[{",
)  # fmt: skip
PIECES = (
    "um", " so we go ", "Ada", "BEN:", ": ", "Q.", "\n", "\n\n", "\t", ",", ";", '"', "|",
    "(00:12)",
    "00:03", "[00:00:04.5]", " --> ", "00:00:05.000", "1.5s", "0 minutes 3 seconds", "2026-03-04",
    "<v Ada>", "<c>", "</p>", "<p begin='1s' end='2s'>", "<TIER TIER_ID='a'>", "{\\an8}", "\\par ",
    "}", "]", "*BEN:\t", "%mor:\t", "\x15100_200\x15", "[laughs]", "&-uh", "(.)", "&amp;amp;", ">>",
    'text = "um"', "xmin = 1", "Dialogue: 0:00:01.00,0:00:02.00,,um", "talk 1 1.5 0.3 so",
    '"text":"um"', '"start":1', '"speaker":"A"', "\u200b", "\r", "**", "- ", "1. ", "Speaker 1",
)  # fmt: skip


@given(st.sampled_from(HEADS), st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_pieces_of_any_format_are_read_or_refused_in_one_line(head, pieces):
    read_or_refuse((head + "".join(pieces)).encode())


WHOLE = [
    *(FILES / name for name in NAMES),
    *sorted((FILES.parent / "transcripts/kinds").glob("*.txt")),
]


@given(st.sampled_from(WHOLE), st.integers(0, 2**32))
@settings(max_examples=250, deadline=None)
def test_any_file_with_some_bytes_changed_is_read_or_refused_in_one_line(path, seed):
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    read_or_refuse(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"A" + b" " * 5_000_000 + b"b",
        b"Ada:" * 1_250_000,
        b"Ada: um\n" * 600_000,
        b"[" * 5_000_000,
        b"0:00 " * 1_000_000,
        b"0:00 um\n" * 600_000,
        b"WEBVTT\n\n" + b"00:00:01.000 --> " * 290_000,
        b"WEBVTT\n\n" + b"<v " * 1_600_000,
        b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"<v a>" * 900_000,
        b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"<" * 4_900_000,
        b"speaker,text\n" + b'"' * 4_900_000,
        b"speaker,text\n" + b"a,b\n" * 1_200_000,
        b'{"segments":[' + b'{"start":0,"end":1,"text":"um"},' * 150_000,
        b'{"words":[' + b'{"text":"a","start":0,"end":1},' * 150_000,
    ],
    ids=range(14),
)
def test_the_worst_five_megabytes_are_read_or_refused_in_bounded_time(data):
    began = time.process_time()  # whatever else the machine does
    read_or_refuse(data)
    assert time.process_time() - began < 30
