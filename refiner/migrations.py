"""The run log's schema as named steps, append-only: a step that was released never changes."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("speech_refiner")


@migrations()
def m001_runs(db: Database) -> None:
    """One row a run: scalar columns for lists and charts, the whole document as JSON."""
    db.table("runs").create(
        {
            "run_id": int,
            "created_at": str,
            "status": str,
            "title": str,
            "speaker": str,
            "text": str,
            "source": str,
            "words": int,
            "duration_s": float,
            "duration_source": str,
            "provider": str,
            "strategy": str,
            "policy": str,
            "threshold": float,
            "rule_fillers": int,
            "ai_fillers": int,
            "difference": float,
            "rule_per_100_words": float,
            "per_100_words": float,
            "per_minute": float,
            "regenerate": int,
            "coaching_regenerated": int,
            "regeneration_reason": str,
            "optimization": str,
            "processing_time_ms": int,
            "analysis_duration_ms": int,
            "coaching_duration_ms": int,
            "regeneration_duration_ms": int,
            "sequential_estimate_ms": int,
            "cost_usd": float,
            "cache_hit": int,
            "fallback_mode": int,
            "fallback_reason": str,
            "error": str,
            "feedback": str,
            "owner": str,
            "timings": str,
            "document": str,
        },
        pk="run_id",
        not_null={"created_at", "status"},
    )
    db.table("runs").create_index(["created_at"])
    db.table("runs").create_index(["speaker", "created_at"])
    db.table("runs").create_index(["status"])


@migrations()
def m002_answers(db: Database) -> None:
    """Answers that were paid for, by the hash of all that was asked."""
    db.table("answers").create(
        {"key": str, "created_at": str, "answer": str}, pk="key", not_null={"answer"}
    )


@migrations()
def m003_labels(db: Database) -> None:
    """A person's own verdict on a span of a run, which outranks the machine's."""
    db.table("labels").create(
        {"run_id": int, "start": int, "end": int, "filler": int, "created_at": str},
        pk=("run_id", "start", "end"),
        not_null={"filler", "created_at"},
    )
