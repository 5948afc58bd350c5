"""Whole runs against a server at fixed token rates: every strategy, our overhead, many together.

The server is a process of its own (`scripts/bench_server.py`). With a `speed` above 1 its rates
are multiplied, and the seconds are stretched back in the tables; our own computing is stretched
with them, so that no figure is too good.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from refiner.config.settings import STRATEGIES, Settings
from refiner.detection.lexicon import load_lexicon
from refiner.llm.prices import cost_usd, total_usd
from refiner.llm.prompts import analysis_request, coaching_request
from refiner.model import FillerCounts, Source, Transcript, count_words
from refiner.run.long_session import open_session
from refiner.run.providers import open_backend
from refiner.run.session import Session
from refiner.run.verdicts import list_words
from refiner.run_document import RunDocument
from refiner.store import Store
from scripts.bench_server import LARGE_MODEL, REPORT_MODEL, SMALL_MODEL, serve, verdict_tokens

WORDS = (500, 2_000, 10_000, 30_000)
AT_ONCE = (1, 10, 50, 200)
AT_ONCE_WORDS = 2_000
OVERHEAD_ROUNDS = 9
_PLAIN = "The plan for the spring is ready and the team has read it. "
# In 2,000 words: 30 filled pauses, 30 fillers, 20 words that only the rules count, 40 others.
_SHARES = {
    "Um, the plan for the spring is ready. ": 0.015,
    "You know, the plan for the spring is ready. ": 0.015,
    "Basically, the plan for the spring is ready. ": 0.010,
    "People like the plan for the spring. ": 0.020,
}
# What the same tokens would cost: the report's pair, and the pair that is the default.
_PRICED_AS = {
    REPORT_MODEL: "gpt-4o",
    LARGE_MODEL: Settings().model_analysis,
    SMALL_MODEL: Settings().model_coaching,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One run; times in seconds at the server's own rates."""

    strategy: str
    ran: str
    ready_s: float
    total_s: float
    output_tokens: int
    tokens: int
    cost_usd: float | None
    document: RunDocument


def build_talk(words: int) -> Transcript:
    """A talk of so many words in which 3 in 100 are fillers and 3 in 100 look like some."""
    numbers = {sentence: round(share * words) for sentence, share in _SHARES.items()}
    missing = words - sum(n * count_words(sentence) for sentence, n in numbers.items())
    numbers[_PLAIN] = max(0, round(missing / count_words(_PLAIN)))
    evenly = sorted((n / total, s) for s, total in numbers.items() for n in range(total))
    text = "".join(sentence for _, sentence in evenly)
    return Transcript(text, Source(None, "text", str(words).zfill(64)), f"{words} words")


def bench_settings(url: str, folder: Path, strategy: str, timeout_s: float = 590.0) -> Settings:
    """`report` is the report's protocol: both calls on the large model, one after the other."""
    is_report = strategy == "report"
    return Settings(
        provider="openai",
        base_url=url,
        api_key="none",
        strategy="sequential" if is_report else strategy,  # type: ignore[arg-type]
        model_analysis=REPORT_MODEL if is_report else LARGE_MODEL,
        model_coaching=REPORT_MODEL if is_report else SMALL_MODEL,
        db=folder / "runs.db",
        log=None,
        cache=False,
        timeout_s=timeout_s,
    )


async def measure(talk: Transcript, settings: Settings, store: Store, speed: float) -> Measured:
    # Long talks too in this process: a worker's start would be stretched with the rates.
    session = Session(talk, settings, store, echo=False)
    await session.run()
    document = session.document
    assert document is not None, session.error
    assert not document["fallback_mode"], document["fallback_reason"]
    timings, usage = document["timings"], document["usage"]
    calls = [s for s in timings["spans"] if s["name"] in ("analysis", "coaching", "regeneration")]
    costs = [
        cost_usd(_PRICED_AS[s["model"] or ""], s["prompt_tokens"] or 0, s["completion_tokens"] or 0)
        for s in calls
    ]
    output = usage["completion_tokens"] or 0
    return Measured(
        settings.strategy,
        document["strategy"],
        (timings["advice_ready_ms"] or 0) * speed / 1000,
        timings["processing_time_ms"] * speed / 1000,
        output,
        output + (usage["prompt_tokens"] or 0),
        total_usd(costs),
        document,
    )


def bench_strategies(sizes: Sequence[int], speed: float) -> None:
    """(a) Every strategy at every size, those of one size side by side; prints the ratios."""
    with tempfile.TemporaryDirectory() as name, serve(speed, together=20) as url:
        folder = Path(name)
        store = Store(folder / "runs.db")
        first = bench_settings(url, folder, "early")
        asyncio.run(measure(build_talk(sizes[0]), first, store, speed))  # `auto` measures by it
        for words in sizes:
            talk = build_talk(words)
            _print_strategies(talk, asyncio.run(_measure_all(talk, url, folder, store, speed)))


async def _measure_all(
    talk: Transcript, url: str, folder: Path, store: Store, speed: float
) -> list[Measured]:
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(measure(talk, bench_settings(url, folder, name), store, speed))
            for name in ("report", *STRATEGIES, "auto")
        ]
    return [task.result() for task in tasks]


