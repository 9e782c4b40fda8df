"""Pictures of screens in their states, of the sample village or of a kiosk's own folder:

python -m tests.gallery SCREEN [--state STATE] --out FILE.png     one, as a visitor has left it
python -m tests.gallery --out FOLDER                              all, with index.html to look at them
python -m tests.gallery --list                                    the names of screens, with their states
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kiosk.demo.sample import sample_village
from kiosk.installation import Installation, Refusal, parse_now
from kiosk.settings import load
from tests.gallery.gallery import gallery
from tests.gallery.pose import draw
from tests.gallery.posing import USUAL, Shot
from tests.gallery.shots import fitting, poses, states

SIZE = (1280, 720)


def asked_for(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery")
    parser.add_argument("screen", nargs="?", default="", metavar="SCREEN")
    parser.add_argument("--list", action="store_true", help="the names of screens, with their states")
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file of one picture, the folder of all")
    parser.add_argument("--size", metavar="WxH", type=_size)
    parser.add_argument("--theme", choices=("light", "dark", "contrast"))
    parser.add_argument("--text-scale", type=float, metavar="S")
    parser.add_argument("--language", metavar="CODE")
    parser.add_argument("--item", metavar="ID")
    parser.add_argument("--state", default=USUAL)
    parser.add_argument("--search", metavar="WORD", default="posyan", help="what is typed on the screen search")
    parser.add_argument("--now", metavar="TIME", help="ISO 8601")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings of the kiosk that is drawn")
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="a kiosk's own folder, in place of the sample village"
    )
    return parser.parse_args(words)


def _size(text: str) -> tuple[int, int]:
    wide, _, high = text.partition("x")
    return int(wide), int(high)


def main(words: list[str] | None = None) -> int:
    asked = asked_for(words)
    if asked.list:
        for screen in poses():
            print(screen, *states(screen))
        return 0
    settings = load(asked.config)
    data = asked.data or Path(mkdtemp(prefix="kiosk-gallery-"))
    installation = Installation(settings, asked.config, data, print, lambda line: print(line, file=sys.stderr))
    now = parse_now(asked.now, ZoneInfo(settings.place.timezone)) if asked.now else datetime.now(UTC)
    shot = Shot(
        asked.screen,
        asked.size or SIZE,
        theme=asked.theme,
        text_scale=asked.text_scale,
        language=asked.language,
        item=asked.item,
        state=asked.state,
        now=now,
        query=asked.search,
    )
    try:
        with ExitStack() as stack:
            if asked.data is None:
                installation = stack.enter_context(sample_village(installation, now - shot.age))
            if not asked.screen:
                return gallery(installation, shot, out=asked.out, sizes=[asked.size] if asked.size else [])
            draw(installation, posed(shot), installation.clock(now), asked.out)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    return 0


def posed(shot: Shot) -> Shot:
    """Return *shot* with the screen and state that are meant. Raises Refusal where there is no such screen, or state of it."""
    if shot.screen not in poses():
        raise Refusal(f'there is no screen "{shot.screen}"; there are: {", ".join(poses())}', 2)
    meant = fitting(shot.screen, shot.state)
    if meant is None:
        raise Refusal(
            f'the screen "{shot.screen}" has no state "{shot.state}"; there are: {", ".join(states(shot.screen))}', 2
        )
    return replace(shot, screen=meant[0], state=meant[1])


if __name__ == "__main__":
    sys.exit(main())
