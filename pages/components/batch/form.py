"""What a batch is given: files, whose words count in them, how many at once."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.shared.run_options import choose_settings
from pages.components.shared.text import literal
from refiner.batch.inputs import Input
from refiner.batch.talks import Wish
from refiner.batch.workers import Order
from refiner.config.settings import Settings
from refiner.errors import InputError, StoreError
from refiner.formatting import count
from refiner.store import Store

LIMIT_MB = 100
_WHOSE = {
    "all": "Everyone's, as one talk",
    "each": "Each speaker's, as runs of their own",
    "only": "Only these speakers'",
}
LEAD = (
    "Refine a folder of talks at once. Every talk becomes a run of its own; one that cannot be "
    "read stops none of the others, and one that is in the run log already is not bought again."
)


def ask_for_batch(settings: Settings, store: Store) -> tuple[list[Input], Order, int] | None:
    """The form; inputs, order and how many at once when it is sent, else None."""
    st.html(f'<p class="sr-lead">{LEAD}</p>')
    inputs = _inputs()
    whose, names = _whose()
    speaker = ""
    if whose != "each":
        speaker = st.text_input(
            "Speaker of all these talks", key="batch_speaker", max_chars=100,
            placeholder="Optional; trends follow a speaker",
        )  # fmt: skip
    jobs = st.slider("Talks at once", 1, 16, 4, key="batch_jobs")
    chosen = choose_settings(settings)
    again = st.checkbox("Run those anew that are in the run log already", key="batch_again")
    label = f"Refine {count(len(inputs), 'talk')}" if inputs else "Refine"
    sent = st.button(
        label, type="primary", key="batch_go", icon=":material/play_arrow:", disabled=not inputs
    )
    if not sent or chosen is None:
        return None
    try:
        wish = Wish(speaker=speaker.strip(), only=names, each=whose == "each")
        store.check()
    except (InputError, StoreError) as error:
        st.error(f"{literal(str(error))}. Nothing was sent.")
        return None
    return inputs, Order(chosen, store, wish, again), jobs


def _inputs() -> list[Input]:
    """What was uploaded, archives opened; an empty archive is said to be one."""
    files = st.file_uploader(
        "Transcripts, or zip archives of them", accept_multiple_files=True, key="batch_files",
        max_upload_size=LIMIT_MB, help="Text, subtitles, Word, CSV, JSON of transcription "
        "services; recognised by what is in each file.",
    )  # fmt: skip
    inputs: list[Input] = []
    for file in files or []:
        try:
            inputs += Input(Path(file.name), data=file.getvalue()).unpacked()
        except InputError as error:
            st.warning(literal(str(error)))
    return inputs


def _whose() -> tuple[str, tuple[str, ...]]:
    whose: str = st.segmented_control(
        "Whose words count?", list(_WHOSE), format_func=_WHOSE.__getitem__, default="all",
        key="batch_whose", required=True,
    )  # fmt: skip
    if whose != "only":
        return whose, ()
    typed = st.text_input(
        "Their names, as in the transcripts", key="batch_only", placeholder="Ada Byron, Ben Okoro"
    )
    return whose, tuple(name.strip() for name in typed.split(",") if name.strip())
