"""Which inputs of a batch remain: a result in the run log under the same settings is reused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from refiner.audio.transcriber import choose_transcriber, describe_transcriber
from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions, read_transcripts
from refiner.batch.tasks import BatchOptions, BatchResult, BatchTask, OnResult, keep_if_asked
from refiner.config.settings import Settings
from refiner.errors import InputError, StoreError
from refiner.insight.corrections import corrected
from refiner.model import Transcript
from refiner.run_document import RunDocument
from refiner.transcripts import title_of_file


def find_pending(
    inputs: Iterable[Input], options: BatchOptions, on_result: OnResult
) -> Iterator[BatchTask]:
    """The remaining work; logged results and unreadable inputs are reported immediately."""
    logged = _LoggedResults(options)
    for one in inputs:
        try:
            if one.is_recording():
                done = logged.take_recording(one)
                if done is None:
                    yield BatchTask(one.name, recording=one)
                else:
                    reused_result = BatchResult(one.name, 0, done, reused=True)
                    on_result(keep_if_asked(one, reused_result, options))
                continue
            data = one.read()
            total, reused = _find_logged(one.name, data, logged)
        except (InputError, StoreError) as error:
            on_result(BatchResult(one.name, 2, error=str(error)))
            continue
        for document in reused.values():
            on_result(BatchResult(one.name, 0, document, reused=True))
        if not reused or len(reused) < total:
            yield BatchTask(one.name, data, frozenset(reused))


def _find_logged(
    name: str, data: bytes, logged: _LoggedResults
) -> tuple[int, dict[int, RunDocument]]:
    """How many transcripts an input holds, and the logged results by position.

    An input whose bytes are not in the log is not read here.
    """
    if hashlib.sha256(data).hexdigest() not in logged.run_ids:
        return 0, {}
    transcripts = read_transcripts(data, name, logged.options.reading)
    found = {n: document for n, one in enumerate(transcripts) if (document := logged.take(one))}
    return len(transcripts), found


@dataclass(slots=True)
class _LoggedResults:
    """Results in the run log under the same settings, by the sha256 of their source."""

    options: BatchOptions
    run_ids: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.options.store is not None and not self.options.rerun:
            self.options.store.runs.mark_interrupted()
            self.run_ids = self.options.store.runs.ids_by_sha256(self.options.settings)

    def take(self, transcript: Transcript) -> RunDocument | None:
        """A result for exactly this transcript; each is returned once."""
        run_ids = self.run_ids.get(transcript.source.sha256, [])
        for run_id in run_ids:
            store = self.options.store
            document = store.runs.document(run_id) if store else None
            if document and _is_result_of(document, transcript, self.options.settings):
                run_ids.remove(run_id)
                return corrected(store, document) if store else document
        return None

    def take_recording(self, recording: Input) -> RunDocument | None:
        """A result for a recording that would be transcribed in the same way; each once.

        Its words are not known without transcribing it again, so that there is none where
        speakers are chosen.
        """
        reading, settings, store = self.options.reading, self.options.settings, self.options.store
        if store is None or reading.each or reading.only or not self.run_ids:
            return None
        run_ids = self.run_ids.get(recording.sha256(), [])
        by = describe_transcriber(choose_transcriber(settings)) if run_ids else ""
        own = replace(reading, title=reading.title or title_of_file(recording.name))
        for run_id in run_ids:
            document = store.runs.document(run_id)
            if document is None or not _is_judged_with(document, settings):
                continue
            if by in document["warnings"] and _is_read_with(document, own):
                run_ids.remove(run_id)
                return corrected(store, document)
        return None


def _is_read_with(document: RunDocument, reading: ReadingOptions) -> bool:
    """True if these options, with their title, would give this title, speaker, length, language."""
    seconds = document["duration_s"] if document["duration_source"] == "given" else None
    return (
        document["title"] == reading.title
        and reading.speaker in ("", document["speaker"])
        and seconds == reading.duration_s
        and _given_language(document) == reading.language
    )


def _given_language(document: RunDocument) -> str | None:
    """The language that a person named; None if it was found out."""
    return document["language"] if document.get("language_source") == "given" else None


def _is_result_of(document: RunDocument, transcript: Transcript, settings: Settings) -> bool:
    """True if a run with these settings would give this document."""
    return (
        document["text"] == transcript.text
        and (document["title"], document["speaker"]) == (transcript.title, transcript.speaker)
        and document["duration_s"] == round(transcript.length_s, 3)
        and _given_language(document) == transcript.given_language
        and _is_judged_with(document, settings)
    )


def _is_judged_with(document: RunDocument, settings: Settings) -> bool:
    """True if these settings' models, or local analyst, answered and this probability counted."""
    if document.get("confidence") != settings.confidence:
        return False
    match settings.chosen_provider:
        case "openai":
            models = settings.model_analysis, settings.model_coaching
        case "local":
            models = settings.analyst_name, "local"
        case _:  # simulated: only their latencies
            return True
    return (document["models"]["analysis"], document["models"]["coaching"]) == models
