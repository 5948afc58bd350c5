"""Starts the workbench, on this machine alone unless other machines are allowed."""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread

from refiner.config.listening import LISTEN_VARIABLE, check_listening
from refiner.config.login import check_login, read_secrets
from refiner.config.settings import (
    describe_unknown_settings,
    load_settings,
    read_environment,
)
from refiner.config.viewers import find_viewer
from refiner.errors import SettingsError
from refiner.places import PROGRAM_FOLDER
from refiner.terminal import print_message

OWN_NAMES = ("127.0.0.1", "localhost", "::1")


def serve_command(args: argparse.Namespace) -> int:
    """Be the server until it is ended.

    Raises InputError for an address that is not allowed, and for a login that cannot work.

    Streamlit runs in this process, so that signals reach it and its exit status is ours.
    """
    environ = read_environment()
    for line in describe_unknown_settings(environ):
        print_message(f"warning: {line}")
    if args.listen:
        os.environ[LISTEN_VARIABLE] = environ[LISTEN_VARIABLE] = "true"
    secrets = read_secrets()
    if "auth" in secrets:
        check_login(secrets["auth"])
        find_viewer("", environ, secrets.get("roles"))
    check_listening(args.host, environ, has_login="auth" in secrets)
    sys.argv = [
        "streamlit",
        "run",
        str(PROGRAM_FOLDER / "app.py"),
        f"--server.address={args.host}",
        f"--server.port={args.port}",
        *(f"--server.allowedHosts={name}" for name in (*OWN_NAMES, args.host, *args.name)),
        f"--server.headless={'false' if args.open else 'true'}",
    ]
    Thread(target=_rehearse_at_start, args=(environ,), daemon=True).start()
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return 0


def _rehearse_at_start(environ: Mapping[str, str]) -> None:
    """Make the first run ready while the server starts and the browser opens."""
    with suppress(SettingsError):  # the page names it
        settings = load_settings(environ)
        from refiner.run.rehearsal import rehearse  # a second to import

        rehearse(settings.analyst)
