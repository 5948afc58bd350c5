"""The three stories: one-click runs that each show one thing."""

from __future__ import annotations

from dataclasses import dataclass

from refiner.config.settings import Settings
from refiner.model import Strategy, Transcript
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import SAMPLES, load_sample

_FASTER = 3.5  # times the model's own speed: the longer of the two to compare takes 3.6 s
_A_LITTLE_FASTER = 1.5  # 2.8 s: what happens in it can still be followed


@dataclass(frozen=True, slots=True)
class Story:
    """A one-click run that shows one thing; latencies are simulated, the words are real."""

    name: str
    title: str
    what: str
    sample: str
    strategy: Strategy
    speed: float = _FASTER


STORIES = (
    Story(
        "kept",
        "Counts agree: first draft kept",
        "A polished speech. The first draft, written while the analysis ran, can stay.",
        "polished",
        "hybrid",
        speed=_A_LITTLE_FASTER,
    ),
    Story(
        "regenerated",
        "Counts differ: advice rewritten",
        "A casual talk full of “like”. The rules miscount many of them, so the advice is "
        "rewritten.",
        "casual",
        "hybrid",
    ),
    Story(
        "early",
        "Rewritten while the analysis runs",
        "The same talk. The rewrite starts with the last verdict, while reasons and scores are "
        "still being written.",
        "casual",
        "early",
    ),
)


def story_talk(story: Story) -> Transcript:
    sample = next(s for s in SAMPLES if s.name == story.sample)
    text = load_sample(sample.name).encode()
    return read_transcript(text, title=sample.title, speaker=sample.speaker)


def story_settings(story: Story, settings: Settings) -> Settings:
    return settings.with_changes(
        provider="simulated",
        profile="lean",
        strategy=story.strategy,
        speed=story.speed,
        policy="threshold",
        threshold=0.2,
    )
