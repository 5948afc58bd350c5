"""Who may see which runs, and where roles are configured."""

import pytest

from refiner.config.viewers import EVERYONE, Viewer, find_viewer
from refiner.errors import SettingsError

ROLES = {"admins": ["Dora@x"], "coaches": {"cleo@x": ["Ada"]}}


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (EVERYONE, ["ann's of Ada", "ben's of Bo", "nobody's of Bo"]),
        (Viewer("ann"), ["ann's of Ada"]),
        (Viewer("ann", sees_unowned=True), ["ann's of Ada", "nobody's of Bo"]),
        (Viewer("cleo", ("Ada",)), ["ann's of Ada"]),
        (Viewer("cleo", ("*",)), ["ann's of Ada", "ben's of Bo", "nobody's of Bo"]),
        (Viewer("dora", is_admin=True), []),
    ],
)
def test_each_sees_their_own_and_a_coach_their_speakers(viewer, seen):
    runs = {
        "ann's of Ada": ("ann", "Ada"),
        "ben's of Bo": ("ben", "Bo"),
        "nobody's of Bo": ("", "Bo"),
    }
    assert [name for name, run in runs.items() if viewer.may_see(*run)] == seen


def test_no_speaker_is_nobodys_speaker():
    assert not Viewer("cleo", ("",)).may_see("ann", "")


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
    [({"REFINER_COACHES": "cleo@x"}, {}), ({}, {"coaches": "cleo@x"}), ({}, {"admins": 7})],
)
def test_roles_that_cannot_be_read_are_named(environ, roles):
    with pytest.raises(SettingsError, match=r"COACHES|roles"):
        find_viewer("ann@x", environ, roles)
