"""What a server accepts in a request: found out by trying, remembered for the process.

A request begins in the best form: the schema as `response_format`, a system message, a stream
with usage. What a server's complaint names is left out from then on. A complaint in unknown
words is answered with simpler forms, at most two, and only until one of them has worked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from refiner.llm.backends.faults import Refusal, is_explained
from refiner.llm.models import least_reasoning
from refiner.llm.prompts import Request

_FORMATS = ("json_schema", "json_object", "none")  # best first; some server refuses each
_OPTIONS = {  # what a complaint says of each part of a request
    "stream_options": re.compile(r"stream_options|include_usage"),
    "max_completion_tokens": re.compile(
        # by its name, or as what does not fit into a small context beside the messages
        r"max_completion_tokens|max_tokens is too large|\d in the completion"
    ),
    "reasoning_effort": re.compile(r"reasoning_effort|reasoning effort|reasoning\.effort"),
    "temperature": re.compile(r"temperature"),
    "system": re.compile(
        r"system.{0,12}(?:role|message|prompt|instruction)|role.{0,30}system|roles must alternate"
        r"|developer instruction"
    ),
    "stream": re.compile(
        r"stream(?:ing|ed)?\b(?!_).{0,40}(?:not|un|dis)\W?(?:support|allow|implement|available|abled)"
        r"|(?:not|un)\W?(?:support|allow|implement)\w*.{0,20}\bstream(?:ing)?\b(?!_)"
    ),
}
_FORMAT_COMPLAINT = re.compile(
    r"response_format|response format|json_schema|json_object|json mode|json_validate_failed|schema"
    r"|grammar|structured output|guided|requested parameters|cannot find field|unknown name"
)
_SCHEMA_IN_OBJECT = re.compile(r"should be 'text' or 'json_object'")  # llama-cpp-python
_LIMIT_FACTOR, _LIMIT_SPARE = 3, 1500  # tokens that an answer may take beyond the expected
_MAY_BE_FORM = (400, 404, 415, 422, 500, 501, None)


@dataclass(slots=True)
class RequestForm:
    """The form in which one server takes requests for one model.

    `reasoning`: the effort asked for, None for the least that the model takes.
    `schema_in_object`: a server that makes its grammar of a schema beside `json_object`, and
    knows the limit of an answer by its older name alone.
    `is_proven`: an answer with the right sections has come in this form or a better one.
    """

    format: str = _FORMATS[0]
    reasoning: str | None = None
    left_out: set[str] = field(default_factory=set)
    schema_in_object: bool = False
    is_proven: bool = False
    _was_refused: bool = False  # down to the simplest form: not tried again
    _faults: int = 0

    @property
    def streams(self) -> bool:
        return "stream" not in self.left_out

    @property
    def is_best(self) -> bool:
        """True while the server is told of the sections by the schema alone."""
        return self.format == _FORMATS[0]

    @property
    def version(self) -> tuple[str, int]:
        """Another value for another form, to notice what a concurrent call has found out."""
        return self.format, len(self.left_out)

    def simplify(self, refusal: Refusal, *, was_accepted: bool = False) -> bool:
        """Leave out what the server complains about; False if that is of no use.

        `was_accepted`: the complaint came in the middle of an answer, so that only one about
        the answer's format says anything of the form.
        """
        if refusal.status not in _MAY_BE_FORM:
            return False
        complaint = f"{refusal.code} {refusal.message}".lower()
        for option, words in _OPTIONS.items():
            if not was_accepted and option not in self.left_out and words.search(complaint):
                self.left_out.add(option)
                return True
        if _FORMAT_COMPLAINT.search(complaint) and self.format != _FORMATS[-1]:
            self.next_format()
            self.schema_in_object = _SCHEMA_IN_OBJECT.search(complaint) is not None
            return True
        is_settled = was_accepted or self.is_proven or self._was_refused
        if refusal.status is None or is_settled or is_explained(refusal):
            return False
        if refusal.status == 500:  # it may pass: the call is repeated as it is, once
            self._faults += 1
            if self._faults >= 2:
                self._simplify_blindly()
            return False
        return self._simplify_blindly()

    def next_format(self) -> bool:
        """Ask for the answer's form in plainer ways; False if there is none."""
        if self.format == _FORMATS[-1]:
            return False
        self.format = _FORMATS[_FORMATS.index(self.format) + 1]
        return True

    def _simplify_blindly(self) -> bool:
        if self.format == _FORMATS[0]:
            return self.next_format()
        if self.format == _FORMATS[-1] and self.left_out >= _OPTIONS.keys() - {"stream"}:
            self.format, self._was_refused = _FORMATS[0], True
            self.left_out.clear()
            return False
        self.format = _FORMATS[-1]
        self.left_out |= _OPTIONS.keys() - {"stream"}
        return True

    def body(self, request: Request) -> dict[str, Any]:
        """The parameters of the call."""
        schema, system = dict(request.schema), request.system
        if self.format != "json_schema":
            text = json.dumps(schema, ensure_ascii=False)
            system += (
                f"\n\nAnswer with one JSON object and nothing else, as this schema says: {text}"
            )
        document = {"role": "user", "content": request.user_message}
        if "system" in self.left_out:  # the document keeps a message of its own
            messages = [
                {"role": "user", "content": system},
                {"role": "assistant", "content": "Send me the document."},
                document,
            ]
        else:
            messages = [{"role": "system", "content": system}, document]
        body: dict[str, Any] = {
            "model": request.model,
            "messages": messages,
            "stream": self.streams,
        }
        limit = "max_tokens" if self.schema_in_object else "max_completion_tokens"
        options: dict[str, Any] = {
            "stream_options": {"include_usage": True} if self.streams else None,
            limit: _LIMIT_FACTOR * request.answer_tokens + _LIMIT_SPARE,
            **self._sampling(request.model),
        }
        for name, value in options.items():
            if value is not None and name not in self.left_out:
                body[name] = value
        if self.format == "json_schema":
            named = {"name": request.schema_name, "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.format == "json_object":
            body["response_format"] = {"type": "json_object"}
            if self.schema_in_object:
                body["response_format"]["schema"] = schema
        return body

    def _sampling(self, model: str) -> dict[str, Any]:
        """The least reasoning that the model takes, or `reasoning`; else temperature 0."""
        effort = self.reasoning or least_reasoning(model)
        return {"temperature": 0} if effort is None else {"reasoning_effort": effort}


_forms: dict[tuple[str, str], RequestForm] = {}


def form_for(address: str, model: str, reasoning: str | None = None) -> RequestForm:
    """The form found out for this server and model, shared by all calls of the process."""
    form = _forms.setdefault((address, model), RequestForm())
    form.reasoning = reasoning
    return form


def forget_forms() -> None:
    """Begin again with the best form everywhere."""
    _forms.clear()
