"""What a batch file is asked to hold, and what is read from one input."""

from pathlib import Path

import pytest

from refiner.batch.reading import ReadingOptions, read_transcripts
from refiner.errors import InputError
from refiner.transcripts.language import parse_language

OPEN = ReadingOptions()
FILES = Path(__file__).parents[1] / "files"


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"each": True, "speaker": "Ada"}, "cannot be the name of each"),
        ({"each": True, "duration_s": 60.0}, "cannot be the length of each"),
        ({"duration_s": float("nan")}, "positive"),
    ],
)
def test_wishes_that_contradict_themselves_are_refused(wish, message):
    with pytest.raises(InputError, match=message):
        ReadingOptions(**wish)


def test_each_of_some_and_of_one():
    data = (FILES / "whisperx.json").read_bytes()
    some = read_transcripts(data, "x.json", ReadingOptions(each=True, only=("speaker_01",)))
    assert [talk.words for talk in some] == [6]
    with pytest.raises(InputError, match="SPEAKER_00, SPEAKER_01"):
        read_transcripts(data, "x.json", ReadingOptions(each=True, only=("Ada",)))
    alone = read_transcripts(b"Um, hello there.", None, ReadingOptions(each=True))
    assert [talk.title for talk in alone] == ["Um, hello there."]


def test_the_language_that_a_person_names_is_that_of_every_talk_and_no_guess():
    data = b"Ada: Hm, kann sein.\nBo: \xc3\x84h, ja, um drei Uhr."
    options = ReadingOptions(each=True, language=parse_language("de-AT"))
    talks = read_transcripts(data, "x.txt", options)
    assert [(one.language, one.given_language) for one in talks] == [("de", "de")] * 2
    assert all(one.warnings == () for one in talks)
    (found,) = read_transcripts(b"So we went out to see what they had made of it.", None, OPEN)
    assert (found.language, found.given_language) == ("en", None)
