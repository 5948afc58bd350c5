"""How a run is made: provider, strategy, threshold, policy; and where the transcript goes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from pages.components.shared.services import runner
from pages.components.shared.text import PROVIDERS, STRATEGIES, literal
from refiner.config.settings import POLICIES, Settings
from refiner.config.settings import STRATEGIES as KNOWN_STRATEGIES
from refiner.errors import SettingsError
from refiner.formatting import percent
from refiner.run.connection import tested

_OFFERED = ("local", "openai", "simulated")
_POLICIES = {
    "threshold": "When the counts differ by more than the threshold",
    "always": "Always",
    "never": "Never",
}
_HELP = {
    "sequential": "The analysis first, then the advice. Slowest, nothing is written twice.",
    "hybrid": "Advice while the analysis runs; rewritten afterwards if the counts differ.",
    "early": "As hybrid, but decided as soon as the last verdict is written: a rewrite is hidden.",
    "fanout": "As early, with the analysis in several smaller calls at once: faster, more tokens.",
}


def where_it_goes(settings: Settings) -> str:
    """What leaves this computer, said before it does."""
    match settings.chosen_provider:
        case "local":
            return "The transcript stays on this computer: the local analyst needs no network."
        case "simulated":
            return (
                "The transcript stays on this computer: this is the local analyst with the waiting "
                "times of a large model."
            )
    server = urlsplit(settings.base_url or "").hostname
    to = f"the server {server}" if server else "OpenAI"
    return (
        f"This sends the transcript to {to}: {settings.model_analysis} for the analysis, "
        f"{settings.model_coaching} for the advice."
    )


def choose_settings(settings: Settings) -> Settings | None:
    """The run's settings as chosen on the page; None where they cannot be used, which is said."""
    with st.container(key="refine_choices", gap="small"):
        provider = st.segmented_control(
            "Who analyses it?", _OFFERED, format_func=PROVIDERS.__getitem__,
            default=settings.chosen_provider, key="refine_provider", required=True,
        )  # fmt: skip
        chosen = settings.with_changes(provider=provider)
        if provider == "openai":
            chosen = _with_key(chosen)
        st.caption(where_it_goes(chosen))
        with st.expander(_summary(settings), key="refine_options", icon=":material/tune:"):
            return _options(chosen)


def _summary(settings: Settings) -> str:
    state = st.session_state
    strategy = state.get("refine_strategy", settings.chosen_strategy)
    threshold = state.get("refine_threshold", 100 * settings.threshold) / 100
    policy = state.get("refine_policy", settings.policy)
    rule = f"rewrite over {percent(threshold)}" if policy == "threshold" else f"{policy} rewrite"
    return f"{STRATEGIES[strategy]}, {rule}"


def _with_key(settings: Settings) -> Settings:
    """A key typed here lives in this session's memory alone; it is never logged or stored."""
    if settings.api_key:
        st.caption("The key of this server's environment is used.")
    else:
        key = st.text_input(
            "OpenAI key", type="password", key="refine_key", autocomplete="off",
            help="Kept in this browser session's memory only; never written to log or disk.",
        )  # fmt: skip
        settings = settings.with_changes(api_key=key.strip() or None)
    known = bool(settings.api_key or settings.base_url)
    if st.button(
        "Test the connection", key="refine_test", icon=":material/lan:", disabled=not known
    ):
        works, answer = tested(runner(settings), settings)
        (st.success if works else st.error)(literal(answer))
    return settings


def _options(settings: Settings) -> Settings | None:
    """Strategy, policy, threshold, and what only some providers have."""
    strategy = _strategy(settings)
    policy = st.selectbox(
        "Rewrite the advice", POLICIES, format_func=_POLICIES.__getitem__,
        index=POLICIES.index(settings.policy), key="refine_policy",
    )  # fmt: skip
    threshold = st.slider(
        "Threshold", 0, 100, round(100 * settings.threshold), format="%d %%",
        key="refine_threshold", disabled=policy != "threshold",
        help="The difference between both counts, as a share of the rule count, up to which the "
        "first advice is kept.",
    )  # fmt: skip
    chosen = {"strategy": strategy, "policy": policy, "threshold": threshold / 100}
    try:
        return settings.with_changes(**chosen, **_of_provider(settings))
    except SettingsError as error:
        st.error(literal(str(error)))
        return None


def _strategy(settings: Settings) -> str:
    if not settings.parallel:
        st.caption(
            "Strategy: sequential. Parallel processing is switched off "
            "(in the environment or on the Health page)."
        )
        return settings.chosen_strategy
    strategy = st.segmented_control(
        "Strategy", KNOWN_STRATEGIES, format_func=STRATEGIES.__getitem__,
        default=str(settings.strategy), key="refine_strategy", required=True,
    )  # fmt: skip
    st.caption(_HELP[strategy])
    return strategy


def _of_provider(settings: Settings) -> dict[str, Any]:
    if settings.provider == "simulated":
        speed = st.number_input(
            "Speed", min_value=0.1, value=max(settings.speed, 0.1), step=1.0, key="refine_speed",
            help="How many times faster than the real model: 1 takes about 38 s, 10 about 4 s.",
        )  # fmt: skip
        return {"speed": float(speed)}
    if settings.provider == "openai":
        cache = st.toggle(
            "Use answers that were paid for before", settings.cache, key="refine_cache",
            help="The same transcript, models and instructions are not bought twice.",
        )  # fmt: skip
        return {"cache": cache}
    return {}
