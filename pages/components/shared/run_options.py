"""How a run is made: provider, strategy, threshold, policy; and where the transcript goes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shared.services import runner
from pages.components.shared.text import (
    ANALYSED_BY,
    PROVIDER_NAMES,
    STRATEGY_NAMES,
    markdown_safe,
)
from refiner.analyst.speaker_bias import MIN_CORRECTIONS
from refiner.audio.transcriber import choose_transcriber
from refiner.config.settings import ANALYST_MODES, POLICIES, STRATEGY_CHOICES, Settings
from refiner.detection.lexicon import lexicon_for
from refiner.errors import SettingsError
from refiner.formatting import count, money, percent
from refiner.llm.models import describe_reasoning_cost, end_warning
from refiner.llm.prices import USUAL_WORDS, likely_run_usd, price_source
from refiner.run.providers import check_connection
from refiner.transcripts.language import LANGUAGE_NAMES

_OFFERED = ("local", "openai", "simulated")
_POLICIES = {
    "threshold": "When the counts differ by more than the threshold",
    "always": "Always",
    "never": "Never",
}
_ANALYSTS = {"full": "Read in context", "fast": "Rules alone"}
_STRATEGIES = {
    "sequential": "The analysis first, then the advice. Slowest; nothing is written twice.",
    "hybrid": "Advice while the analysis runs; rewritten afterwards if the counts differ.",
    "early": "Like hybrid, but decided with the last verdict: a rewrite adds no waiting.",
    "fanout": "Like early, with the analysis in several parallel calls: faster, more tokens.",
    "auto": "Early decision, or fan-out for a long talk where it is faster for few more tokens.",
}


def privacy_notice(settings: Settings) -> str:
    """What leaves this computer, stated before it does."""
    match settings.chosen_provider:
        case "local":
            return "The transcript stays on this computer: the local analyst needs no network."
        case "simulated":
            return (
                "The transcript stays on this computer: this is the local analyst with the "
                "latencies of a large model."
            )
    server = urlsplit(settings.base_url or "").hostname
    receiver = f"the server {server}" if server else "OpenAI"
    return (
        f"This sends the transcript to {receiver}: {settings.model_analysis} for the analysis, "
        f"{settings.model_coaching} for the advice."
    )


def sound_notice(settings: Settings, recordings: int) -> str:
    """Where so many recordings go to be transcribed, or how to get what transcribes them."""
    try:
        transcriber = choose_transcriber(settings)
    except SettingsError as error:
        return f"A recording alone cannot be transcribed here: {error.why}."
    what = "the recording" if recordings == 1 else count(recordings, "recording")
    if transcriber.name == "local":
        verb = "is" if recordings == 1 else "are"
        return f"{what.capitalize()} {verb} transcribed on this computer, by {transcriber.model}."
    return f"This sends {what} to {transcriber.destination}, for {transcriber.model}."


def keeping_notice(settings: Settings) -> str:
    """What is kept of a run, and who can open it."""
    if not settings.keep_text:
        return "Only the figures of this run are kept, not its text."
    return "The run is kept in the run log: everyone who can open this workbench can open it."


def choose_run_provider(settings: Settings, words: int | None = None) -> Settings:
    """Who analyses it, and where the transcript goes then.

    `words` of the talk, if they are known, for its likely cost.
    """
    provider = st.segmented_control(
        ANALYSED_BY,
        _OFFERED,
        format_func=PROVIDER_NAMES.__getitem__,
        default=settings.chosen_provider,
        key="refine_provider",
        persist_state="session",
        required=True,
    )
    chosen = settings.with_changes(provider=provider)
    if provider == "openai":
        chosen = _choose_key(chosen)
    st.caption(f"{privacy_notice(chosen)} {keeping_notice(chosen)}")
    if provider == "openai":
        _show_models(chosen, words or USUAL_WORDS)
    return chosen


def open_options(settings: Settings, language_key: str) -> DeltaGenerator:
    """What a page's options are drawn in; folded, it names the most important ones.

    `language_key` is the key of its choice of a language.
    """
    label, icon = _describe_options(settings, language_key), ":material/tune:"
    return st.expander(label, key="refine_options", icon=icon)


def _show_models(settings: Settings, words: int) -> None:
    """What a run will likely cost, and which of its models is announced to end."""
    st.caption(markdown_safe(describe_likely_cost(settings, words)))
    today = datetime.now(UTC).date()
    for model in dict.fromkeys((settings.model_analysis, settings.model_coaching)):
        if warning := end_warning(model, today):
            st.warning(markdown_safe(f"{warning}."))


def describe_likely_cost(settings: Settings, words: int) -> str:
    """What a talk of so many words will likely cost, at the prices of the installed package."""
    models = settings.model_analysis, settings.model_coaching
    cost = likely_run_usd(*models, words)
    if cost is None:
        return "The likely cost is not known: there is no price for these models."
    note = describe_reasoning_cost(models, settings.reasoning)
    talk = f"for a talk of {count(words, 'word')}"
    return f"Likely cost: {money(cost)} {talk}{note} ({price_source()})."


def _describe_options(settings: Settings, language_key: str) -> str:
    state = st.session_state
    code = state.get(language_key)
    language = f"{LANGUAGE_NAMES[code]}, " if code else ""
    strategy = STRATEGY_NAMES[state.get("refine_strategy", settings.chosen_strategy)]
    threshold = state.get("refine_threshold", 100 * settings.threshold) / 100
    rewrite = {
        "threshold": f"rewrite if counts differ by more than {percent(threshold)}",
        "always": "always rewrite",
        "never": "never rewrite",
    }[state.get("refine_policy", settings.policy)]
    return f"Options ({language}{strategy.lower()}, {rewrite})"


def _choose_key(settings: Settings) -> Settings:
    """A key typed here is kept in this session's memory alone; it is never logged or stored."""
    if settings.api_key:
        st.caption("Using the API key from the server's environment.")
    else:
        key = st.text_input(
            "OpenAI key",
            type="password",
            key="refine_key",
            persist_state="session",
            autocomplete="off",
            help="Kept in this browser session's memory only; never written to log or disk.",
        )
        settings = settings.with_changes(api_key=key.strip() or None)
    can_test = bool(settings.api_key or settings.base_url)
    label, icon = "Test the connection", ":material/lan:"
    if st.button(label, key="refine_test", icon=icon, disabled=not can_test):
        found = check_connection(runner(settings), settings)
        (st.success if found.works else st.error)(markdown_safe(found.message))
    return settings


