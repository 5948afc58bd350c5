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
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from refiner.audio.decoding import RATE, Samples
from refiner.audio.loops import cut_loops
from refiner.audio.progress import IsCancelled, ReportProgress
from refiner.audio.silences import Cut, cut_at_silences
from refiner.audio.sound import Sound
from refiner.config.settings import Settings
from refiner.errors import BackendError, CancelledByUser, InputError, TooLong, Unreachable, Unusable
from refiner.llm.calls import retry_until
from refiner.llm.prompts import HESITATIONS
from refiner.places import install_command
from refiner.transcripts.readers.captions import read_captions
from refiner.transcripts.readers.json_files import read_json
from refiner.transcripts.recording import Recording, Segment, build_segment
from refiner.transcripts.speakers import shift_segment

_T = TypeVar("_T")
SendFile = Callable[[str, str, bytes], Awaitable[str]]  # model, name, content; the answer

MAX_SENT_BYTES = 25 * 1_000_000  # OpenAI's limit of a file
_MAX_WHOLE_S = 1200.0  # some of its models take no more than 25 minutes
_PIECE_S = 600.0  # as WAV 19 MB
_SMALL_PIECE_S = 30.0  # under 1 MB, which is what some servers take at most by default
_ANSWER_S = 1800.0  # for one request: a server without a graphics card may take as long
_POLL_S = 0.1
_TIMED = ("segments", "words", "utterances")  # what an answer with times has
_SENT_AS_IS = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")

_limited: set[str] = set()  # servers that have refused the size of a recording


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
        language: str | None = None,
    ) -> Recording:
        work = self._transcribe(sound, report_progress, language)
        return asyncio.run(_until_cancelled(work, is_cancelled))

    async def _transcribe(
        self, sound: Sound, report_progress: ReportProgress, language: str | None
    ) -> Recording:
        from refiner.llm.backends.transcription import TranscriptionBackend

        backend = TranscriptionBackend(self.settings.api_key, self.settings.base_url)
        try:
            send = partial(backend.transcribe, language=language)
            recording = await self._in_pieces(send, sound, report_progress)
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
        """The whole recording if the server takes it, else pieces.

        A refused recording is cut into the smallest pieces, so that it is refused at most twice.
        """
        is_limited = self.destination in _limited and sound.seconds is not None
        if not is_limited and _may_go_whole(sound):
            with suppress(TooLong):
                return await self._send_piece(send, sound, None)
            _limited.add(self.destination)
            is_limited = True
        recordings: list[Recording] = []
        cuts = _cut_pieces(sound, _SMALL_PIECE_S if is_limited else _PIECE_S)
        while cuts:
            cut = cuts[0]
            try:
                recordings.append(await self._send_piece(send, sound, cut))
            except TooLong:
                if is_limited:
                    raise TooLong(self._describe_limit()) from None
                _limited.add(self.destination)
                is_limited = True
                cuts = _cut_pieces(sound, _SMALL_PIECE_S, cut.start_s)
                continue
            cuts = cuts[1:]
            report_progress(cut.end_s / (sound.seconds or 1.0))
        return _join(recordings)

    def _describe_limit(self) -> str:
        return (
            f"{self.destination} takes no recording, not even {_SMALL_PIECE_S:.0f} s of one, which "
            "is 1 MB: raise its limit for uploads, or set REFINER_TRANSCRIBER=local"
        )

    async def _send_piece(
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


def forget_limits() -> None:
    """Take every server for one that takes whole recordings."""
    _limited.clear()


def _may_retry(error: BaseException) -> bool:
    return isinstance(error, BackendError) and error.transient


def _may_go_whole(sound: Sound) -> bool:
    """Whether the file is sent as it is. Raises InputError if it cannot be, and cannot be cut."""
    is_small = sound.path.stat().st_size <= MAX_SENT_BYTES
    is_known = sound.format in _SENT_AS_IS
    if sound.seconds is not None:
        is_same = is_known and not sound.is_altered
        return is_small and is_same and sound.seconds <= _MAX_WHOLE_S
    if not is_small:
        raise InputError(sound.name, f"over 25 MB: to have it cut, {install_command('audio')}")
    return True


def _cut_pieces(sound: Sound, piece_s: float, from_s: float = 0.0) -> list[Cut]:
    """The pieces from a second on. Raises TooLong if the recording could not be decoded."""
    if sound.seconds is None:
        raise TooLong(
            f"the server takes no recording of the size of {sound.name}: "
            f"to have it cut, {install_command('audio')}"
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
        document = answer
    if not isinstance(document, dict):
        document = {"text": document}
    if document.get("error") or re.match(r"\s*<(?:!doctype|html|\?xml)", answer, re.IGNORECASE):
        raise Unusable("the server answered with a page or an error instead of a transcript")
    has_transcript = bool(document.keys() & {"text", *_TIMED})
    if any(document.get(key) for key in _TIMED) or not has_transcript:
        with suppress(InputError):  # no words in it
            if recording := read_json(answer, name):
                return recording
    if not has_transcript:
        raise Unusable("the server's answer holds no transcript")
    return _read_text(document.get("text"), document.get("language"), name)


def _read_text(text: Any, language: Any, name: str) -> Recording:
    """The words of a text: plain, or captions, which some servers send in any case."""
    language = language if isinstance(language, str) else None
    if not isinstance(text, str):
        return Recording("", (), language=language)
    try:
        captions = read_captions(text, name)
    except InputError:  # they hold no speech
        return Recording("", (), language=language)
    if captions is not None:
        return replace(captions, language=language or captions.language)
    segment = build_segment(text, captions=True)
    return Recording("", (segment,) if segment.text else (), language=language)


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
