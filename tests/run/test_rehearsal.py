"""What was run in the background before a person started a run."""

from __future__ import annotations

import pytest

from pages.components.refine.stories import STORIES, story_settings, story_talk
from refiner.analyst.encoder import load_encoder
from refiner.config.settings import Settings
from refiner.run.providers import open_backend
from refiner.run.rehearsal import REHEARSED, rehearse
from refiner.run.session import Session
from tests.support.virtual_time import run_timed


def test_the_talk_of_every_story_is_rehearsed() -> None:
    assert {story.sample for story in STORIES} == set(REHEARSED)


@pytest.mark.slow
def test_a_story_takes_at_most_six_seconds_and_none_of_the_encoder_after_the_rehearsal() -> None:
    """In virtual time, which leaves out the computing."""
    rehearse.cache_clear()
    rehearse("full").join()
    encoder = load_encoder()
    assert encoder is not None
    read = encoder._forward.cache_info().misses
    for story in STORIES:
        session = Session(story_talk(story), story_settings(story, Settings()), None, echo=False)
        document, seconds = run_timed(session.perform(open_backend))
        assert 2 < seconds < 6
        assert not document["fallback_mode"]
        assert document["coaching_regenerated"] is (story.name != "kept")
        spans = {span["name"]: span for span in document["timings"]["spans"]}
        if story.name == "early":
            assert spans["regeneration"]["start_ms"] < (spans["analysis"]["end_ms"] or 0)
    assert encoder._forward.cache_info().misses == read > 0
