"""What a coach agrees on with a speaker is kept for each speaker, and for each user."""

from __future__ import annotations

from pathlib import Path

from refiner.config.viewers import Viewer
from refiner.store import Store
from refiner.store.speaker_plans import SpeakerPlan


def test_a_plan_is_kept_replaced_and_each_speakers_own(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    assert store.plans.get("Ada") == SpeakerPlan()
    store.plans.set("Ada", SpeakerPlan(("actually", "né"), 140))
    store.plans.set("Ada", SpeakerPlan(("to be clear",), None))
    assert Store(store.path).plans.get("Ada") == SpeakerPlan(("to be clear",), None)
    assert store.plans.get("Bo") == SpeakerPlan()


def test_another_user_neither_sees_nor_changes_it(tmp_path: Path) -> None:
    ann, bob = (Store(tmp_path / "runs.db", Viewer(user)) for user in ("ann@x", "bob@x"))
    ann.plans.set("Ada", SpeakerPlan(("actually",), 140))
    assert bob.plans.get("Ada") == SpeakerPlan()
    bob.plans.set("Ada", SpeakerPlan((), 120))
    assert ann.plans.get("Ada") == SpeakerPlan(("actually",), 140)
