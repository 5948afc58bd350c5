"""The commands that work on transcripts: run, batch, openai-batch, evaluate.

What only one of them needs is imported in it, so that `run` starts without the rest.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from refiner.audio.files import HEAD_BYTES, is_recording
from refiner.audio.transcriber import choose_transcriber, describe_destination
from refiner.batch.inputs import Input, count_recordings, find_inputs, open_regular
from refiner.batch.reading import ReadingOptions, read_transcripts, transcribe_input
from refiner.cli.progress import ProgressLine
from refiner.cli.text import format_summary
from refiner.config.rollback import apply_levels
from refiner.config.settings import (
    Settings,
    describe_unknown_settings,
    load_settings,
    read_environment,
)
from refiner.detection.lexicon import lexicon_for
from refiner.errors import InputError, StoreError, describe_os_error
from refiner.formatting import count, money
from refiner.insight.ah_counter import build_sheet, format_sheet
from refiner.insight.filler_files import NOT_COUNTED
from refiner.llm.models import describe_reasoning_cost
from refiner.llm.prices import USUAL_WORDS, likely_run_usd
from refiner.model import Transcript
from refiner.run.long_session import open_session
from refiner.run.providers import check_provider
from refiner.run.session_log import set_log_level, show_reading_progress
from refiner.run_document import RunDocument, has_judged_fillers
from refiner.store import Store
from refiner.terminal import print_message, print_result
from refiner.transcripts import MAX_BYTES
from refiner.transcripts.in_time import read_in_time
from refiner.transcripts.language import parse_language

if TYPE_CHECKING:
    from refiner.batch.tasks import BatchResult, RunBatch


def run_command(args: argparse.Namespace) -> int:
    """One run, or with `--each` one for each speaker; with `--sheet` printed as one sheet."""
    _check_sheet_options(args)
    settings = read_run_settings(args)
    show_reading_progress()
    store = _open_store(args, settings)
    source = _open_input(args)
    if args.keep_audio and not source.is_recording():
        what = "standard input" if args.file == "-" else args.file
        print_message(f"warning: {what} is not a recording: --keep-audio keeps nothing")
    transcripts, parse_ms = _read_input(source, args, settings)
    documents: list[RunDocument] = []
    for transcript in transcripts:
        if settings.chosen_provider == "openai":
            print_message(_describe_likely_cost(transcript, settings))
        session = open_session(transcript, settings, store, parse_ms)
        asyncio.run(session.run())
        error = None if session.document else f"{transcript.title}: {session.error}"
        _print_result(session.document, error, session.not_saved, "", args.json, quiet=args.sheet)
        if session.document is None:
            continue
        documents.append(session.document)
        if args.keep_audio and store and source.is_recording():
            _keep_audio(source, session.run_id, store)
    if args.sheet and documents:
        _print_sheet(documents, args.fine)
    return 0 if len(documents) == len(transcripts) else 1


def _check_sheet_options(args: argparse.Namespace) -> None:
    if args.sheet and args.json:
        raise InputError("--sheet", "is a text; leave out --json")
    if args.fine is not None and not (args.sheet and 0 < args.fine < 1_000_000):
        raise InputError(f"fine {args.fine:g}", "must be a positive amount, and belongs to --sheet")


def _print_sheet(documents: Sequence[RunDocument], fine: float | None) -> None:
    if any(map(has_judged_fillers, documents)):
        print_result(format_sheet(build_sheet(documents), fine))
    else:
        print_message(f"no sheet: {NOT_COUNTED}")


def _keep_audio(recording: Input, run_id: int, store: Store) -> None:
    from refiner.batch.tasks import keep_recording

    try:
        keep_recording(recording, run_id, store)
    except (InputError, StoreError) as error:
        print_message(f"warning: the recording was not kept: {error}")


def _open_input(args: argparse.Namespace) -> Input:
    """A file, or what standard input holds."""
    if args.file != "-" and not Path(args.file).is_dir():
        return Input(Path(args.file))
    return Input(Path("recording"), data=_read_file(args.file))


def _read_input(
    source: Input, args: argparse.Namespace, settings: Settings
) -> tuple[tuple[Transcript, ...], float]:
    """The transcripts of a file or of standard input, and the milliseconds that reading took.

    Those of a recording begin where it has been transcribed.
    """
    began = time.perf_counter()
    name = None if args.file == "-" else args.file
    options = read_reading_options(args)
    if source.is_recording():
        return _transcribe(source, name, options, settings), 0.0
    data = _read_file(args.file) if source.data is None else source.data
    read = partial(read_transcripts, data, name, options)
    transcripts = read_in_time(read, data, settings.timeout_s)
    return transcripts, (time.perf_counter() - began) * 1000


def _transcribe(
    recording: Input, name: str | None, options: ReadingOptions, settings: Settings
) -> tuple[Transcript, ...]:
    """Where the sound goes is said before it goes there; then how far the transcript is."""
    transcriber = choose_transcriber(settings)
    print_message(describe_destination(transcriber, name or "the recording"))
    line = ProgressLine()
    with recording.as_file() as file:
        try:
            return transcribe_input(
                file,
                transcriber,
                name,
                options,
                report_progress=lambda share: line.show(f"transcribed: {100 * share:.0f} %"),
            )
        finally:
            line.clear()


def _describe_likely_cost(transcript: Transcript | None, settings: Settings) -> str:
    """Of one run; without its transcript, of any talk of `USUAL_WORDS`."""
    models = settings.model_analysis, settings.model_coaching
    names = " and ".join(dict.fromkeys(models))
    words, listed, each = USUAL_WORDS, None, f" for each {USUAL_WORDS:,} words"
    if transcript is not None:
        lexicon = lexicon_for(transcript.language, transcript.speaker)
        listed = len(lexicon.occurrences(transcript.text))
        words, each = transcript.words, ""
    cost = likely_run_usd(*models, words, listed)
    if cost is None:
        return f"likely cost: unknown ({names})"
    note = describe_reasoning_cost(models, settings.reasoning)
    return f"likely cost: {money(cost)}{each}{note} ({names})"


def batch_command(args: argparse.Namespace) -> int:
    """Run every input, `--jobs` at a time; a failed one does not stop the rest.

    Returns the worst status.
    """
    from refiner.batch.filler_folder import FillerFolder
    from refiner.batch.parquet import ParquetResults
    from refiner.batch.progress import BatchTotal
    from refiner.batch.tasks import BatchOptions

    settings = read_run_settings(args, sends=args.engine == "local")
    if args.scheduler and args.engine != "dask":
        raise InputError(f"scheduler {args.scheduler}", "is used with --engine dask only")
    inputs = list(find_inputs(args.paths))
    reading = read_reading_options(args)
    lists = (
        FillerFolder(args.fillers[0], Path(args.fillers[1]), args.paths) if args.fillers else None
    )
    store = _open_store(args, settings)
    options = BatchOptions(settings, store, reading, args.no_cache, args.keep_audio)
    _announce_batch(args, settings, inputs)
    total = BatchTotal(len(inputs), time.monotonic())
    line = ProgressLine()
    status = 0

    def on_result(result: BatchResult) -> None:
        nonlocal status
        total.add(result)
        for written in (lists, table):
            if written and result.document:
                written.add(result.document)
        status = max(status, result.status)
        line.clear()
        prefix, logged = f"{result.name}: ", _find_logged(result, store)
        _print_result(result.document, result.error, result.not_saved, prefix, args.json, logged)
        line.show(total.progress(time.monotonic()))

    with ParquetResults(args.parquet, args.paths) if args.parquet else nullcontext() as table:
        _choose_engine(args)(inputs, options, args.jobs, on_result)
    line.clear()
    summary = total.summary(time.monotonic()).splitlines()
    for text in [*summary, *(lists.summary() if lists else ())]:
        print_message(text)
    return status


def _announce_batch(args: argparse.Namespace, settings: Settings, inputs: list[Input]) -> None:
    """Print the likely cost, where recordings are sent, and an option without effect."""
    if settings.chosen_provider == "openai":
        print_message(_describe_likely_cost(None, settings))
    if args.engine == "local":  # a cluster takes no recordings
        has_recordings = _announce_recordings(inputs, settings)
        if args.keep_audio and not has_recordings:
            print_message("warning: none of these files is a recording: --keep-audio keeps nothing")


def _find_logged(result: BatchResult, store: Store | None) -> RunDocument | None:
    """The document that a corrected result of the log had before; None of any other result."""
    document = result.document
    if store is None or document is None or not result.reused:
        return None
    return store.runs.document(document["run_id"]) if document["counts"].get("labelled") else None


def _choose_engine(args: argparse.Namespace) -> RunBatch:
    if args.engine == "dask":
        from refiner.batch.dask_engine import run_on_dask

        return partial(run_on_dask, scheduler=args.scheduler)
    from refiner.batch.workers import run_batch

    return run_batch


def _announce_recordings(inputs: Sequence[Input], settings: Settings) -> int:
    """Say where the sound of recordings goes; returns how many there are."""
    if recordings := count_recordings(inputs):
        with suppress(InputError):
            transcriber = choose_transcriber(settings)
            print_message(describe_destination(transcriber, count(recordings, "recording")))
    return recordings


def evaluate_command(args: argparse.Namespace) -> int:
    from refiner.cli.model_detector import model_detector, model_detectors
    from refiner.evaluation import evaluate

    settings = load_settings(read_environment())
    paid = settings.with_changes(provider="openai")
    models = model_detectors(paid, args.model, args.prompt)
    args.detector += models
    return evaluate.run_evaluation(
        args,
        extra={"openai": model_detector(paid), **models},
        confidence=settings.confidence,
        threshold=settings.threshold,
    )


def read_run_settings(args: argparse.Namespace, sends: bool = True) -> Settings:
    """The environment, the rollback levels of the run log, then the options of `args`.

    With `sends`, the provider must be usable. A run that is not logged follows no level.
    """
    set_log_level(args.log_level)
    environ = read_environment()
    for line in describe_unknown_settings(environ):
        print_message(f"warning: {line}")
    settings = load_settings(environ).with_changes(db=args.db)
    if not args.no_log and settings.db is not None and settings.db.exists():
        with suppress(StoreError):  # a run says itself why it was not saved
            settings = apply_levels(settings, Store(settings.db).switches.current())
    settings = settings.with_changes(
        provider=args.provider,
        transcriber=getattr(args, "transcriber", None),
        strategy=args.strategy,
        threshold=args.threshold,
        policy=args.policy,
        timeout_s=args.timeout,
        profile=args.profile,
        speed=args.speed,
        cache=False if args.no_cache else None,
    )
    if sends:
        check_provider(settings)
    return settings


def _open_store(args: argparse.Namespace, settings: Settings) -> Store | None:
    """The run log; None with `--no-log`, and with a warning if it cannot be written."""
    if args.keep_audio:
        _check_keeping(args, settings)
    if args.no_log or settings.db is None:
        return None
    store = Store(settings.db)
    try:
        store.check()
        if settings.keep_days is not None:
            store.runs.delete_older_than(settings.keep_days)
    except StoreError as error:
        print_message(f"warning: not saved: {error}")
        return None
    return store


def _check_keeping(args: argparse.Namespace, settings: Settings) -> None:
    """Raise InputError if no recording can be kept with these options, whatever is given."""
    if args.no_log or settings.db is None:
        raise InputError("--keep-audio", "keeps recordings with their runs: leave out --no-log")
    if not settings.keep_text:
        raise InputError("--keep-audio", "REFINER_KEEP_TEXT=false keeps no recording")


def read_reading_options(args: argparse.Namespace) -> ReadingOptions:
    language = parse_language(args.language)
    about = (args.title, args.speaker, args.duration, tuple(args.only), args.each)
    return ReadingOptions(*about, language)


def _read_file(file: str) -> bytes:
    """The bytes of a file or of standard input; of a transcript at most one over the limit."""
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            return data + sys.stdin.buffer.read() if is_recording("", data[:HEAD_BYTES]) else data
        if Path(file).is_dir():
            raise InputError(file, "it is a folder; use the command batch")
        with open_regular(Path(file)) as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(file, describe_os_error(error)) from None


def _fallback_warnings(document: RunDocument) -> Iterator[str]:
    """What a run fell back to, and what to do about it if the reason does not say so."""
    fallback, failed = document["fallback_reason"], document["error"]
    if fallback:
        yield f"fell back to {fallback}"
        if failed and failed["message"] not in fallback:
            yield f"{failed['call']} failed: {failed['message']}"


def _print_result(
    document: RunDocument | None,
    error: str | None,
    not_saved: str | None,
    prefix: str,
    as_json: bool,
    logged: RunDocument | None = None,
    quiet: bool = False,
) -> None:
    """The document on standard output; error and warnings, after `prefix`, on standard error.

    `logged`: as in `format_summary`. `quiet`: only the warnings, since the document is printed in
    another form.
    """
    if not_saved:
        print_message(f"warning: {prefix}not saved: {not_saved}")
    if document is None:
        print_message(f"error: {error}")
        return
    for warning in [*_fallback_warnings(document), *document["warnings"]]:
        print_message(f"warning: {prefix}{warning}")
    if quiet:
        return
    if as_json:
        print_result(json.dumps(document, ensure_ascii=False))
    else:
        print_result(format_summary(document, logged))
