"""The command line: arguments in, run documents or plain text out.

Standard output holds results alone; progress, warnings and errors go to standard error.
Exit status: 0 a result was produced, 2 unusable arguments or input, 1 anything else.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from refiner import __version__
from refiner.config import settings
from refiner.errors import InputError, RefinerError, StoreError
from refiner.insight.filler_files import EXPORT_FORMATS, FILLER_SUFFIXES
from refiner.run.session_log import LOG_LEVELS
from refiner.terminal import print_message

PROGRAM_NAME = "speech-refiner"
_MAX_SQLITE_INTEGER = 2**63 - 1
_TALKS = "transcripts and recordings: files, folders or zip archives"


class _Parser(argparse.ArgumentParser):
    """Reports an error in one line, without the usage.

    `add_later` adds arguments that cost an import, once their command is the one that is given.
    """

    add_later: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        add, self.add_later = self.add_later, None
        if add is not None:
            add(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        print_message(f"error: {self.prog}: {message}")
        raise SystemExit(2)


def main(argv: Sequence[str] | None = None, program: str = "python -m refiner") -> int:
    """Run one command; returns its exit status. `program` is its name in messages."""
    args = _build_parser(program).parse_args(argv)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        with _sigterm_as_interrupt():
            return command(args)
    except (InputError, StoreError) as error:
        print_message(f"error: {error}")
        return 2
    except RefinerError as error:
        print_message(f"error: {error}")
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        print_message("cancelled")
        return 1
    except BrokenPipeError:
        sys.stderr.close()  # stdout was closed by the reader; nothing more to print
        return 1


@contextmanager
def _sigterm_as_interrupt() -> Iterator[None]:
    """SIGTERM ends a command as Ctrl-C does, so that it leaves no temporary file.

    Streamlit, which `serve` becomes, handles signals itself.
    """

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def start_installed() -> int:
    """The installed command `speech-refiner`: as `main`; alone, the workbench in the browser."""
    return main(sys.argv[1:] or ["serve", "--open"], PROGRAM_NAME)


def _import_later(place: str) -> Callable[[argparse.Namespace], int]:
    """The command `module:function` of this package, imported when it is called."""
    module, name = place.split(":")

    def command(args: argparse.Namespace) -> int:
        status: int = getattr(import_module(f"refiner.cli.{module}"), name)(args)
        return status

    return command


def _whole_number(most: int = _MAX_SQLITE_INTEGER) -> Callable[[str], int]:
    """The type of an argument that is a whole number from 1 on."""

    def read_number(text: str) -> int:
        with suppress(ValueError):
            if 1 <= (number := int(text)) <= most:
                return number
        limits = f"from 1 to {most}" if most < _MAX_SQLITE_INTEGER else "at least 1"
        raise argparse.ArgumentTypeError(f"{text!r} must be a whole number, {limits}")

    return read_number


def _build_parser(program: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=program, description="Count filler words, coach the speaker.")
    parser.add_argument("--version", action="version", version=f"{PROGRAM_NAME} {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _add_run(commands.add_parser("run", help="refine one transcript or recording"))
    _add_batch(commands.add_parser("batch", help="refine files, folders and zip archives"))
    _add_openai_batch(
        commands.add_parser("openai-batch", help="jobs of OpenAI's Batch API, at half the price")
    )
    gold = commands.add_parser("evaluate", help="measure agreement with human annotators")
    gold.add_later = _add_evaluate
    gold.set_defaults(command=_import_later("commands:evaluate_command"))
    _add_serve(commands.add_parser("serve", help="start the workbench"))
    _add_log_commands(commands)
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    run.add_argument(
        "--sheet", action="store_true", help="print an Ah-Counter sheet: a row for each speaker"
    )
    run.add_argument(
        "--fine", type=float, metavar="X", help="with --sheet: the fine for each filler"
    )
    _add_run_options(run)
    _add_recording_options(run)
    run.set_defaults(command=_import_later("commands:run_command"))


def _add_batch(batch: argparse.ArgumentParser) -> None:
    batch.add_argument("paths", metavar="PATH", nargs="+", type=Path, help=_TALKS)
    batch.add_argument(
        "--jobs", type=_whole_number(), default=4, metavar="N", help="runs in parallel (4)"
    )
    batch.add_argument(
        "--fillers",
        nargs=2,
        metavar=("FORMAT", "FOLDER"),
        help=f"write each talk's filler list to a folder, as {', '.join(FILLER_SUFFIXES)}",
    )
    batch.add_argument(
        "--engine", choices=("local", "dask"), default="local", help="where the talks are judged"
    )
    batch.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster: tcp://HOST:8786")
    batch.add_argument("--parquet", type=Path, metavar="FILE", help="write a table of the results")
    _add_run_options(batch)
    _add_recording_options(batch)
    batch.set_defaults(command=_import_later("commands:batch_command"))


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    from refiner.evaluation.evaluate import add_arguments

    add_arguments(parser)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=_whole_number(65_535),
        default=8501,
        metavar="N",
        help="8501 if not given",
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="the address to listen on")
    parser.add_argument(
        "--listen",
        action="store_true",
        help="allow an address that other machines reach, although no login is needed",
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a name by which other machines call this server (repeatable)",
    )
    parser.add_argument("--open", action="store_true", help="open the workbench in the browser")
    parser.set_defaults(command=_import_later("serve:serve_command"))


def _add_log_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    runs = commands.add_parser("list", help="the newest runs")
    runs.add_argument("--search", default="", metavar="WORDS", help="in title, talk or advice")
    runs.add_argument("--speaker", default="", metavar="NAME", help="of this speaker alone")
    runs.add_argument("--since", metavar="AGE", help="for instance 30m, 1h, 7d")
    runs.add_argument(
        "--limit", type=_whole_number(), default=20, metavar="N", help="at most so many (20)"
    )
    runs.set_defaults(command=_import_later("log_commands:list_command"))

    show = commands.add_parser("show", help="one run: counts, times, advice")
    show.add_argument("--messages", action="store_true", help="exactly what was sent to the models")
    show.set_defaults(command=_import_later("log_commands:show_command"))
    export = commands.add_parser("export", help="one run, complete, on standard output")
    export.add_argument(
        "--format",
        choices=EXPORT_FORMATS,
        default="json",
        help="json: the run document; labels: people's verdicts; csv to eaf: its fillers",
    )
    export.add_argument(
        "--labeller",
        metavar="NAME",
        help='with --format labels: the verdicts of one person alone ("": of those without a name)',
    )
    export.set_defaults(command=_import_later("log_commands:export_command"))
    for one_run in (show, export):
        one_run.add_argument("run", metavar="RUN", type=_whole_number(), help="the run's number")
    delete = commands.add_parser("delete", help="delete runs permanently")
    delete.add_argument(
        "runs", metavar="RUN", type=_whole_number(), nargs="+", help="the runs' numbers"
    )
    delete.set_defaults(command=_import_later("log_commands:delete_command"))

    stats = commands.add_parser("stats", help="average time, regeneration rate")
    stats.add_argument("--since", metavar="AGE", help="for instance 30m, 1h, 7d")
    stats.set_defaults(command=_import_later("log_commands:stats_command"))

    backup = commands.add_parser("backup", help="copy the run log to a new file")
    backup.set_defaults(command=_import_later("log_commands:backup_command"))
    restore = commands.add_parser("restore", help="replace the run log by a backup")
    restore.set_defaults(command=_import_later("log_commands:restore_command"))
    for copying in (backup, restore):
        copying.add_argument("file", metavar="FILE", type=Path, help="the backup")
    for printing in (runs, show, stats):
        printing.add_argument("--json", action="store_true", help="JSON, a document a line")
    for logged in (runs, show, export, delete, stats, backup, restore):
        logged.add_argument("--db", type=Path, metavar="PATH", help="the run log")


def _add_openai_batch(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(required=True, metavar="STEP")
    helps = {
        "submit": "start a job, or continue it: requests to the server, at half the price",
        "poll": "ask the server how far a job is",
        "wait": "poll and read until every run is done",
        "read": "the answers into the run log, from the server or from files",
        "cancel": "stop a job on the server; what was answered by then is paid for",
        "write": "start a job: request files to upload yourself",
        "state": "print what is known of a job",
    }
    for name, text in helps.items():
        step = steps.add_parser(name, help=text)
        step.add_argument("folder", type=Path, metavar="FOLDER", help="of the job")
        if name in ("submit", "write"):
            number = "+" if name == "write" else "*"
            step.add_argument("paths", metavar="PATH", nargs=number, type=Path, help=_TALKS)
        if name == "read":
            files = "downloaded from the server; none: asked of the server"
            step.add_argument("results", metavar="RESULTS", nargs="*", type=Path, help=files)
        if name == "wait":
            pause = "between two questions to the server (60)"
            step.add_argument("--every", type=float, default=60.0, metavar="SECONDS", help=pause)
        _add_run_options(step)
        step.set_defaults(command=_import_later("batch_jobs:openai_batch_command"), step=name)


def _add_recording_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--transcriber",
        choices=settings.TRANSCRIBERS,
        help="who transcribes recordings (auto: this computer if it can, else the server)",
    )
    parser.add_argument(
        "--keep-audio", action="store_true", help="keep recordings beside the run log"
    )


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--speaker", default="", metavar="NAME", help="who speaks; Trends go by this name"
    )
    parser.add_argument(
        "--only",
        default=[],
        action="append",
        metavar="NAME",
        help="count this speaker's words alone (repeatable)",
    )
    parser.add_argument("--each", action="store_true", help="one run per speaker")
    parser.add_argument("--title", default="", metavar="T", help="the file's name if not given")
    parser.add_argument("--duration", type=float, metavar="SECONDS", help="the talk's length")
    parser.add_argument(
        "--language",
        default="auto",
        metavar="CODE",
        help="language of the talk, for instance de (default auto: recognised from its words)",
    )
    parser.add_argument(
        "--provider",
        choices=settings.PROVIDERS,
        help="who judges and coaches (auto: openai if a key or a server is set, else local)",
    )
    parser.add_argument(
        "--strategy", choices=settings.STRATEGY_CHOICES, help="the order of the calls (auto)"
    )
    parser.add_argument(
        "--threshold",
        type=float,
        metavar="X",
        help="a difference of the counts over this rewrites the advice; from 0 to 1 (0.2)",
    )
    parser.add_argument(
        "--policy",
        choices=settings.POLICIES,
        help="rewrite the advice by the threshold, always or never (threshold)",
    )
    parser.add_argument(
        "--timeout", type=float, metavar="SECONDS", help="deadline of one run (120)"
    )
    parser.add_argument("--db", type=Path, metavar="PATH", help="the run log")
    parser.add_argument("--no-log", action="store_true", help="write no row and no log file")
    parser.add_argument("--no-cache", action="store_true", help="ignore cached answers")
    parser.add_argument(
        "--log-level", choices=LOG_LEVELS, default="info", help="log lines shown from this level on"
    )
    parser.add_argument("--json", action="store_true", help="one run document a line")
    parser.add_argument("--profile", metavar="NAME", help="latencies of the simulated provider")
    parser.add_argument("--speed", type=float, metavar="N", help="divides those latencies")
