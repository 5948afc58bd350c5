"""A loopback server at fixed token rates, in a process of its own.

Its first line is its port; it ends when its standard input closes. The model `bench-report`
answers as the report's protocol has it, with a rationale for every candidate; all others answer
in the lean protocol. Whatever the strategy, the verdicts are the same.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.support.loopback import Loopback, Reply
from tests.support.talks import advice, analysis_answer

REPORT_MODEL, LARGE_MODEL, SMALL_MODEL = "bench-report", "bench-large", "bench-small"
FIRST_TOKEN_S = 0.8
RATES = {REPORT_MODEL: 80.0, LARGE_MODEL: 80.0, SMALL_MODEL: 120.0}  # tokens a second
REPORT_VERDICT, REPORT_REST, REPORT_COACHING = 35, 660, 1552  # tokens of the report's answers
LEAN_REST, LEAN_COACHING = 450, 400  # as long as the instructions ask for
UNSURE_EVERY = 8  # of the words that are no fillers, so many get a reason
FILLERS = ("you know",)  # the listed words that are fillers in the talks of the bench

_TOKEN = re.compile(r"\d{1,3}|\s?[^\W\d_]{1,8}|\s?[^\w\s]{1,2}|\s|_")  # rather more than real ones
_NUMBERED = re.compile(r"\[(\d+):([^\]]*)\]")
_PAUSES = {"um", "uh"}


def split_tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _compact(document: Mapping[str, Any]) -> str:
    return json.dumps(document, separators=(",", ":"))


def verdict_tokens(transcript: str) -> float:
    """Output tokens a judged word, before the decision, of a numbered transcript."""
    words = [(int(n), word.lower()) for n, word in _NUMBERED.findall(transcript)]
    answer = _lean_verdicts(words)
    before = _compact({key: answer[key] for key in ("verdicts", "missed_fillers")})
    return len(split_tokens(before)) / len(answer["verdicts"])


def write_answer(body: Mapping[str, Any]) -> list[str]:
    """The tokens of the answer to a request."""
    document = json.loads(body["messages"][-1]["content"])
    is_report = body["model"] == REPORT_MODEL
    if "transcript" not in document:
        return split_tokens(_padded(advice(), REPORT_COACHING if is_report else LEAN_COACHING))
    words = [(int(n), word.lower()) for n, word in _NUMBERED.findall(document["transcript"])]
    keys = body["response_format"]["json_schema"]["schema"]["required"]
    if is_report:
        return split_tokens(_report_verdicts(words)) + split_tokens(_rest(REPORT_REST))
    answer: dict[str, Any] = {}
    if "verdicts" in keys:
        answer |= _lean_verdicts(words)
    text = _compact(answer)
    if "issues" not in keys:
        return split_tokens(text)
    return split_tokens(text[:-1] + ("," if answer else "")) + split_tokens(_rest(LEAN_REST))


def _percent(number: int, word: str) -> int:
    if word in FILLERS:
        return 92
    return 30 if number % UNSURE_EVERY == 0 else 4


def _lean_verdicts(words: list[tuple[int, str]]) -> dict[str, Any]:
    judged = [(n, _percent(n, word)) for n, word in words if word not in _PAUSES]
    unsure = [n for n, percent in judged if 25 <= percent <= 75][:20]
    why = "it may limit what follows, as in a careful answer to a question"
    return {
        "verdicts": [list(pair) for pair in judged],
        "missed_fillers": [],
        "reasons": [{"number": n, "why": why} for n in unsure],
    }


def _report_verdicts(words: list[tuple[int, str]]) -> str:
    """An object with a rationale for every candidate: the fillers, and what the rules count too."""
    verdicts = []
    for number, word in words:
        if word in _PAUSES or word in FILLERS or word == "basically":
            filler = word in _PAUSES or word in FILLERS
            verdict = {"id": number, "filler": filler, "confidence": 0.9, "rationale": ""}
            short = REPORT_VERDICT - len(split_tokens(_compact(verdict) + ","))
            verdict["rationale"] = " ".join(["plain"] * short)
            verdicts.append(verdict)
    return _compact({"verdicts": verdicts, "missed_fillers": [], "reasons": []})[:-1] + ","


def _rest(tokens: int) -> str:
    """Issues, quality and summary of so many tokens; without the opening bracket."""
    whole = analysis_answer(0, 0)
    rest = {key: whole[key] for key in ("issues", "speech_quality", "summary")}
    rest["summary"]["recommended_focus"] = ""
    short = tokens - len(split_tokens(_compact(rest)))
    rest["summary"]["recommended_focus"] = " ".join(["pause"] * short)
    return _compact(rest)[1:]


def _padded(written: dict[str, Any], tokens: int) -> str:
    """The advice, and before it words for the coach alone, so that it has so many tokens."""
    short = tokens - len(split_tokens(_compact({"notes": "", **written})))
    return _compact({"notes": " ".join(["pause"] * short), **written})


def reply_to(body: Mapping[str, Any], speed: float, together: int) -> Reply:
    tokens = write_answer(body)
    sent = sum(len(message["content"]) for message in body["messages"]) // 4
    return Reply(
        "".join(tokens),
        first_s=FIRST_TOKEN_S / speed,
        tokens_per_s=speed * RATES[body["model"]],
        usage=(sent, len(tokens)),
        tokens=tokens,
        together=together,
    )


@contextmanager
def serve(speed: float = 1.0, together: int = 4) -> Iterator[str]:
    """A server in a process of its own; its address. `speed` multiplies its rates."""
    command = [sys.executable, "-m", "scripts.bench_server", f"--speed={speed}"]
    process = subprocess.Popen(
        [*command, f"--together={together}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
    finally:
        process.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--together", type=int, default=4, help="tokens in one piece")
    args = parser.parse_args()

    def answer(body: dict[str, Any]) -> Reply:
        return reply_to(body, args.speed, args.together)

    script = {"analysis": answer, "coaching": answer, "regeneration": answer}
    with Loopback(script, list(RATES)) as server:
        print(server.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
