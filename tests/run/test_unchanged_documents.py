"""Runs of twenty texts give the documents they gave before, and send models the same.

A change that is meant writes the golden files again: `make golden`, see
`tests/support/golden.py`. They were first written before the packages were moved; since then a
cluster is counted in words, some sentences are plainer, the analyst has an encoder,
the language, the day and the speakers are in every document, and
version 2 of the messages numbers every listed word.
"""

from __future__ import annotations

import json

import pytest

from tests.support.golden import TEXTS, golden_path, record


@pytest.mark.parametrize("name", TEXTS)
def test_documents_and_requests_are_those_of_the_golden_file(name: str) -> None:
    golden = json.loads(golden_path(name).read_text(encoding="utf-8"))
    found = record(TEXTS[name])
    assert found == golden
    assert json.dumps(found) == json.dumps(golden)  # the order of fields, too
