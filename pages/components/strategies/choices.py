"""Which talk is compared, and who analyses it; the runs are kept in the address, to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import streamlit as st

from pages.components.shared.current_run import last_run
from pages.components.shared.run_options import privacy_notice
from pages.components.shared.services import runner
from pages.components.shared.text import ANALYSED_BY, PROVIDER_NAMES, note_html, quiet_html
from refiner.analyst.simulated import REPORT_MODEL
from refiner.config.settings import STRATEGIES, Settings
from refiner.errors import RefinerError, StoreError
from refiner.insight.corrections import corrected
from refiner.insight.report_claims import OLD_SYSTEM
from refiner.model import Transcript
from refiner.run.runner import Runner
from refiner.run.view import RunView
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import SAMPLES, load_sample

SPEED = 6.2  # makes the report's 55 s about 9 s
MIN_SPEED, MAX_SPEED = 0.1, 1000.0
_LAST_TALK = "The talk on Refine"
_RUNS = "side_runs"


@dataclass(frozen=True, slots=True)
class StrategyComparison:
    """The runs that are compared, by strategy; `speed` is what their latencies are divided by."""

    runs: Mapping[str, int]
    speed: float
    is_simulated: bool


def compared_strategies(is_simulated: bool) -> tuple[str, ...]:
    """The report's old system can be timed only if its latencies are simulated."""
    return (OLD_SYSTEM, *STRATEGIES) if is_simulated else STRATEGIES


def strategy_settings(name: str, settings: Settings) -> Settings:
    """The settings of one strategy; without the cache, whose answers take no time."""
    if name == OLD_SYSTEM:
        return settings.with_changes(
            strategy="sequential",
            model_analysis=REPORT_MODEL,
            model_coaching=REPORT_MODEL,
            cache=False,
        )
    return settings.with_changes(strategy=name, cache=False)


def current_comparison() -> StrategyComparison | None:
    """What the address, or this session, says is compared; None if that makes no sense."""
    text = st.query_params.get("side") or st.session_state.get(_RUNS)
    if not text:
        return None
    st.query_params["side"] = st.session_state[_RUNS] = text
    return parse_comparison(text)


def parse_comparison(text: str) -> StrategyComparison | None:
    """`12-13-14-15-16@6.2` as runs in the order of strategies; a speed means simulated waits."""
    ids, _, speed = text.partition("@")
    numbers = ids.split("-")
    if not all(n.isascii() and n.isdigit() and len(n) <= 18 for n in numbers):
        return None
    names = compared_strategies(bool(speed))
    try:
        faster = float(speed or 1)
    except ValueError:
        return None
    if len(numbers) != len(names) or not MIN_SPEED <= faster <= MAX_SPEED:
        return None
    return StrategyComparison(dict(zip(names, map(int, numbers), strict=True)), faster, bool(speed))


def find_views(runner: Runner, comparison: StrategyComparison) -> dict[str, RunView]:
    """The runs by strategy; those not in the log, or made with another strategy, are left out.

    An address can be written by hand, so what it says of a run is checked.
    """
    found = {}
    for name, run_id in comparison.runs.items():
        view, strategy = runner.view(run_id), "sequential" if name == OLD_SYSTEM else name
        if view and view.document and view.document["strategy"] == strategy:
            found[name] = replace(view, document=corrected(runner.store, view.document))
        elif view and view.document is None:
            found[name] = view
    return found


def choose_comparison(settings: Settings, *, again: bool) -> None:
    """The talk, who analyses it, and the button that starts the runs."""
    if not settings.parallel:
        st.html(
            note_html(
                "Parallel processing is switched off, so there is nothing to compare. It can be "
                "switched on again under Health or in the environment."
            )
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="side_given"):
        transcript = _choose_transcript(settings)
        paid = ["openai"] if settings.api_key or settings.base_url else []
        provider = st.selectbox(
            ANALYSED_BY,
            ["simulated", "local", *paid],
            key="side_provider",
            format_func=PROVIDER_NAMES.__getitem__,
        )
    chosen = settings.with_changes(provider=provider)
    speed = SPEED if provider == "simulated" else None
    if speed:
        chosen = chosen.with_changes(profile="report", speed=speed)
    if st.checkbox(
        "Always rewrite the advice (to measure the cost)", value=True, key="side_always"
    ):
        chosen = chosen.with_changes(policy="always")
    st.html(quiet_html(_describe_cost(chosen)))
    label = "Compare again" if again else "Compare strategies"
    icon = ":material/play_arrow:"
    if st.button(label, type="primary", icon=icon, key="side_go") and transcript:
        _start_comparison(transcript, chosen, speed)


def _describe_cost(settings: Settings) -> str:
    if settings.chosen_provider == "openai":
        return f"{privacy_notice(settings)} Each strategy makes its own paid calls."
    if settings.chosen_provider == "simulated":
        return (
            "The transcript stays on this computer: a simulation with real counts, and the "
            "latencies that the report gives for its large model, sped up to about 9 seconds."
        )
    return privacy_notice(settings)


def _choose_transcript(settings: Settings) -> Transcript | None:
    run_id = last_run()
    samples = {sample.name: sample for sample in SAMPLES}
    names = [*samples] if run_id is None else [_LAST_TALK, *samples]
    name = st.selectbox(
        "Talk",
        names,
        key="side_talk",
        format_func=lambda n: n if n == _LAST_TALK else samples[n].title,
    )
    try:
        if name == _LAST_TALK and run_id is not None:
            return runner(settings).store.runs.transcript(run_id)
        sample = samples[name]
        text = load_sample(name).encode()
        return read_transcript(text, title=sample.title, speaker=sample.speaker)
    except RefinerError as error:
        st.error(str(error))
        return None


def _start_comparison(transcript: Transcript, settings: Settings, speed: float | None) -> None:
    """Start every strategy, and put the runs into the address."""
    ids = [
        runner(settings).submit(transcript, strategy_settings(name, settings))
        for name in compared_strategies(speed is not None)
    ]
    for run_id in ids:
        with suppress(StoreError):  # a run that is not in the log is in no figure either
            runner(settings).store.runs.mark_demo(run_id)
    text = "-".join(map(str, ids)) + (f"@{speed:g}" if speed else "")
    st.query_params["side"] = st.session_state[_RUNS] = text
    st.rerun()
