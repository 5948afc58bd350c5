"""Spoken text with known fillers, through both transcribers, to the counts of its run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from refiner.batch.inputs import Input, find_inputs
from refiner.batch.reading import ReadingOptions
from refiner.batch.tasks import BatchOptions, BatchResult
from refiner.batch.workers import run_batch
from refiner.config.settings import Settings
from refiner.llm.backends.transcription import forget_transcription_forms
from refiner.store import Store
from scripts.speak import speak, write_wave
from tests.audio.test_endpoint import ANSWERS, TEXT
from tests.support.sounds import needs_speech, noise, silence
from tests.support.transcription_server import Answered, Posted, refuse, transcribing

ROOT = Path(__file__).parents[2]
FILLERS = 2  # of TEXT
LONG = ["So", "um", "we started the garden in March.", "uh", "First we planted beans."]
LONG_FILLERS = 2


@pytest.fixture(autouse=True)
def _best_form_first():
    forget_transcription_forms()


@pytest.fixture(scope="module")
def recording(tmp_path_factory) -> Path:
    samples = speak(["Um, so we, uh, went home."]).samples
    return write_wave(samples, tmp_path_factory.mktemp("spoken") / "home.wav")


def run(
    inputs: list[Input], store: Store | None, url: str, keep_audio: bool = False, **reading
) -> list[BatchResult]:
    settings = Settings(
        provider="local", transcriber="openai", base_url=url, analyst="fast", timeout_s=20,
        db=None, log=None,
    )  # fmt: skip
    results: list[BatchResult] = []
    options = BatchOptions(settings, store, ReadingOptions(**reading), keep_audio=keep_audio)
    run_batch(inputs, options, 2, results.append, processes=False)
    return results


@needs_speech
@pytest.mark.parametrize("form", ANSWERS)
def test_a_recording_ends_in_the_counts_of_what_a_server_wrote_in_any_format(recording, form):
    with transcribing(lambda _: Answered(ANSWERS[form])) as server:
        (result,) = run([Input(recording)], None, server.url)
    document = result.document
    assert document is not None, result.error
    assert document["counts"]["rule"] == FILLERS
    assert document["text"].split() == TEXT.split()
    assert document["source"]["format"] == "wav recording"
    assert document["duration_source"] == "timestamps"
    assert document["silences"] is not None
    assert any("transcribed by gpt-transcribe on 127.0.0.1" in w for w in document["warnings"])


@needs_speech
def test_a_folder_of_recordings_is_a_folder_of_talks(tmp_path, recording):
    """Each unusable one says why; archives are unpacked; a second batch sends nothing again."""
    folder = tmp_path / "talks"
    folder.mkdir()
    write_wave(noise(1), folder / "noise.wav")
    write_wave(silence(1), folder / "silence.wav")
    (folder / "broken.mp3").write_bytes(b"ID3" + bytes(300))
    (folder / "text.txt").write_text(TEXT)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.write(recording, "home.wav")
    store = Store(tmp_path / "runs.db")
    with transcribing(lambda _: Answered(ANSWERS["words at the top"])) as server:
        first = run(list(find_inputs([folder])), store, server.url)
        assert len(server.posted) == 1
        again = run(list(find_inputs([folder])), store, server.url)
        assert len(server.posted) == 1
        run(list(find_inputs([folder])), store, server.url, title="Another")
        assert len(server.posted) == 2
    ended = {Path(one.name).name: (one.status, one.error or "") for one in first}
    assert {name: status for name, (status, _) in ended.items()} == {
        "noise.wav": 2, "silence.wav": 2, "broken.mp3": 2, "text.txt": 0, "home.wav": 0,
    }  # fmt: skip
    assert "no speech was found" in ended["noise.wav"][1]
    assert "it is silent" in ended["silence.wav"][1]
    assert "it is broken" in ended["broken.mp3"][1]
    assert sorted(Path(one.name).name for one in again if one.reused) == ["home.wav", "text.txt"]


@needs_speech
def test_a_server_that_refuses_is_named_in_one_line(recording):
    with transcribing(lambda _: refuse(401, "no")) as server:
        (result,) = run([Input(recording)], None, server.url)
    assert (result.status, result.document) == (1, None)
    assert "did not accept the key" in str(result.error)


@needs_speech
def test_a_recording_is_kept_with_its_run_only_if_asked_and_deleted_with_it(tmp_path, recording):
    store = Store(tmp_path / "runs.db")
    with transcribing(lambda _: Answered(ANSWERS["json"])) as server:
        (plain,) = run([Input(recording)], store, server.url)
        (kept,) = run([Input(recording)], store, server.url, keep_audio=True, title="Kept")
    assert plain.document is not None
    assert kept.document is not None, kept.error
    assert store.recordings.find(plain.document["run_id"]) is None
    file = store.recordings.find(kept.document["run_id"])
    assert file is not None
    assert file.read_bytes() == recording.read_bytes()
    store.runs.delete([kept.document["run_id"]])
    assert not file.exists()


@needs_speech
def test_a_result_of_the_log_is_used_for_its_own_name_alone_and_kept_if_asked(tmp_path, recording):
    """A copy under another name is another talk; a moved file is the same one."""
    store = Store(tmp_path / "runs.db")
    copy, moved = tmp_path / "copy.wav", tmp_path / "elsewhere" / "home.wav"
    moved.parent.mkdir()
    for file in (copy, moved):
        file.write_bytes(recording.read_bytes())
    with transcribing(lambda _: Answered(ANSWERS["json"])) as server:
        run([Input(recording)], store, server.url)
        (other,) = run([Input(copy)], store, server.url)
        assert other.document is not None
        assert (other.reused, other.document["title"]) == (False, "copy")
        assert len(server.posted) == 2
        (same,) = run([Input(moved)], store, server.url, keep_audio=True)
        assert len(server.posted) == 2
    assert same.document is not None
    assert (same.reused, same.document["title"], same.not_saved) == (True, "home", None)
    kept = store.recordings.find(same.document["run_id"])
    assert kept is not None
    assert kept.read_bytes() == moved.read_bytes()


def environment(folder: Path) -> dict[str, str]:
    """No key; log and temporary files in `folder`."""
    (folder / "tmp").mkdir(exist_ok=True)
    return {
        "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp"),
        "REFINER_DB": str(folder / "runs.db"), "REFINER_LOG": str(folder / "refiner.log"),
    }  # fmt: skip


def command(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The command line, until it has ended."""
    return subprocess.run(
        [sys.executable, "-m", "refiner", *arguments], capture_output=True, cwd=folder,
        env=environment(folder) | environ, timeout=120, check=False, text=True,
    )  # fmt: skip


