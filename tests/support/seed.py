"""A run log full of random runs, written fast, for tests and measurements of many runs."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from refiner.store import Store

SPEAKERS = ("Ada", "Ben", "Cleo", "Dan", "Eve")
_WORDS = ("um", "so", "like", "the", "garden", "harbour", "talk", "we", "planned", "well")
START = datetime(2026, 1, 1, tzinfo=UTC)


def random_row(rng: random.Random, created_at: datetime) -> dict[str, Any]:
    """One run's columns as a real run would log them; every one in ten has no result."""
    words = rng.randint(40, 3000)
    ai = rng.randint(0, max(1, words // 12))
    rule = max(0, round(ai * rng.choice((1, 1, rng.uniform(0.6, 1.8)))) + rng.randint(-1, 2))
    strategy = rng.choice(("sequential", "hybrid", "early"))
    row = {
        "created_at": created_at.isoformat(timespec="milliseconds"),
        "held_on": created_at.date().isoformat(),
        "demo": 0,
        "status": "done",
        "title": f"Talk {rng.randint(1, 999)}",
        "speaker": rng.choice(SPEAKERS),
        "source": "{}",
        "words": words,
        "duration_s": words * 0.4,
        "duration_source": "given",
        "provider": rng.choice(("local", "openai", "simulated")),
        "strategy": strategy,
        "policy": "threshold",
        "threshold": 0.2,
    }
    if rng.random() < 0.1:
        row["text"] = _speech(rng)
        return row | {"status": rng.choice(("failed", "cancelled", "interrupted"))}
    return row | _result(rng, row, rule, ai)


def _result(rng: random.Random, row: dict[str, Any], rule: int, ai: int) -> dict[str, Any]:
    difference = 0.0 if rule == ai else 1.0 if 0 in (rule, ai) else abs(rule - ai) / rule
    again = difference > 0.2 and row["strategy"] != "sequential"
    analysis, coaching = rng.randint(8_000, 60_000), rng.randint(1_500, 6_000)
    rewrite = rng.randint(1_500, 6_000) if again else None
    verdicts = analysis * rng.uniform(0.4, 0.8) if row["strategy"] == "early" else None
    fallback = rng.random() < 0.03
    document = {
        "text": _speech(rng),
        "title": row["title"],
        "speaker": row["speaker"],
        "duration_s": row["duration_s"],
        "duration_source": row["duration_source"],
        "language": "en",
        "held_on": None,
        "speakers": [],
        "source": {"path": None, "format": "text", "sha256": "0" * 64},
        "coaching": {"markdown": f"Pause before {rng.choice(_WORDS)}.", "advice": {}},
    }
    return {
        "rule_fillers": rule,
        "ai_fillers": ai,
        "difference": difference,
        "rule_per_100_words": round(100 * rule / row["words"], 1),
        "per_100_words": round(100 * ai / row["words"], 1),
        "per_minute": round(60 * ai / row["duration_s"], 1),
        "regenerate": int(again),
        "coaching_regenerated": int(again),
        "regeneration_reason": "filler_count_mismatch" if again else None,
        "processing_time_ms": analysis + (rewrite or 0) + 30,
        "advice_ready_ms": round(verdicts or analysis) + (rewrite or 0) + 30,
        "analysis_duration_ms": analysis,
        "verdicts_duration_ms": verdicts,
        "coaching_duration_ms": coaching,
        "regeneration_duration_ms": rewrite,
        "sequential_estimate_ms": analysis + coaching + (rewrite or 0) + 30,
        "cost_usd": 0.014 + (0.001 if again else 0.0),
        "coaching_cost_usd": 0.001,
        "regeneration_cost_usd": 0.001 if again else None,
        "cache_hit": 0,
        "fallback_mode": int(fallback),
        "fallback_reason": "rule-based counts: the analysis failed" if fallback else None,
        "document": json.dumps(document),
    }


def _speech(rng: random.Random) -> str:
    return " ".join(rng.choices(_WORDS, k=12))


def seed(
    store: Store, runs: int, *, until: datetime = START, spacing: timedelta = timedelta(hours=1)
) -> None:
    """Log `runs` random runs, one every `spacing`, the last at `until`; always the same ones."""
    store.check()
    rng = random.Random(runs)
    rows = [random_row(rng, until - n * spacing) for n in reversed(range(runs))]
    names = sorted({name for row in rows for name in row})
    sql = f"insert into runs ({', '.join(names)}) values ({', '.join('?' * len(names))})"
    db = sqlite3.connect(store.path)
    with db:
        db.executemany(sql, ([row.get(name) for name in names] for row in rows))
    db.close()
