"""How a long computation on sound says how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

ReportProgress = Callable[[float], None]  # the share that is done, 0 to 1
IsCancelled = Callable[[], bool]
