"""The command line: what was asked for, which settings hold, one line for each fault. The only place that prints."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from content_cache.items import Category
from kiosk.commands.call import Call, Refusal, find_config, find_data, parse_now
from kiosk.settings import load

SIZES_HELP = "LEBARxTINGGI, misalnya 1280x720"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of design/contracts (0 done, 1 failed, 2 the call or the settings are wrong)."""
    asked = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", stream=sys.stderr)
    try:
        config = find_config(asked.config, os.environ)
        settings = load(config)
        for fault in settings.faults:
            _tell(f"{config}: {fault}")
        call = Call(settings, config, find_data(asked.data, os.environ), print, _tell)
        code = _run(asked, call)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever reads has read enough: `| head`
        return 0
    except Refusal as refusal:
        _tell(f"kiosk {asked.command}: {refusal}")
        return refusal.code
    except KeyboardInterrupt:
        return 130
    return code


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def _run(asked: argparse.Namespace, call: Call) -> int:
    """Each command's module is loaded when it is asked for: `items` needs no window, the window no parsers."""
    match asked.command:
        case "run":
            from kiosk.commands.run import run

            return run(call, window=_size(asked.window), refresh=not asked.no_refresh)
        case "demo":
            from kiosk.commands.demo import demo

            return demo(call, window=_size(asked.window))
        case "refresh":
            from kiosk.commands import refresh

            if asked.keep_going:
                return refresh.keep_going(call)
            return refresh.refresh(call, source=asked.source, force=asked.force, as_json=asked.json)
        case "items":
            from kiosk.commands.items import Wanted, list_items

            wanted = Wanted(
                category=Category(asked.category) if asked.category else None,
                search=asked.search,
                first=asked.first,
                last=asked.last,
                limit=asked.limit,
            )
            now = parse_now(asked.now, call.zone) if asked.now else None
            return list_items(call, wanted, now=now, as_json=asked.json)
        case "say":
            from kiosk.commands.say import Saying, say

            return say(
                call,
                Saying(asked.text, asked.item, asked.language, asked.voice),
                words=asked.words,
                phonemes=asked.phonemes,
                out=asked.out,
            )
        case "screenshot":
            from kiosk.commands.screenshot import Shot, screenshot

            shot = Shot(
                screen=asked.screen,
                size=_size(asked.size) or (1280, 720),
                theme=asked.theme,
                text_scale=asked.text_scale,
                language=asked.language,
                item=asked.item,
                state=asked.state,
                now=parse_now(asked.now, call.zone) if asked.now else None,
                query=asked.search,
            )
            if asked.all:
                from kiosk.commands.gallery import gallery

                sizes = [shot.size] if asked.size else []
                return gallery(call, shot, out=asked.out, sizes=sizes, on_demo=asked.demo)
            return screenshot(call, shot, out=asked.out, names_only=asked.list, on_demo=asked.demo)
        case _:
            from kiosk.commands.check import check

            return check(call, as_json=asked.json)


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, times, height = text.lower().partition("x")
    if not (
        times and width.isdigit() and height.isdigit() and 320 <= int(width) <= 4096 and 240 <= int(height) <= 4096
    ):
        raise Refusal(f'"{text}" bukan ukuran; tulis {SIZES_HELP}', 2)
    return int(width), int(height)


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


def _parser() -> argparse.ArgumentParser:
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