def _print_strategies(talk: Transcript, rows: Sequence[Measured]) -> None:
    report, counts = rows[0], rows[-1].document["counts"]
    print(f"\n{talk.words:,} words, rules {counts['rule']}, in context {counts['ai']}; ", end="")
    print("ratios to the report's protocol in brackets")
    heads = ("strategy", "advice ready", "whole run", "output tokens", "all tokens", "cost")
    print("{:<18}{:>17}{:>17}{:>17}{:>17}{:>9}".format(*heads))
    for row in rows:
        ran = row.strategy if row.ran == row.strategy else f"{row.strategy} ({row.ran})"
        name = "report" if row is report else ran
        cells = (
            f"{row.ready_s:.1f} s ({row.ready_s / report.ready_s:.2f})",
            f"{row.total_s:.1f} s ({row.total_s / report.total_s:.2f})",
            f"{row.output_tokens:,} ({row.output_tokens / report.output_tokens:.2f})",
            f"{row.tokens:,} ({row.tokens / report.tokens:.2f})",
            "" if row.cost_usd is None else f"${row.cost_usd:.4f}",
        )
        print("{:<18}{:>17}{:>17}{:>17}{:>17}{:>9}".format(name, *cells))
    same = {(r.document["counts"]["ai"], r.document["coaching_regenerated"]) for r in rows[2:]}
    print(f"the same counts and decision under hybrid, early, fanout, auto: {len(same) == 1}")


def bench_verdict_tokens(words: int = 2_000) -> None:
    """Output tokens a judged word before the decision."""
    talk = build_talk(words)
    request = analysis_request(talk, list_words(talk.text, load_lexicon()), LARGE_MODEL)
    tokens = verdict_tokens(request.document["transcript"])
    print(f"\noutput tokens a judged word before the decision: {tokens:.1f}")


def bench_overhead(rounds: int) -> None:
    """(b) A sequential run against the same two calls alone, in turn; medians.

    In processor time too, which a busy machine changes less.
    """
    talk, own, bare = build_talk(WORDS[0]), _Times(), _Times()
    with tempfile.TemporaryDirectory() as name, serve(speed=40.0, together=8) as url:
        settings = bench_settings(url, Path(name), "sequential")
        store = Store(Path(name) / "runs.db")
        for _ in range(rounds + 1):
            with own.measuring():
                asyncio.run(measure(talk, settings, store, 1.0))
            with bare.measuring():
                asyncio.run(_call_alone(talk, settings))
    ours, alone = own.median_ms(), bare.median_ms()
    print(
        f"\na run of {talk.words} words {ours[0]:.0f} ms, its calls alone {alone[0]:.0f} ms: ",
        end="",
    )
    print(f"overhead {ours[0] - alone[0]:.0f} ms, ", end="")
    print(f"{ours[1] - alone[1]:.0f} ms of processor time (medians of {rounds})")


class _Times:
    """Wall time and processor time of the same thing, measured several times."""

    def __init__(self) -> None:
        self._seconds: list[tuple[float, float]] = []

    @contextmanager
    def measuring(self) -> Iterator[None]:
        began = time.perf_counter(), time.process_time()
        yield
        self._seconds.append((time.perf_counter() - began[0], time.process_time() - began[1]))

    def median_ms(self) -> tuple[float, float]:
        """Without the first, at which much is loaded."""
        wall, processor = zip(*self._seconds[1:], strict=True)
        return 1000 * statistics.median(wall), 1000 * statistics.median(processor)


async def _call_alone(talk: Transcript, settings: Settings) -> None:
    words = list_words(talk.text, load_lexicon())
    counts = FillerCounts.of((), "ai", talk)
    backend = open_backend(settings)
    for request in (
        analysis_request(talk, words, LARGE_MODEL),
        coaching_request("coaching", talk, counts, (), None, SMALL_MODEL),
    ):
        async with aclosing(backend.stream(request)) as pieces:
            async for _ in pieces:
                pass
    await backend.aclose()


def bench_at_once(numbers: Sequence[int]) -> None:
    """(d) Many concurrent runs at the server's own rates, 20 tokens a piece.

    Processor time and memory are of all processes that perform runs.
    """
    talk = build_talk(AT_ONCE_WORDS)
    print(
        f"\n{'concurrent':<14}{'median':>10}{'p95':>10}{'to one':>10}{'runs a minute':>15}",
        end="",
    )
    print(f"{'processor a run':>17}{'memory':>10}")
    with tempfile.TemporaryDirectory() as name, serve(together=20) as url:
        settings = bench_settings(url, Path(name), "early")
        store = Store(Path(name) / "runs.db")
        alone = 0.0
        for number in numbers:
            began, computed = time.perf_counter(), _processes_take()[0]
            times = sorted(asyncio.run(_run_at_once(talk, settings, store, number)))
            took, (now, memory) = time.perf_counter() - began, _processes_take()
            median, p95 = statistics.median(times), times[int(0.95 * (number - 1))]
            alone = alone or median
            print(f"{number:<14}{median:>8.2f} s{p95:>8.2f} s{median / alone:>10.2f}", end="")
            each_ms = 1000 * (now - computed) / number
            print(f"{60 * number / took:>15.0f}{each_ms:>14.0f} ms{memory:>7} MB")


def _processes_take() -> tuple[float, int]:
    """Seconds of processor time so far and MB of memory now, without those of the server."""
    own = psutil.Process()
    performing = [own, *(p for p in own.children() if "scripts.bench_server" not in p.cmdline())]
    seconds = sum(sum(p.cpu_times()[:2]) for p in performing)
    return seconds, sum(p.memory_info().rss for p in performing) // 2**20


async def _run_at_once(
    talk: Transcript, settings: Settings, store: Store, number: int
) -> list[float]:
    sessions = [open_session(talk, settings, store, echo=False) for _ in range(number)]
    await asyncio.gather(*(session.run() for session in sessions))
    documents = [session.document for session in sessions]
    return [d["timings"]["processing_time_ms"] / 1000 for d in documents if d is not None]
