"""What a server accepts in a request: found out by trying, remembered for the process.

A request begins in the best form: the schema as `response_format`, a system message, a stream
with usage. What a server's complaint names is left out from then on. A complaint in unknown
words, or a fault that repeats itself, is answered with simpler forms, and only until an answer
has come. A first call makes at most three requests more than it needs.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from refiner.llm.backends.faults import Refusal, is_explained
from refiner.llm.models import least_reasoning, reasoning_room
from refiner.llm.prompts import Request

_FORMATS = ("json_schema", "json_object", "none")  # best first; some server refuses each
_PARAMETERS = {  # what a complaint says of each; all are optional
    "stream_options": re.compile(r"stream_options|include_usage"),
    "max_completion_tokens": re.compile(r"max_completion_tokens|max_new_tokens"),
    "max_tokens": re.compile(r"max_tokens"),  # sent once the newer name was refused
    "reasoning_effort": re.compile(r"reasoning_effort|reasoning effort|reasoning\.effort"),
    "temperature": re.compile(r"temperature"),
}
_NO_ROOM = re.compile(  # for the limit of the answer, or too much of it, under either name
    r"max_(?:completion_|new_)?tokens.{0,80}(?:too large|exceed|less than|at most)"
    r"|\d in the completion"
)
_LIMITS = ("max_completion_tokens", "max_tokens")
_SYSTEM = re.compile(
    r"system.{0,12}(?:role|message|prompt|instruction)|role.{0,30}system|roles must alternate"
    r"|developer instruction|only user and assistant roles"
)
_STREAM_WORDS = r"(?:\bstream(?:ing|ed|s)?\b(?!_)|\bsse\b|server.sent events|event.stream)"
_STREAM = re.compile(
    rf"{_STREAM_WORDS}.{{0,40}}(?:not|un|dis|n't)\W?"
    r"(?:support|allow|implement|available|abled|possible)"
    r"|(?:not|un|n't|cannot|never|without)\W?(?:support|allow|implement|provide|able to)?\w*"
    rf".{{0,20}}{_STREAM_WORDS}|non-?streaming|{_STREAM_WORDS}.{{0,60}}\b(?:false|off|disabled)\b"
    r"|verified to stream"
)
_OPTIONAL = {*_PARAMETERS, "system"}
_FORMAT_COMPLAINT = re.compile(
    r"response_format|response format|json_schema|json_object|json mode|json_validate_failed|schema"
    r"|grammar|structured output|guided|requested parameters|cannot find field|unknown name"
)
_SCHEMA_IN_OBJECT = re.compile(r"should be 'text' or 'json_object'")  # llama-cpp-python
_NOT_OF_FORM = (401, 402, 407, 413, 429)
_OF_FORM = (400, 415, 422, 500, 501, None)  # others rarely are
MAX_CHANGES = 3  # requests that finding out may cost


@dataclass(slots=True)
class RequestForm:
    """The form in which one server takes requests for one model.

    `reasoning`: the effort asked for, None for the least that the model takes.
    `schema_in_object`: a server that makes its grammar of a schema next to `json_object`, and
    knows the limit of an answer by its older name alone.
    `thinks`: a model that reasons without being asked to, and has used up its answer's limit so.
    `is_proven`: an answer with the right sections has come in this form or a better one.
    """

    format: str = _FORMATS[0]
    reasoning: str | None = None
    left_out: set[str] = field(default_factory=set)
    schema_in_object: bool = False
    thinks: bool = False
    is_proven: bool = False
    _changes: int = 0
    _before: tuple[str, frozenset[str]] | None = None  # the form as it was before blind attempts
    _were_tried: set[bool] = field(default_factory=set)  # blind attempts that have failed
    _untried: list[tuple[str, frozenset[str]]] | None = None  # forms after an empty answer
    _faults: Counter[str] = field(default_factory=Counter)  # by call

    @property
    def streams(self) -> bool:
        return "stream" not in self.left_out

    @property
    def limit_name(self) -> str | None:
        """The parameter that limits the answer; a server may know its older name alone."""
        names = _LIMITS[1:] if self.schema_in_object else _LIMITS
        return next((name for name in names if name not in self.left_out), None)

    @property
    def is_best(self) -> bool:
        """True while the sections are named by the schema alone."""
        return self.format == _FORMATS[0]

    @property
    def version(self) -> tuple[str, int, bool]:
        """Another value for another form, to notice what a concurrent call has found out."""
        return self.format, len(self.left_out), self.thinks

    def simplify(self, refusal: Refusal, call: str = "", *, was_accepted: bool = False) -> bool:
        """Leave out what the server complains about; False if that cannot help.

        `was_accepted`: the complaint came in the middle of an answer, so that only one about
        the answer's format says anything of the form. False after a fault that may pass, too:
        the next request of this `call` is sent later, and in a simpler form from the third on.
        """
        complaint = f"{refusal.code} {refusal.message}".lower()
        if refusal.status in _NOT_OF_FORM:
            return False
        is_page = refusal.message.lstrip().startswith("<")
        if not is_page and self._leave_out_named(complaint, was_accepted):
            return True
        if was_accepted or refusal.status is None or is_explained(refusal):
            return False
        may_pass = refusal.status >= 500 or refusal.status in (408, 409, 499)
        if may_pass and refusal.status != 501:
            self.note_fault(call, is_of_form=refusal.status in _OF_FORM)
            return False
        return self._try_simpler(refusal.status in _OF_FORM)

    def note_fault(self, call: str, *, is_of_form: bool = False) -> None:
        """A fault that may pass, and is the form's if it does not."""
        self._faults[call] += 1
        if self._faults[call] >= 2:
            self._try_simpler(is_of_form, merged=True)

    def _leave_out_named(self, complaint: str, was_accepted: bool) -> bool:
        named = set() if was_accepted else self._find_named(complaint)
        if named:
            if named & _PARAMETERS.keys() and self.left_out & _PARAMETERS.keys():
                named |= _PARAMETERS.keys()  # it complains of one at a time
            self.left_out |= named
        elif _FORMAT_COMPLAINT.search(complaint) and self.next_format():
            self.schema_in_object = _SCHEMA_IN_OBJECT.search(complaint) is not None
        else:
            return False
        self._changes += 1
        if self._changes >= MAX_CHANGES:
            self._make_plain()
        return True

    def _find_named(self, complaint: str) -> set[str]:
        """What is complained of and not yet left out: parameters, else the system or the stream."""
        if _NO_ROOM.search(complaint) and not self.left_out.issuperset(_LIMITS):
            return set(_LIMITS)
        sent = _PARAMETERS.keys() - self.left_out
        if self.limit_name != "max_tokens":
            sent.discard("max_tokens")
        named = {name for name in sent if _PARAMETERS[name].search(complaint)}
        for name, words in (("system", _SYSTEM), ("stream", _STREAM)):
            if not named and name not in self.left_out and words.search(complaint):
                named = {name}
        return named

    def next_format(self) -> bool:
        """Ask for the answer's form in plainer ways; False if there is none."""
        if self.format == _FORMATS[-1]:
            return False
        self.format = _FORMATS[_FORMATS.index(self.format) + 1]
        return True

    def avoid_empty(self, version: tuple[str, int, bool]) -> bool:
        """After an answer without a word: no stream, no format, neither; False if all were tried.

        `version`: of the form that was sent. In the end the form is what it was.
        """
        if version != self.version or self.is_proven:
            return version != self.version and self._untried != []
        if self._untried is None:
            kept, no_stream = frozenset(self.left_out), frozenset({*self.left_out, "stream"})
            now, plain = (self.format, kept), _FORMATS[-1]
            others = dict.fromkeys([(self.format, no_stream), (plain, kept), (plain, no_stream)])
            others.pop(now, None)
            room = max(0, MAX_CHANGES - self._changes)
            self._untried = [*list(others)[max(0, len(others) - room) :], now]
        if not self._untried:
            return False
        self.format, left_out = self._untried.pop(0)
        self.left_out = set(left_out)
        return bool(self._untried)

    def make_room(self) -> bool:
        """After an answer that was cut while the model reasoned; False if it has had the room."""
        had_room, self.thinks = self.thinks or self.limit_name is None, True
        return not had_room

    def _try_simpler(self, is_of_form: bool, *, merged: bool = False) -> bool:
        """Take a simpler form, or the one before if the simplest has failed.

        A status that rarely speaks of the form is answered with two: without a format, and
        without a stream too.
        `merged`: the last two steps are one.
        """
        if self.is_proven or is_of_form in self._were_tried:
            return False
        self._before = self._before or (self.format, frozenset(self.left_out))
        has_format, streams = self.format != _FORMATS[-1], self.streams
        if not is_of_form and has_format:
            self.format = _FORMATS[-1]
        elif is_of_form and self.is_best and self._changes < MAX_CHANGES - 1:
            self.next_format()
        elif is_of_form and (has_format or not self.left_out >= _OPTIONAL):
            self._make_plain()
            self.left_out |= {"stream"} if merged else set()
        elif streams:
            self._make_plain()
            self.left_out.add("stream")
        else:
            self.format, left_out = self._before
            self.left_out, self._before = set(left_out), None
            self._were_tried.add(is_of_form)
            return False
        return True

    def _make_plain(self) -> None:
        self.format = _FORMATS[-1]
        self.left_out |= _OPTIONAL

    def body(self, request: Request) -> dict[str, Any]:
        """The parameters of the call."""
        schema = dict(request.schema)
        body: dict[str, Any] = {
            "model": request.model,
            "messages": self._messages(request, schema),
            "stream": self.streams,
        }
        options: dict[str, Any] = {
            "stream_options": {"include_usage": True} if self.streams else None,
            **self._sampling(request.model),
        }
        if self.limit_name:
            room = reasoning_room("high" if self.thinks else self._effort(request.model))
            options[self.limit_name] = request.max_answer_tokens + room
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

    def _messages(self, request: Request, schema: dict[str, Any]) -> list[dict[str, str]]:
        """Instructions and document; the schema too, if it is no parameter of its own."""
        system = request.system
        if self.format != "json_schema":
            text = json.dumps(schema, ensure_ascii=False)
            system += (
                f"\n\nAnswer with one JSON object and nothing else, as this schema says: {text}"
            )
        document = {"role": "user", "content": request.user_message}
        if "system" not in self.left_out:
            return [{"role": "system", "content": system}, document]
        return [  # the document keeps a message of its own
            {"role": "user", "content": system},
            {"role": "assistant", "content": "Send me the document."},
            document,
        ]

    def _sampling(self, model: str) -> dict[str, Any]:
        """The effort of reasoning if the model takes one; else temperature 0."""
        if effort := self._effort(model):
            return {"reasoning_effort": effort}
        return {} if least_reasoning(model) else {"temperature": 0}

    def _effort(self, model: str) -> str | None:
        """`reasoning`, or the least that the model takes; None if that is unknown, or refused."""
        if "reasoning_effort" in self.left_out:
            return None
        return self.reasoning or least_reasoning(model)


_forms: dict[tuple[str, str], RequestForm] = {}


def form_for(address: str, model: str, reasoning: str | None = None) -> RequestForm:
    """The form found out for this server and model, shared by all calls of the process."""
    form = _forms.setdefault((address, model), RequestForm())
    form.reasoning = reasoning
    return form


def forget_forms() -> None:
    """Begin again with the best form everywhere."""
    _forms.clear()
