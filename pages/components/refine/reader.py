"""The transcript on the page: `transcript.py`'s HTML with a behaviour, and the corrections.

Filters and cards work in the browser alone; only a correction comes back to the script. Words
without a mark can be marked: selected with the mouse, or with the W, arrow and Enter keys.
With a recording, a click on any word plays it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from pages.components.refine.recording import SoundDict
from pages.components.refine.transcript import People, Turn, changes_of_speaker, transcript_html
from refiner.model import Transcript
from refiner.run_document import FillerDict, PossibleHesitationDict

READER = "refine_reader"
_LONG_CHARS = 3000
_HERE = Path(__file__).parent
_SHELL = (
    '<div class="tr"><div class="player" role="group" aria-label="Recording" hidden>'
    '<audio controls preload="metadata" aria-label="Recording of this talk"></audio>'
    '<button type="button" data-step="-1">Previous filler</button>'
    '<button type="button" data-step="1">Next filler</button>'
    '<p class="hint timed">Click a word to hear two seconds around it. In the text, '
    "<kbd>Space</kbd> plays and pauses, arrows go to the next filler.</p>"
    '<p class="hint untimed">This transcript has no times, so its words cannot be found in the '
    'recording.</p></div><div class="body"></div><p class="live" aria-live="polite"></p>'
    '<div class="card" role="dialog" aria-label="This mark" hidden></div></div>'
)


def show_transcript(
    key: str,
    text: str,
    fillers: Sequence[FillerDict],
    turns: Sequence[Turn] = (),
    *,
    on_verdict: Callable[[], None] | None = None,
    sound: SoundDict | None = None,
    possible: Sequence[PossibleHesitationDict] = (),
    people: People | None = None,
    is_counted: bool = True,
) -> None:
    """Show the marked transcript; with `on_verdict`, a click offers to judge a mark.

    The text alone if its fillers were not counted.

    `people`: each person's verdict on a span, and which are the viewer's own to undo. A
    hesitation that is confirmed is the empty span at its offset. With `sound`, a click
    plays the talk: see `recording_player.js`.

    The correction is in `st.session_state[key].verdict` as `{start, end, filler}`, where
    `filler` is true, false, or None to undo one's own earlier verdict.
    """
    editable = on_verdict is not None
    # Registered on every run: a definition belongs to the server, and a new one must replace it.
    component = st.components.v2.component(
        "speech_refiner_transcript",
        html=_SHELL,
        css=(_HERE / "transcript.css").read_text(),
        js="".join((_HERE / name).read_text() for name in ("transcript.js", "recording_player.js")),
    )
    # Its space is kept while the browser loads it.
    size = "long" if len(text) > _LONG_CHARS else "short"
    with st.container(key=f"refine_text_{size}"):
        component(
            key=key,
            data={
                "html": transcript_html(
                    text,
                    fillers,
                    turns,
                    possible,
                    people,
                    editable=editable,
                    is_counted=is_counted,
                ),
                "editable": editable,
                "sound": sound,
            },
            on_verdict_change=on_verdict or (lambda: None),
        )


def transcript_turns(transcript: Transcript) -> list[Turn]:
    """Who speaks where, if several do."""
    return changes_of_speaker((piece.start, piece.speaker) for piece in transcript.stretches)
