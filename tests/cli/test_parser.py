"""What `--help` tells of each command."""

import argparse
from collections.abc import Iterator

from refiner.cli.parser import _build_parser


def _arguments(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    """Every argument of every command, with the command's name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _arguments(command)
        else:
            yield parser.prog, action


def test_help_says_what_every_argument_is() -> None:
    arguments = list(_arguments(_build_parser("refiner")))
    assert len(arguments) > 100
    assert [(command, one.dest) for command, one in arguments if not one.help] == []
