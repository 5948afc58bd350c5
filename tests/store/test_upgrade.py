"""Documents of an earlier schema are read as today's, so that old runs stay usable."""

from __future__ import annotations

import json
from typing import Any

import pytest

from refiner.store.upgrade import upgrade_document, upgrade_text


def first_schema() -> dict[str, Any]:
    fillers = [
        {"word": "um", "ai": True, "confidence": 0.9},
        {"word": "like", "ai": False, "confidence": 0.9},
        {"word": "so", "ai": True, "confidence": None},
    ]
    return {"schema": 1, "fillers": fillers, "timings": {"processing_time_ms": 120}}


def test_certainties_of_schema_1_become_probabilities_of_a_filler() -> None:
    document = upgrade_document(first_schema())
    probabilities = [filler["probability"] for filler in document["fillers"]]
    assert probabilities == [0.9, pytest.approx(0.1), None]
    assert "confidence" not in document["fillers"][0]
    assert document["timings"]["advice_ready_ms"] is None
    assert document["timings"]["processing_time_ms"] == 120


def test_text_is_upgraded_as_its_document_and_todays_is_left_alone() -> None:
    text = json.dumps(first_schema())
    assert json.loads(upgrade_text(text)) == upgrade_document(first_schema())
    today = '{"schema": 2, "fillers": []}'
    assert upgrade_text(today) is today
