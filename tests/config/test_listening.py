"""A server without a login is reached from this machine alone, unless a person allowed more."""

import pytest

from refiner.config.listening import check_listening
from refiner.errors import SettingsError


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_this_machines_own_addresses_need_no_login(address):
    check_listening(address, {}, has_login=False)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "10.0.0.8", "talks.example"])
def test_any_other_address_needs_a_login_or_a_persons_word(address):
    with pytest.raises(SettingsError, match="anyone could read every talk"):
        check_listening(address, {"REFINER_LISTEN": "false"}, has_login=False)
    check_listening(address, {}, has_login=True)
    check_listening(address, {"REFINER_LISTEN": "true"}, has_login=False)


def test_an_unreadable_permission_is_named_and_allows_nothing():
    with pytest.raises(SettingsError, match="REFINER_LISTEN='maybe': must be true or false"):
        check_listening("0.0.0.0", {"REFINER_LISTEN": "maybe"}, has_login=False)
