"""Runs and their health as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from refiner.insight.answer import describe_model_count
from refiner.insight.receipt import describe_corrected, describe_verdict
from refiner.run_document import RunDocument, is_counted
from refiner.store.row_types import HealthRow, RunRow

_TITLE = 32


def format_summary(document: RunDocument, logged: RunDocument | None = None) -> str:
    """Verdict, counts by word, time, advice; of a talk that was not counted, why not.

    `logged`: the document as the run left it, where a person may have corrected it since. The
    verdict is the run's, on its own counts; the other figures are the corrected ones.
    """
    decided = logged or document
    if not is_counted(document) or not is_counted(decided):
        return _format_uncounted(document)
    counts, rates, timings = document["counts"], document["rates"], document["timings"]
    about = "about " if document["duration_source"] == "estimated" else ""
    per_minute = f"{about}{rates['per_minute']:g} a minute"
    ready_ms = timings["advice_ready_ms"]
    ready = "" if ready_ms is None else f"advice ready after {ready_ms} ms; whole run "
    lines = [
        f"{document['title']} ({document['words']} words)",
        describe_verdict(decided),
        *filter(None, [describe_corrected(decided, document)]),
        f"{rates['per_100_words']:g} fillers per 100 words, {per_minute}",
        "",
        f"{'word':<24}{'rules':>8}{'refined':>9}",
        *(f"{word:<24}{n['rule']:>8}{n['ai']:>9}" for word, n in counts["by_word"].items()),
        f"{'total':<24}{counts['rule']:>8}{counts['ai']:>9}",
        "",
        f"{ready}{timings['processing_time_ms']} ms; "
        f"in sequence: {timings['sequential_estimate_ms']} ms",
        "",
        document["coaching"]["markdown"],
    ]
    return "\n".join(lines)


def _format_uncounted(document: RunDocument) -> str:
    """Why the rules counted nothing; what a model found and advised, if one was asked."""
    advice = document["coaching"]
    found = describe_model_count(document)
    return "\n".join(
        [
            f"{document['title']} ({document['words']} words)",
            *document["warnings"],
            *([found] if found else []),
            *(["", advice["markdown"]] if advice else []),
        ]
    )


def format_runs(rows: Sequence[RunRow]) -> str:
    """Runs as a table, one a line, in the given order."""
    head = f"{'run':>6}  {'day':<10}  {'state':<11}{'title':<{_TITLE}}  {'speaker':<16}"
    lines = [f"{head}{'rules':>6}{'refined':>9}  advice"]
    return "\n".join(lines + [_format_run(row).rstrip() for row in rows])


def _format_run(row: RunRow) -> str:
    title, speaker = _shorten(row["title"], _TITLE), _shorten(row["speaker"], 15)
    rule, refined = ("–" if n is None else f"{n}" for n in (row["rule_fillers"], row["ai_fillers"]))
    advice = {None: "", 0: "kept", 1: "regenerated"}[row["coaching_regenerated"]]
    about = f"{row['run_id']:>6}  {row['held_on']:<10}  {row['status']:<11}"
    return f"{about}{title:<{_TITLE}}  {speaker:<16}{rule:>6}{refined:>9}  {advice}"


def _shorten(text: str, width: int) -> str:
    """In one line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 1]}…"


def format_health(health: HealthRow) -> str:
    """The report's health queries, as its own pipelines print them, and further figures."""
    average, parallel = health["average_ms"], health["parallel"] or 0
    rate = f"{100 * health['regenerated'] / parallel:g}%" if parallel else "no parallel runs"
    return "\n".join(
        [
            f"Runs: {health['runs']}",
            f"Average processing time: {f'{average:g}ms' if average is not None else 'no runs'}",
            f"Regeneration rate: {rate}",
            f"Fallbacks: {health['fallbacks']}",
            f"Failed: {health['failed'] or 0}",
        ]
    )
