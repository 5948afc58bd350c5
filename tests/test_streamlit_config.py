"""What `.streamlit/config.toml` promises: this computer alone, and nothing sent on start."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.workbench import Workbench, running_workbench

pytestmark = pytest.mark.slow
_LISTENING = "0A"


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy's address, and what it was asked for: every request of a program goes to it."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    requests.append(connection.recv(2000))

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", requests


@pytest.fixture(scope="module")
def workbench(
    asked: tuple[str, list[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workbench]:
    names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy")
    proxied = dict.fromkeys(names, asked[0]) | {"no_proxy": ""}
    with running_workbench(tmp_path_factory.mktemp("workbench"), proxied) as running:
        yield running


def listening_addresses(pid: int) -> set[str]:
    """Addresses, as the system writes them, at which a process listens."""
    ours = {
        link.readlink().name.removeprefix("socket:[").removesuffix("]")
        for link in Path(f"/proc/{pid}/fd").iterdir()
        if link.is_symlink() and "socket:" in str(link.readlink())
    }
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == _LISTENING and columns[9] in ours:
                found.add(columns[1].split(":")[0])
    return found


def status_of(workbench: Workbench, path: str, **headers: str) -> int:
    """The HTTP status of a request to upgrade to a WebSocket."""
    lines = {
        "Host": f"127.0.0.1:{workbench.port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    } | headers
    head = "\r\n".join([f"GET {path} HTTP/1.1", *(f"{k}: {v}" for k, v in lines.items()), "", ""])
    with socket.create_connection(("127.0.0.1", workbench.port), 10) as connection:
        connection.sendall(head.encode())
        return int(connection.recv(200).split()[1])


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="the system has no /proc")
def test_it_listens_on_this_computer_alone(workbench: Workbench) -> None:
    assert listening_addresses(workbench.pid) == {"0100007F"}  # 127.0.0.1


def test_nothing_is_asked_of_anyone_on_start(
    workbench: Workbench, asked: tuple[str, list[bytes]]
) -> None:
    assert status_of(workbench, "/_stcore/stream") == 101
    assert asked[1] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost"}, 101),
        ({"Host": "workbench.example"}, 403),  # a name that a stranger lets point here
        ({"Origin": "http://workbench.example"}, 403),
    ],
)
def test_a_page_of_another_name_or_origin_is_refused(
    workbench: Workbench, headers: dict[str, str], status: int
) -> None:
    assert status_of(workbench, "/_stcore/stream", **headers) == status


def test_an_upload_without_the_token_of_the_session_is_refused(workbench: Workbench) -> None:
    body = b"x" * 10
    head = (
        f"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: 127.0.0.1:{workbench.port}\r\n"
        f"Content-Length: {len(body)}\r\nContent-Type: text/plain\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", workbench.port), 10) as connection:
        connection.sendall(head.encode() + body)
        assert int(connection.recv(200).split()[1]) == 403
