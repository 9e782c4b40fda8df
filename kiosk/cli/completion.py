"""`kiosk completion bash`: what a shell completes, made from the parsers themselves."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from kiosk.cli.parser import COMMANDS, every_parser, options_of
from kiosk.cli.translated_parser import Parser
from kiosk.i18n.words import Words
from kiosk.installation import Installation

_BASH = """\
# bash completion of kiosk, made by: kiosk completion bash
_kiosk() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path="" i
    COMPREPLY=()
    # which command it is: words that are neither options nor their values
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path:${COMP_WORDS[i]}" in
            @valued@) ((++i)) ;;
@commands@
        esac
    done
    # the value of the option before
    case "$path:$before" in
@values@
        @valued@) return ;;
    esac
    # options and commands; a word that is no option may be a file
    case "$path" in
@words@
    esac
    [[ ${COMPREPLY[*]} ]] || compopt -o default
}
complete -F _kiosk kiosk
"""


def add_options(parser: Parser) -> None:
    parser.add_argument("shell", choices=("bash",), metavar="SHELL", help="bash")


def execute(_asked: argparse.Namespace, installation: Installation) -> int:
    installation.out(bash(installation.words).rstrip("\n"))
    return 0


def bash(words: Words) -> str:
    """The script, for bash 4 and newer, with or without the bash-completion package."""
    parsers = every_parser(words)
    commands = [f'            "{_before(path)}:{path.split()[-1]}") path="{path}" ;;' for path in parsers if path]
    valued = [
        f'"{path}:{spelling}"'
        for path, parser in parsers.items()
        for action in options_of(parser)
        if action.nargs is None
        for spelling in action.option_strings
    ]
    script = _BASH.replace("@commands@", "\n".join(commands)).replace("@valued@", " | ".join(valued))
    script = script.replace("@values@", "\n".join(line for path in parsers for line in _values(path, parsers[path])))
    return script.replace("@words@", "\n".join(_words(path, parser) for path, parser in parsers.items()))


def _before(path: str) -> str:
    """Return *path* without its last word: "keys" of "keys new"."""
    return path.rpartition(" ")[0]


def _values(path: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    """A line for each option with values that can be listed."""
    for action in options_of(parser):
        names = " | ".join(f'"{path}:{spelling}"' for spelling in action.option_strings)
        if names and action.choices:
            yield f'        {names}) COMPREPLY=($(compgen -W "{" ".join(map(str, action.choices))}" -- "$word")); return ;;'
        elif names and action.type is Path:
            yield f"        {names}) compopt -o default; return ;;"


def _words(path: str, parser: argparse.ArgumentParser) -> str:
    """The line of one command: its options, the names of its parts, and whether a file may stand there."""
    options: list[str] = []
    takes_file = False
    for action in options_of(parser):
        options += action.option_strings
        if not action.option_strings:
            options += map(str, action.choices or ())
            takes_file = takes_file or action.type is Path
    if not path:
        options += COMMANDS
    condition = "[[ $word != -* ]] || " if takes_file else ""
    return f'        "{path}") {condition}COMPREPLY=($(compgen -W "{" ".join(options)}" -- "$word")) ;;'
