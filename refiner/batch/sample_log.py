"""A run log of bundled talks, to explore the pages with: ten weeks of two speakers and a team.

No figure in it is invented: every run is a real one of the local analyst. Only its days are set,
so that the talks are spread over the weeks before `today`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.formatting import iso_moment
from refiner.model import Transcript
from refiner.run.session import Session
from refiner.store import Store
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import ENGLISH_SAMPLES, EXPLORE_FOLDER, load_sample

WEEKS = 10
_TALKS = "ten_weeks.txt"
_TEAM_WEEKS = (3, 5, 6, 8, 9)  # in which the samples of other speakers were held


def sample_transcripts(today: date) -> list[Transcript]:
    """The bundled talks, by their day."""
    return sorted(_read_all(today), key=lambda transcript: transcript.held_on)


def _read_all(today: date) -> Iterator[Transcript]:
    text = (EXPLORE_FOLDER / _TALKS).read_text(encoding="utf-8")
    for talk in text.split("# ")[1:]:
        about, said = talk.split("\n", 1)
        week, speaker, title = (part.strip() for part in about.split("|"))
        yield _dated(said, title, speaker, today, int(week), 1 if speaker == "Ada" else 3)
    for sample, held_in in zip(ENGLISH_SAMPLES, _TEAM_WEEKS, strict=False):
        said = load_sample(sample.name)
        yield _dated(said, sample.title, sample.speaker, today, held_in, 2)


def _dated(text: str, title: str, speaker: str, today: date, week: int, weekday: int) -> Transcript:
    """A talk on a day of a week, week 10 being the one before `today`."""
    first = today - timedelta(days=7 * WEEKS)
    day = first + timedelta(days=7 * (week - 1) + weekday)
    transcript = read_transcript(text.strip().encode(), title=title, speaker=speaker)
    return replace(transcript, held_on=day.isoformat())


def build_sample_log(
    path: Path, today: date, on_progress: Callable[[float], None] = lambda share: None
) -> None:
    """Make the log at `path`, replacing one that is there; reports the share done, 0 to 1."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    store, settings = Store(path), Settings(provider="local", db=path, log=None)
    transcripts = sample_transcripts(today)
    asyncio.run(_run_all(store, settings, transcripts, on_progress))


async def _run_all(
    store: Store,
    settings: Settings,
    transcripts: list[Transcript],
    on_progress: Callable[[float], None],
) -> None:
    for n, transcript in enumerate(transcripts, 1):
        session = Session(transcript, settings, store, echo=False)
        await session.run()
        noon = datetime.combine(date.fromisoformat(transcript.held_on), time(12), UTC)
        store.runs.set_created_at(session.run_id, iso_moment(noon))
        on_progress(n / len(transcripts))


def is_current(path: Path, today: date) -> bool:
    """Whether there is a sample log whose weeks end with the present one."""
    if not path.exists():
        return False
    expected = sample_transcripts(today)
    try:
        rows = Store(path).runs.rows(status="done")
    except StoreError:
        return False
    newest = max((row["held_on"] for row in rows), default="")
    oldest_fresh = (today - timedelta(days=7)).isoformat()
    return len(rows) >= len(expected) and newest >= oldest_fresh
