"""Every error the refiner raises on purpose.

    RefinerError
    ├── InputError        the person gave something unusable (exit status 2)
    ├── SettingsError     an option or environment variable is unusable (exit status 2)
    ├── StoreError        the run log cannot be read or written
    ├── CancelledByUser   a person stopped what takes long
    └── BackendError      a model call did not give a usable answer
        ├── Unreachable   no answer: refused, reset before the answer, timed out
        ├── Busy          429: too many requests, perhaps with a time to wait
        ├── ServerFault   5xx, or an error event inside the stream
        │   └── Loading   503: the server is still loading the model
        ├── Denied        401, 403, 429 insufficient_quota, unknown model: not retryable
        ├── TooLong       the transcript does not fit the model
        ├── Withheld      content filter or refusal
        ├── Incomplete    the answer was truncated: reset, no finish reason, or the token limit
        └── Unusable      an answer that is not the document asked for

One line each, `what: why`, safe to display: never a key, never transcript text.
"""

from __future__ import annotations

import traceback
from pathlib import Path


class RefinerError(Exception):
    """Base of all; `str()` is one plain line."""


class InputError(RefinerError):
    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (self.what, self.why)


class SettingsError(InputError):
    pass


class StoreError(RefinerError):
    pass


class CancelledByUser(RefinerError):
    pass


class BackendError(RefinerError):
    """A failed call.

    `kind` is the machine name recorded with the run; `retry_after_s` the seconds the
    server asked to wait; `status` the HTTP status; `request_id` the provider's own.
    `was_retried` is True once the call was repeated as often as the deadline and the kind
    of fault allow.
    """

    kind = "backend"
    transient = False  # True if the same request may succeed later

    def __init__(
        self,
        why: str,
        *,
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(why)
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.was_retried = False


class Unreachable(BackendError):
    kind = "unreachable"
    transient = True


class Busy(BackendError):
    kind = "busy"
    transient = True


class ServerFault(BackendError):
    kind = "server_fault"
    transient = True


class Loading(ServerFault):
    kind = "loading"


class Denied(BackendError):
    kind = "denied"


class TooLong(BackendError):
    kind = "too_long"


class Withheld(BackendError):
    kind = "withheld"


class Incomplete(BackendError):
    kind = "incomplete"


class Unusable(BackendError):
    kind = "unusable"


def describe_unexpected(error: BaseException) -> str:
    """What a mistake of ours is called: its kind and place, never its message or values.

    A message may hold a key or a person's words: `KeyError: 'what was said'`.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "refiner" in Path(frame.filename).parts] or frames
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"unexpected {type(error).__name__}{place}"
