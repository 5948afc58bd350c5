"""A planted key and a planted sentence are looked for wherever they must not be."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.llm.backends.scripted import ScriptedBackend
from refiner.model import Source, Transcript
from refiner.run.session import Session
from refiner.store import Store
from refiner.transcripts import read_transcript
from tests.support.loopback import Reply, error, serving

KEY = "sk-planted-0123456789"
SENTENCE = "the zebra signed the merger on Tuesday"
ROOT = Path(__file__).parents[2]


def is_secret_in(text: str | bytes | None) -> bool:
    data = text.encode() if isinstance(text, str) else text or b""
    return KEY.encode() in data or SENTENCE.encode() in data


def test_a_mistake_of_ours_tells_nothing_of_what_it_worked_with(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    def fail(_: object) -> ScriptedBackend:
        raise KeyError(f"{SENTENCE} {KEY}")

    settings = Settings(db=tmp_path / "runs.db", log=tmp_path / "refiner.log", api_key=KEY)
    talk = Transcript(f"Um, {SENTENCE}.", Source(None, "text", "0" * 64), "A deal")
    session = Session(talk, settings, Store(tmp_path / "runs.db"))
    asyncio.run(session.run(fail))
    assert session.status == "failed"
    assert session.error == "unexpected KeyError at session.py:" + (session.error or "")[34:]
    shown = capsys.readouterr()
    log = (tmp_path / "refiner.log").read_text(encoding="utf-8")
    assert "unexpected KeyError" in log
    assert not any(map(is_secret_in, (session.error, shown.out, shown.err, log)))


def test_a_reader_that_fails_does_not_repeat_what_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError(SENTENCE)

    monkeypatch.setattr("refiner.transcripts._read_text", fail)
    with pytest.raises(Exception, match="cannot be read") as caught:
        read_transcript(SENTENCE.encode())
    assert not is_secret_in(str(caught.value))


def test_an_ended_run_has_forgotten_the_key_and_what_it_worked_with(tmp_path: Path) -> None:
    settings = Settings(provider="local", db=tmp_path / "runs.db", log=None, api_key=KEY)
    session = Session(Transcript("Um, yes.", Source(None, "text", "0" * 64)), settings, None)
    asyncio.run(session.run())
    assert session.settings.api_key is None
    assert KEY not in repr(vars(session))
    assert session.view().document == session.document


def command_lines(seen: set[bytes], ended: threading.Event) -> None:
    """What the list of processes shows, until `ended`."""
    while not ended.is_set():
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                seen.add(path.read_bytes())
            except OSError:
                continue
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the system has no /proc")
def test_a_run_of_the_command_line_leaves_the_key_nowhere_and_the_talk_in_the_log_alone(
    tmp_path: Path,
) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(f"Um, so {SENTENCE}, and it was, like, a good day. " * 700, encoding="utf-8")
    denied = error(401, "invalid_api_key", f"{KEY} may not read: {SENTENCE}", x_request_id=KEY)
    seen: set[bytes] = set()
    ended = threading.Event()
    watcher = threading.Thread(target=command_lines, args=(seen, ended))
    watcher.start()
    with serving({"analysis": denied, "coaching": Reply(SENTENCE)}) as server:
        ran = subprocess.run(
            [sys.executable, "-m", "refiner", "run", str(talk)],
            cwd=ROOT,
            env=os.environ
            | {
                "OPENAI_API_KEY": KEY,
                "OPENAI_BASE_URL": server.url,
                "REFINER_DB": str(tmp_path / "runs.db"),
                "REFINER_LOG": str(tmp_path / "refiner.log"),
                "REFINER_TIMEOUT_SECONDS": "170",
            },
            capture_output=True,
            check=False,
            timeout=200,
        )
        ended.set()
        watcher.join()
        sent = [exchange.headers["authorization"] for exchange in server.exchanges]
    assert ran.returncode == 0, ran.stderr
    assert set(sent) == {f"Bearer {KEY}"}
    assert any(b"refiner.workers" in line for line in seen)  # a long talk has a worker
    assert not any(map(is_secret_in, seen))
    assert not is_secret_in(ran.stderr)
    assert not is_secret_in((tmp_path / "refiner.log").read_bytes())
    logged = b"".join(path.read_bytes() for path in tmp_path.glob("runs.db*"))
    assert SENTENCE.encode() in logged
    assert KEY.encode() not in logged + ran.stdout
