"""How long starts take: the command line, the server, the first page (if Chromium is there)."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Without a listed word, so that the encoder is not needed.
_TALK = "The plan for the spring is ready and the team has read it with care.\n"
_HEALTHY_S = 60.0


def bench_start(rounds: int, against: Path | None = None) -> None:
    """(f) `against` is a checkout of another version, measured in turn with this one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "talk.txt").write_text(_TALK)
        places = [ROOT, *([against] if against else [])]
        times: dict[Path, list[float]] = {place: [] for place in places}
        for _ in range(rounds + 1):  # the first writes the compiled files
            for place in places:
                times[place].append(_run_seconds(place, folder))
        medians = [1000 * statistics.median(times[place][1:]) for place in places]
        print(f"\nrun of a short text, start included: {medians[0]:.0f} ms", end="")
        print(f", {medians[0] / medians[1]:.2f} of the other version's" if against else "")
        _bench_server(folder)


def _environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"REFINER_DB": str(folder / "runs.db"), "REFINER_LOG": str(folder / "r.log")}


def _run_seconds(place: Path, folder: Path) -> float:
    command = [sys.executable, "-m", "refiner", "run", str(folder / "talk.txt"), "--no-log"]
    began = time.perf_counter()
    subprocess.run(command, cwd=place, env=_environment(folder), check=True, capture_output=True)
    return time.perf_counter() - began


def _bench_server(folder: Path) -> None:
    began = time.perf_counter()
    with _serving(folder) as url:
        _wait_until_healthy(url)
        print(f"server healthy after {time.perf_counter() - began:.1f} s", end="")
        for visit in ("first", "second"):
            if (paint_s := _first_paint_s(url)) is not None:
                print(f"; {visit} visit drawn after {paint_s:.1f} s", end="")
        print()


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--server.port={port}", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(folder), stdout=quiet, stderr=quiet
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_until_healthy(url: str) -> None:
    until = time.monotonic() + _HEALTHY_S
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health") as answer:
            if answer.status == 200:
                return
        time.sleep(0.02)
    raise TimeoutError("the server did not become healthy")


def _first_paint_s(url: str) -> float | None:
    """Seconds until the page's first heading is there; None without a browser."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium)
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(url)
        page.get_by_role("heading", name="Speech Refiner").wait_for()
        took = time.perf_counter() - began
        browser.close()
    return took