def choose_language(key: str, **options: Any) -> str | None:
    """The language that a person names, those with a word list first; None to find it out."""
    names = sorted(
        LANGUAGE_NAMES.items(), key=lambda one: (not lexicon_for(one[0]).entries, one[1])
    )
    chosen: str | None = st.selectbox(
        "Language of the talk",
        [code for code, _ in names],
        index=None,
        format_func=LANGUAGE_NAMES.__getitem__,
        placeholder="Found from its words",
        key=key,
        help="For a talk that is short or in several languages, where it may not be recognised.",
        **options,
    )
    return chosen


def choose_options(settings: Settings) -> Settings | None:
    """Strategy, policy, threshold, and what only some providers have.

    None if they are unusable, with a message.
    """
    strategy = _choose_strategy(settings)
    policy = st.selectbox(
        "Rewrite the advice",
        POLICIES,
        format_func=_POLICIES.__getitem__,
        index=POLICIES.index(settings.policy),
        key="refine_policy",
        persist_state="session",
    )
    threshold = st.slider(
        "Rewrite above",
        0,
        100,
        round(100 * settings.threshold),
        format="%d %%",
        key="refine_threshold",
        persist_state="session",
        disabled=policy != "threshold",
        help="Maximum difference (as a share of the rule count) at which the first advice is kept.",
    )
    chosen = {"strategy": strategy, "policy": policy, "threshold": threshold / 100}
    try:
        return settings.with_changes(**chosen, **_choose_for_provider(settings))
    except SettingsError as error:
        st.error(markdown_safe(error.message))
        return None


def _choose_strategy(settings: Settings) -> str:
    if not settings.parallel:
        st.caption(
            "Strategy: sequential. Parallel processing is switched off "
            "(in the environment or on the Health page)."
        )
        return settings.chosen_strategy
    strategy = st.segmented_control(
        "Strategy",
        STRATEGY_CHOICES,
        format_func=STRATEGY_NAMES.__getitem__,
        default=str(settings.strategy),
        key="refine_strategy",
        persist_state="session",
        required=True,
    )
    st.caption(_STRATEGIES[strategy])
    return strategy


def _choose_for_provider(settings: Settings) -> dict[str, Any]:
    if settings.provider == "local":
        analyst = st.segmented_control(
            "Doubtful words",
            ANALYST_MODES,
            format_func=_ANALYSTS.__getitem__,
            default=settings.analyst,
            key="refine_analyst",
            persist_state="session",
            required=True,
            help="Reading in context agrees with people more often; rules alone are a hundred "
            "times faster, for thousands of talks.",
        )
        learnt = st.checkbox(
            "Follow verdicts on this speaker's earlier talks",
            value=settings.speaker_bias,
            key="refine_speaker_bias",
            persist_state="session",
            help=f"Once people have judged {MIN_CORRECTIONS} places of a word in a speaker's "
            "talks, the analyst takes their verdicts into account in later talks.",
        )
        return {"analyst": analyst, "speaker_bias": learnt}
    if settings.provider == "simulated":
        speed = st.number_input(
            "Speed",
            min_value=0.1,
            value=max(settings.speed, 0.1),
            step=1.0,
            key="refine_speed",
            persist_state="session",
            help="How many times faster than the real model: 1 takes about 38 s, 10 about 4 s.",
        )
        return {"speed": float(speed)}
    if settings.provider == "openai":
        cache = st.toggle(
            "Reuse cached answers",
            settings.cache,
            key="refine_cache",
            persist_state="session",
            help="The same transcript, models and instructions are not paid for twice.",
        )
        return {"cache": cache}
    return {}
