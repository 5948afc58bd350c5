"""The empty page: three stories, a transcript pasted, uploaded or picked, and its options."""

from __future__ import annotations

import time
from dataclasses import replace

import streamlit as st

from pages.components.refine.stories import (
    STORIES,
    Story,
    story_settings,
    story_talk,
)
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
from pages.components.shared.services import launch_run, offer_sample_data, submit
from pages.components.shared.text import lead_html, markdown_safe, note_html, quiet_html, safe
from refiner.config.settings import Settings
from refiner.errors import InputError
from refiner.run.providers import check_provider
from refiner.run.rehearsal import rehearse

_LANGUAGE = "refine_language"
_LEAD = (
    "Paste, upload or record what was said. Simple rules count the filler words immediately; an "
    "analysis then judges each one in context, and every number in your advice has been checked."
)


def show_start(settings: Settings) -> None:
    """The empty page: the person's own transcript, next to it three stories and sample data."""
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


def _show_stories(settings: Settings) -> None:
    rehearse(settings.analyst)
    for story in STORIES:
        with st.container(key=f"refine_story_{story.name}", gap="small"):
            st.html(f'<h3 class="sr-story">{safe(story.title)}</h3>{quiet_html(story.what)}')
            key, icon = f"refine_watch_{story.name}", ":material/play_arrow:"
            # A callback, so that the form is not drawn again before the run is.
            st.button(
                "Watch it run", key=key, icon=icon, on_click=_launch_story, args=(story, settings)
            )
    st.html(
        quiet_html(
            "Each takes at most 6 seconds, or longer just after the program has started. It is a "
            "simulation: real counts, and the delays of a large model, sped up 1.5 to 3.5 times. "
            "Nothing leaves this computer."
        )
    )
    if not settings.parallel:
        st.html(note_html("Parallel processing is switched off, so each story runs in sequence."))
    offer_sample_data("refine")


def _launch_story(story: Story, settings: Settings) -> None:
    launch_run(story_talk(story), story_settings(story, settings), is_demo=True)


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
