"""What servers that speak chat completions really do: one habit each, for a stand-in server."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from tests.support.loopback import Reply, error
from tests.support.server_answers import (
    STREAM,
    Habit,
    advises,
    after_a_draft,
    empty_stream,
    events_of,
    floods,
    format_of,
    framed,
    has_format,
    has_schema,
    has_stream,
    has_system,
    has_usage,
    knows_schema,
    messages_of,
    objects,
    objects_of,
    ollamas_lines,
    pairs,
    refuses,
    renamed,
    sent,
    slips,
    stream_of,
    whole_of,
    with_comments,
    wraps_advice,
)

ROLE_ALONE = events_of([{"role": "assistant", "content": ""}])
NO_STREAM_WORDS = (
    "Streaming responses are disabled for this deployment",
    "This endpoint cannot stream.",
    "Server-sent events are unavailable",
    "Please set stream=false",
    "only non-streaming requests are accepted",
    "The model doesn't provide streamed output",
    "Unsupported value: 'stream' does not support true with this model.",
)

PARAMETERS = ("stream_options", "max_completion_tokens", "temperature", "response_format")


def complains_of_one_at_a_time(text: str, ask: dict[str, Any]) -> Reply:
    """The first parameter that it does not know, as pydantic words it."""
    for name in PARAMETERS:
        if name in ask:
            return error(422, "", f"loc: ['body', '{name}'], msg: Extra inputs are not permitted")
    return Reply(text)


NOT_VALID = (
    'event: error\ndata: {"error": {"message": "Failed to validate JSON.", "code":'
    ' "json_validate_failed"}}\n\n'
)
THOUGHTS = 'They say "um" {often}. Perhaps {"verdicts": [], "headline": "none"}?'

SCORES = {"clarity": 80, "fluency": 70, "pacing": 75, "engagement": 65}

HABITS: dict[str, Habit] = {
    # where the document is
    "thinks first": framed(f"<think>{THOUGHTS}</think>\n\n{{}}"),
    "only closes its thoughts": framed(f"{THOUGHTS}</think>{{}}"),
    "harmony channels": framed(
        f"<|channel|>analysis<|message|>{THOUGHTS}<|end|>"
        "<|start|>assistant<|channel|>final<|message|>{}<|return|>"
    ),
    "a sentence before": framed("Here is the JSON you asked for:\n\n{}"),
    "a fence between sentences": framed("Sure!\n```json\n{}\n```\nI hope that this helps."),
    "a fence on one line": framed("```json {}```"),
    "a fence": framed("```json\n{}\n```"),
    "a sentence after": framed("{}\n\nI hope that this {helps}."),
    "an end token after": framed("{}<|eot_id|>"),
    "the document twice": framed("{}\n{}"),
    "a wrapper": framed('{"answer": {}}'),
    "a list around it": framed("[{}]"),
    "a JSON string": lambda text, _: Reply(json.dumps(text)),
    "escaped quotes": lambda text, _: Reply(json.dumps(text)[1:-1]),
    "HTML's entities": lambda text, _: Reply(f"<pre>{html.escape(text)}</pre>"),
    "a document for each section": lambda text, _: Reply(
        "\n".join(json.dumps({key: value}) for key, value in json.loads(text).items())
    ),
    "two wrappers": framed('{"type": "json", "data": {"answer": {}}}'),
    "its schema's place": framed('{"type": "object", "properties": {}}'),
    "a draft before an unknown mark": after_a_draft("<|channel>thought\n{}\n<channel|>"),
    "a draft before an unknown tag": after_a_draft("I think {}.\n<FINAL_ANSWER>"),
    "a draft before the answer": after_a_draft("First {}. Now the answer:\n"),
    "the last brace missing": lambda text, _: Reply(text[:-1]),
    "blanks to the limit": framed("{}" + " " * 30_000, "length"),
    "parts": sent(
        lambda text: events_of(
            [
                {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Um."}]}]},
                {"content": [{"type": "text", "text": text}]},
            ]
        )
    ),
    "a reasoning field": sent(
        lambda text: events_of([{"reasoning_content": "Um."}, {"content": text}])
    ),
    "all in the reasoning field": sent(
        lambda text: events_of([{"reasoning_content": text, "content": None}])
    ),
    "a tool call": sent(
        lambda text: events_of(
            [{"tool_calls": [{"index": 0, "function": {"name": "f", "arguments": text}}]}],
            finish="tool_calls",
        )
    ),
    "two tool calls side by side": sent(
        lambda text: events_of(
            [
                {"tool_calls": [{"index": number, "function": {"arguments": text[at : at + 40]}}]}
                for at in range(0, len(text), 40)
                for number in (0, 1)
            ]
        )
    ),
    # slips of type, in pairs and in the objects of version 1
    "percent as text": pairs(lambda number, percent: [number, str(percent)]),
    "percent with its sign": pairs(lambda number, percent: [number, f"{percent} %"]),
    "percent as a fraction": pairs(lambda number, percent: [number, percent / 100]),
    "a fraction as text": pairs(lambda number, percent: [number, f"{percent / 100}"]),
    "about so many percent": pairs(lambda n, percent: [n, f"~{percent} percent"]),
    "percent with a decimal comma": pairs(lambda n, percent: [n, f"0,{percent:02}"]),
    "percent without its zero": pairs(lambda n, percent: [n, f".{percent:02}"]),
    "words as they are numbered": pairs(lambda n, percent: [f"[{n}:like]", percent]),
    "true or false": pairs(lambda number, percent: [number, percent >= 50]),
    "numbers as text": pairs(lambda number, percent: [str(number), percent]),
    "numbers with a decimal point": pairs(lambda number, percent: [float(number), percent]),
    "a third part": pairs(lambda number, percent: [number, percent, "because"]),
    "pairs as objects": pairs(lambda number, percent: {"number": number, "percent": percent}),
    "ids as text": pairs(lambda n, p: {"id": str(n), "filler": p >= 50, "confidence": 0.9}),
    "yes and no": objects(filler=lambda yes: "yes" if yes else "no", confidence=lambda _: 0.9),
    "true as text": objects(filler=lambda yes: str(yes).lower(), confidence=lambda _: "0.9"),
    "1 and 0": objects(filler=int, confidence=lambda _: 0.9, rationale=lambda _: None),
    "sure in a word": objects(filler=bool, confidence=lambda _: "high", rationale=lambda _: "x"),
    "sure of nothing": objects(filler=bool, confidence=lambda _: None),
    "filler alone": objects(filler=bool),
    "is_filler": objects(is_filler=bool),
    "Y and N": objects(filler=lambda yes: " Y" if yes else "N "),
    "1.0 and 0.0": objects(filler=float),
    "a map of percents": slips(lambda d: d.update(verdicts={str(n): p for n, p in d["verdicts"]})),
    "a map of objects": slips(
        lambda d: d.update(verdicts={str(n): {"filler": p >= 50} for n, p in d["verdicts"]})
    ),
    "a probability": pairs(lambda n, percent: {"number": n, "probability": percent / 100}),
    "null lists": slips(lambda d: d.update(missed_fillers=None, reasons=None, issues=None)),
    "absent lists": slips(lambda d: [d.pop(key) for key in ("missed_fillers", "reasons")]),
    "scores as text": slips(lambda d: d["speech_quality"].update(clarity="80", pacing="75 %")),
    "no lists and no closing in the advice": advises(
        lambda d: [d.update(strengths=None, weekly_goals=None), d.pop("motivation")]
    ),
    "texts in place of lists in the advice": advises(
        lambda d: d.update(
            strengths=d["strengths"][0], weekly_goals=[row["goal"] for row in d["weekly_goals"]]
        )
    ),
    "no exercise and no measurement": advises(
        lambda d: [
            row.pop(key, None)
            for row in d["focus_areas"] + d["weekly_goals"]
            for key in ("exercise", "measurement")
        ]
    ),
    "a part of a hundred": pairs(lambda number, percent: [number, f"{percent}/100"]),
    "a part of a hundred, not in quotes": lambda text, _: Reply(
        re.sub(r"\[(\d+), (\d+)\]", r"[\1, \2/100]", text)
    ),
    "percent with its sign, not in quotes": lambda text, _: Reply(
        re.sub(r"\[(\d+), (\d+)\]", r"[\1, \2%]", text)
    ),
    "words as they are numbered, not in quotes": lambda text, _: Reply(
        re.sub(r"\[(\d+), (\d+)\]", r"[\1:um, \2]", text)
    ),
    "pairs in one text": slips(
        lambda d: d.update(verdicts=", ".join(f"{n}:{p / 100}" for n, p in d["verdicts"]))
    ),
    "pairs in lines of one text": slips(
        lambda d: d.update(verdicts="\n".join(f"{n} - {p} %" for n, p in d["verdicts"]))
    ),
    "pairs as JSON in a text": slips(lambda d: d.update(verdicts=json.dumps(d["verdicts"]))),
    "each pair a text": pairs(lambda number, percent: f"{number}: 0,{percent:02}"),
    "each pair a text with its word": pairs(lambda number, percent: f"[{number}:um] = {percent}%"),
    "pairs in one flat list": slips(
        lambda d: d.update(verdicts=[part for pair in d["verdicts"] for part in pair])
    ),
    "pairs a level too deep": slips(lambda d: d.update(verdicts=[d["verdicts"]])),
    "pairs in an object": slips(lambda d: d.update(verdicts={"items": d["verdicts"]})),
    "triples with the word": pairs(lambda number, percent: [number, "um", percent]),
    "triples with a label": pairs(
        lambda n, p: [n, "filler" if p >= 50 else "not a filler", max(p, 100 - p) / 100]
    ),
    "triples with true or false": pairs(lambda n, p: [n, p >= 50, 0.9]),
    "labels": pairs(lambda number, p: [number, "filler" if p >= 50 else "not_filler"]),
    "objects with other names": pairs(lambda n, p: {"index": n, "word": "um", "likelihood": p}),
    "objects with names in capitals": pairs(lambda n, p: {"Word Number": n, "Percentage": f"{p}%"}),
    "objects with a verdict": pairs(
        lambda n, p: {"id": n, "verdict": "filler" if p >= 50 else "literal", "confidence": 0.9}
    ),
    "objects with a type": pairs(
        lambda n, p: {"id": n, "type": "filler word" if p >= 50 else "Not a filler."}
    ),
    "objects with a fraction as the label": pairs(lambda n, p: {"id": n, "filler": p / 100}),
    "a map for each pair": pairs(lambda n, p: {str(n): p}),
    "numbers by their label": slips(
        lambda d: d.update(
            verdicts={
                "fillers": [n for n, p in d["verdicts"] if p >= 50],
                "not_fillers": [n for n, p in d["verdicts"] if p < 50],
            }
        )
    ),
    "a map of the words as they are numbered": slips(
        lambda d: d.update(verdicts={f"{n}:um": p / 100 for n, p in d["verdicts"]})
    ),
    "neither quality nor summary": slips(
        lambda d: [d.pop(key) for key in ("issues", "speech_quality", "summary")]
    ),
    "null quality and summary": slips(lambda d: d.update(speech_quality=None, summary=None)),
    "scores in a group": slips(
        lambda d: d.update(
            speech_quality={"scores": {k: f"{v / 10}/10" for k, v in SCORES.items()}}
        )
    ),
    "a score with a comment": slips(
        lambda d: d["speech_quality"].update(clarity={"score": 80, "comment": "Clear."})
    ),
    "a summary in one text": slips(lambda d: d.update(summary="Pause instead.")),
    "lists that say none": slips(lambda d: d.update(missed_fillers="none", issues="None")),
    "sections in camel case": slips(
        lambda d: [d.update({"missedFillers": d.pop("missed_fillers")})]
    ),
    "sections under other names": slips(
        lambda d: [d.update(quality=d.pop("speech_quality"), judgements=d.pop("verdicts"))]
    ),
    "advice without a headline": advises(lambda d: d.pop("headline")),
    "advice with null and empty parts": advises(
        lambda d: d.update(headline=None, strengths="", weekly_goals={}, motivation=[])
    ),
    "advice with lists in place of texts": advises(
        lambda d: [
            d.update(headline=[d["headline"]], motivation=[d["motivation"]]),
            d["focus_areas"][0].update(exercise=["Read a page aloud.", "Pause."]),
        ]
    ),
    "advice in another object": wraps_advice(lambda d: {"coaching": d}),
    "advice in two other objects": wraps_advice(lambda d: {"result": {"coaching_advice": d}}),
    "advice half in another object": wraps_advice(
        lambda d: {"headline": d.pop("headline"), "coaching": d}
    ),
    "focus areas under another name": wraps_advice(
        lambda d: renamed(d, focus_areas="areas_for_improvement", weekly_goals="goals")
    ),
    "focus areas as recommendations": wraps_advice(
        lambda d: renamed(d, headline="title", focus_areas="recommendations")
    ),
    "sections of advice as titles": wraps_advice(
        lambda d: renamed(d, headline="Headline", focus_areas="Focus Areas")
    ),
    "fields of a focus area under other names": advises(
        lambda d: d.update(
            focus_areas=[
                renamed(area, skill="title", advice="description", exercise="practice")
                for area in d["focus_areas"]
            ]
        )
    ),
    "a map of focus areas": advises(
        lambda d: d.update(focus_areas={area.pop("skill"): area for area in d["focus_areas"]})
    ),
    "focus areas as texts": advises(
        lambda d: d.update(focus_areas=[f"{a['skill']}: {a['advice']}" for a in d["focus_areas"]])
    ),
    "focus areas as JSON in a text": advises(
        lambda d: d.update(focus_areas=json.dumps(d["focus_areas"]))
    ),
    "rows in place of objects": advises(
        lambda d: d.update(focus_areas=[list(area.values()) for area in d["focus_areas"]])
    ),
    "strengths in lines of one text": advises(
        lambda d: d.update(strengths="\n".join(f"- {text}" for text in d["strengths"]))
    ),
    "emoji in the advice": advises(
        lambda d: [
            d.update(headline="🎯 Pause before you open", motivation="You can do this! 💪🏽"),
            d["focus_areas"][0].update(advice="Begin with the noun. 🗣️"),
        ]
    ),
    # how it is written
    "a Python dict": lambda text, _: Reply(repr(json.loads(text))),
    "a Python dict with tuples": lambda text, _: Reply(
        re.sub(r"\[(\d+, \d+)\]", r"(\1)", repr(json.loads(text)))
    ),
    "comments in the JSON": lambda text, _: Reply(with_comments(text)),
    "keys without quotes": lambda text, _: Reply(re.sub(r'"(\w+)":', r"\1:", text)),
    "typographic quotes": lambda text, _: Reply(re.sub(r'"([^"]*)"', r"“\1”", text)),
    "no commas at the ends of lines": lambda text, _: Reply(
        json.dumps(json.loads(text), indent=1).replace(",\n", "\n")
    ),
    # how it ends
    "no finish reason": framed("{}", None),
    "a null finish reason": sent(lambda text: stream_of(text, finish=None)),
    "an empty finish reason": sent(lambda text: stream_of(text, finish="")),
    "length": framed("{}", "length"),
    "tool_calls": framed("{}", "tool_calls"),
    "no [DONE]": sent(lambda text: stream_of(text, done=False)),
    "no usage": lambda text, _: Reply(text, usage=None),
    "reset after the document": lambda text, _: Reply(text, break_after=len(text), breaks="reset"),
    "an error event after the document": lambda text, _: Reply(
        text, break_after=len(text), breaks="error_event"
    ),
    # how it is sent
    "empty data": sent(lambda text: stream_of(text, between="data:\n\n")),
    "null data": sent(lambda text: stream_of(text, between="data: null\n\n")),
    "comments": sent(lambda text: stream_of(text, between=": PROCESSING\n\n")),
    "pings": sent(lambda text: stream_of(text, between='event: ping\ndata: {"type": "ping"}\n\n')),
    "carriage returns": sent(lambda text: stream_of(text).replace("\n", "\r\n")),
    "no blank lines": sent(lambda text: stream_of(text).replace("\n\n", "\n")),
    "data without a space": sent(lambda text: stream_of(text).replace("data: ", "data:")),
    "numbers, names and a pause for events": sent(
        lambda text: (
            "retry: 3000\n\n" + stream_of(text).replace("data: {", "id: 7\nevent: message\ndata: {")
        )
    ),
    "an event over several lines": sent(
        lambda text: "".join(
            "\n".join(
                f"data: {line}" for line in json.dumps(json.loads(chunk), indent=1).split("\n")
            )
            + "\n\n"
            for chunk in objects_of(text)
        )
    ),
    "a first event without choices": sent(
        lambda text: 'data: {"choices": [], "prompt_filter_results": [{}]}\n\n' + stream_of(text)
    ),
    "another choice between": sent(
        lambda text: stream_of(
            text, between='data: {"choices": [{"index": 1, "delta": {"content": "{"}}]}\n\n'
        )
    ),
    "one choice, counted from 1": sent(
        lambda text: stream_of(text).replace('"index": 0', '"index": 1')
    ),
    "an error that says success": sent(
        lambda text: stream_of(text).replace(
            '{"choices"', '{"error": {"code": 0, "message": "success"}, "choices"'
        )
    ),
    "the end before the last piece": sent(
        lambda text: stream_of(text[:-9], done=False) + stream_of(text[-9:])
    ),
    "the whole message again at the end": sent(
        lambda text: stream_of(text, done=False) + f"data: {whole_of(text)}\n\n"
    ),
    "the whole answer in one event": sent(lambda text: f"data: {whole_of(text)}\n\n"),
    "a character in two events": sent(
        lambda text: events_of(
            [{"content": half} for half in text.replace("a clear plan", "\ud83d\ude00")]
        )
    ),
    "a byte order mark": sent(lambda text: "\ufeff" + stream_of(text)),
    "labelled JSON": sent(stream_of, {"content-type": "application/json"}),
    "labelled text": sent(stream_of, {"content-type": "text/plain; charset=utf-8"}),
    "not streamed": sent(whole_of, {"content-type": "application/json"}),
    "not streamed, indented": sent(
        lambda text: json.dumps(json.loads(whole_of(text)), indent=2),
        {"content-type": "application/json"},
    ),
    "not streamed, in parts": sent(
        lambda text: whole_of(text, [{"type": "text", "text": text}]),
        {"content-type": "application/json"},
    ),
    "one object a line": sent(
        lambda text: stream_of(text, done=False).replace("data: ", "").replace("\n\n", "\n"),
        {"content-type": "application/x-ndjson"},
    ),
    "objects in a list": sent(lambda text: "[" + ",\n".join(objects_of(text)) + "]"),
    "objects one after another": sent(lambda text: "".join(objects_of(text))),
    "Ollama's own lines": sent(ollamas_lines, {"content-type": "application/x-ndjson"}),
    "words that keep the connection": sent(
        lambda text: stream_of(text, between="data: [PING]\n\ndata: keep-alive\n\n")
    ),
    "the document itself as content": sent(
        lambda text: whole_of(text, json.loads(text)), {"content-type": "application/json"}
    ),
    "the whole message again in each piece": sent(
        lambda text: messages_of([text[: end + 40] for end in range(0, len(text), 40)])
    ),
    "a piece of the message in each piece": sent(
        lambda text: messages_of([text[at : at + 40] for at in range(0, len(text), 40)])
    ),
    "pieces named response": sent(
        lambda text: "".join(
            f"data: {json.dumps({'response': text[at : at + 40]})}\n\n"
            for at in range(0, len(text), 40)
        )
    ),
    "an answer in a gateway's own object": sent(
        lambda text: json.dumps(
            {"success": True, "errors": [], "result": json.loads(whole_of(text))}
        )
    ),
    "pieces in a gateway's own object": sent(
        lambda text: "".join(f'data: {{"data": {chunk}}}\n\n' for chunk in objects_of(text))
    ),
    "one choice without a list": sent(
        lambda text: "".join(
            f"data: {json.dumps({'choices': {'delta': text[at : at + 40]}})}\n\n"
            for at in range(0, len(text), 40)
        )
    ),
    "a function's arguments": sent(
        lambda text: events_of([{"function_call": {"name": "f", "arguments": text}}])
    ),
    # what it does not do
    "empty streams": refuses(has_stream, empty_stream(""), sent(whole_of, {})),
    "streams that only end": refuses(
        has_stream, empty_stream("data: [DONE]\n\n"), sent(whole_of, {})
    ),
    "streams of a role alone": refuses(has_stream, empty_stream(ROLE_ALONE), sent(whole_of, {})),
    "nothing under a schema": refuses(has_schema, empty_stream("")),
    "an empty message under a schema": refuses(has_schema, empty_stream(ROLE_ALONE)),
    "an empty answer for any format": refuses(has_format, Reply("")),
    # what it refuses
    "refuses json_schema": refuses(
        has_schema, error(400, "", "'response_format' of type 'json_schema' is not supported")
    ),
    "refuses response_format": refuses(
        has_format, error(422, "", "unknown field: response_format")
    ),
    "only json_schema or text": refuses(
        lambda ask: format_of(ask) == "json_object",
        error(400, "", "'response_format.type' must be 'json_schema' or 'text'"),
        refuses(has_schema, error(400, "", "Failed to parse grammar")),
    ),
    "an unknown field in the schema": refuses(
        has_schema,
        Reply(
            status=400,
            body='[{"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": '
            '"Unknown name \\"strict\\": Cannot find field."}}]',
        ),
    ),
    "a grammar error": refuses(has_schema, error(400, "BadRequestError", "The grammar is invalid")),
    "json_validate_failed": refuses(
        has_schema, error(400, "json_validate_failed", "Failed to validate JSON.")
    ),
    "json_validate_failed in the stream": refuses(
        has_schema,
        Reply(body=NOT_VALID, headers=STREAM),
    ),
    "500 for a schema": refuses(
        has_schema, error(500, "", "1 validation error for response_format")
    ),
    "500 for a schema, without a word": refuses(has_schema, error(500)),
    "a schema beside json_object": refuses(
        lambda ask: "schema" not in ask.get("response_format", {}),
        error(500, "", "response_format.type: Input should be 'text' or 'json_object'"),
    ),
    "501 for a schema": refuses(has_schema, error(501)),
    "400 for a schema, without a word": refuses(has_schema, Reply(status=400, body="")),
    "400 for any format, without a word": refuses(has_format, Reply(status=400, body="no")),
    **{
        f"{status} for a schema, without a word": refuses(has_schema, error(status))
        for status in (406, 409, 424, 502, 503)
    },
    **{
        f"{status} that names the schema": refuses(
            has_schema, error(status, "", "response_format.json_schema is not enabled here")
        )
        for status in (403, 405, 409, 424, 501, 502)
    },
    "503 for a schema": refuses(has_schema, error(503, "", "response_format is not supported")),
    "hangs up at a schema": refuses(has_schema, Reply(break_after=0, breaks="reset")),
    "complains of one field at a time": complains_of_one_at_a_time,
    "no endpoint with that parameter": refuses(
        has_schema, error(404, "", "No endpoints found that support the requested parameters")
    ),
    "no system role": refuses(has_system, error(400, "", "System role not supported")),
    "no system role, as Gemma's": refuses(
        has_system, error(500, "", "Conversation roles must alternate user/assistant/user")
    ),
    "no room for the limit in the context": refuses(
        lambda ask: "max_completion_tokens" in ask,
        error(
            400,
            "",
            "This model's maximum context length is 2048 tokens. However, you requested "
            "4000 tokens (900 in the messages, 3100 in the completion). Please reduce the "
            "length of the messages or completion.",
        ),
    ),
    "a limit too large": refuses(
        lambda ask: "max_completion_tokens" in ask,
        error(400, "", "max_tokens is too large: 3100. This model supports at most 2048."),
    ),
    "no temperature, by its parameter": refuses(
        lambda ask: "temperature" in ask,
        Reply(status=400, body='{"error": {"message": "Unsupported", "param": "temperature"}}'),
    ),
    "no stream without a verified account": refuses(
        has_stream,
        error(400, "unsupported_value", "Your organization must be verified to stream this model"),
        sent(whole_of, {}),
    ),
    **{
        f"no stream: {words}": refuses(has_stream, error(400, "", words), sent(whole_of, {}))
        for words in NO_STREAM_WORDS
    },
    "406 for a stream, without a word": refuses(has_stream, error(406), sent(whole_of, {})),
    "wants the older name of the limit": lambda text, ask: (
        Reply(text)
        if "max_tokens" in ask
        else error(400, "", "Unknown parameter: max_completion_tokens. Use max_tokens.")
    ),
    "complains of all fields together": refuses(
        lambda ask: bool(ask.keys() & {"stream_options", "temperature", "max_completion_tokens"}),
        Reply(
            status=422,
            body=json.dumps(
                {
                    "detail": [
                        {"loc": ["body", name], "msg": "Extra inputs are not permitted"}
                        for name in ("stream_options", "temperature", "max_completion_tokens")
                    ]
                }
            ),
        ),
    ),
    "no stream_options": refuses(has_usage, error(400, "", "Unrecognized: stream_options")),
    "no stream": refuses(
        has_stream, error(400, "", "Streaming is not supported"), sent(whole_of, {})
    ),
    "no stream, as pydantic says": refuses(
        has_stream, error(422, "", "['body', 'stream']: Input should be False"), sent(whole_of, {})
    ),
    "no stream, without a word": refuses(has_stream, error(400), sent(whole_of, {})),
    "ignores the schema": lambda text, ask: Reply(
        text if knows_schema(ask) and not has_schema(ask) else "The talk is fine, I think."
    ),
    "ignores the schema with JSON": lambda text, ask: Reply(
        text if knows_schema(ask) and not has_schema(ask) else '{"result": "The talk is fine."}'
    ),
    "blanks after the first brace": floods(lambda text: text[:1]),
    "blanks in the document": floods(lambda text: text[:40]),
    "blanks under the schema": lambda text, ask: Reply(
        "\n" * 50_000 if has_schema(ask) else text, tokens_per_s=10**6
    ),
}

OTHER_INTERFACES = {  # what only their answers have
    "Anthropic's events": {"type": "message_start", "message": {"role": "assistant"}},
    "Anthropic's pieces": {"type": "content_block_delta", "delta": {"text": "{"}},
    "Anthropic's answer": {"type": "message", "content": [{"type": "text", "text": "{}"}]},
    "OpenAI's newer events": {"type": "response.created", "response": {"output": []}},
    "OpenAI's newer answer": {"object": "response", "error": None, "output": []},
    "Google's own answer": {"candidates": [{"content": {"parts": [{"text": "{}"}]}}]},
    "Cohere's own events": {"type": "content-delta", "delta": {"message": {"content": {}}}},
}

FAILURES: dict[str, tuple[Reply, str]] = {
    # what the server answers to everything, and what the message tells the person
    **{
        name: (
            Reply(body=f"data: {json.dumps(event)}\n\n", headers=STREAM),
            "in another interface than chat completions",
        )
        for name, event in OTHER_INTERFACES.items()
    },
    "no credit": (error(402, "", "Insufficient Balance"), "add credit"),
    "no credit, in a sentence": (
        error(400, "invalid_request_error", "Your credit balance is too low"), "add credit",
    ),
    "no credit, as xAI says": (
        Reply(status=403, body='{"code": "The caller does not have permission", "error": '
              '"Your team has used all available credits or reached its spending limit."}'),
        "add credit",
    ),
    "an account that is suspended": (
        error(429, "", "Your account is suspended, please check your plan and billing details"),
        "check the plan",
    ),
    "no more today": (error(429, "", "Rate limit exceeded: requests per day"), "check the plan"),
    "a key that is missing, as Google says": (
        Reply(status=400, body='[{"error": {"code": 400, "message": '
              '"Missing or invalid Authorization header."}}]'),
        "check OPENAI_API_KEY",
    ),
    "a key that is missing, with 200": (
        Reply(body='{"detail": "Not authenticated"}'), "check OPENAI_API_KEY"
    ),
    "too long, as TGI says": (
        error(422, "", "Input validation error: `inputs` must have less than 4095 tokens. "
              "Given: 5000"),
        "(it takes 5000 tokens, the limit is 4095): split it",
    ),
    "a wrong address, as LM Studio says": (
        Reply(body='{"error": "Unexpected endpoint or method. (POST /chat/completions)"}'),
        "check OPENAI_BASE_URL",
    ),
    "http where https is wanted": (
        Reply(status=400, body="Client sent an HTTP request to an HTTPS server."),
        "check OPENAI_BASE_URL",
    ),
    "too little memory, as Ollama says": (
        error(500, "", "model requires more system memory (5.6 GiB) than is available (3.1 GiB)"),
        "choose a smaller model",
    ),
    "a model that is gone, as Groq says": (
        error(400, "model_decommissioned", "The model `x` has been decommissioned."),
        "choose or load one",
    ),
    "failing for good": (error(500), "try again later"),
    "an empty answer": (Reply(""), "choose another model"),
    "at the model's limit": (Reply('{"ver', finish="length"), "split the transcript"),
    "a quota used up": (error(429, "insufficient_quota"), "check the plan"),
    "a bad key": (error(401), "check OPENAI_API_KEY"),
    "a bad key, as Google says": (
        Reply(status=400, body='[{"error": {"code": 400, "message": "API key not valid."}}]'),
        "check OPENAI_API_KEY",
    ),
    "an unknown model": (error(404, "model_not_found"), "choose or load one"),
    "an unknown model, as OpenRouter says": (
        error(400, "", "gpt-4o is not a valid model ID"), "choose or load one",
    ),
    "an unknown model, as Mistral says": (
        error(400, "1500", "Invalid model: gpt-4o"), "choose or load one",
    ),
    "an unknown model, as Ollama says": (
        error(404, "", "model 'gpt-4o' not found, try pulling it first"), "choose or load one",
    ),
    "an unknown model, as Anthropic says": (
        error(404, "not_found_error", "model: claude-x"), "choose or load one",
    ),
    "an unknown model, as OpenRouter says of a name it might know": (
        error(404, "", "No endpoints found for foo/bar."), "choose or load one",
    ),
    "an unknown model, as Together says": (
        error(404, "model_not_available", "Unable to access it."), "choose or load one",
    ),
    "an unknown deployment": (error(404, "DeploymentNotFound", "no such"), "choose or load one"),
    "too long, as Anthropic says": (
        error(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
        "(it takes 210000 tokens, the limit is 200000): split it",
    ),
    "too long, as Google says": (
        error(400, "", "The input token count (1200000) exceeds the maximum number of tokens "
        "allowed (1048576)."),
        "(it takes 1200000 tokens, the limit is 1048576): split it",
    ),
    "too long, as Mistral says": (
        error(400, "", "Prompt contains 40000 tokens and 0 draft tokens, too large for model with "
        "32768 maximum context length"),
        "(it takes 40000 tokens, the limit is 32768): split it",
    ),
    "too long, as LM Studio says": (
        error(400, "", "Trying to keep the first 5000 tokens when context overflows. However, the "
        "model is loaded with context length of only 4096 tokens"),
        "(it takes 5000 tokens, the limit is 4096): split it",
    ),
    "a login page": (
        Reply(body="<!doctype html><title>Log in</title>", headers={"content-type": "text/html"}),
        "check OPENAI_BASE_URL",
    ),
    "a login page that forbids": (Reply(status=403, body="<html>no</html>"), "a web page that"),
    "a wrong address": (Reply(status=404, body="<html>not here</html>"), "check OPENAI_BASE_URL"),
    "a wrong method": (Reply(status=405, body=""), "check OPENAI_BASE_URL"),
    "a redirect": (
        Reply(status=302, body="", headers={"location": "https://login.example.org/"}),
        "redirects to login.example.org, where nothing was sent: check OPENAI_BASE_URL",
    ),
    "a proxy that wants a login": (Reply(status=407, body=""), "check HTTPS_PROXY"),
    "a page in place of an answer, with 200": (
        Reply(body="<html>502 Bad Gateway</html>", headers={"content-type": "text/html"}),
        "check OPENAI_BASE_URL",
    ),
    "nothing at that address, with 200": (
        Reply(body='{"detail": "Not Found"}'), "check OPENAI_BASE_URL"
    ),
    "no route, with 200": (
        Reply(body='{"message": "no Route matched with those values"}'), "check OPENAI_BASE_URL"
    ),
    "errors in a list": (
        Reply(status=400, body='{"success": false, "errors": [{"code": 7003, "message": '
              '"Could not route to /client/v4"}]}'),
        "check OPENAI_BASE_URL",
    ),
    "a country that is not served": (
        error(403, "unsupported_country_region_territory"), "choose another server"
    ),
    "an empty body": (Reply(body=""), "choose another model"),
    "a refusal": (error(400, "", "I do not like it"), "try another server"),
    "a refusal of 418": (error(418), "try another server"),
    "prose": (Reply("I would rather talk about the weather."), "not a JSON document"),
    "blanks": (Reply(" " * 50_000, tokens_per_s=10**6), "the answer was cut"),
    "words without end": (
        Reply(body=events_of([{"content": "well " * 1000}] * 60), headers=STREAM),
        "the answer was cut",
    ),
    "an error event": (
        Reply(body='event: error\ndata: overloaded\n\n', headers=STREAM), "failed while"
    ),
    "not an answer": (Reply(body="{}"), "check OPENAI_BASE_URL"),
    "filtered": (Reply("", finish="content_filter"), "content filter"),
}  # fmt: skip
