"""Who may use this server, and who is looking: the login, and the address it listens on."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.components.shared.text import lead_html, safe
from refiner.config.listening import check_listening
from refiner.config.login import check_login, named_providers
from refiner.config.settings import read_environment
from refiner.config.viewers import EVERYONE, Viewer, find_viewer, name_user
from refiner.errors import SettingsError


def has_login() -> bool:
    """Whether the secrets set up a login (OIDC)."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def require_access() -> None:
    """End the page unless this server may be reached as it is and the person has logged in."""
    address = st.get_option("server.address")
    try:
        if has_login():
            check_login(st.secrets["auth"])
    except SettingsError as error:
        _refuse("No one can log in", error)
    try:
        check_listening(address, read_environment(), has_login=has_login())
    except SettingsError as error:
        _refuse("Not open to other machines", error)
    if has_login() and not st.user.is_logged_in:
        _show_login()
        st.stop()


def _refuse(title: str, error: SettingsError) -> None:
    st.title(title, anchor=False)
    st.error(f"This server does not start: {error}.")
    st.stop()


def current_viewer() -> Viewer:
    """Who is looking; everyone sees everything on a server without a login.

    Ends the page if there is a login and the person has not logged in, on every page.
    """
    if not has_login():
        return EVERYONE
    if not st.user.is_logged_in:
        st.stop()
    try:
        roles = st.secrets.get("roles", {})
        unprefixed = roles.get("unprefixed_provider") if isinstance(roles, Mapping) else None
        providers = [name or "default" for name in _providers()]
        user = name_user(st.user.to_dict(), providers, str(unprefixed or ""))
        return find_viewer(user, read_environment(), roles)
    except SettingsError as error:
        st.error(f"{error}. Correct the configuration of this server.")
        st.stop()


def _providers() -> list[str | None]:
    """The providers to choose from; None for the one without a name."""
    return list(named_providers(st.secrets["auth"])) or [None]


def _show_login() -> None:
    st.title("Speech Refiner", anchor=False)
    st.html(lead_html("Log in to see your talks. Others see them only if they coach you."))
    for name in _providers():
        label = "Log in" if name is None else f"Log in with {name.capitalize()}"
        if st.button(label, type="primary", icon=":material/login:", key=f"login_{name or ''}"):
            st.login(name)


def show_account() -> None:
    """Who has logged in, and the way out."""
    if not has_login():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="account"):
        st.html(f'<span class="sr-quiet">{safe(current_viewer().user)}</span>', width="content")
        if st.button("Log out", key="account_logout", icon=":material/logout:", type="tertiary"):
            st.logout()
