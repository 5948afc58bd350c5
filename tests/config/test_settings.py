import re
from pathlib import Path

import pytest

from refiner.config.settings import (
    Settings,
    describe_unknown_settings,
    load_settings,
    read_environment,
)
from refiner.errors import SettingsError


def test_defaults_are_those_of_the_documentation():
    settings = load_settings({})
    assert settings == Settings()
    assert (settings.chosen_provider, settings.chosen_strategy) == ("local", "auto")
    assert (settings.threshold, settings.confidence, settings.timeout_s) == (0.20, 0.5, 120)
    assert (settings.model_analysis, settings.model_coaching) == ("gpt-6.1-terra", "gpt-6-luna")


def test_every_variable_is_read():
    settings = load_settings(
        {
            "OPENAI_API_KEY": "k",
            "OPENAI_BASE_URL": "http://localhost:1/v1",
            "AI_MODEL_COACH": "large",
            "AI_MODEL_COACHING": "small",
            "ENABLE_PARALLEL_AI_PROCESSING": "false",
            "REFINER_PROVIDER": "simulated",
            "REFINER_STRATEGY": "hybrid",
            "REFINER_REASONING": "low",
            "REFINER_THRESHOLD": "0.3",
            "REFINER_POLICY": "always",
            "REFINER_CONFIDENCE": "0.5",
            "REFINER_TIMEOUT_SECONDS": "9",
            "REFINER_DB": "a.db",
            "REFINER_LOG": "a.log",
        }
    )
    assert (settings.model_analysis, settings.model_coaching) == ("large", "small")
    assert (settings.provider, settings.policy, settings.threshold) == ("simulated", "always", 0.3)
    assert (settings.confidence, settings.timeout_s) == (0.5, 9)
    assert settings.reasoning == "low"
    assert (settings.db, settings.log) == (Path("a.db"), Path("a.log"))
    assert settings.chosen_strategy == "sequential"  # rollback level 1 overrides the choice


@pytest.mark.parametrize(
    ("environ", "provider"),
    [
        ({"OPENAI_API_KEY": "k"}, "openai"),
        ({"OPENAI_BASE_URL": "http://localhost:1/v1"}, "openai"),
        ({"OPENAI_API_KEY": "k", "REFINER_PROVIDER": "local"}, "local"),
        ({}, "local"),
    ],
)
def test_auto_is_openai_where_a_key_or_server_is_set(environ, provider):
    assert load_settings(environ).chosen_provider == provider


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"REFINER_THRESHOLD": "1.5"}, "REFINER_THRESHOLD='1.5': must be from 0 to 1"),
        ({"REFINER_THRESHOLD": "nan"}, "REFINER_THRESHOLD='nan': must be from 0 to 1"),
        ({"REFINER_THRESHOLD": "a fifth"}, "REFINER_THRESHOLD='a fifth': must be a number"),
        ({"REFINER_STRATEGY": "warp"}, "REFINER_STRATEGY='warp': must be one of"),
        ({"REFINER_POLICY": "maybe"}, "REFINER_POLICY='maybe': must be one of"),
        ({"REFINER_PROVIDER": "acme"}, "REFINER_PROVIDER='acme': must be one of"),
        (
            {"REFINER_TIMEOUT_SECONDS": "0"},
            "REFINER_TIMEOUT_SECONDS='0': must be a positive number",
        ),
        ({"REFINER_KEEP_DAYS": "-3"}, "REFINER_KEEP_DAYS='-3': must be a positive number"),
        ({"ENABLE_PARALLEL_AI_PROCESSING": "maybe"}, "must be true or false"),
    ],
)
def test_an_unusable_value_is_named_with_what_it_must_be(environ, message):
    with pytest.raises(SettingsError, match=message.replace("(", r"\(")):
        load_settings(environ)


def test_the_environment_outranks_the_env_file_and_empty_is_unset(tmp_path, monkeypatch):
    env_file = tmp_path / ".env"
    env_file.write_text("REFINER_POLICY=always\nREFINER_THRESHOLD=0.3\nREFINER_STRATEGY=\n")
    monkeypatch.setenv("REFINER_THRESHOLD", "0.4")
    environ = read_environment(env_file)
    assert (environ["REFINER_POLICY"], environ["REFINER_THRESHOLD"]) == ("always", "0.4")
    assert "REFINER_STRATEGY" not in environ


def test_a_key_is_never_in_what_settings_print():
    assert "sk-secret" not in repr(load_settings({"OPENAI_API_KEY": "sk-secret"}))


def test_a_misspelt_setting_is_named_with_the_one_that_is_meant():
    """Otherwise a misspelt rollback would have no effect, and no message would say so."""
    environ = {
        "REFINER_TRESHOLD": "0.3",
        "REFINER_SOMETHING_ELSE": "1",
        "REFINER_LISTEN": "true",
        "TERM": "x",
    }
    assert describe_unknown_settings(environ) == [
        "REFINER_SOMETHING_ELSE is no setting and has no effect",
        "REFINER_TRESHOLD is no setting and has no effect; did you mean REFINER_THRESHOLD?",
    ]


def test_every_setting_of_the_example_is_known():
    example = Path(__file__).parents[2] / ".env.example"
    names = re.findall(r"^#?([A-Z_]+)=", example.read_text(), re.MULTILINE)
    assert "REFINER_ADMINS" in names
    assert describe_unknown_settings(dict.fromkeys(names, "1")) == []
