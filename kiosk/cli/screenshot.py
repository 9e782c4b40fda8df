"""`kiosk screenshot`: one screen as a picture, without a display.

`item` without `--item` shows the newest item, `alert` a sample, `viewer` the first item that is mostly a poster. `--list` prints
the names of the screens.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from kiosk.cli.extras import require
from kiosk.cli.options import SIZES, moment_of, size_of, value_of
from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.core.clock import Moment
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.pages.table import PAGES
from kiosk.pictures.shots import fitting, poses, states
from kiosk.shell.posing import AGES, Shot

SIZE = (1280, 720)


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument(
        "screen",
        nargs="?",
        default="",
        metavar=_("SCREEN"),
        help=_("the start, or the page of --item, unless one is named; see --list"),
    )
    parser.add_argument("--list", action="store_true", help=_("the names of the screens"))
    parser.add_argument("--all", action="store_true", help=_("all screens into a folder (--out), with index.html"))
    parser.add_argument("--out", type=Path, metavar=_("FILE.png"), help=_("the file of the picture"))
    parser.add_argument("--size", metavar="WxH", help=_(SIZES))
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), help=_("its colours"))
    parser.add_argument("--text-scale", type=partial(_scale, _), metavar="S", help=_("the size of letters, 1.0 to 2.0"))
    parser.add_argument("--language", metavar=_("CODE"), help=_("another language than in kiosk.toml"))
    parser.add_argument("--item", metavar="ID", help=_("the id of what is shown on the screen item or alert"))
    parser.add_argument(
        "--state", default="normal", metavar=_("STATE"), help="normal, empty, stale, offline, timeout, …"
    )
    parser.add_argument("--search", metavar=_("WORD"), default="posyan", help=_("what is typed on the screen search"))
    parser.add_argument("--now", metavar=_("TIME"), help=_("as if it were this time now (ISO 8601)"))
    parser.add_argument("--demo", action="store_true", help=_("with the content of the sample village"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("kiosk")
    shot = Shot(
        screen=asked.screen,
        size=size_of(asked.size) or SIZE,
        theme=asked.theme,
        text_scale=asked.text_scale,
        language=asked.language,
        item=asked.item,
        state=asked.state,
        now=moment_of(asked.now, installation),
        query=asked.search,
    )
    if asked.all:
        return _all(installation, shot, asked)
    return screenshot(installation, shot, out=asked.out, names_only=asked.list, on_demo=asked.demo)


def _all(installation: Installation, shot: Shot, asked: argparse.Namespace) -> int:
    """A folder of pictures; each is told when it is drawn."""
    from kiosk.pictures.gallery import gallery  # of an extra, as all that draws

    with Bar(sys.stderr) as bar:
        shown = bar.above(installation)

        def drawn(done: int, every: int, title: str) -> None:
            shown.tell(f"{done}/{every} {title}")
            bar.draw(done, every, title)

        sizes = [shot.size] if asked.size else []
        return gallery(shown, shot, out=asked.out, sizes=sizes, on_demo=asked.demo, drawn=drawn)


def _scale(_: Words, text: str) -> float:
    """The size of the text as a multiple of the usual one."""
    scale: float = value_of(text, float, _('"{text}" is no number', text=text))
    if not 1.0 <= scale <= 2.0:
        raise argparse.ArgumentTypeError(
            _("{text} is not within {least} and {most}", text=text, least="1.0", most="2.0")
        )
    return scale


def screenshot(installation: Installation, shot: Shot, *, out: Path | None, names_only: bool, on_demo: bool) -> int:
    """Raises Refusal for a screen, a state or an item that is not there, or a file that cannot be written."""
    if names_only:
        for name in poses():
            installation.out(name)
        return 0
    if not shot.screen and shot.item is None:
        shot = replace(shot, screen=PAGES.main.home)
    if shot.screen:
        shot = _posed(shot)
    if out is None:
        raise Refusal("say where the picture goes: --out FILE.png", 2)
    from kiosk.pictures.pose import draw

    with ExitStack() as stack:
        if on_demo:
            from kiosk.demo.sample import sample_village

            shown_at = shot.now or datetime.now(UTC)
            installation = stack.enter_context(sample_village(installation, shown_at - shot.age))
        clock = installation.clock(_shown_at(installation, shot, on_demo=on_demo))
        if not shot.screen:
            shot = _posed(replace(shot, screen=page_of(installation, shot.item, clock.read())))
        draw(installation, shot, clock, out)
    return 0


def _posed(shot: Shot) -> Shot:
    """Return *shot* with the screen and state that are meant. Raises Refusal where there is no such screen, or state of it."""
    if shot.screen not in poses():
        raise Refusal(
            'there is no screen "{screen}"; there are: {choices}', 2, screen=shot.screen, choices=", ".join(poses())
        )
    meant = fitting(shot.screen, shot.state)
    if meant is None:
        raise Refusal(
            'the screen "{screen}" has no state "{state}"; there are: {choices}',
            2,
            screen=shot.screen,
            state=shot.state,
            choices=", ".join(states(shot.screen)),
        )
    return replace(shot, screen=meant[0], state=meant[1])


def page_of(installation: Installation, item: str | None, moment: Moment) -> str:
    """Return the page that shows *item* at *moment*: that of warnings for one that is in force."""
    with closing(installation.repository()) as repository:
        warns = any(each.alert.id == item for each in repository.warnings(moment))
    return PAGES.main.warning if warns else PAGES.main.item


def _shown_at(installation: Installation, shot: Shot, *, on_demo: bool) -> datetime | None:
    """The time on the picture; None for the machine's own."""
    if shot.now is not None:
        return shot.now
    if on_demo:
        return datetime.now(UTC)
    refreshed = installation.last_refresh() if shot.state in AGES else None
    return refreshed + shot.age if refreshed else None
