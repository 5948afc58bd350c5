"""A server without a login is reached from this machine alone, unless a person allowed more."""

from pathlib import Path

import pytest

from refiner.config import listening
from refiner.config.listening import check_listening, has_login_secrets
from refiner.errors import SettingsError


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_this_machines_own_addresses_need_no_login(address):
    check_listening(address, {}, has_login=False)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "10.0.0.8", "talks.example"])
def test_any_other_address_needs_a_login_or_a_persons_word(address):
    with pytest.raises(SettingsError, match="anyone could read every talk"):
        check_listening(address, {"REFINER_LISTEN": "maybe"}, has_login=False)
    check_listening(address, {}, has_login=True)
    check_listening(address, {"REFINER_LISTEN": "true"}, has_login=False)


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(listening, "PROGRAM_FOLDER", tmp_path / "program")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".streamlit").mkdir()
    return tmp_path


def test_a_login_is_what_the_secrets_set_up(home):
    secrets = home / ".streamlit" / "secrets.toml"
    assert not has_login_secrets()
    secrets.write_text("[database]\nuser = 'a'")
    assert not has_login_secrets()
    secrets.write_text("[auth]\nclient_id = 'a'")
    assert has_login_secrets()
    secrets.write_text("[auth")
    with pytest.raises(SettingsError, match="cannot be read"):
        has_login_secrets()
