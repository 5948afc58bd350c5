"""Who may see which runs, and where roles are configured."""

import pytest

from refiner.config.viewers import Viewer, find_viewer, name_user
from refiner.errors import SettingsError

ROLES = {"admins": ["Dora@x"], "coaches": {"cleo@x": ["Ada"]}}


ANN = {"sub": "17", "email": "ann@x", "provider": "okta"}


@pytest.mark.parametrize(
    ("claims", "providers", "unprefixed", "name"),
    [
        (ANN | {"provider": "default"}, ["default"], "", "ann@x"),
        (ANN, ["okta"], "", "ann@x"),
        (ANN, ["okta", "google"], "", "okta:ann@x"),
        (ANN, ["okta", "google"], "google", "okta:ann@x"),
        (ANN, ["okta", "google"], "Okta", "ann@x"),
        (ANN, ["google"], "", "okta:ann@x"),  # logged in before okta was taken out
        (ANN | {"email_verified": "false"}, ["okta"], "", "17"),
        (ANN | {"email_verified": False, "sub": "ben@x"}, ["okta"], "", "subject:ben@x"),
        ({"sub": "google:17", "provider": "okta"}, ["okta"], "", "subject:google:17"),
    ],
)
def test_no_two_people_have_one_name(claims, providers, unprefixed, name):
    assert name_user(claims, providers, unprefixed) == name


@pytest.mark.parametrize(
    ("user", "environ", "roles", "found"),
    [
        ("ann@x", {}, None, Viewer("ann@x")),
        ("DORA@x", {}, ROLES, Viewer("dora@x", is_admin=True)),
        ("cleo@x", {}, ROLES, Viewer("cleo@x", ("Ada",))),
        ("eve@x", {"REFINER_ADMINS": "bob@x, Eve@x"}, ROLES, Viewer("eve@x", is_admin=True)),
        (
            "cleo@x",
            {"REFINER_COACHES": "cleo@x=Bo,Cy Young; ben@x=*"},
            ROLES,
            Viewer("cleo@x", ("Ada", "Bo", "Cy Young")),
        ),
    ],
)
def test_roles_come_from_the_environment_and_the_secrets(user, environ, roles, found):
    assert find_viewer(user, environ, roles) == found


@pytest.mark.parametrize(
    ("environ", "roles"),
    [
        ({"REFINER_COACHES": "cleo@x"}, {}),
        ({}, {"coaches": "cleo@x"}),
        ({}, {"coaches": {"cleo@x": "Ada"}}),
        ({}, {"admins": 7}),
        ({}, {"admins": "dora@x"}),
        ({}, "dora@x"),
    ],
)
def test_roles_that_cannot_be_read_are_named(environ, roles):
    with pytest.raises(SettingsError, match=r"COACHES|roles"):
        find_viewer("ann@x", environ, roles)
