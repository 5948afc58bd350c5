"""Feeds random input to every reader of untrusted text: `python -m scripts.fuzz --seconds 60`.

Coverage-guided where `atheris` is installed (`pip install atheris`), else random pieces of what
such input looks like. A target raises if a promise is broken: an error that is not ours, an error
of several lines, a figure in advice that no slot filled.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from refiner.advice.audit import audit_advice  # noqa: E402
from refiner.advice.slots import TalkFigures, fill_slots, slot_names  # noqa: E402
from refiner.errors import BackendError, InputError  # noqa: E402
from refiner.llm.answer_reader import AnswerReader  # noqa: E402
from refiner.llm.schemas import read_section  # noqa: E402
from refiner.model import Advice, FillerCounts  # noqa: E402
from refiner.transcripts import read_transcript  # noqa: E402

KEYS = ("verdicts", "missed_fillers", "reasons", "issues", "speech_quality", "summary")
TALK = "So, um, thanks for coming. I like it here."
FIGURES = TalkFigures(FillerCounts("ai", {"um": 8, "like": 4}, 12, 400, 160.0), 160.0, None)
TEMPLATE = Advice(
    "Pause", ({"skill": "Pause", "advice": "Breathe.", "exercise": "Read."},), (), (), ""
)
_LONGEST_INPUT_S = 10.0  # of computing, whatever else the machine does


class BrokenPromise(AssertionError):
    """What was found."""


def _require(holds: bool, promise: str) -> None:
    if not holds:
        raise BrokenPromise(promise)


def fuzz_readers(data: bytes) -> None:
    """A file is read, or refused in one line."""
    began = time.process_time()
    try:
        transcript = read_transcript(data, name="file")
    except InputError as error:
        _require("\n" not in str(error), "an error has one line")
        _require("unexpected" not in str(error), f"a reader failed: {error}")
    else:
        _require(bool(transcript.text.strip()), "a transcript has words")
        ends = [piece.end for piece in transcript.stretches]
        _require(max(ends, default=0) <= len(transcript.text), "a stretch is in the text")
    _require(time.process_time() - began < _LONGEST_INPUT_S, "reading ends")


def fuzz_answers(data: bytes) -> None:
    """An answer is read or has a reason; a document that is read is the same however it is cut.

    A broken document after sections that were acted on is a fault; in one piece it is a draft.
    """
    text = data.decode("utf-8", "replace")
    whole, pieces = _read_answer([text]), _read_answer(_cut(text, seed=len(text)))
    both = "" not in (whole, pieces)
    _require(not both or whole == pieces, "how an answer is cut makes no difference")


def _read_answer(pieces: list[str]) -> str:
    """Its document; empty if it has none that can be used."""
    reader = AnswerReader(KEYS)
    try:
        for piece in pieces:
            reader.feed(piece)
        reader.finish()
        failure = reader.failure()
        for key, value in reader.sections.items():
            read_section("speech_analysis", key, value)
    except BackendError:
        return ""
    return json.dumps(reader.sections, sort_keys=True) if failure is None else ""


def _cut(text: str, seed: int) -> list[str]:
    rng, pieces = random.Random(seed), []
    while text:
        size = rng.randint(1, 9)
        pieces.append(text[:size])
        text = text[size:]
    return pieces


def fuzz_slots(data: bytes) -> None:
    """Slots are filled once and for all, and nothing else is touched."""
    text = data.decode("utf-8", "replace")
    once = fill_slots(_advice(text), FIGURES)
    _require(fill_slots(once, FIGURES) == once, "a figure is no slot")
    _require("{{" in text or once == _advice(text), "a text without slots stays as it is")


def fuzz_audit(data: bytes) -> None:
    """Advice that is shown has no numeral of its own, in any script."""
    text = data.decode("utf-8", "replace")
    advice = audit_advice(_advice(text), FIGURES, TALK, TEMPLATE).advice
    if advice is None:
        return
    shown = [advice.headline, *advice.strengths, advice.motivation]
    shown += [area[field] for area in advice.focus_areas for field in ("skill", "advice")]
    for line in shown:
        for slot in slot_names(line):
            line = line.replace(slot, "")
        numerals = [sign for sign in line if unicodedata.category(sign).startswith("N")]
        _require(not numerals, f"no numeral outside a slot: {line!r}")


def _advice(text: str) -> Advice:
    area = {"skill": text[:40], "advice": text, "exercise": text}
    return Advice(text, (area,), (text,), ({"goal": text, "measurement": text},), text)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "readers": fuzz_readers,
    "answers": fuzz_answers,
    "slots": fuzz_slots,
    "audit": fuzz_audit,
}
SEEDS: Mapping[str, tuple[str, ...]] = {
    "readers": (
        "Ada: Um, so we like it.\nBen: Yes.\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Um, yes\n",
        "1\n00:00:01,000 --> 00:00:02,000\nUm, yes\n",
        '{"segments": [{"start": 0, "end": 1, "text": "um"}]}',
        "start,end,speaker,text\n0,1,Ada,um so\n",
        r"{\rtf1\ansi Um, so we {\b like} it.\par}",
        "<html><body><p>Ada: Um, so</p></body></html>",
        '<?xml version="1.0"?><tt><body><p begin="0s" end="1s">um</p></body></tt>',
    ),
    "answers": (
        '{"verdicts": [[1, 90], [2, 10]], "missed_fillers": [], "reasons": [], "issues": [], ',
        '"speech_quality": {"clarity": 80}, "summary": {}}',
        "</think>",
        "```json\n",
        '{"number": 1, "why": "a {brace}"}',
    ),
    "slots": ("{{fillers.total}}", "{{fillers.by_word.um}}", "{{ goal . by_word [x] }}", "text "),
    "audit": (
        "Pause more often. ",
        "You said um twice. ",
        "{{fillers.total}} fillers. ",
        "XII, 十二, ½ ",
        "“So, um, thanks” is how you open. ",
    ),
}


def random_input(name: str, rng: random.Random) -> bytes:
    """Pieces of the target's seeds, some of their bytes changed."""
    seeds = SEEDS[name]
    data = bytearray("".join(rng.choices(seeds, k=rng.randint(1, 6))).encode())
    for _ in range(rng.choice((0, 1, 3, 20))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    cut = rng.choice((len(data), rng.randrange(len(data) + 1)))
    return bytes(data[:cut])


def fuzz_at_random(name: str, seconds: float, seed: int) -> int:
    """Random inputs for so long; how many. Raises at the first broken promise."""
    rng, tried, until = random.Random(seed), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        data = random_input(name, rng)
        try:
            TARGETS[name](data)
        except Exception as error:
            raise BrokenPromise(f"{name}: {error!r} for {data!r}") from error
        tried += 1
    return tried


_GUIDED = """
import sys
import atheris
with atheris.instrument_imports(include=["refiner"]):
    from scripts.fuzz import TARGETS
name, seconds, corpus = sys.argv[1:]
options = [f"-max_total_time={seconds}", "-print_final_stats=1", f"-artifact_prefix={corpus}/"]
atheris.Setup([name, corpus, *options], TARGETS[name])
atheris.Fuzz()
"""


def fuzz_guided(name: str, seconds: float) -> bool:
    """Inputs guided by coverage for so long, in a process of its own; whether nothing was found."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS[name]):
            (Path(corpus) / str(number)).write_text(seed)
        command = [sys.executable, "-c", _GUIDED, name, f"{seconds:.0f}", corpus]
        return subprocess.run(command, cwd=ROOT).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=TARGETS, nargs="*", default=list(TARGETS))
    args = parser.parse_args()
    is_guided = find_spec("atheris") is not None
    for name in args.only:
        if not is_guided:
            tried = fuzz_at_random(name, args.seconds, args.seed)
            print(f"{name}: {tried:,} random inputs, every promise held")
        elif fuzz_guided(name, args.seconds):
            print(f"{name}: every promise held")
        else:
            return 1
    if not is_guided:
        print("atheris is not installed, so coverage did not guide the inputs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
