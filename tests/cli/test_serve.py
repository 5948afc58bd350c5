"""The server as the command line starts it."""

from __future__ import annotations

import socket
import threading

import pytest

from refiner.cli import serve
from refiner.run import rehearsal


def test_the_first_run_is_rehearsed_once_the_server_listens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rehearsed: list[str] = []
    monkeypatch.setattr(rehearsal, "rehearse", rehearsed.append)
    monkeypatch.setattr(serve, "_LOOK_AGAIN_S", 0.001)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        waiting = threading.Thread(
            target=serve._rehearse_when_listening, args=(port, {"REFINER_ANALYST": "fast"})
        )
        waiting.start()
        assert waiting.is_alive()
        assert not rehearsed
        server.listen()
        waiting.join(10)
    assert rehearsed == ["fast"]


def test_settings_that_cannot_be_used_are_left_to_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serve, "_GIVE_UP_S", 0.0)
    serve._rehearse_when_listening(1, {"REFINER_ANALYST": "slow"})
