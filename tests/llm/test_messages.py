"""What `show --messages` prints is, word for word, what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from refiner.llm.backends import AnswerId, ServedModel
from refiner.llm.backends.answer_pieces import AnswerPieces
from refiner.llm.backends.request_form import RequestForm
from refiner.llm.backends.scripted import ScriptedBackend
from refiner.llm.messages import format_messages, rebuild_messages
from refiner.llm.prompts import PROMPT_VERSION
from refiner.model import Source, Transcript
from refiner.run_document import RunDocument
from refiner.store.rows import without_text
from tests.support.runs import document_of
from tests.support.talks import advice, analysis_answer, liar, talk_with
from tests.support.virtual_time import run_virtual


def answer(request):
    if request.schema_name == "speech_analysis":
        return analysis_answer(3, 1)
    sections = analysis_answer(len(request.words), 1)
    return {key: sections[key] for key in request.keys}


def refined(transcript: Transcript, strategy: str) -> tuple[RunDocument, ScriptedBackend]:
    backend = ScriptedBackend({"analysis": answer, "coaching": advice(), "regeneration": liar})
    return run_virtual(document_of(transcript, backend, strategy=strategy)), backend


def long_talk() -> Transcript:
    """Long enough for a fan-out, with brackets of its own."""
    sentence = "So I [really] like it, you know, and, like, we will (well) see. "
    return Transcript(sentence * 120, Source(None, "text", "0" * 64), "A long talk")


@pytest.mark.parametrize("strategy", ["sequential", "hybrid", "early", "fanout"])
@pytest.mark.parametrize("transcript", [talk_with(3), long_talk()], ids=["short", "long"])
def test_rebuilt_messages_are_those_that_the_backend_was_given(transcript, strategy):
    document, backend = refined(transcript, strategy)
    document = json.loads(json.dumps(document))  # as the run log has it
    rebuilt = rebuild_messages(document["sent"], document["text"])
    assert [(m.call, m.model, m.system, m.user) for m in rebuilt] == [
        (r.label, r.model, r.system, r.user_message) for r in backend.requests
    ]
    assert all(m.is_exact and m.prompt_version == PROMPT_VERSION for m in rebuilt)
    assert len({m.call for m in rebuilt}) >= 2


def test_the_transcript_is_kept_once():
    document, _ = refined(long_talk(), "fanout")
    assert document["text"].count("(well) see") == 120
    assert json.dumps(document["sent"]).count("(well) see") < 20  # quotes of issues, twice


def test_messages_of_changed_instructions_are_not_called_exact():
    document, _ = refined(talk_with(3), "hybrid")
    sent = [kept | {"sha256": "0" * 64} for kept in document["sent"]]
    assert not any(m.is_exact for m in rebuild_messages(sent, document["text"]))
    assert "not exact" in format_messages(rebuild_messages(sent, document["text"]))
    assert "not exact" not in format_messages(rebuild_messages(document["sent"], document["text"]))


def test_without_text_no_message_is_kept():
    document, _ = refined(talk_with(3), "hybrid")
    assert without_text(document)["sent"] == []


@pytest.mark.parametrize(
    ("name", "served"),
    [("gpt-4o-2024-08-06", ["gpt-4o-2024-08-06"]), ("Um, my talk!", []), (7, []), (None, [])],
)
def test_the_served_models_name_is_taken_if_it_is_one(name, served):
    pieces = AnswerPieces(["verdicts"], RequestForm())
    event = {"model": name, "choices": [{"delta": {"content": "{"}}]}
    read = [piece for _ in range(2) for piece in pieces.read(event)]
    assert [piece.name for piece in read if isinstance(piece, ServedModel)] == served


def test_the_number_of_an_answer_is_that_of_the_last_response():
    answer = AnswerPieces(["verdicts"], RequestForm())
    events: list[dict[str, Any]] = [
        {"id": n, "choices": []} for n in ("Um, my talk!", "chat-1", "chat-1")
    ]
    read = [piece for event in events for piece in answer.read(event)]
    answer.restart()  # asked again in another form
    read += answer.read({"id": "chat-2", "choices": []})
    assert read == [AnswerId("chat-1"), AnswerId("chat-2")]
