"""Answers as servers that speak chat completions write them: builders for `habits`.

A habit is a function from the answer's text to what the server does with a request; `ask`
is the request's body.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.support.loopback import Reply

Habit = Callable[[str, dict[str, Any]], Reply]

STREAM = {"content-type": "text/event-stream"}
USAGE = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}


def stream_of(text: str, *, between: str = "", finish: Any = "stop", done: bool = True) -> str:
    """Server-sent events for `text`, with something between them."""
    pieces = [text[start : start + 40] for start in range(0, len(text), 40)]
    deltas = [{"content": piece} for piece in pieces]
    return events_of(deltas, between=between, finish=finish, done=done)


def events_of(
    deltas: list[dict[str, Any]], *, between: str = "", finish: Any = "stop", done: bool = True
) -> str:
    chunks: list[dict[str, Any]] = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}], "usage": USAGE})
    lines = [f"data: {json.dumps(chunk)}\n\n{between}" for chunk in chunks]
    return "".join(lines) + ("data: [DONE]\n\n" if done else "")


def objects_of(text: str) -> list[str]:
    """The same chunks without a frame."""
    return [line[6:] for line in stream_of(text, done=False).split("\n\n") if line]


def messages_of(contents: list[str]) -> str:
    """Events that name their piece `message`, with an index that is text."""
    choices = [{"index": "0", "message": {"content": content}} for content in contents]
    return "".join(f"data: {json.dumps({'choices': [choice]})}\n\n" for choice in choices)


def ollamas_lines(text: str) -> str:
    """One object a line, as Ollama's own interface answers."""
    pieces = [text[start : start + 40] for start in range(0, len(text), 40)]
    parts = [
        {"message": {"role": "assistant", "content": piece}, "done": False} for piece in pieces
    ]
    thought = {"message": {"role": "assistant", "content": "", "thinking": "Um."}, "done": False}
    end = {"message": {"content": ""}, "done": True, "done_reason": "stop", "eval_count": 9}
    return "".join(json.dumps(line) + "\n" for line in [thought, *parts, end])


def whole_of(text: str, content: Any = None) -> str:
    """The answer that a request without a stream gets."""
    message = {"role": "assistant", "content": content or text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps({"object": "chat.completion", "choices": [choice], "usage": USAGE})


def framed(frame: str, finish: str | None = "stop") -> Habit:
    """The answer between other text."""
    return lambda text, _: Reply(frame.replace("{}", text), finish=finish)


def sent(build: Callable[[str], str], headers: Mapping[str, str] = STREAM) -> Habit:
    """A response body built from the answer."""
    return lambda text, _: Reply(body=build(text), headers=headers)


def after_a_draft(before: str) -> Habit:
    """The answer after `before`, in which a draft says that there is nothing to say."""

    def answer(text: str, _: dict[str, Any]) -> Reply:
        draft = json.loads(text)
        draft.update({key: [] for key, value in draft.items() if isinstance(value, list)})
        return Reply(before.replace("{}", json.dumps(draft)) + text)

    return answer


def floods(begin: Callable[[str], str]) -> Habit:
    """Blanks without end after the beginning of an answer, as some grammars allow."""
    return lambda text, ask: Reply(
        begin(text) + "\n\t" * 20_000 if has_schema(ask) else text,
        tokens_per_s=10**6, together=100,
    )  # fmt: skip


def refuses(
    when: Callable[[dict[str, Any]], bool], reply: Reply, other: Habit | None = None
) -> Habit:
    """A refusal of requests of a certain form; the others are answered."""
    answer = other or framed("{}")
    return lambda text, ask: reply if when(ask) else answer(text, ask)


def format_of(ask: dict[str, Any]) -> str:
    return str(ask.get("response_format", {}).get("type", "none"))


def has_schema(ask: dict[str, Any]) -> bool:
    return format_of(ask) == "json_schema"


def has_format(ask: dict[str, Any]) -> bool:
    return format_of(ask) != "none"


def has_system(ask: dict[str, Any]) -> bool:
    return any(message["role"] == "system" for message in ask["messages"])


def has_stream(ask: dict[str, Any]) -> bool:
    return bool(ask.get("stream"))


def has_usage(ask: dict[str, Any]) -> bool:
    return "stream_options" in ask


def knows_schema(ask: dict[str, Any]) -> bool:
    """True if the instructions hold the schema."""
    return '"properties"' in str(ask["messages"])


def slips(change: Callable[[dict[str, Any]], object], section: str = "verdicts") -> Habit:
    """The answer with that section has a slip of type; other answers are as they are."""

    def answer(text: str, _: dict[str, Any]) -> Reply:
        document = json.loads(text)
        if section in document:
            change(document)
        return Reply(json.dumps(document))

    return answer


def advises(change: Callable[[dict[str, Any]], object]) -> Habit:
    """Advice with a slip of type that costs nothing else of it."""
    return slips(change, "headline")


def pairs(write: Callable[[int, int], Any]) -> Habit:
    """Each verdict as `write(number, percent)` writes it."""
    return slips(lambda d: d.update(verdicts=[write(n, percent) for n, percent in d["verdicts"]]))


def objects(**keys: Callable[[bool], Any]) -> Habit:
    """Verdicts as objects of version 1; each further key is made of whether it is a filler."""
    return pairs(
        lambda number, percent: {"id": number} | {k: f(percent >= 50) for k, f in keys.items()}
    )


def wraps_advice(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Habit:
    """The advice as another object that says the same."""

    def answer(text: str, _: dict[str, Any]) -> Reply:
        document = json.loads(text)
        return Reply(json.dumps(change(document) if "headline" in document else document))

    return answer


def renamed(document: dict[str, Any], **names: str) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in document.items()}


def with_comments(text: str) -> str:
    """JSON as for a person: a comment of each kind, indented, a comma too many."""
    lines = json.dumps(json.loads(text), indent=2)
    lines = lines.replace("[\n", "[ // the speaker's [first] {one}\n", 1)
    return "/* as asked */".join(lines.partition("{")[1:]).replace("\n}", ", # the end\n}")


def empty_stream(end: str) -> Reply:
    return Reply(body=end, headers=STREAM)
