"""The manual page kiosk(1), made from the parsers of the commands:

    python -m deploy.man_page

writes deploy/kiosk.1, which the distribution puts where `man` looks. A test tells when it is behind the commands.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.cli.parser import every_parser, options_of
from kiosk.core.build import VERSION
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.i18n.words import Words

PAGE = Path(__file__).with_name("kiosk.1")
_HEAD = r""".\" Made by deploy/man_page.py: change the commands, and not this.
.TH KIOSK 1 "" "kim-kiosk {version}" "Info Desa"
.SH NAMA
kiosk \- kios informasi untuk balai desa
.SH IKHTISAR
.B kiosk
.RI [ PILIHAN ]
.I PERINTAH
.RI [ ... ]
.SH KETERANGAN
Menampilkan kabar di layar sentuh balai desa, mengucapkannya, dan tetap berjalan tanpa internet.
Kantor yang menerbitkan kabar memakai
.B keys
dan
.BR publish .
.SH PILIHAN
"""
_TAIL = r""".SH LINGKUNGAN
.TP
.B KIOSK_CONFIG
berkas pengaturan, kalau
.B \-\-config
tidak disebut
.TP
.B KIOSK_DATA
folder data, kalau
.B \-\-data
tidak disebut
.TP
.B KIOSK_KEY_PASSWORD
sandi kunci rahasia; tanpa ini ditanyakan
.SH BERKAS
.TP
.I /etc/kiosk/kiosk.toml
pengaturan kios
.TP
.I /var/lib/kiosk
isi yang sudah diambil
.SH "STATUS KELUAR"
.TP
.B 0
selesai
.TP
.B 1
gagal: sebuah sumber, pemeriksaan, atau tanda tangan
.TP
.B 2
perintah atau pengaturannya salah
.TP
.B 130
dihentikan
"""


def page() -> str:
    """Return the whole page, as man(7) says it is written."""
    parsers = every_parser(Words(Translation(FALLBACK)))
    own = [action for action in options_of(parsers.pop("")) if action.option_strings]  # the commands are told below
    lines = [_HEAD.format(version=VERSION).rstrip("\n"), *_paragraphs(own), ".SH PERINTAH"]
    for path, parser in parsers.items():
        lines += [f".SS kiosk {_text(path)}", _text(parser.description or ""), *_paragraphs(options_of(parser))]
    return "\n".join([*lines, _TAIL])


def _paragraphs(actions: Iterable[argparse.Action]) -> Iterator[str]:
    """One for each option and each word; the parts of a command have sections of their own."""
    for action in actions:
        if isinstance(action, argparse._SubParsersAction):
            continue
        yield ".TP"
        yield ", ".join(_spelt(action, name) for name in action.option_strings) or rf"\fI{_text(_value(action))}\fR"
        yield _text(action.help or "")


def _spelt(action: argparse.Action, name: str) -> str:
    """Return an option as it is typed, in bold, with the name of its value in italics."""
    value = rf" \fI{_text(_value(action))}\fR" if action.nargs != 0 else ""
    return rf"\fB{_text(name)}\fR{value}"


def _value(action: argparse.Action) -> str:
    if action.choices:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest)


def _text(text: str) -> str:
    """Nothing in it is read as a command of roff."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
