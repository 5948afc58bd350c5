"""Turns the events of a response into pieces of an answer, whatever their exact shape.

What is not understood is skipped; only an error in an event is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from refiner.errors import Unusable
from refiner.llm.answer_names import name_pattern
from refiner.llm.answer_reader import AnswerReader
from refiner.llm.backends import LIMIT_FINISHES, AnswerId, Piece, ServedModel, Text, Usage
from refiner.llm.backends.faults import RefusedError, read_refusal
from refiner.llm.backends.request_form import RequestForm
from refiner.llm.backends.token_usage import read_usage
from refiner.llm.lenient_json import join_surrogates

MAX_HIDDEN_CHARS = 20_000
MAX_SPARE_CHARS = 400_000
_MAX_BLANKS = 1_000  # in a row; no document has as many
_NAME = re.compile(r"[\w./:@+-]{1,100}")  # of a model, of an answer; a server may send anything
_THOUGHT_MARKS = ("<", "[THINK", "◁")  # an answer begins with none of them
_GOOD_ENDS = ("", "stop", "eos", "tool_calls", "function_call")


class BlankFlood(Unusable):
    """White space without end in the middle of an answer, which costs as much as words."""

    def __init__(self) -> None:
        super().__init__("the answer was cut, since the model kept sending blank space")


class AnswerPieces:
    """Reads the events of one response, or of several if the form of the request changes.

    Until a form has proved itself, text is hidden until one of the answer's `sections` is
    named in it: some servers ignore the schema without a word, and are asked again with the
    schema in the instructions. An answer that comes only as thoughts or as a tool's arguments
    is taken from there.
    """

    def __init__(self, sections: Sequence[str], form: RequestForm) -> None:
        self.request_id: str | None = None
        self._sections = tuple(sections)
        self._names = name_pattern(self._sections)
        self._form = form
        self._spent = Usage(0, 0)
        self._usage = Usage(0, 0)
        self._served = ""
        self.restart()

    def restart(self) -> None:
        """Forget the last response but for the tokens that it cost."""
        self._spent = _sum(self._spent, self._usage)
        self._usage = Usage(0, 0)
        self.has_text = self.has_events = self.is_visible = False
        self.finish = self._answer_id = ""
        self._index = ""  # of the first choice
        self._hidden = self._half = ""  # half of a character that comes in two events
        self._spare: list[str] = []  # what may hold the answer if the message does not
        self._spare_chars = 0
        self._said: list[str] = []
        self._blanks = 0  # in a row, at the end of the text so far

    def read(self, event: Any) -> Iterator[Piece]:
        """The pieces of one event.

        Raises RefusedError if it reports an error, BlankFlood if the text is one from there on.
        """
        if not isinstance(event, Mapping):
            return
        event = _unwrap(event)
        model = event.get("model")
        if isinstance(model, str) and model != self._served and _NAME.fullmatch(model):
            self._served = model
            yield ServedModel(model)
        number = event.get("id")
        if isinstance(number, str) and not self._answer_id and _NAME.fullmatch(number):
            self._answer_id = number
            yield AnswerId(number)
        choices = event.get("choices")
        choices = [choices] if isinstance(choices, Mapping) else choices
        if isinstance(choices, list):
            self.has_events = True
            for choice in choices:
                if isinstance(choice, Mapping) and self._is_first(choice):
                    yield from self._read_choice(choice)
        elif event.get("message") or isinstance(event.get("response"), str):  # as Ollama's own
            delta = event.get("message") or {"content": event["response"]}
            self.has_events = isinstance(delta, Mapping)
            yield from self._read_choice(
                {"delta": delta, "finish_reason": event.get("done_reason")}
            )
        if refusal := read_refusal(event):
            raise RefusedError(refusal)
        if usage := read_usage(event):
            self._usage = usage
            yield _sum(self._spent, usage)

    def _is_first(self, choice: Mapping[str, Any]) -> bool:
        """Whether it belongs to the first of several answers; some count them from 1."""
        index = str(choice.get("index") or 0)
        self._index = self._index or index
        return index in ("0", self._index)

    @property
    def is_off_the_point(self) -> bool:
        """True if the whole answer named none of the sections, though the request did not say
        of them but by the schema."""
        if self.is_visible or self._form.is_proven or self.finish not in _GOOD_ENDS:
            return False
        return not self._names.search("".join(self._spare)) and not self._is_document

    @property
    def is_empty(self) -> bool:
        """True if the whole response has not a word, though nothing was withheld."""
        text = self._hidden + "".join(self._spare)
        return not self.is_visible and self.finish in _GOOD_ENDS and not text.strip()

    @property
    def is_all_thought(self) -> bool:
        """True if the limit came before the answer: the model has used it up by reasoning."""
        if self.finish.lower() not in LIMIT_FINISHES or self.is_visible:
            return False
        if self.has_text:
            return self._hidden.lstrip().startswith(_THOUGHT_MARKS)
        return not self._names.search("".join(self._spare))

    @property
    def _is_document(self) -> bool:
        """True if the hidden text is one, with the sections under other names."""
        reader = AnswerReader(self._sections)
        with suppress(Unusable):
            reader.feed(self._hidden)
            reader.finish()
            return reader.failure() is None
        return False

    @property
    def is_hidden_flood(self) -> bool:
        return self._blanks > _MAX_BLANKS and not self.is_visible

    @property
    def is_thought_flood(self) -> bool:
        """True if the model thinks without end, in a field other than the answer."""
        return not self.has_text and self._spare_chars >= MAX_SPARE_CHARS

    def release(self) -> Iterator[str]:
        """At the end: what is still hidden."""
        if not self.is_visible:
            text = self._hidden if self._hidden.strip() else "".join(self._spare)
            self._form.is_proven |= self._names.search(text) is not None
            yield text
        self.is_visible = True

    def _read_choice(self, choice: Mapping[str, Any]) -> Iterator[Text]:
        message = choice.get("message")
        delta: Mapping[str, Any] = {}
        for place in (message, choice.get("delta")):
            place = {"content": place} if isinstance(place, str) else place
            delta = place if isinstance(place, Mapping) and place else delta
        text = read_content(delta.get("content")) or read_content(choice.get("text"))
        text, self._half = _split_half(self._half + text)
        if delta is message:  # some repeat the whole text at each piece, or at the end
            text = text.removeprefix("".join(self._said))
        if text:
            self.has_text = True
            self._said.append(text)
            yield from self._show(text)
        elif not self.has_text and self._spare_chars < MAX_SPARE_CHARS:
            self._spare.append(_read_spare_text(delta))
            self._spare_chars += len(self._spare[-1])
        reason = choice.get("finish_reason")
        if delta.get("refusal"):
            self.finish = "refusal"
        elif isinstance(reason, str) and self.finish != "refusal":
            self.finish = reason or self.finish

    def _show(self, text: str) -> Iterator[Text]:
        stripped = text.rstrip()
        self._blanks = len(text) - len(stripped) + (0 if stripped else self._blanks)
        if not self.is_visible:
            self._hidden += text
            may_wait = self._form.is_best and not self._form.is_proven
            if self._names.search(self._hidden, max(0, len(self._hidden) - len(text) - 60)):
                self._form.is_proven = True
            elif may_wait and len(self._hidden) < MAX_HIDDEN_CHARS:
                return
            text, self._hidden, self.is_visible = self._hidden, "", True
        yield Text(text)
        if self._blanks > _MAX_BLANKS:
            raise BlankFlood


def _unwrap(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a gateway has put into an object of its own ({"success": true, "result": ...})."""
    for name in ("result", "data"):
        inside = event.get(name)
        if isinstance(inside, Mapping) and inside.keys() & {"choices", "response"}:
            return inside
    return event


