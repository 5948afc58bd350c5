import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.errors import InputError
from refiner.model import count_words
from refiner.transcripts import MAX_BYTES, read_transcript


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t \r\n", "white space"),
        (b"12, 34; 56 ...", "no words"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"PK\x03\x04 word", "binary"),
        (bytes(range(0xC0, 0x100)) + b" um", "neither UTF-8 nor Windows-1252"),
        (b"um \x81\x8d\x8f um", "neither UTF-8 nor Windows-1252"),
        (b"%PDF-1.7 um", "a PDF"),
        (b"\xd0\xcf\x11\xe0 um", "encrypted Office document"),
        (b"word " * (MAX_BYTES // 5 + 1), "over the limit of 50 MB"),
        (codecs.BOM_UTF16_LE + b"a", "UTF-16"),
    ],
)
def test_unusable_input_is_one_clear_line(data, why):
    with pytest.raises(InputError, match=why) as caught:
        read_transcript(data, name="talk.txt")
    assert str(caught.value).startswith("talk.txt: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_in_a_known_encoding_is_read_letter_for_letter(encoding):
    text = "Um — “well” … 👩‍🚀 naïve\r\nשלום um"
    assert read_transcript(text.encode(encoding)).text == text


def test_western_text_is_read_as_windows_1252_and_says_so():
    talk = read_transcript("Müller said “um” — naïvely.".encode("cp1252"))
    assert talk.text == "Müller said “um” — naïvely."
    assert "Windows-1252" in talk.warnings[0]
    assert read_transcript("um, a café".encode("cp1252")).text == "um, a café"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros(encoding):
    talk = read_transcript("Um, hello there.".encode(encoding))
    assert (talk.text, talk.warnings) == ("Um, hello there.", ())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("um naïve 👩".encode()[:-2], "um naïve "),
        ("um naïve".encode("utf-16")[:-1], "um naïv"),
        ("um 👩".encode()[:-1], "um "),
        ("that’s um naïve ".encode() * 50 + b"\xff um", "that’s um naïve " * 50 + "\ufffd um"),
    ],
    ids=["cut UTF-8", "cut UTF-16", "cut emoji", "one bad byte"],
)
def test_slightly_damaged_text_is_read_with_a_warning_never_as_another_encoding(data, text):
    talk = read_transcript(data)
    assert talk.text == text
    assert len([w for w in talk.warnings if "damaged" in w or "breaks off" in w]) == 1


def read_or_refuse(data):
    """The transcript, or the line that says why there is none; never another error."""
    try:
        return read_transcript(data)
    except InputError as error:
        return str(error)


@given(st.text(st.characters(exclude_characters="\u00ad\u200b\u2060\ufeff\u180e<[({*_&#")))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_unchanged_or_refused_in_one_line(text):
    talk = read_or_refuse(text.encode("utf-8", "surrogatepass"))
    if isinstance(talk, str):
        assert len(talk.splitlines()) == 1
    else:
        assert talk.text == text.removeprefix("\ufeff")


@given(st.binary())
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    talk = read_or_refuse(data)
    assert len(talk.splitlines()) == 1 if isinstance(talk, str) else talk.words >= 1


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("talks/kick-off.txt", "Um, hello.", "kick-off"),
        (None, "Um, hello\nall.", "Um, hello all."),
        (None, "word " * 40, "word word word word word word word word word word word word…"),
    ],
)
def test_a_title_is_the_files_name_or_the_first_words(name, text, title):
    assert read_transcript(text.encode(), name=name).title == title


@pytest.mark.parametrize(
    ("name", "warned"),
    [("talk.mp3", "named .mp3 but holds text"), ("a/TALK.WAV", "named .wav but"), ("x.srt", "")],
)
def test_a_text_in_a_file_named_as_a_recording_is_read_with_a_warning(name, warned):
    captions = b"1\n00:00:01,000 --> 00:00:03,000\nUm, hello to you all here.\n"
    for data in (b"Ada: Um, hello to you.\nMax: Hello to you too.", captions):
        warnings = [w for w in read_transcript(data, name=name).warnings if "holds text" in w]
        assert (warned in warnings[0], len(warnings)) == (True, 1) if warned else not warnings


def test_a_length_is_given_or_estimated_at_150_words_a_minute():
    estimated = read_transcript(b"word " * 300)
    assert (estimated.length_s, estimated.duration_source) == (120, "estimated")
    given_ = read_transcript(b"word " * 300, duration_s=90)
    assert (given_.length_s, given_.duration_source) == (90, "given")


@pytest.mark.parametrize("duration", [0, -1, float("nan"), float("inf")])
def test_an_impossible_length_is_refused(duration):
    with pytest.raises(InputError, match="duration"):
        read_transcript(b"Um, hello.", duration_s=duration)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Um, I can't.", 3), ("well-known y'know", 2), ("it’s 20 %", 2), ("— … !", 0), ("naïve", 1)],
)
def test_words_are_counted_as_people_count_them(text, words):
    assert count_words(text) == words
