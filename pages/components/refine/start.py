"""What goes in: three stories, a transcript pasted, uploaded or picked, and how it is run."""

from __future__ import annotations

import time
from dataclasses import dataclass

import streamlit as st

from pages.components.refine.transcript_form import Given, ask
from pages.components.shared.run_options import choose_settings
from pages.components.shared.services import submit
from pages.components.shared.text import literal, safe
from refiner.config.settings import Settings
from refiner.errors import InputError
from refiner.run.providers import check_provider
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import SAMPLES, load_sample

STORY_SPEED = 6.2  # makes the report's 35 to 38 s about 6 s
LEAD = (
    "Paste what was said. Simple rules count the filler words at once; an analysis then judges "
    "each one where it stands, and the advice you get says only the numbers that hold."
)


@dataclass(frozen=True, slots=True)
class Story:
    """A one-click run that shows one thing; latencies are simulated, the words are real."""

    name: str
    title: str
    what: str
    sample: str
    strategy: str


STORIES = (
    Story(
        "kept", "Counts agree: advice kept",
        "A polished speech. The first advice, written while the analysis ran, can stay.",
        "polished", "hybrid",
    ),
    Story(
        "regenerated", "Counts differ: advice regenerated",
        "A casual talk full of “like”. The rules mishear many of them, so the advice is rewritten.",
        "casual", "hybrid",
    ),
    Story(
        "early", "Regeneration hidden by the early decision",
        "The same talk. The rewrite starts while the analysis is still going, and costs no time.",
        "casual", "early",
    ),
)  # fmt: skip


def compose(settings: Settings) -> None:
    """The empty page: what it does, three stories, and the person's own transcript."""
    st.title("Speech Refiner")
    st.html(f'<p class="sr-lead">{LEAD}</p>')
    _stories(settings)
    st.header("Your transcript", anchor=False)
    given = ask()
    chosen = choose_settings(settings)
    asked = st.button("Run", type="primary", icon=":material/play_arrow:", key="refine_go")
    if asked and chosen is not None:
        _run(given, chosen)


def _stories(settings: Settings) -> None:
    with st.container(horizontal=True, gap="medium", key="refine_stories"):
        for story in STORIES:
            with st.container(key=f"refine_story_{story.name}", gap="small"):
                st.html(_story_html(story))
                label = "Watch it run"
                if st.button(label, key=f"refine_watch_{story.name}", icon=":material/play_arrow:"):
                    _tell(story, settings)
    st.html(
        '<p class="sr-quiet">Each takes about 6 seconds: the local analyst with the waiting times '
        "of a large model, sped up. Nothing leaves this computer.</p>"
    )
    if not settings.parallel:
        st.html(
            '<p class="sr-note">Parallel processing is switched off, so each story runs one call '
            "after another.</p>"
        )


def _story_html(story: Story) -> str:
    what = f'<p class="sr-quiet">{safe(story.what)}</p>'
    return f'<h3 class="sr-story">{safe(story.title)}</h3>{what}'


def _tell(story: Story, settings: Settings) -> None:
    sample = next(s for s in SAMPLES if s.name == story.sample)
    talk = read_transcript(
        load_sample(sample.name).encode(), title=sample.title, speaker=sample.speaker
    )
    chosen = settings.with_changes(
        provider="simulated", strategy=story.strategy, speed=STORY_SPEED, policy="threshold",
        threshold=0.2,
    )  # fmt: skip
    submit(talk, chosen, 0.0)


def _run(given: Given, chosen: Settings) -> None:
    began = time.monotonic()
    try:
        check_provider(chosen)
        talk = given.talk()
    except InputError as error:
        st.error(f"{literal(str(error))}. Nothing was sent, and what you typed is kept.")
        return
    submit(talk, chosen, (time.monotonic() - began) * 1000)
