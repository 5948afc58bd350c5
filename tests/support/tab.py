"""A browser's tab without the browser: one session of the workbench over its real WebSocket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

_WAIT_S = 120.0
_MAX_BYTES = 100 * 1024 * 1024


class Tab:
    """Everything that its server sent is in `received`, as text."""

    def __init__(self, url: str, query: str = "") -> None:
        self._open = ExitStack()
        address = f"{url.replace('http', 'ws')}/_stcore/stream"
        self._socket = self._open.enter_context(
            connect(address, max_size=_MAX_BYTES, proxy=None, ping_interval=None)
        )
        self._query = query
        self._ids: dict[str, str] = {}
        self._values: dict[str, dict[str, Any]] = {}
        self.received = ""
        self.run_script()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def run_id(self) -> int | None:
        """The run that the address names."""
        found = re.search(r"run=(\d+)", self._query)
        return int(found[1]) if found else None

    def type(self, texts: Mapping[str, str]) -> None:
        """Enter texts into the fields of these keys."""
        for key, text in texts.items():
            self._values[key] = {"string_value": text}
        self.run_script()

    def click(self, key: str, times: int = 1) -> None:
        """Click a button, so often that no answer comes in between."""
        for _ in range(times):
            self._send({key: {"trigger_value": True}})
        self._read(times)

    def run_script(self) -> None:
        self._send({})
        self._read(1)

    def _send(self, clicked: Mapping[str, dict[str, Any]]) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        for key, value in {**self._values, **clicked}.items():
            if key in self._ids:
                state = WidgetState(id=self._ids[key], **value)
                message.rerun_script.widget_states.widgets.append(state)
        self._socket.send(message.SerializeToString())

    def _read(self, scripts: int) -> None:
        """Until so many scripts have ended, or one that took in the requests of the others."""
        while True:
            data = self._socket.recv(timeout=_WAIT_S)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            self.received += str(message)
            self._note(message)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return
                assert message.script_finished in (
                    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
                    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
                ), message

    def _note(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "page_info_changed":
            self._query = message.page_info_changed.query_string
        if message.WhichOneof("type") != "delta":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("text_area", "text_input", "button"):
            widget = getattr(element, kind).id
            self._ids[widget.rsplit("-", 1)[-1]] = widget
