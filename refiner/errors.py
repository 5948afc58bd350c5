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

import re
import traceback
from pathlib import Path

_CODE = re.compile(r"[\w.\-]{1,64}")


class RefinerError(Exception):
    """Base of all; `str()` is one plain line."""

    @property
    def message(self) -> str:
        """What a person is shown."""
        return str(self)


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

    `kind` is the machine name recorded with the run; `what_to_do` is for the person, "" if
    `why` says it; `retry_after_s` the seconds the
    server asked to wait; `status` the HTTP status; `request_id` the provider's own.
    `form_changed` is True if the next request will be sent in another form, so that asking
    again is of use though the answer had begun. `was_retried` is True once the call was
    repeated as often as the deadline and the kind of fault allow.
    """

    kind = "backend"
    transient = False  # True if the same request may succeed later
    what_to_do = ""

    def __init__(
        self,
        why: str,
        what_to_do: str | None = None,
        *,
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(why)
        self.what_to_do = self.what_to_do if what_to_do is None else what_to_do
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.was_retried = self.form_changed = False

    @property
    def message(self) -> str:
        """What happened, and what to do about it."""
        return f"{self}: {self.what_to_do}" if self.what_to_do else str(self)


class Unreachable(BackendError):
    kind = "unreachable"
    transient = True
    what_to_do = "check that it is running, and OPENAI_BASE_URL"


class Busy(BackendError):
    kind = "busy"
    transient = True
    what_to_do = "try again later"


class ServerFault(BackendError):
    kind = "server_fault"
    transient = True
    what_to_do = "try again later, or use another server"


class Loading(ServerFault):
    kind = "loading"
    what_to_do = "try again when it is ready"


class Denied(BackendError):
    kind = "denied"


class TooLong(BackendError):
    kind = "too_long"


class Withheld(BackendError):
    kind = "withheld"
    what_to_do = "choose another model or server"


class Incomplete(BackendError):
    kind = "incomplete"
    what_to_do = "try again, or choose another model"


class Unusable(BackendError):
    kind = "unusable"
    what_to_do = "try again, or choose another model"


def describe_unexpected(error: BaseException) -> str:
    """What a mistake of ours is called: its kind and place, never its message or values.

    A message may hold a key or a person's words: `KeyError: 'what was said'`.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "refiner" in Path(frame.filename).parts] or frames
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"unexpected {type(error).__name__}{place}"


def short_code(text: object) -> str | None:
    """A server's code if it looks like one, never a sentence of its own."""
    return text if isinstance(text, str) and _CODE.fullmatch(text) else None


def describe_os_error(error: OSError) -> str:
    """Why, in the system's own words: `no such file or directory`."""
    return (error.strerror or str(error)).lower()
