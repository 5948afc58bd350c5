"""A recording sent to a server: over a real socket, in every format that servers answer in."""

from __future__ import annotations

import io
import json
import threading
import time
import wave
from dataclasses import replace

import numpy as np
import pytest

from refiner.audio import endpoint
from refiner.audio.endpoint import EndpointTranscriber
from refiner.audio.reading import add_sound
from refiner.audio.sound import Sound, read_sound
from refiner.config.settings import Settings
from refiner.errors import BackendError, CancelledByUser, InputError, TooLong
from refiner.llm.backends.transcription import forget_transcription_forms
from refiner.llm.prompts import HESITATIONS
from refiner.model import Source
from refiner.transcripts import build_transcript
from refiner.transcripts.pace import place_words
from scripts.speak import write_wave
from tests.support.sounds import numbers_of, tones
from tests.support.transcription_server import Answered, Posted, refuse, transcribing

TEXT = "Um, so we, uh, went home."
WORDS = [
    {"word": word, "start": n / 2, "end": n / 2 + 0.4}
    for n, word in enumerate(["Um", "so", "we", "uh", "went", "home"])
]
SEGMENT = {"id": 0, "start": 0.0, "end": 3.0, "text": f" {TEXT}"}
SPEAKERS = [
    {"id": "a", "type": "transcript.text.segment", "start": 0, "end": 1, "text": "Um, so we,"},
    {"id": "b", "type": "transcript.text.segment", "start": 1, "end": 3, "text": "uh, went home."},
]
ANSWERS = {
    "text": TEXT,
    "json": {"text": TEXT},
    "words at the top": {"text": TEXT, "segments": [SEGMENT], "words": WORDS, "language": "en"},
    "words in segments": {"text": TEXT, "segments": [SEGMENT | {"words": WORDS}]},
    "words alone": {"text": TEXT, "words": WORDS},
    "diarized": {
        "text": TEXT,
        "segments": [one | {"speaker": who} for one, who in zip(SPEAKERS, "AB", strict=True)],
    },
}


@pytest.fixture(autouse=True)
def _best_form_first():
    forget_transcription_forms()
    endpoint.forget_limits()


@pytest.fixture
def sound(tmp_path, monkeypatch):
    """A recording that is taken as it is, since no decoder is installed."""
    monkeypatch.setattr("refiner.audio.sound.can_decode", lambda: False)
    return read_sound(write_wave(tones([1, 2]), tmp_path / "talk.wav"), "talk.wav")


def transcriber(url: str, **changes) -> EndpointTranscriber:
    return EndpointTranscriber(Settings(base_url=url, timeout_s=5, db=None, log=None, **changes))


@pytest.mark.parametrize("form", ANSWERS)
def test_every_format_gives_the_words_and_the_times_and_speakers_it_has(sound, form):
    with transcribing(lambda _: Answered(ANSWERS[form])) as server:
        recording = transcriber(server.url).transcribe(sound)
    assert " ".join(one.text for one in recording.segments) == TEXT
    assert sum(len(one.words) for one in recording.segments) == (6 if "words" in form else 0)
    assert len({one.speaker for one in recording.segments}) == (2 if form == "diarized" else 1)
    posted = server.posted[0]
    assert posted.path == "/v1/audio/transcriptions"
    assert posted.content == sound.path.read_bytes()
    assert posted.file_name == "recording.wav"  # the file's own name may be a person's
    assert posted.field("prompt") == HESITATIONS
    assert posted.fields["timestamp_granularities"] == ["word", "segment"]


def test_a_format_that_is_refused_is_left_out_from_then_on(sound):
    def answer(posted: Posted) -> Answered:
        if posted.field("response_format") == "verbose_json":
            return refuse(400, "response_format 'verbose_json' is not compatible with the model")
        if posted.field("prompt"):
            return refuse(400, "prompt is not supported")
        return Answered({"text": TEXT})

    with transcribing(answer) as server:
        transcriber(server.url).transcribe(sound)
        assert len(server.posted) == 3
        transcriber(server.url).transcribe(sound)
        assert len(server.posted) == 4
        transcriber(server.url, model_transcription="other").transcribe(sound)
        assert len(server.posted) == 7


def test_the_language_that_a_person_named_is_sent_unless_the_server_refuses_it(sound):
    def answer(posted: Posted) -> Answered:
        if posted.fields.get("language"):
            return refuse(400, "Unknown parameter: language")
        return Answered({"text": TEXT})

    with transcribing(answer) as server:
        transcriber(server.url).transcribe(sound, language="de")
        transcriber(server.url).transcribe(sound, language="de")
    assert [posted.fields.get("language") for posted in server.posted] == [["de"], None, None]


