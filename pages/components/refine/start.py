"""What goes in: three stories, a transcript pasted, uploaded or picked, and how it is run."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Thread

import streamlit as st

from pages.components.refine.transcribing import (
    describe_way,
    show_recording_job,
    start_recording,
)
from pages.components.refine.transcript_form import FormInput, ask_for_transcript
from pages.components.shared.run_options import (
    choose_language,
    choose_options,
    choose_run_provider,
    open_options,
)
from pages.components.shared.services import offer_sample_data, submit
from pages.components.shared.text import lead_html, markdown_safe, note_html, quiet_html, safe
from refiner.analyst.judge import preload_analyst
from refiner.config.settings import Settings
from refiner.errors import InputError
from refiner.model import Strategy, Transcript
from refiner.run.providers import check_provider
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import SAMPLES, load_sample

_FASTER = 3.0  # times the model's own speed: the longer of the two to compare takes 4.1 s
_A_LITTLE_FASTER = 1.5  # 3.0 s: what happens in it can still be followed
_LANGUAGE = "refine_language"
_LEAD = (
    "Paste, upload or record what was said. Simple rules count the filler words immediately; an "
    "analysis then judges each one in context, and every number in your advice has been checked."
)


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


def show_start(settings: Settings) -> None:
    """The empty page: the person's own transcript, and beside it three stories and sample data."""
    st.title("Speech Refiner", anchor=False)
    st.html(lead_html(_LEAD))
    with st.container(key="refine_start_columns"):
        form, aside = st.columns([3, 2], gap="large")
    with form:
        st.header("Your talk", anchor=False)
        if not show_recording_job(settings):
            _show_form(settings)
    with aside:
        st.header("See how it works", anchor=False)
        _show_stories(settings)


def _show_form(settings: Settings) -> None:
    given = ask_for_transcript()
    with st.container(key="refine_choices", gap="small"):
        provided = choose_run_provider(settings, given.words)
        with open_options(settings, _LANGUAGE):
            given = replace(given, language=choose_language(_LANGUAGE))
            chosen = choose_options(provided)
    if way := describe_way(given, chosen or settings):
        st.caption(markdown_safe(way))
    asked = st.button("Run", type="primary", icon=":material/play_arrow:", key="refine_go")
    if asked and chosen is not None:
        _run(given, chosen)


@st.cache_resource(show_spinner=False)
def _read_ahead() -> Thread:
    """The encoder reads the talks of the stories before one is started, so that none waits."""
    return preload_analyst([_story_talk(story).text for story in STORIES[:2]])


def _show_stories(settings: Settings) -> None:
    if settings.analyst == "full":
        _read_ahead()
    for story in STORIES:
        with st.container(key=f"refine_story_{story.name}", gap="small"):
            st.html(f'<h3 class="sr-story">{safe(story.title)}</h3>{quiet_html(story.what)}')
            key, icon = f"refine_watch_{story.name}", ":material/play_arrow:"
            if st.button("Watch it run", key=key, icon=icon):
                _run_story(story, settings)
    st.html(
        quiet_html(
            "Each takes at most 6 seconds and is a simulation: real counts, the delays of a large "
            "model, sped up 1.5 to 3 times. Nothing leaves this computer."
        )
    )
    if not settings.parallel:
        st.html(note_html("Parallel processing is switched off, so each story runs in sequence."))
    offer_sample_data("refine")


def _story_talk(story: Story) -> Transcript:
    sample = next(s for s in SAMPLES if s.name == story.sample)
    text = load_sample(sample.name).encode()
    return read_transcript(text, title=sample.title, speaker=sample.speaker)


def _run_story(story: Story, settings: Settings) -> None:
    chosen = settings.with_changes(
        provider="simulated",
        profile="lean",
        strategy=story.strategy,
        speed=story.speed,
        policy="threshold",
        threshold=0.2,
    )
    submit(_story_talk(story), chosen, is_demo=True)


def _run(given: FormInput, chosen: Settings) -> None:
    began = time.monotonic()
    problem = _missing(given, chosen)
    if not problem:
        try:
            check_provider(chosen)
            transcript = None if given.data is None else given.transcript(chosen.timeout_s)
            if given.recording is not None:
                start_recording(given, transcript, chosen)
        except InputError as error:
            problem = f"{error}."
    if problem:
        st.error(f"{markdown_safe(problem)} Nothing was sent, and what you typed is kept.")
        return
    assert transcript is not None
    submit(transcript, chosen, (time.monotonic() - began) * 1000, is_demo=given.is_sample)


def _missing(given: FormInput, chosen: Settings) -> str:
    """What a person has yet to enter; empty if nothing."""
    if given.recording is None and not (given.data or b"").strip():
        return "Paste, upload or record a talk first."
    if chosen.chosen_provider == "openai" and not (chosen.api_key or chosen.base_url):
        return "OpenAI needs a key: enter it above, or set OPENAI_API_KEY."
    return ""
