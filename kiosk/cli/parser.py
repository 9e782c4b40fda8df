"""The command line: the program's own options, the commands, and the parser of each.

A command is a module of this room and a row of COMMANDS. The module has `add_options(parser)` and `execute(asked, call)`, and is
loaded when its command is asked for; it must load without the extras (kiosk.cli.extras), for `completion` names its options.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from content_cache.model.problems import msgid
from kiosk.cli.translated_parser import Parser
from kiosk.core.build import build_version
from kiosk.i18n.words import Words
from kiosk.installation import Installation

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "run": msgid("run the kiosk, on the whole screen"),
        "demo": msgid("run the kiosk with a sample village"),
        "refresh": msgid("get news from the sources that are due"),
        "items": msgid("what visitors see now"),
        "desk": msgid("the notice desk: a web app for phones in the hall"),
        "say": msgid("say a text or an item"),
        "ask": msgid("what the kiosk understands of a recorded question"),
        "voices": msgid("which voices are here; fetch the neural one"),
        "listening-test": msgid("people hear pairs of voices, and tell which they understand better"),
        "screenshot": msgid("draw one screen to a PNG file"),
        "publish": msgid("publish an office's folder as a signed central feed"),
        "office": msgid("the office's desk: notices for many villages, in a browser"),
        "cards": msgid("write SD cards for many villages, one after another"),
        "keys": msgid("keys to sign a central feed with"),
        "site": msgid("the public pages for phones, as files"),
        "sms": msgid("a signed warning as SMS; read some; receive them"),
        "import": msgid("take signed content in from a USB stick or a folder"),
        "post": msgid("what waits for the office; send it, or put it on a stick"),
        "backup": msgid("what the village has, in one sealed file: to a USB stick"),
        "restore": msgid("a backup in place of what is here"),
        "check": msgid("check settings, content, clock, sources, voice, GPIO and screen"),
        "completion": msgid("print what a shell completes"),
    }
)
"""Commands with what each does, a message of the catalogue."""


LASTING = frozenset({"run", "demo", "desk", "office", "sms"})
"""Commands that go on until they are ended, and whose log somebody may follow."""

READING = frozenset({"items"})
"""Commands that write nothing, to which an empty data folder that may not be written is one without content."""


class Command(Protocol):
    """Interface of a command's module."""

    def add_options(self, parser: Parser) -> None:
        """Add the command's options and positional arguments, with their help."""

    def execute(self, asked: argparse.Namespace, installation: Installation) -> int:
        """Run the command with the options *asked* and return its exit code. Raises Refusal."""


def load_command(name: str) -> Command:
    """Import the module of the command *name*, which is in COMMANDS."""
    return cast(Command, import_module(f"kiosk.cli.{'import_' if name == 'import' else name.replace('-', '_')}"))


def make_parser(words: Words) -> Parser:
    """Return the program's parser. `command` is the word after its own options, `words` are all words behind it."""
    _ = words
    listed = "\n".join(f"  {name:16}{_(does)}" for name, does in COMMANDS.items())
    commands = _("commands (the help of each: kiosk COMMAND --help):")
    parser = Parser(
        prog="kiosk",
        description=_("Village Info: an information kiosk for village halls."),
        epilog=f"{commands}\n{listed}",
        words=words,
    )
    add_own_options(parser)
    parser.add_argument("command", metavar=_("COMMAND"), help=_("one of those below"))
    rest = parser.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help=_("the options of that command"))
    rest.required = False  # argparse would tell of it as missing when it is the command that is
    return parser


def add_own_options(parser: Parser) -> None:
    """Add the program's own options, which stand before the command."""
    _ = parser.words
    parser.add_argument(
        "--version",
        action="version",
        version=f"kim-kiosk {build_version()}",
        help=_("print the version of this program"),
    )
    parser.add_argument("--config", type=Path, metavar=_("FILE"), help=_("the kiosk.toml to use"))
    parser.add_argument("--data", type=Path, metavar=_("FOLDER"), help=_("the data folder"))


def command_parser(name: str, words: Words) -> Parser:
    """Return the parser of the command *name*, which is in COMMANDS."""
    parser = Parser(prog=f"kiosk {name}", description=words(COMMANDS[name]), words=words)
    load_command(name).add_options(parser)
    return parser


def unknown_command(name: str, _: Words) -> str:
    """Return the error line for the unknown command *name*, with the most similar known one."""
    import difflib  # where something is wrong

    near = difflib.get_close_matches(name, COMMANDS, 1)
    if near:
        return _('"{name}" is not a command; did you mean "{meant}"?', name=name, meant=near[0])
    return _('"{name}" is not a command; the commands are: {all}', name=name, all=", ".join(COMMANDS))


def every_parser(words: Words) -> dict[str, argparse.ArgumentParser]:
    """Return all parsers by what is typed after `kiosk`: "" for the program's own, "items", "keys", "keys new"."""
    found: dict[str, argparse.ArgumentParser] = {"": make_parser(words)}
    for name in COMMANDS:
        found |= _with_parts(name, command_parser(name, words))
    return found


def options_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the options and positional arguments of *parser*, in the order of its help. argparse has no public
    way to list them.
    """
    return [action for action in parser._actions if action.help != argparse.SUPPRESS]


def _with_parts(path: str, parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return *parser* and the parsers of its subcommands, by what is typed."""
    found = {path: parser}
    for action in options_of(parser):
        if isinstance(action, argparse._SubParsersAction):
            for name, part in action.choices.items():
                found |= _with_parts(f"{path} {name}", part)
    return found