def test_a_model_that_tells_speakers_apart_is_asked_for_them_without_a_prompt(sound):
    with transcribing(lambda _: Answered(ANSWERS["diarized"])) as server:
        transcriber(server.url, model_transcription="gpt-4o-transcribe-diarize").transcribe(sound)
    assert server.posted[0].field("response_format") == "diarized_json"
    assert server.posted[0].field("chunking_strategy") == "auto"
    assert "prompt" not in server.posted[0].fields


@pytest.mark.parametrize(
    ("answered", "why"),
    [
        (refuse(401, "no"), "did not accept the key: check OPENAI_API_KEY"),
        (refuse(404, "no route"), "offers no transcription .*REFINER_TRANSCRIBER=local"),
        (refuse(501, "not implemented"), "offers no transcription .*REFINER_TRANSCRIBER=local"),
        (
            refuse(404, "The model x does not exist"),
            "does not know the model gpt-transcribe: set AI_MODEL_TRANSCRIPTION to one of",
        ),
        (refuse(302, "", location="http://elsewhere.example/v1"), "redirects to elsewhere.example"),
        (refuse(413, "too large"), "takes no recording of the size of talk.wav.*pip install"),
        (refuse(422, "unknown"), "refused the request"),
    ],
)
def test_a_refusal_says_what_to_do(sound, answered, why):
    with (
        transcribing(lambda _: answered) as server,
        pytest.raises(BackendError, match=why) as caught,
    ):
        transcriber(server.url).transcribe(sound)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_busy_is_asked_again(sound):
    answers = iter(
        [refuse(429, "slow down", **{"retry-after-ms": "500"}), Answered({"text": TEXT})]
    )
    with transcribing(lambda _: next(answers)) as server:
        transcriber(server.url).transcribe(sound)
    assert len(server.posted) == 2


def test_cancel_ends_a_call_within_a_second(sound):
    is_over = threading.Event()
    asked: list[float] = []

    def answer(_: Posted) -> Answered:
        is_over.wait(60)
        return Answered(TEXT)

    def is_cancelled() -> bool:
        if server.posted:
            asked.append(time.monotonic())
        return bool(asked)

    with transcribing(answer) as server:
        with pytest.raises(CancelledByUser):
            transcriber(server.url).transcribe(sound, is_cancelled=is_cancelled)
        assert time.monotonic() - asked[0] < 1
        is_over.set()


def test_what_cannot_be_cut_says_how_it_could_be(tmp_path, sound, monkeypatch):
    monkeypatch.setattr(endpoint, "MAX_SENT_BYTES", 1000)
    with pytest.raises(InputError, match=r"over 25 MB: to have it cut, \.venv/bin/pip install"):
        transcriber("http://127.0.0.1:9/v1").transcribe(sound)


@pytest.mark.parametrize("limit", [10**9, 300_000])
def test_a_long_recording_goes_in_pieces_that_lose_and_double_no_word(tmp_path, monkeypatch, limit):
    """Smaller ones where the server says that they are too large."""
    monkeypatch.setattr(endpoint, "_MAX_WHOLE_S", 20.0)
    monkeypatch.setattr(endpoint, "_PIECE_S", 20.0)
    monkeypatch.setattr(endpoint, "_SMALL_PIECE_S", 2.0)
    numbers = list(range(0, 120, 2))
    samples = tones(numbers)
    (tmp_path / "samples").write_bytes(samples.tobytes())
    file = write_wave(samples, tmp_path / "talk.wav")
    sound = Sound(file, "talk.wav", "wav", tmp_path / "samples", len(samples) / 16000)

    def answer(posted: Posted) -> Answered:
        if len(posted.content) > limit:
            return refuse(413, "too large")
        with wave.open(io.BytesIO(posted.content)) as part:
            recognised = numbers_of(np.frombuffer(part.readframes(10**9), "<i2"))
        words = [
            {"word": f"w{n}", "start": k / 10, "end": k / 10} for k, n in enumerate(recognised)
        ]
        return Answered({"text": " ".join(f"w{n}" for n in recognised), "words": words})

    shares: list[float] = []
    with transcribing(answer) as server:
        recording = transcriber(server.url).transcribe(sound, report_progress=shares.append)
    text = " ".join(segment.text for segment in recording.segments)
    assert text.split() == [f"w{n}" for n in numbers]
    starts = [word.start_s or 0.0 for segment in recording.segments for word in segment.words]
    assert starts == sorted(starts)
    assert starts[-1] > 30
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


@pytest.fixture
def long_sound(tmp_path) -> Sound:
    samples = tones(range(0, 120, 2))
    (tmp_path / "samples").write_bytes(samples.tobytes())
    file = write_wave(samples, tmp_path / "talk.wav")
    return Sound(file, "talk.wav", "wav", tmp_path / "samples", len(samples) / 16000)


def test_a_server_that_takes_no_size_is_asked_twice_and_named_in_one_line(long_sound):
    with transcribing(lambda _: refuse(413, "too large")) as server:
        with pytest.raises(TooLong, match="takes no recording, not even 30 s") as refused:
            transcriber(server.url).transcribe(long_sound)
        assert len(server.posted) == 2
    assert "\n" not in str(refused.value)


