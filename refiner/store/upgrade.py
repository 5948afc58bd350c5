"""Run documents of schema 1, as schema 2 has them."""

from __future__ import annotations

import json
from typing import Any, cast

from refiner.run_document import RunDocument
from refiner.store.row_types import StoredRunRow


def read_document(row: StoredRunRow) -> RunDocument | None:
    """The run document of a row; None if the run has none (yet)."""
    return upgrade_document(json.loads(row["document"])) if row["document"] else None


def upgrade_document(document: dict[str, Any]) -> RunDocument:
    """A document of the run log as schema 2 has it.

    Schema 1 had the certainty of each verdict, not its probability, and no `advice_ready_ms`.
    """
    if document.get("schema") == 1:
        document = document | {
            "schema": 2,
            "fillers": [_upgrade_filler(f) for f in document["fillers"]],
        }
        document["timings"] = {"advice_ready_ms": None, **document["timings"]}
    return cast(RunDocument, document)


def upgrade_text(text: str) -> str:
    """The same for JSON text."""
    if not text.startswith('{"schema": 1,'):
        return text
    return json.dumps(upgrade_document(json.loads(text)), ensure_ascii=False)


def _upgrade_filler(filler: dict[str, Any]) -> dict[str, Any]:
    sure = filler["confidence"]
    probability = sure if sure is None or filler["ai"] else 1 - sure
    renamed = {("probability" if k == "confidence" else k): v for k, v in filler.items()}
    return renamed | {"probability": probability}
