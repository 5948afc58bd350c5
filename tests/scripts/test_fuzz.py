"""A bounded run of every fuzz target; `make fuzz` runs for longer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.fuzz import SEEDS, TARGETS, BrokenPromise, fuzz_audit, random_input

EXAMPLES = 60


@pytest.mark.parametrize("name", TARGETS)
def test_random_pieces_break_no_promise(name: str) -> None:
    rng = random.Random(17)
    for _ in range(EXAMPLES):
        TARGETS[name](random_input(name, rng))


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_anything_at_all_breaks_no_promise(name: str, data: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from(SEEDS[name]) | st.text(max_size=20), max_size=5)
    TARGETS[name](data.draw(pieces.map(lambda made: "".join(made).encode()) | st.binary()))


def test_a_broken_promise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    def show_all(draft: object, *_: object) -> SimpleNamespace:
        return SimpleNamespace(advice=draft)

    monkeypatch.setattr("scripts.fuzz.audit_advice", show_all)
    with pytest.raises(BrokenPromise, match="no numeral"):
        fuzz_audit(b"You said um 12 times.")
