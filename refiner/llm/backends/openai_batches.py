"""The Batch API of a server: files up and down, batches created, found and asked for.

Nothing is retried here. A server's own words are never passed on, only its states and codes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from refiner.errors import Denied, InputError, Unreachable, short_code
from refiner.llm.backends.faults import RefusedError
from refiner.llm.backends.openai import OpenAIBackend, plain_errors
from refiner.private_files import make_private_file

if TYPE_CHECKING:
    from openai.types import Batch

ENDPOINT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
SHORT_S, LONG_S = 60.0, 1800.0  # for a question, and for a file of up to 200 MB
ENDED = ("completed", "failed", "expired", "cancelled")
_TAG = "speech-refiner"  # of a batch's metadata


@dataclass(frozen=True, slots=True)
class BatchState:
    """A batch as the server describes it; `codes` say why it was refused."""

    batch_id: str
    status: str
    done: int = 0
    failed: int = 0
    files: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class OpenAIBatches(OpenAIBackend):
    """Every method raises BackendError; a server without a Batch API is Denied in one line."""

    async def upload(self, path: Path) -> str:
        """The id of the uploaded request file."""
        data = _read_file(path)
        async with self._requesting(LONG_S):
            made = await self._client.files.create(file=(path.name, data), purpose="batch")
            return made.id

    async def create(self, file_id: str, tag: str) -> BatchState:
        """Begin to answer a request file: from here on it is paid for."""
        async with self._requesting(SHORT_S):
            batch = await self._client.batches.create(
                input_file_id=file_id,
                endpoint=ENDPOINT,
                completion_window="24h",
                metadata={_TAG: tag},
            )
            return _describe(batch)

    async def find(self, tag: str) -> BatchState | None:
        """The newest batch that was created with `tag`, and not refused."""
        async with self._requesting(LONG_S):
            async for batch in self._client.batches.list(limit=100):
                if (batch.metadata or {}).get(_TAG) == tag and batch.status != "failed":
                    return _describe(batch)
        return None

    async def ask(self, batch_id: str) -> BatchState:
        async with self._requesting(SHORT_S):
            return _describe(await self._client.batches.retrieve(batch_id))

    async def cancel(self, batch_id: str) -> BatchState:
        """Answer no more of it; what was answered by then is there, and paid for."""
        async with self._requesting(SHORT_S):
            return _describe(await self._client.batches.cancel(batch_id))

    async def download(self, file_id: str, path: Path) -> None:
        make_private_file(path)
        async with self._requesting(LONG_S):
            files = self._client.files.with_streaming_response
            async with files.content(file_id) as content:
                await content.stream_to_file(path)

    async def delete(self, file_id: str) -> None:
        async with self._requesting(SHORT_S):
            await self._client.files.delete(file_id)

    @asynccontextmanager
    async def _requesting(self, limit_s: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(limit_s):
                with plain_errors(self.server):
                    yield
        except TimeoutError:
            raise Unreachable(f"{self.server} did not answer within {limit_s:.0f} s") from None
        except RefusedError as refused:
            if refused.refusal.status in (404, 405, 501):
                why = f"{self.server} has no Batch API, or not this file: use the command batch"
                raise Denied(why, status=refused.refusal.status) from None
            raise self._build_error(refused.refusal, "the Batch API") from None


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), (error.strerror or "unusable").lower()) from None


def _describe(batch: Batch) -> BatchState:
    counts, errors = batch.request_counts, batch.errors.data if batch.errors else None
    codes = (short_code(error.code) for error in errors or ())
    files = (batch.output_file_id, batch.error_file_id)
    return BatchState(
        batch.id,
        short_code(batch.status) or "unknown",
        counts.completed if counts else 0,
        counts.failed if counts else 0,
        tuple(filter(None, files)),
        tuple(dict.fromkeys(filter(None, codes))),
    )
