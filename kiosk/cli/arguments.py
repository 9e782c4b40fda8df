"""The command line's words: commands, options and their help, in the technician's language.

Loads nothing that is not Python's own: the window's command is read while the graphics driver still loads
(kiosk.ui.runtime.gl_driver).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

SIZES_HELP = "LEBARxTINGGI, misalnya 1280x720"


def _number(text: str, read: Callable[[str], Any], what: str) -> Any:
    """What `read` makes of it. argparse would tell a ValueError by the name of the function."""
    try:
        return read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" bukan {what}') from error


def _scale(text: str) -> float:
    scale: float = _number(text, float, "bilangan")
    if not 1.0 <= scale <= 2.0:
        raise argparse.ArgumentTypeError(f"{text} di luar 1.0 sampai 2.0")
    return scale


def _count(text: str) -> int:
    number: int = _number(text, int, "bilangan bulat")
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} kurang dari nol")
    return number


def _kept(text: str) -> int:
    number: int = _number(text, int, "bilangan bulat")
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"{text} di luar 1 sampai 1000")
    return number


def _day(text: str) -> date:
    day: date = _number(text, date.fromisoformat, "tanggal; contoh 2026-11-24")
    return day


def _argparse(_: Callable[[str], str]) -> tuple[str, ...]:
    """What argparse itself says of a wrong call, and in a help, in the language of `_`: with `str` as it says it."""
    return (
        _("argument %(argument_name)s: %(message)s"),
        _("the following arguments are required: %s"),
        _("unrecognized arguments: %s"),
        _("invalid choice: %(value)r (choose from %(choices)s)"),
        _("ambiguous option: %(option)s could match %(matches)s"),
        _("expected one argument"),
        _("expected at least one argument"),
        _("expected at most one argument"),
        _("ignored explicit argument %r"),
        _("positional arguments"),
        _("options"),
        _("show this help message and exit"),
        _("usage: "),
        _("error"),
    )


_FILLED_IN = re.compile(r"%(\(\w+\)|)[rs]")


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """(what argparse says, the same in Indonesian)"""
    from kiosk.i18n.translation import FALLBACK, Translation  # for who asks for help, or made a mistake

    return tuple(zip(_argparse(str), _argparse(Translation(FALLBACK).gettext), strict=True))


def _said(message: str) -> str:
    """A message of argparse's in Indonesian; as it is where there are no words for it."""
    for told, words in _words():
        pattern = "(.*?)".join(map(re.escape, _FILLED_IN.split(told)[::2]))
        if match := re.fullmatch(pattern, message, re.DOTALL):
            names = _FILLED_IN.findall(told)
            details = dict(zip(names, match.groups(), strict=True))
            if "(message)" in details:
                details["(message)"] = _said(details["(message)"])
            parts = _FILLED_IN.split(words)
            return "".join(details[part] if number % 2 else part for number, part in enumerate(parts))
    return message


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _said("usage: ") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Says in Indonesian what argparse says in English. Only a help and a mistake wait for the words."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how, formatter_class=_Formatter)

    def format_help(self) -> str:
        for group in self._action_groups:
            group.title = _said(group.title or "")
        for action in self._actions:
            action.help = _said(action.help) if action.help else action.help
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {_said('error')}: {_said(message)}\n")


