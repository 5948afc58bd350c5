"""The workbench as a process of its own, on a free port and with a run log of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STREAMLIT = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true")
_START_S, _END_S = 90.0, 60.0  # a busy machine may need it


@dataclass(frozen=True, slots=True)
class Workbench:
    url: str
    port: int
    pid: int


@contextmanager
def running_workbench(
    folder: Path,
    extra: Mapping[str, str] = {},
    *arguments: str,
    command: Sequence[str] = STREAMLIT,
    port_option: str = "--server.port",
    cwd: Path = ROOT,
    port: int | None = None,
) -> Iterator[Workbench]:
    """Started by Streamlit alone, with `arguments` behind; its log is in `folder`.

    `command` starts it another way, with its own option for the port. `extra` is added to the
    environment, from which keys and settings of ours are taken.
    """
    port = port or free_port()
    ours = ("OPENAI", "OTEL", "REFINER")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    environment |= {"REFINER_DB": str(folder / "runs.db"), "REFINER_LOG": str(folder / "r.log")}
    with (folder / "server.txt").open("ab") as log:
        process = subprocess.Popen(
            [*command, f"{port_option}={port}", *arguments],
            cwd=cwd,
            env=environment | dict(extra),
            stdout=log,
            stderr=log,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(url)
            yield Workbench(url, port, process.pid)
        finally:
            process.terminate()
            process.wait(_END_S)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_until_healthy(url: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(int(_START_S / 0.1)):
        try:
            opener.open(f"{url}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the workbench did not start")
