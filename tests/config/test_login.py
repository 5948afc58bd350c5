"""A login that cannot work is refused when the server starts, and what is missing is named."""

from pathlib import Path

import pytest

from refiner.cli.parser import main
from refiner.config import login
from refiner.config.login import check_login, named_providers, read_secrets
from refiner.errors import SettingsError

SERVER = {"redirect_uri": "https://talks.example/oauth2callback", "cookie_secret": "c"}
PROVIDER = {"client_id": "w", "client_secret": "s", "server_metadata_url": "https://id.example"}


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(login, "PROGRAM_FOLDER", tmp_path / "program")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".streamlit").mkdir()
    return tmp_path


def test_secrets_are_read_from_every_file_in_which_streamlit_looks(home):
    assert read_secrets() == {}
    (home / ".streamlit" / "secrets.toml").write_text("a = 1\nb = 1")
    program = home / "program" / ".streamlit" / "secrets.toml"
    program.parent.mkdir(parents=True)
    program.write_text("b = 2")
    assert read_secrets() == {"a": 1, "b": 2}
    program.write_text("[auth")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_secrets()


def test_one_provider_or_several_can_be_set_up():
    check_login(SERVER | PROVIDER | {"client_kwargs": {"prompt": "login"}})
    several = SERVER | {"okta": PROVIDER, "google": PROVIDER}
    check_login(several)
    assert named_providers(several) == ["okta", "google"]
    assert named_providers(SERVER | PROVIDER) == []


@pytest.mark.parametrize(
    ("auth", "why"),
    [
        (3, "must be a section"),
        ({}, r"lacks redirect_uri in \[auth\], cookie_secret in \[auth\], client_id in \[auth\]"),
        (SERVER | PROVIDER | {"client_secret": ""}, r"lacks client_secret in \[auth\] "),
        (SERVER | {"okta": PROVIDER, "google": {}}, r"lacks client_id in \[auth.google\]"),
    ],
)
def test_what_a_login_lacks_is_named(auth, why):
    with pytest.raises(SettingsError, match=why):
        check_login(auth)


def test_a_login_without_its_packages_says_what_to_install(monkeypatch):
    monkeypatch.setattr(login, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install -r requirements-server\.txt"):
        check_login(SERVER | PROVIDER)


@pytest.mark.parametrize(
    ("secrets", "why"),
    [
        ("auth = 3", "error: login: [auth] in secrets.toml must be a section"),
        ("[auth]", "error: login: secrets.toml lacks redirect_uri"),
        ("[auth", "cannot be read"),
        (
            "[auth]\n"
            + "".join(f"{key} = '{value}'\n" for key, value in (SERVER | PROVIDER).items())
            + "[roles]\nadmins = 'dora@talks.example'",
            "error: roles: admins is a list",
        ),
    ],
)
def test_a_server_whose_login_cannot_work_does_not_start(home, capsys, secrets, why):
    (home / ".streamlit" / "secrets.toml").write_text(secrets)
    assert main(["serve"]) == 2
    error = capsys.readouterr().err
    assert why in error
    assert error.count("\n") == 1
