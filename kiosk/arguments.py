"""The command line's words: commands, options and their help, in the technician's language."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from content_cache.items import Category

SIZES_HELP = "LEBARxTINGGI, misalnya 1280x720"


def _scale(text: str) -> float:
    scale = float(text)
    if not 1.0 <= scale <= 2.0:
        raise argparse.ArgumentTypeError(f"{text} di luar 1.0 sampai 2.0")
    return scale


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} kurang dari nol")
    return number


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="Info Desa: kios informasi untuk balai desa.")
    parser.add_argument("--config", type=Path, metavar="BERKAS", help="kiosk.toml yang dipakai")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="folder data")
    commands = parser.add_subparsers(dest="command", required=True, metavar="PERINTAH")

    run = commands.add_parser("run", help="menjalankan kios, sepenuh layar")
    run.add_argument("--window", metavar="WxH", help=SIZES_HELP)
    run.add_argument("--no-refresh", action="store_true", help="tanpa pengambil berita")

    demo = commands.add_parser("demo", help="menjalankan kios dengan desa contoh")
    demo.add_argument("--window", metavar="WxH", help=SIZES_HELP)

    refresh = commands.add_parser("refresh", help="mengambil berita dari sumber yang sudah waktunya")
    refresh.add_argument("--source", metavar="NAMA", help="hanya sumber ini")
    refresh.add_argument("--force", action="store_true", help="semua sumber sekarang juga")
    refresh.add_argument("--keep-going", action="store_true", help="terus-menerus")
    refresh.add_argument("--json", action="store_true")

    items = commands.add_parser("items", help="apa yang dilihat pengunjung sekarang")
    items.add_argument("--category", choices=[str(category) for category in Category])
    items.add_argument("--search", default="", metavar="KATA")
    items.add_argument(
        "--from", dest="first", type=date.fromisoformat, metavar="TANGGAL", help="kegiatan sejak hari ini: 2026-11-24"
    )
    items.add_argument(
        "--to", dest="last", type=date.fromisoformat, metavar="TANGGAL", help="kegiatan sampai dengan hari ini"
    )
    items.add_argument("--limit", type=_count, metavar="N")
    items.add_argument("--now", metavar="WAKTU", help="seolah-olah sekarang waktu ini (ISO 8601)")
    items.add_argument("--json", action="store_true")

    say = commands.add_parser("say", help="mengucapkan teks atau sebuah isi")
    say.add_argument("text", nargs="?", metavar="TEKS")
    say.add_argument("--item", metavar="ID")
    say.add_argument("--words", action="store_true", help="cetak kata-kata yang akan diucapkan")
    say.add_argument("--phonemes", action="store_true", help="cetak apa yang diterima pensintesis suara")
    say.add_argument("--out", type=Path, metavar="BERKAS.wav")
    say.add_argument("--voice", metavar="NAMA")
    say.add_argument("--language", metavar="KODE")

    shot = commands.add_parser("screenshot", help="menggambar satu layar ke berkas PNG")
    shot.add_argument("screen", nargs="?", default="home")
    shot.add_argument("--list", action="store_true", help="nama-nama layar")
    shot.add_argument("--all", action="store_true", help="semua layar ke sebuah folder (--out), dengan index.html")
    shot.add_argument("--out", type=Path, metavar="BERKAS.png")
    shot.add_argument("--size", metavar="WxH", help=SIZES_HELP)
    shot.add_argument("--theme", choices=("light", "dark", "contrast"))
    shot.add_argument("--text-scale", type=_scale, metavar="S")
    shot.add_argument("--language", metavar="KODE")
    shot.add_argument("--item", metavar="ID")
    shot.add_argument(
        "--state", choices=("normal", "empty", "stale", "timeout", "speaking", "results", "handout"), default="normal"
    )
    shot.add_argument("--search", metavar="KATA", default="posyan", help="yang diketik di layar search")
    shot.add_argument("--now", metavar="WAKTU")
    shot.add_argument("--demo", action="store_true", help="dengan isi desa contoh")

    check = commands.add_parser("check", help="memeriksa pengaturan, isi, jam, sumber, suara, GPIO, dan layar")
    check.add_argument("--json", action="store_true")
    return parser