def read_content(content: Any) -> str:
    """The text of a message: a string, a list of parts of which only text counts, or the
    document itself."""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping) and not content.keys() & {"type", "text"}:
        return json.dumps(content, ensure_ascii=False)
    parts = [content] if isinstance(content, Mapping) else content
    if not isinstance(parts, list):
        return ""
    texts = (
        part.get("text")
        if isinstance(part, Mapping) and part.get("type", "text") in ("text", "output_text")
        else part
        for part in parts
    )
    return "".join(text for text in texts if isinstance(text, str))


def _read_spare_text(delta: Mapping[str, Any]) -> str:
    calls = delta.get("tool_calls")
    calls = calls if isinstance(calls, list) else []
    first = (c for c in calls if isinstance(c, Mapping) and c.get("index") in (None, 0, "0"))
    function = next(first, {}).get("function") or delta.get("function_call")
    if isinstance(function, Mapping):
        text = function.get("arguments")
        text = json.dumps(text, ensure_ascii=False) if isinstance(text, Mapping) else text
    else:
        names = ("reasoning_content", "reasoning", "thinking")
        text = next((delta[name] for name in names if delta.get(name)), "")
    return text if isinstance(text, str) else ""


def _split_half(text: str) -> tuple[str, str]:
    """The text, and half a surrogate pair at its end whose other half is still to come."""
    half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
    return join_surrogates(text[: len(text) - len(half)]), half


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        one.prompt_tokens + other.prompt_tokens, one.completion_tokens + other.completion_tokens
    )
