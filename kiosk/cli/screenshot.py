"""`kiosk screenshot`: one screen as a picture, without a display."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from kiosk.cli.extras import require
from kiosk.cli.options import SIZES_HELP, moment_of, size_of, value_of
from kiosk.cli.progress import Bar
from kiosk.installation import Call, Refusal
from kiosk.pictures.shots import AGES, STATES, Shot, fitting

SIZE = (1280, 720)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "screen",
        nargs="?",
        default="home",
        metavar="LAYAR",
        help="home kalau tidak disebut; lihat --list",
    )
    parser.add_argument("--list", action="store_true", help="nama-nama layar")
    parser.add_argument("--all", action="store_true", help="semua layar ke sebuah folder (--out), dengan index.html")
    parser.add_argument("--out", type=Path, metavar="BERKAS.png", help="berkas gambarnya")
    parser.add_argument("--size", metavar="WxH", help=SIZES_HELP)
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), help="warna-warnanya")
    parser.add_argument("--text-scale", type=_scale, metavar="S", help="besar huruf, 1.0 sampai 2.0")
    parser.add_argument("--language", metavar="KODE", help="bahasa lain daripada di kiosk.toml")
    parser.add_argument("--item", metavar="ID", help="id isi yang tampil di layar item")
    parser.add_argument(
        "--state", default="normal", metavar="KEADAAN", help="normal, empty, stale, offline, timeout, …"
    )
    parser.add_argument("--search", metavar="KATA", default="posyan", help="yang diketik di layar search")
    parser.add_argument("--now", metavar="WAKTU", help="seolah-olah sekarang waktu ini (ISO 8601)")
    parser.add_argument("--demo", action="store_true", help="dengan isi desa contoh")


def execute(asked: argparse.Namespace, call: Call) -> int:
    require("kiosk")
    shot = Shot(
        screen=asked.screen,
        size=size_of(asked.size) or SIZE,
        theme=asked.theme,
        text_scale=asked.text_scale,
        language=asked.language,
        item=asked.item,
        state=asked.state,
        now=moment_of(asked.now, call),
        query=asked.search,
    )
    if asked.all:
        return _all(call, shot, asked)
    return screenshot(call, shot, out=asked.out, names_only=asked.list, on_demo=asked.demo)


def _all(call: Call, shot: Shot, asked: argparse.Namespace) -> int:
    """A folder of pictures; each is told when it is drawn."""
    from kiosk.pictures.gallery import gallery  # of an extra, as all that draws

    with Bar(sys.stderr) as bar:
        shown = bar.above(call)

        def drawn(done: int, every: int, title: str) -> None:
            shown.tell(f"{done}/{every} {title}")
            bar.draw(done, every, title)

        sizes = [shot.size] if asked.size else []
        return gallery(shown, shot, out=asked.out, sizes=sizes, on_demo=asked.demo, drawn=drawn)


def _scale(text: str) -> float:
    """The size of the text as a multiple of the usual one."""
    scale: float = value_of(text, float, "bilangan")
    if not 1.0 <= scale <= 2.0:
        raise argparse.ArgumentTypeError(f"{text} di luar 1.0 sampai 2.0")
    return scale


def screenshot(call: Call, shot: Shot, *, out: Path | None, names_only: bool, on_demo: bool) -> int:
    """Raises Refusal for a screen, a state or an item that is not there, or a file that cannot be written."""
    if names_only:
        for name in STATES:
            call.out(name)
        return 0
    if shot.screen not in STATES:
        raise Refusal(f'layar "{shot.screen}" tidak ada; pilihannya: {", ".join(STATES)}', 2)
    meant = fitting(shot.screen, shot.state)
    if meant is None:
        states = ", ".join(STATES[shot.screen])
        raise Refusal(f'layar "{shot.screen}" tidak punya keadaan "{shot.state}"; pilihannya: {states}', 2)
    if out is None:
        raise Refusal("tulis ke mana gambarnya: --out BERKAS.png", 2)
    from kiosk.pictures.pose import draw

    shot = replace(shot, screen=meant[0], state=meant[1])
    with ExitStack() as stack:
        if on_demo:
            from kiosk.demo.sample import sample_village

            shown_at = shot.now or datetime.now(UTC)
            call = stack.enter_context(sample_village(call, shown_at - shot.age))
        draw(call, shot, call.clock(_shown_at(call, shot, on_demo=on_demo)), out)
    return 0


def _shown_at(call: Call, shot: Shot, *, on_demo: bool) -> datetime | None:
    """The time on the picture; None for the machine's own."""
    if shot.now is not None:
        return shot.now
    if on_demo:
        return datetime.now(UTC)
    refreshed = call.last_refresh() if shot.state in AGES else None
    return refreshed + shot.age if refreshed else None
