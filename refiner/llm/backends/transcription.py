"""The transcription endpoint of OpenAI, and of any server that has one: audio in, its answer out.

A request begins in the best form: words with their times, and a prompt that shows that
hesitations are written down. What a server refuses is left out from then on, for this server
and model. Nothing else is retried here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import httpx2

from refiner.errors import BackendError, Denied, TooLong
from refiner.llm.backends.addresses import OPENAI_URL, create_client, find_redirect, parse_address
from refiner.llm.backends.addresses import parse_key as parse_api_key
from refiner.llm.backends.faults import (
    Refusal,
    RefusedError,
    build_error,
    is_explained,
    names_no_address,
    names_unknown_model,
    read_request_id,
)
from refiner.llm.backends.openai import MAX_REDIRECTS, plain_errors
from refiner.llm.prompts import HESITATIONS

_FORMATS = ("verbose_json", "json", "text")  # best first; most models take only some
_DIARIZED = ("diarized_json", *_FORMATS)
_OPTIONS = {  # what a complaint says of each part of a request
    "timestamp_granularities": re.compile(r"granularit"),
    "chunking_strategy": re.compile(r"chunking"),
    "prompt": re.compile(r"\bprompt\b"),
    "language": re.compile(r"\blanguage\b"),
}
_FORMAT_COMPLAINT = re.compile(r"response_format|response format|verbose_json|diarized_json")
_NO_ENDPOINT = (404, 405, 501)
_MAY_BE_FORM = (400, 415, 422, 500, 501)


@dataclass(slots=True)
class _Form:
    """The form in which one server takes recordings for one model."""

    formats: list[str]
    left_out: set[str] = field(default_factory=set)

    def simplify(self, refusal: Refusal) -> bool:
        """Leave out what the server complains about; False if nothing is left to try."""
        if refusal.status not in _MAY_BE_FORM:
            return False
        complaint = f"{refusal.code} {refusal.message}".lower()
        is_of_format = _FORMAT_COMPLAINT.search(complaint) is not None
        if not is_of_format:
            for option, words in _OPTIONS.items():
                if option not in self.left_out and words.search(complaint):
                    self.left_out.add(option)
                    return True
            if is_explained(refusal):
                return False
        if len(self.formats) > 1:
            del self.formats[0]
            return True
        if self.left_out >= _OPTIONS.keys():
            return False
        self.left_out |= _OPTIONS.keys()
        return True

    def options(self, language: str | None) -> dict[str, Any]:
        best = self.formats[0]
        options: dict[str, Any] = {"response_format": best}
        if best == "verbose_json":
            options["timestamp_granularities"] = ["word", "segment"]
        if best == "diarized_json":
            options["chunking_strategy"] = "auto"
        else:
            options["prompt"] = HESITATIONS
        if language is not None:
            options["language"] = language
        return {name: value for name, value in options.items() if name not in self.left_out}


_forms: dict[tuple[str, str], _Form] = {}


def forget_transcription_forms() -> None:
    """Begin again with the best form everywhere."""
    _forms.clear()


def _form_for(address: str, model: str) -> _Form:
    formats = _DIARIZED if "diarize" in model else _FORMATS
    return _forms.setdefault((address, model), _Form(list(formats)))


class TranscriptionBackend:
    """One client, bound to the event loop that first uses it; close it with `aclose`.

    Raises SettingsError for an invalid key or address.
    """

    def __init__(self, api_key: str | None, base_url: str | None = None) -> None:
        url = parse_address(base_url or OPENAI_URL)
        self.server = url.netloc.decode("ascii")
        self._address = str(url)
        self._key = parse_api_key(api_key)
        self._client = create_client(url, self._key)

    async def aclose(self) -> None:
        await self._client.close()

    async def transcribe(
        self, model: str, name: str, audio: bytes, language: str | None = None
    ) -> str:
        """The server's answer as it came: JSON or plain text; `name` tells it the kind of file.

        `language` is the code of the one that is spoken, None to find it out.

        Raises BackendError; TooLong if the server takes no file of this size.
        """
        form = _form_for(self._address, model)
        asked: list[httpx2.URL] = []
        while True:
            asked.append(self._client.base_url)
            try:
                with plain_errors(self.server):
                    calls = self._client.audio.transcriptions.with_raw_response
                    options = form.options(language)
                    answer = await calls.create(file=(name, audio), model=model, **options)
                    content: bytes = answer.http_response.content
                    return content.decode("utf-8", "replace")
            except RefusedError as refused:
                refusal = refused.refusal
                if not (self._follow(refusal, asked) or form.simplify(refusal)):
                    raise self._build_error(refusal, model) from None

    def _follow(self, refusal: Refusal, asked: list[httpx2.URL]) -> bool:
        """Take over the server's new address for its calls, if it is on the same server."""
        if refusal.status is None or not 300 <= refusal.status < 400:
            return False
        base = str(asked[-1]).rstrip("/")
        new = find_redirect(httpx2.URL(f"{base}/audio/transcriptions"), refusal.headers)
        if new is None or new in asked or len(asked) > MAX_REDIRECTS:
            return False
        self._client.base_url = new
        return True

    def _build_error(self, refusal: Refusal, model: str) -> BackendError:
        error = build_error(refusal, model, self.server)
        if refusal.status == 413:
            error = TooLong(f"{self.server} takes no recording of this size", status=413)
        elif isinstance(error, Denied) and names_unknown_model(refusal):
            error = Denied(
                f"{self.server} does not know the model {model}: set AI_MODEL_TRANSCRIPTION to one "
                "of its models for transcription",
                status=refusal.status,
            )
        elif refusal.status in _NO_ENDPOINT or names_no_address(refusal):
            error = Denied(
                f"{self.server} offers no transcription at audio/transcriptions: set "
                "OPENAI_BASE_URL to a server that does, or REFINER_TRANSCRIBER=local",
                status=refusal.status,
            )
        error.request_id = read_request_id(refusal.headers, self._key)
        return error
