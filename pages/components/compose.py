"""What goes in: three stories, a transcript pasted, uploaded or picked, and how it is run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.components.address import open_run
from pages.components.choices import choose_settings
from pages.components.words import safe
from pages.components.workbench import runner
from refiner.errors import InputError
from refiner.model import Transcript
from refiner.samples import SAMPLES, load_sample
from refiner.settings import Settings
from refiner.transcripts import MAX_BYTES, read_transcript

STORY_SPEED = 6.2  # makes the report's 35 to 38 s about 6 s
KEPT = "refine_given"  # what was typed, kept across page switches
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
    _keep_typed()
    data, name = _given()
    title, speaker, seconds = _about()
    chosen = choose_settings(settings)
    if st.button("Run", type="primary", icon=":material/play_arrow:", key="refine_go"):
        _run(data, name, title, speaker, seconds, chosen)


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
        threshold=0.2, parallel=True,
    )  # fmt: skip
    _submit(talk, chosen, 0.0)


def _keep_typed() -> None:
    """A widget forgets its value when another page is shown; what was typed is put back."""
    for key, value in st.session_state.get(KEPT, {}).items():
        st.session_state.setdefault(key, value)


def _remember(*keys: str) -> None:
    kept = st.session_state.setdefault(KEPT, {})
    kept.update({key: st.session_state[key] for key in keys if key in st.session_state})


def _given() -> tuple[bytes | None, str | None]:
    """The transcript's bytes, or None where there are none yet, and its file's name."""
    source = st.segmented_control(
        "Where is the transcript?",
        ("Paste", "Upload", "Sample"),
        default="Paste" if "refine_source" not in st.session_state else None,
        key="refine_source",
        required=True,
        label_visibility="collapsed",
    )
    _remember("refine_source")
    if source == "Upload":
        return _uploaded()
    if source == "Sample":
        return _sampled()
    text = st.text_area(
        "Transcript", height=200, key="refine_text", placeholder="Um, so what I wanted to say is …"
    )
    _remember("refine_text")
    return (text or "").encode("utf-8", "replace"), None


def _uploaded() -> tuple[bytes | None, str | None]:
    limit = MAX_BYTES // 1024 // 1024
    file = st.file_uploader(
        f"A text file, up to {limit} MB", key="refine_upload", max_upload_size=limit
    )
    return (None, None) if file is None else (file.getvalue(), file.name)


def _sampled() -> tuple[bytes | None, str | None]:
    samples = {sample.name: sample for sample in SAMPLES}
    name = st.selectbox(
        "Sample", list(samples), key="refine_sample", format_func=lambda n: samples[n].title
    )
    _remember("refine_sample")
    st.html(
        f'<p class="sr-quiet">{safe(samples[name].shows)}. By {safe(samples[name].speaker)}.</p>'
    )
    return load_sample(name).encode(), None


def _about() -> tuple[str, str, float | None]:
    with st.container(horizontal=True, key="refine_about"):
        title = st.text_input("Title", key="refine_title", placeholder="Optional", max_chars=200)
        speaker = st.text_input(
            "Speaker", key="refine_speaker", placeholder="Optional; trends follow a speaker",
            max_chars=100,
        )  # fmt: skip
        minutes = st.number_input(
            "Length in minutes", min_value=0.0, value=None, step=1.0, key="refine_minutes",
            placeholder="Estimated if empty",
        )  # fmt: skip
    _remember("refine_title", "refine_speaker", "refine_minutes")
    return title, speaker, 60 * minutes if minutes else None


def _run(
    data: bytes | None,
    name: str | None,
    title: str,
    speaker: str,
    seconds: float | None,
    chosen: Settings | None,
) -> None:
    if chosen is None:
        return
    if data is None:
        st.error("transcript: choose a file first")
        return
    began = time.monotonic()
    known = _sample_names(title, speaker)
    try:
        talk = read_transcript(data, name=name, duration_s=seconds, **known)
    except InputError as error:
        st.error(f"{_literal(error)}. Nothing was sent, and what you typed is kept.")
        return
    _submit(talk, chosen, (time.monotonic() - began) * 1000)


def _sample_names(title: str, speaker: str) -> dict[str, Any]:
    """Title and speaker as given; a sample brings its own where none is given."""
    if st.session_state.get("refine_source") == "Sample":
        sample = next(s for s in SAMPLES if s.name == st.session_state["refine_sample"])
        return {"title": title or sample.title, "speaker": speaker or sample.speaker}
    return {"title": title, "speaker": speaker}


def _literal(error: InputError) -> str:
    """The error's line with Markdown in a file's name left literal."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#$:~" else c for c in str(error))


def _submit(talk: Transcript, chosen: Settings, parse_ms: float) -> None:
    open_run(runner(chosen).submit(talk, chosen, parse_ms))
    st.session_state["refine_watched"] = True
    st.rerun()
