"""What runs make of twenty texts, as golden files: `python -m tests.support.golden` writes them.

A golden file holds the run document of the default strategy in full but for its text, the
fields in which the other strategies differ, and what was sent to models: system messages,
schemas, transcripts and candidates as hashes, everything else as it is. Ids and times are left
out. Write the files again only after a change that is meant, and read their difference.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from refiner.analyst.backend import LocalBackend
from refiner.cli.parser import main
from refiner.llm.prompts import Request
from refiner.llm.schemas import json_schema
from refiner.transcripts.samples import ENGLISH_SAMPLES, SAMPLES_FOLDER

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "run" / "golden"
OTHER_STRATEGIES = ("sequential", "hybrid", "fanout")
FORMATS = (
    "assemblyai.json", "deepgram.json", "google-v1.json", "labelled.txt", "otter.txt",
    "subrip.srt", "talk.csv", "teams.vtt", "timed.txt", "whisper.json", "youtube.vtt", "zoom.vtt",
)  # fmt: skip
TEXTS = {
    path.name: path
    for path in [
        *(SAMPLES_FOLDER / f"{sample.name}.txt" for sample in ENGLISH_SAMPLES),
        SAMPLES_FOLDER / "german.txt",
        *(ROOT / "tests" / "files" / name for name in FORMATS),
        *sorted(FOLDER.glob("*.txt")),
    ]
}


def golden_path(name: str) -> Path:
    return FOLDER / f"{name}.golden.json"


def record(text: Path) -> dict[str, Any]:
    """What a golden file of `text` holds, as the code is now."""
    document, requests = run_strategy(text, "early")
    found: dict[str, Any] = {"document": document, "requests": requests, "other strategies": {}}
    for strategy in OTHER_STRATEGIES:
        other, asked = run_strategy(text, strategy)
        assert list(other) == list(document)
        changes = {key: value for key, value in other.items() if value != document[key]}
        found["other strategies"][strategy] = {
            "document": changes,
            "requests": [request if request not in requests else "as above" for request in asked],
        }
    return found


def run_strategy(text: Path, strategy: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The document of a run of the command line, and its requests."""
    sent: list[Request] = []
    stream = LocalBackend.stream

    def noted(self: LocalBackend, request: Request) -> Any:
        sent.append(request)
        return stream(self, request)

    output = io.StringIO()
    arguments = ["run", str(text), "--json", "--no-log", "--provider", "local"]
    with (
        plain_environment(),
        patch.object(LocalBackend, "stream", noted),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        assert main([*arguments, "--strategy", strategy]) == 0
    return without_ids_and_times(json.loads(output.getvalue())), sorted(
        (described(request) for request in sent), key=str
    )


@contextlib.contextmanager
def plain_environment() -> Iterator[None]:
    """A folder without `.env`, and no setting of this machine."""
    ours = ("REFINER_", "OPENAI_", "AI_MODEL_", "ENABLE_PARALLEL_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        files = {"REFINER_DB": f"{folder}/runs.db", "REFINER_LOG": f"{folder}/refiner.log"}
        files["REFINER_ANALYST"] = "fast"  # the same on every processor
        with patch.dict(os.environ, kept | files, clear=True):
            yield


def without_ids_and_times(document: dict[str, Any]) -> dict[str, Any]:
    for name in ("run_id", "created_at", "text", "sent"):  # what was sent is beside the document
        del document[name]
    document["source"]["path"] = Path(document["source"]["path"]).name
    timings = document["timings"]
    spans = [f"{s['name']} {s.get('part', '')} {s['status']}" for s in timings["spans"]]
    call_fields: list[str] = max((list(span) for span in timings["spans"]), key=len)
    document["timings"] = {
        "fields": " ".join(timings),
        "fields of a call": " ".join(call_fields),
        "spans": sorted(spans),
    }
    if document["decision"]:
        del document["decision"]["decided_at_ms"]
    return document


def described(request: Request) -> dict[str, Any]:
    message = json.loads(request.user_message)
    for name in ("transcript", "candidates"):
        if name in message:
            message[name] = digest(json.dumps(message[name]))
    return {
        "call": f"{request.call} {request.part}".strip(),
        "model": request.model,
        "system": digest(request.system),
        "schema": f"{request.schema_name} {digest(json.dumps(json_schema(request.schema_name)))}",
        "message": message,
    }


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def as_text(value: Any, indent: int = 0) -> str:
    """JSON with one line for each value that holds no other list or object."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    nested = any(isinstance(part, dict | list) for part in parts)
    if not nested:
        return json.dumps(value, ensure_ascii=False)
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        rows = [f"{json.dumps(key)}: {as_text(part, indent + 1)}" for key, part in value.items()]
    else:
        rows = [as_text(part, indent + 1) for part in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    inner = ",\n".join(f"{pad}{row}" for row in rows)
    return f"{opening}\n{inner}\n{' ' * indent}{closing}"


if __name__ == "__main__":
    for name, path in TEXTS.items():
        golden_path(name).write_text(as_text(record(path)) + "\n", encoding="utf-8")
