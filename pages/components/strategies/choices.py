"""Which talk is compared, with whose answers; the runs stand in the address, to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pages.components.shared.run_options import where_it_goes
from pages.components.shared.services import runner
from pages.components.shared.text import PROVIDERS, safe
from refiner.config.settings import STRATEGIES, Settings
from refiner.errors import RefinerError
from refiner.insight.report_claims import BEFORE
from refiner.model import Transcript
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import SAMPLES, load_sample

SPEED = 6.2  # makes the report's 55 s about 9 s
SLOWEST, FASTEST = 0.1, 1000.0
_LAST = "The talk on Refine"
_KEPT = "side_asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """The runs that are compared, by the name of their way; `speed` their waits were cut by."""

    runs: Mapping[str, int]
    speed: float
    simulated: bool


def ways(simulated: bool) -> tuple[str, ...]:
    """The report's own old system can be timed only where its latencies are simulated."""
    return (BEFORE, *STRATEGIES) if simulated else STRATEGIES


def settings_of(way: str, chosen: Settings) -> Settings:
    """The settings of one way; nothing comes from the cache, which would cost no time."""
    if way == BEFORE:
        return chosen.with_changes(
            strategy="sequential", model_coaching=chosen.model_analysis, cache=False
        )
    return chosen.with_changes(strategy=way, cache=False)


def asked() -> Asked | None:
    """What the address, or this session, says is compared; None where it says nothing sound."""
    text = st.query_params.get("side") or st.session_state.get(_KEPT)
    if not text:
        return None
    st.query_params["side"] = st.session_state[_KEPT] = text
    return read_asked(text)


def read_asked(text: str) -> Asked | None:
    """`12-13-14-15-16@6.2` as runs in the order of `ways`; a speed means simulated waits."""
    ids, _, speed = text.partition("@")
    numbers = ids.split("-")
    if not all(n.isascii() and n.isdigit() and len(n) <= 18 for n in numbers):
        return None
    names = ways(bool(speed))
    try:
        faster = float(speed or 1)
    except ValueError:
        return None
    if len(numbers) != len(names) or not SLOWEST <= faster <= FASTEST:
        return None
    return Asked(dict(zip(names, map(int, numbers), strict=True)), faster, bool(speed))


def choose(settings: Settings, *, again: bool) -> None:
    """The talk, who answers, and the button; starting puts the runs into the address."""
    if not settings.parallel:
        st.html(
            '<p class="sr-note">Parallel processing is switched off, so there is nothing to '
            "compare. It can be switched on again under Health or in the environment.</p>"
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="side_given"):
        talk = _talk(settings)
        provider = st.selectbox(
            "Who answers?", _providers(settings), key="side_provider",
            format_func=PROVIDERS.__getitem__,
        )  # fmt: skip
    chosen = settings.with_changes(provider=provider)
    speed = SPEED if provider == "simulated" else None
    if provider == "simulated":
        chosen = chosen.with_changes(profile="report", speed=SPEED)
    always = st.checkbox(
        "Rewrite the advice in any case, to see what it costs", value=True, key="side_always"
    )
    if always:
        chosen = chosen.with_changes(policy="always")
    st.html(f'<p class="sr-quiet">{safe(_said(chosen))}</p>')
    label = "Run them again" if again else "Run them all"
    if st.button(label, type="primary", icon=":material/play_arrow:", key="side_go") and talk:
        start(talk, chosen, speed)


def _said(chosen: Settings) -> str:
    if chosen.chosen_provider == "openai":
        return f"{where_it_goes(chosen)} Once for each strategy, and each is paid for."
    if chosen.chosen_provider == "simulated":
        return (
            "The transcript stays on this computer: the local analyst answers, with the waiting "
            "times that the report gives for its large model, sped up to about 9 seconds."
        )
    return where_it_goes(chosen)


def _providers(settings: Settings) -> list[str]:
    paid = ["openai"] if settings.api_key or settings.base_url else []
    return ["simulated", "local", *paid]


def _talk(settings: Settings) -> Transcript | None:
    known = st.session_state.get("refine_run", "")
    samples = {sample.name: sample for sample in SAMPLES}
    names = [*([_LAST] if known.isdigit() else []), *samples]
    name = st.selectbox(
        "Talk", names, key="side_talk",
        format_func=lambda n: n if n == _LAST else samples[n].title,
    )  # fmt: skip
    try:
        if name == _LAST:
            return runner(settings).store.runs.transcript(int(known))
        sample = samples[name]
        return read_transcript(
            load_sample(name).encode(), title=sample.title, speaker=sample.speaker
        )
    except RefinerError as error:
        st.error(str(error))
        return None


def start(talk: Transcript, chosen: Settings, speed: float | None) -> None:
    """Every way at once; then the page that follows them."""
    here = runner(chosen)
    ids = [here.submit(talk, settings_of(way, chosen)) for way in ways(speed is not None)]
    text = "-".join(map(str, ids)) + (f"@{speed:g}" if speed else "")
    st.query_params["side"] = st.session_state[_KEPT] = text
    st.rerun()