def start(folder: Path, *arguments: str, **environ: str) -> Any:
    """The command line transcribing by a server, running."""
    more = ("--provider", "local", "--transcriber", "openai", "--no-log")
    return subprocess.Popen(
        [sys.executable, "-m", "refiner", *arguments, *more],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        cwd=folder, env=environment(folder) | environ,
    )  # fmt: skip


@pytest.mark.slow
@needs_speech
def test_the_local_transcriber_ends_within_one_of_the_spoken_fillers(tmp_path):
    file = write_wave(speak(LONG).samples, tmp_path / "garden.wav")
    done = command(tmp_path, "run", str(file), "--json", HF_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert abs(document["counts"]["ai"] - LONG_FILLERS) <= 1
    assert document["source"]["format"] == "wav recording"
    assert document["times"]["words"]
    assert "garden" in document["text"]
    assert "possible_hesitations" in document
    assert "transcribing" in done.stderr.splitlines()[0]
    assert "this computer (Whisper tiny.en)" in done.stderr.splitlines()[0]
    assert "garden in" not in (tmp_path / "refiner.log").read_text()
    assert list((tmp_path / "tmp").glob("refiner-*")) == []


@pytest.mark.slow
def test_without_a_transcriber_the_line_says_how_to_get_one(tmp_path):
    file = write_wave(noise(1), tmp_path / "talk.wav")
    done = command(tmp_path, "run", str(file), REFINER_AUDIO_MODEL=str(tmp_path))
    assert done.returncode == 2
    assert "this folder has no model.bin" in done.stderr
    done = command(tmp_path, "run", str(file), "--transcriber", "openai")
    assert done.returncode == 2
    assert "set OPENAI_API_KEY, or OPENAI_BASE_URL" in done.stderr


def never_answered(_: Posted) -> Answered:
    time.sleep(30)
    return Answered("")


@pytest.mark.slow
@needs_speech
@pytest.mark.parametrize("how", ["run", "batch"])
def test_a_command_that_is_ended_by_a_signal_leaves_no_sound_behind(tmp_path, recording, how):
    """Not only Ctrl-C: what ends a container or a service sends SIGTERM."""
    given = ["run", "-"] if how == "run" else ["batch", str(tmp_path / "talks.zip")]
    with zipfile.ZipFile(tmp_path / "talks.zip", "w") as archive:
        archive.write(recording, "home.wav")
    with transcribing(never_answered) as server:
        began = start(tmp_path, *given, OPENAI_BASE_URL=server.url)
        if how == "run":
            began.stdin.write(recording.read_bytes())
        began.stdin.close()
        until = time.monotonic() + 30
        while not server.posted and time.monotonic() < until:
            time.sleep(0.05)
        assert len(list((tmp_path / "tmp").glob("refiner-*"))) == 2
        began.terminate()
        assert began.wait(10) == 1
    assert b"Traceback" not in began.stderr.read()
    assert list((tmp_path / "tmp").glob("refiner-*")) == []
