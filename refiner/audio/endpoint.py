"""A recording sent to the transcription endpoint of the configured server, whole or in pieces."""

from __future__ import annotations

import asyncio
import io
import json
import re
import wave
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from refiner.audio.loops import cut_loops
from refiner.audio.silences import Cut, cut_at_silences
from refiner.audio.sound import RATE, Samples, Sound
from refiner.audio.transcriber import IsCancelled, ReportProgress
from refiner.config.settings import Settings
from refiner.errors import BackendError, CancelledByUser, InputError, TooLong, Unreachable, Unusable
from refiner.llm.calls import retry_until
from refiner.llm.prompts import HESITATIONS
from refiner.transcripts.readers.json_files import read_json
from refiner.transcripts.recording import Recording, Segment, build_segment
from refiner.transcripts.speakers import shift_segment

_T = TypeVar("_T")
SendFile = Callable[[str, str, bytes], Awaitable[str]]  # model, name, content; the answer

MAX_SENT_BYTES = 25 * 1_000_000  # OpenAI's limit of a file
_MAX_WHOLE_S = 1200.0  # some of its models take no more than 25 minutes
_PIECE_S = 600.0  # as WAV 19 MB
_MIN_PIECE_S = 60.0
_ANSWER_S = 1800.0  # for one request: a server without a graphics card may take as long
_POLL_S = 0.1
_SENT_AS_IS = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")


@dataclass(frozen=True, slots=True)
class EndpointTranscriber:
    """The endpoint of `settings.base_url`, or OpenAI's; `destination` is its host."""

    settings: Settings
    name: str = "openai"

    @property
    def model(self) -> str:
        return self.settings.model_transcription

    @property
    def destination(self) -> str:
        return urlsplit(self.settings.base_url or "https://api.openai.com").hostname or "a server"

    def transcribe(
        self,
        sound: Sound,
        *,
        report_progress: ReportProgress = lambda _: None,
        is_cancelled: IsCancelled = lambda: False,
    ) -> Recording:
        return asyncio.run(_until_cancelled(self._transcribe(sound, report_progress), is_cancelled))

    async def _transcribe(self, sound: Sound, report_progress: ReportProgress) -> Recording:
        from refiner.llm.backends.transcription import TranscriptionBackend

        backend = TranscriptionBackend(self.settings.api_key, self.settings.base_url)
        try:
            recording = await self._in_pieces(backend.transcribe, sound, report_progress)
        finally:
            await backend.aclose()
        recording = cut_loops(recording, HESITATIONS)
        return replace(recording, warnings=(*sound.warnings, *recording.warnings))

    async def _in_pieces(
        self,
        send: SendFile,
        sound: Sound,
        report_progress: ReportProgress,
    ) -> Recording:
        """The whole recording if the server takes it; else pieces, shorter ones if it must be."""
        recordings: list[Recording] = []
        if _may_go_whole(sound):
            with suppress(TooLong):
                return await self._one(send, sound, None)
        piece_s = _PIECE_S
        cuts = _cut(sound, piece_s)
        while cuts:
            cut = cuts[0]
            try:
                recordings.append(await self._one(send, sound, cut))
            except TooLong:
                piece_s /= 2
                if piece_s < _MIN_PIECE_S:
                    raise
                cuts = _cut(sound, piece_s, cut.start_s)
                continue
            cuts = cuts[1:]
            report_progress(cut.end_s / (sound.seconds or 1.0))
        return _join(recordings)

    async def _one(
        self,
        send: SendFile,
        sound: Sound,
        cut: Cut | None,
    ) -> Recording:
        """One file sent, as often as that can help, and its answer read; all of it if no cut."""
        name = f"recording.{sound.format if cut is None else 'wav'}"
        if cut is None:
            content = await asyncio.to_thread(sound.path.read_bytes)
        else:
            content = _as_wave(sound.part(cut.start_s, cut.end_s))
        deadline = asyncio.get_running_loop().time() + self.settings.timeout_s
        async for attempt in retry_until(deadline, _may_retry):
            with attempt:
                try:
                    async with asyncio.timeout(_ANSWER_S):
                        answer = await send(self.model, name, content)
                except TimeoutError:
                    why = f"{self.destination} gave no transcript within {_ANSWER_S / 60:.0f} min"
                    raise Unreachable(why) from None
        recording = _read_answer(answer, sound.name)
        if cut is None:
            return recording
        segments = tuple(shift_segment(one, cut.start_s) for one in recording.segments)
        warnings = (*recording.warnings, *cut.warnings)
        return replace(recording, segments=segments, warnings=warnings)


def _may_retry(error: BaseException) -> bool:
    return isinstance(error, BackendError) and error.transient


def _may_go_whole(sound: Sound) -> bool:
    """Whether the file is sent as it is. Raises InputError if it cannot be, and cannot be cut."""
    is_small = sound.path.stat().st_size <= MAX_SENT_BYTES
    is_known = sound.format in _SENT_AS_IS
    if sound.seconds is not None:
        return is_small and is_known and sound.seconds <= _MAX_WHOLE_S
    if not is_small:
        raise InputError(
            sound.name, 'over 25 MB: to have it cut, pip install "speech-refiner[audio]"'
        )
    return True


def _cut(sound: Sound, piece_s: float, from_s: float = 0.0) -> list[Cut]:
    """The pieces from a second on. Raises TooLong if the recording could not be decoded."""
    if sound.seconds is None:
        raise TooLong(
            f"the server takes no recording of the size of {sound.name}: "
            'to have it cut, pip install "speech-refiner[audio]"'
        )
    return cut_at_silences(sound, piece_s, from_s)


def _as_wave(samples: Samples) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return stream.getvalue()


def _read_answer(answer: str, name: str) -> Recording:
    """The transcript in an answer of any format; without segments for a piece without words."""
    try:
        document = json.loads(answer)
    except ValueError:
        document = {"text": answer}
    if not isinstance(document, dict):
        document = {"text": document if isinstance(document, str) else ""}
    if document.get("error") or re.match(r"\s*<(?:!doctype|html|\?xml)", answer, re.IGNORECASE):
        raise Unusable("the server answered with a page or an error instead of a transcript")
    is_timed = any(document.get(key) for key in ("segments", "words", "utterances"))
    if is_timed and (recording := read_json(answer, name)):
        return recording
    text = build_segment(str(document.get("text") or ""), captions=True)
    language = document.get("language")
    segments = (text,) if text.text else ()
    return Recording("", segments, language=language if isinstance(language, str) else None)


def _join(recordings: list[Recording]) -> Recording:
    """The pieces of one recording as one."""
    segments: Iterator[Segment] = (one for part in recordings for one in part.segments)
    warnings = dict.fromkeys(line for part in recordings for line in part.warnings)
    language = next((part.language for part in recordings if part.language), None)
    return Recording("", tuple(segments), warnings=tuple(warnings), language=language)


async def _until_cancelled(work: Coroutine[None, None, _T], is_cancelled: IsCancelled) -> _T:
    """The result of `work`, which is cancelled soon after `is_cancelled` says so."""
    task = asyncio.create_task(work)
    try:
        while not task.done():
            if is_cancelled():
                raise CancelledByUser("cancelled")
            await asyncio.wait([task], timeout=_POLL_S)
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
