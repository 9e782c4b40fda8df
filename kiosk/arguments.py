"""The command line's words: commands, options and their help, in the technician's language."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

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


def _kept(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"{text} di luar 1 sampai 1000")
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

    desk = commands.add_parser("desk", help="meja pengumuman: aplikasi web untuk HP di balai")
    desk.add_argument("--add", metavar="NAMA", help="orang yang boleh menulis; PIN-nya ditanyakan")
    desk.add_argument(
        "--stick",
        type=Path,
        metavar="FOLDER",
        help="terbitkan isi folder pengumuman di flash disk; PIN petugas ditanyakan",
    )
    desk.add_argument("--counts", action="store_true", help="cetak hitungan baca, dengar, dan cari sebagai JSON")

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
    shot.add_argument("--state", default="normal", metavar="KEADAAN", help="normal, empty, stale, offline, timeout, …")
    shot.add_argument("--search", metavar="KATA", default="posyan", help="yang diketik di layar search")
    shot.add_argument("--now", metavar="WAKTU")
    shot.add_argument("--demo", action="store_true", help="dengan isi desa contoh")

    _add_office(commands)

    check = commands.add_parser("check", help="memeriksa pengaturan, isi, jam, sumber, suara, GPIO, dan layar")
    check.add_argument("--json", action="store_true")
    check.add_argument(
        "--hardware", action="store_true", help="mencoba tombol, sensor, relai, lampu, suara, dan layar satu per satu"
    )
    check.add_argument("--set-pin", action="store_true", help="mengganti PIN petugas")
    return parser


def _add_office(commands: Any) -> None:
    publish = commands.add_parser("publish", help="menerbitkan folder kantor sebagai umpan pusat yang ditandatangani")
    publish.add_argument("folder", type=Path, metavar="FOLDER")
    publish.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="folder terbitan, untuk diunggah")
    publish.add_argument("--key", type=Path, required=True, metavar="BERKAS.key")
    publish.add_argument(
        "--from", dest="site", default="", metavar="ALAMAT", help="situsnya, kalau folder terbitan hilang"
    )
    publish.add_argument("--dry-run", action="store_true", help="hanya tunjukkan apa yang akan berubah")
    publish.add_argument("--preview", action="store_true", help="tunjukkan apa yang tampil dan diucapkan kios")
    publish.add_argument("--keep", type=_kept, default=5, metavar="N", help="edisi lama yang tetap disimpan")
    publish.add_argument("--now", metavar="WAKTU", help="waktu terbit (ISO 8601)")

    keys = commands.add_parser("keys", help="kunci untuk menandatangani umpan pusat")
    what = keys.add_subparsers(dest="what", required=True, metavar="APA")
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

    bundle = commands.add_parser("import", help="mengambil isi yang ditandatangani dari flash disk atau folder")
    bundle.add_argument("path", type=Path, metavar="FOLDER")
    bundle.add_argument(
        "--step",
        choices=("take", "report"),
        help="untuk kiosk-stick@.service: take hanya mengambil isi flash disk, report hanya menulis laporan ke sana",
    )
