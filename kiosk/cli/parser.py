"""The command line: the program's own options, the commands, and the parser of each.

A command is a module of this room and a row of COMMANDS. The module has `add_options(parser)` and `execute(asked, call)`, and is
loaded when its command is asked for; it must load without the extras (kiosk.cli.extras), for `completion` names its options.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from kiosk.cli.indonesian_parser import Parser
from kiosk.core.build import VERSION
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.installation import Call

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "run": "menjalankan kios, sepenuh layar",
        "demo": "menjalankan kios dengan desa contoh",
        "refresh": "mengambil berita dari sumber yang sudah waktunya",
        "items": "apa yang dilihat pengunjung sekarang",
        "desk": "meja pengumuman: aplikasi web untuk HP di balai",
        "say": "mengucapkan teks atau sebuah isi",
        "screenshot": "menggambar satu layar ke berkas PNG",
        "publish": "menerbitkan folder kantor sebagai umpan pusat yang ditandatangani",
        "keys": "kunci untuk menandatangani umpan pusat",
        "import": "mengambil isi yang ditandatangani dari flash disk atau folder",
        "check": "memeriksa pengaturan, isi, jam, sumber, suara, GPIO, dan layar",
        "completion": "mencetak pelengkap perintah untuk shell",
    }
)
"""Each with what it does."""


class Command(Protocol):
    """What a command's module has."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Its options, positional arguments and their help."""

    def execute(self, asked: argparse.Namespace, call: Call) -> int:
        """Do what was asked for; returns the exit code. Raises Refusal."""


def load(name: str) -> Command:
    """The module of a command that is in COMMANDS."""
    return cast(Command, import_module(f"kiosk.cli.{'import_' if name == 'import' else name}"))


def make_parser() -> argparse.ArgumentParser:
    """Of the program: `command` is the word that follows its own options, `words` all that comes after that."""
    listed = "\n".join(f"  {name:12}{does}" for name, does in COMMANDS.items())
    parser = Parser(
        prog="kiosk",
        description="Info Desa: kios informasi untuk balai desa.",
        epilog=f"perintah (bantuan masing-masing: kiosk PERINTAH --help):\n{listed}",
    )
    parser.add_argument("--version", action="version", version=f"kim-kiosk {VERSION}", help="cetak versi program ini")
    parser.add_argument("--config", type=Path, metavar="BERKAS", help="kiosk.toml yang dipakai")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="folder data")
    parser.add_argument("command", metavar="PERINTAH", help="salah satu di bawah")
    words = parser.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help="pilihan perintah itu")
    words.required = False  # argparse would tell of it as missing when it is the command that is
    return parser


def command_parser(name: str) -> argparse.ArgumentParser:
    """Of a command that is in COMMANDS."""
    parser = Parser(prog=f"kiosk {name}", description=COMMANDS[name])
    load(name).add_options(parser)
    return parser


def unknown_command(name: str) -> str:
    """What to tell somebody who typed no command, with the one that was perhaps meant."""
    _ = Translation(FALLBACK).gettext
    near = difflib.get_close_matches(name, COMMANDS, 1)
    if near:
        return _('"{name}" is not a command; did you mean "{meant}"?').format(name=name, meant=near[0])
    return _('"{name}" is not a command; the commands are: {all}').format(name=name, all=", ".join(COMMANDS))


def every_parser() -> dict[str, argparse.ArgumentParser]:
    """By what is typed after `kiosk`: "" the program's own, "items", "keys", "keys new"."""
    found = {"": make_parser()}
    for name in COMMANDS:
        found |= _with_parts(name, command_parser(name))
    return found


def options_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What can be given to it, in the order of its help, `keys`' APA included. argparse has no public way to ask."""
    return [action for action in parser._actions if action.help != argparse.SUPPRESS]


def _with_parts(path: str, parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parser, and those of its parts."""
    found = {path: parser}
    for action in options_of(parser):
        if isinstance(action, argparse._SubParsersAction):
            for name, part in action.choices.items():
                found |= _with_parts(f"{path} {name}", part)
    return found
