"""`kiosk completion SHELL`: what a shell completes, printed by shtab from the parsers themselves."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from kiosk.cli.parser import COMMANDS, add_own_options, load_command, options_of
from kiosk.cli.translated_parser import Parser
from kiosk.i18n.words import Words
from kiosk.installation import Installation

_SHELLS = ("bash", "zsh", "fish")


def add_options(parser: Parser) -> None:
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help=", ".join(_SHELLS))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    installation.out(script(asked.shell, installation.words).rstrip("\n"))
    return 0


def script(shell: str, words: Words) -> str:
    """Return the completion script for *shell*, one of bash, zsh and fish."""
    import shtab  # for this command alone

    parser = Parser(prog="kiosk", words=words)
    add_own_options(parser)
    commands = parser.add_subparsers()
    for name, does in COMMANDS.items():
        load_command(name).add_options(commands.add_parser(name, help=words(does)))
    _offer_files(parser, shtab.FILE)
    return shtab.complete(parser, shell)


def _offer_files(parser: argparse.ArgumentParser, files: Mapping[str, object]) -> None:
    """Mark each argument that is a path as completed by *files*, in *parser* and its subcommands."""
    for action in options_of(parser):
        if isinstance(action, argparse._SubParsersAction):
            for part in action.choices.values():
                _offer_files(part, files)
        elif action.type is Path:
            vars(action)["complete"] = files