class _Command(_Parser):
    """A command's parser, made when its words are read: those of all commands together would keep the first frame waiting."""

    def __init__(self, *, fill: Callable[[argparse.ArgumentParser], None], **how: Any) -> None:
        self._fill, self._how = fill, how

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse calls it for the command that was named."""
        super().__init__(**self._how)
        self._fill(self)
        return super().parse_known_args(args, namespace)


def make_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="kiosk", description="Info Desa: kios informasi untuk balai desa.")
    parser.add_argument("--config", type=Path, metavar="BERKAS", help="kiosk.toml yang dipakai")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="folder data")
    # the usage's beginning is given: to find it out, argparse would ask how wide the terminal is
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="PERINTAH", parser_class=_Command, prog="kiosk"
    )
    commands.add_parser("run", help="menjalankan kios, sepenuh layar", fill=_run_options)
    commands.add_parser("demo", help="menjalankan kios dengan desa contoh", fill=_demo_options)
    commands.add_parser("refresh", help="mengambil berita dari sumber yang sudah waktunya", fill=_refresh_options)
    commands.add_parser("items", help="apa yang dilihat pengunjung sekarang", fill=_items_options)
    commands.add_parser("desk", help="meja pengumuman: aplikasi web untuk HP di balai", fill=_desk_options)
    commands.add_parser("say", help="mengucapkan teks atau sebuah isi", fill=_say_options)
    commands.add_parser("screenshot", help="menggambar satu layar ke berkas PNG", fill=_screenshot_options)
    commands.add_parser(
        "publish", help="menerbitkan folder kantor sebagai umpan pusat yang ditandatangani", fill=_publish_options
    )
    commands.add_parser("keys", help="kunci untuk menandatangani umpan pusat", fill=_keys_options)
    commands.add_parser(
        "import", help="mengambil isi yang ditandatangani dari flash disk atau folder", fill=_import_options
    )
    commands.add_parser(
        "check", help="memeriksa pengaturan, isi, jam, sumber, suara, GPIO, dan layar", fill=_check_options
    )
    return parser


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--window", metavar="WxH", help=SIZES_HELP)
    parser.add_argument("--no-refresh", action="store_true", help="tanpa pengambil berita")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--window", metavar="WxH", help=SIZES_HELP)


def _refresh_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", metavar="NAMA", help="hanya sumber ini")
    parser.add_argument("--force", action="store_true", help="semua sumber sekarang juga")
    parser.add_argument("--keep-going", action="store_true", help="terus-menerus")
    parser.add_argument("--json", action="store_true")


def _items_options(parser: argparse.ArgumentParser) -> None:
    from content_cache.model.items import Category

    parser.add_argument("--category", choices=[str(category) for category in Category])
    parser.add_argument("--search", default="", metavar="KATA")
    parser.add_argument(
        "--from", dest="first", type=_day, metavar="TANGGAL", help="kegiatan sejak hari ini: 2026-11-24"
    )
    parser.add_argument("--to", dest="last", type=_day, metavar="TANGGAL", help="kegiatan sampai dengan hari ini")
    parser.add_argument("--limit", type=_count, metavar="N")
    parser.add_argument("--now", metavar="WAKTU", help="seolah-olah sekarang waktu ini (ISO 8601)")
    parser.add_argument("--json", action="store_true")


def _desk_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--add", metavar="NAMA", help="orang yang boleh menulis; PIN-nya ditanyakan")
    parser.add_argument(
        "--stick",
        type=Path,
        metavar="FOLDER",
        help="terbitkan isi folder pengumuman di flash disk; PIN petugas ditanyakan",
    )
    parser.add_argument("--counts", action="store_true", help="cetak hitungan baca, dengar, dan cari sebagai JSON")


def _say_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", metavar="TEKS")
    parser.add_argument("--item", metavar="ID")
    parser.add_argument("--words", action="store_true", help="cetak kata-kata yang akan diucapkan")
    parser.add_argument("--phonemes", action="store_true", help="cetak apa yang diterima pensintesis suara")
    parser.add_argument("--out", type=Path, metavar="BERKAS.wav")
    parser.add_argument("--voice", metavar="NAMA")
    parser.add_argument("--language", metavar="KODE")


def _screenshot_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("screen", nargs="?", default="home", metavar="LAYAR", help="home kalau tidak disebut")
    parser.add_argument("--list", action="store_true", help="nama-nama layar")
    parser.add_argument("--all", action="store_true", help="semua layar ke sebuah folder (--out), dengan index.html")
    parser.add_argument("--out", type=Path, metavar="BERKAS.png")
    parser.add_argument("--size", metavar="WxH", help=SIZES_HELP)
    parser.add_argument("--theme", choices=("light", "dark", "contrast"))
    parser.add_argument("--text-scale", type=_scale, metavar="S")
    parser.add_argument("--language", metavar="KODE")
    parser.add_argument("--item", metavar="ID")
    parser.add_argument(
        "--state", default="normal", metavar="KEADAAN", help="normal, empty, stale, offline, timeout, …"
    )
    parser.add_argument("--search", metavar="KATA", default="posyan", help="yang diketik di layar search")
    parser.add_argument("--now", metavar="WAKTU")
    parser.add_argument("--demo", action="store_true", help="dengan isi desa contoh")


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--hardware", action="store_true", help="mencoba tombol, sensor, relai, lampu, suara, dan layar satu per satu"
    )
    parser.add_argument("--set-pin", action="store_true", help="mengganti PIN petugas")


def _publish_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="folder terbitan, untuk diunggah")
    parser.add_argument("--key", type=Path, required=True, metavar="BERKAS.key")
    parser.add_argument(
        "--from", dest="site", default="", metavar="ALAMAT", help="situsnya, kalau folder terbitan hilang"
    )
    parser.add_argument("--dry-run", action="store_true", help="hanya tunjukkan apa yang akan berubah")
    parser.add_argument("--preview", action="store_true", help="tunjukkan apa yang tampil dan diucapkan kios")
    parser.add_argument("--keep", type=_kept, default=5, metavar="N", help="edisi lama yang tetap disimpan")
    parser.add_argument("--now", metavar="WAKTU", help="waktu terbit (ISO 8601)")
    parser.add_argument("--yes", action="store_true", help="walau tanpa feed.toml, atau menarik lebih dari separuh isi")


def _keys_options(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="APA", parser_class=_Parser)
    new = what.add_parser("new", help="membuat kunci news, alert, dan spare")
    new.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    new.add_argument("--no-password", action="store_true", help="tanpa sandi")
    new.set_defaults(now=None)
    replace = what.add_parser("replace", help="mengganti kunci yang hilang, dengan kunci spare")
    replace.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="folder terbitan")
    replace.add_argument("--spare", type=Path, required=True, metavar="BERKAS.key")
    for role in ("news", "alert", "revoke"):
        replace.add_argument(f"--{role}", type=Path, action="append", default=[], metavar="BERKAS.pub")
    replace.add_argument("--now", metavar="WAKTU", help="sejak kapan kunci baru berlaku (ISO 8601)")


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--step",
        choices=("take", "report"),
        help="untuk kiosk-stick@.service: take hanya mengambil isi flash disk, report hanya menulis laporan ke sana",
    )