def test_a_size_that_was_refused_is_not_sent_again_to_that_server(long_sound):
    def answer(posted: Posted) -> Answered:
        return refuse(413, "no") if len(posted.content) > 1_000_000 else Answered({"text": "Yes."})

    with transcribing(answer) as server:
        transcriber(server.url).transcribe(long_sound)
        whole = [len(posted.content) > 1_000_000 for posted in server.posted]
        assert whole == [True, False, False]
        transcriber(server.url).transcribe(long_sound)
        assert len(server.posted) == 5


def test_what_another_decoder_would_not_hear_is_sent_as_it_was_decoded(long_sound):
    long_sound.path.write_bytes(b"as it came")
    with transcribing(lambda _: Answered(ANSWERS["json"])) as server:
        transcriber(server.url).transcribe(long_sound)
        transcriber(server.url).transcribe(replace(long_sound, is_altered=True))
    sent = [posted.content[:4] for posted in server.posted]
    assert sent == [b"as i", b"RIFF"]


SRT = """1
00:00:00,000 --> 00:00:01,500
Um, so we,

2
00:00:01,500 --> 00:00:03,000
uh, went home.
"""
VTT = "WEBVTT\n\n" + SRT.replace(",500", ".500").replace(",000", ".000")
BROKEN = {"start": None, "end": None}
ODD = {
    "srt": SRT,
    "vtt": VTT,
    "srt in json": {"text": SRT},
    "vtt as a json text": json.dumps(VTT),
    "an empty segment": {"text": TEXT, "segments": [SEGMENT, {"start": 3, "end": 4, "text": ""}]},
    "a blank segment": {"text": TEXT, "segments": [SEGMENT, {"start": 3, "end": 4, "text": " "}]},
    "only empty segments": {"text": TEXT, "segments": [SEGMENT | {"text": ""}]},
    "a segment of null": {"text": TEXT, "segments": [None, SEGMENT]},
    "segments of null": {"text": TEXT, "segments": None, "words": None},
    "an empty list": {"text": TEXT, "segments": [], "words": []},
    "words of null": {"text": TEXT, "segments": [SEGMENT | {"words": None}]},
    "blank words": {"text": TEXT, "segments": [SEGMENT | {"words": [{"word": " "} | BROKEN]}]},
    "blank words alone": {"text": TEXT, "words": [{"word": " ", "start": 0, "end": 1}, None]},
    "times of null": {"text": TEXT, "segments": [SEGMENT | BROKEN]},
    "words without times": {"text": TEXT, "words": [word | BROKEN for word in WORDS]},
    "times reversed": {
        "text": TEXT,
        "segments": [SEGMENT | {"start": 3.0, "end": 0.0}],
        "words": [word | {"start": word["end"], "end": word["start"]} for word in WORDS],
    },
    "words in reverse": {"text": TEXT, "segments": [SEGMENT], "words": WORDS[::-1]},
    "times as texts": {"text": TEXT, "segments": [SEGMENT | {"start": "0", "end": "later"}]},
    "a transcript of another name": {"transcript": TEXT},
}


@pytest.mark.parametrize("form", ODD)
def test_an_odd_answer_gives_its_words_and_no_times_as_words(tmp_path, form):
    samples = tones(range(0, 12, 2))
    samples.tofile(tmp_path / "samples")
    file = write_wave(samples, tmp_path / "talk.wav")
    decoded = Sound(file, "talk.wav", "wav", tmp_path / "samples", len(samples) / 16000)
    with transcribing(lambda _: Answered(ODD[form])) as server:
        recording = transcriber(server.url).transcribe(decoded)
    assert " ".join(one.text for one in recording.segments) == TEXT
    transcript = add_sound(decoded, build_transcript(recording, Source(None, "wav recording", "")))
    assert place_words(transcript) is not None
    assert len(recording.warnings) == (form == "a segment of null")
    if form.startswith(("srt", "vtt")):
        assert [one.start_s for one in recording.segments] == [0.0, 1.5]


@pytest.mark.parametrize("empty", ["", "WEBVTT\n\n", {"text": ""}, {"text": None, "segments": []}])
def test_a_piece_without_speech_is_not_an_error(sound, empty):
    with transcribing(lambda _: Answered(empty)) as server:
        assert transcriber(server.url).transcribe(sound).segments == ()


@pytest.mark.parametrize("answer", [{"status": "ok"}, {"text": ["a", "b"]}])
def test_an_answer_without_a_transcript_is_empty_or_refused(sound, answer):
    with transcribing(lambda _: Answered(answer)) as server:
        if "text" in answer:
            assert transcriber(server.url).transcribe(sound).segments == ()
            return
        with pytest.raises(BackendError, match="holds no transcript"):
            transcriber(server.url).transcribe(sound)
