"""`kiosk screenshot`: one page as a picture, without a display, with what the kiosk has now."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from content_cache.model.vocabulary import Category
from kiosk.cli.extras import require
from kiosk.cli.options import SIZES, moment_of, size_of, value_of
from kiosk.cli.translated_parser import Parser
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.pages.table import PAGES
from kiosk.shell.service_place import ServicePlace

if TYPE_CHECKING:  # whatever draws is of an extra
    from kiosk.app.pictures.still_kiosk import StillKiosk

SIZE = (1280, 720)
_DEMO_AGE = timedelta(minutes=10)
Way = Callable[["StillKiosk"], object]
"""Function that leads a kiosk from its first page to the one that is drawn. Raises Refusal."""


def add_options(parser: Parser) -> None:
    """Add the options that say what the picture shows."""
    _ = parser.words
    parser.add_argument(
        "screen",
        nargs="?",
        default="",
        metavar=_("SCREEN"),
        help=_("the start, or the page of --item, unless one is named; see --list"),
    )
    parser.add_argument("--list", action="store_true", help=_("the names of the screens"))
    parser.add_argument("--out", type=Path, metavar=_("FILE.png"), help=_("the file of the picture"))
    parser.add_argument("--size", metavar="WxH", help=_(SIZES))
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), help=_("its colours"))
    parser.add_argument(
        "--text-scale", type=partial(scale_of, _), metavar="S", help=_("the size of letters, 1.0 to 2.0")
    )
    parser.add_argument("--language", metavar=_("CODE"), help=_("another language than in kiosk.toml"))
    parser.add_argument("--item", metavar="ID", help=_("the id of the item whose page is drawn"))
    parser.add_argument("--now", metavar=_("TIME"), help=_("as if it were this time now (ISO 8601)"))
    parser.add_argument("--demo", action="store_true", help=_("with the content of the sample village"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    """Draw the page that *asked* names into a file.

    Raises Refusal for an unknown page or item, and if the file cannot be written.
    """
    require("kiosk")
    ways = _ways()
    if asked.list:
        for name in ways:
            installation.out(name)
        return 0
    if asked.item is not None:
        way: Way | None = partial(_open_item, item=asked.item)
    else:
        way = ways.get(asked.screen or PAGES.main.home)
    if way is None:
        raise Refusal(
            'there is no screen "{screen}"; there are: {choices}', 2, screen=asked.screen, choices=", ".join(ways)
        )
    if asked.out is None:
        raise Refusal("say where the picture goes: --out FILE.png", 2)
    from kiosk.app.pictures.still_kiosk import Look, draw

    look = Look(size_of(asked.size) or SIZE, asked.theme, asked.text_scale, asked.language)
    now = moment_of(asked.now, installation)
    with ExitStack() as stack:
        if asked.demo:
            from kiosk.demo.sample import sample_village

            now = now or datetime.now(UTC)
            installation = stack.enter_context(sample_village(installation, now - _DEMO_AGE))
        draw(installation, way, look, installation.clock(now), asked.out)
    return 0


def scale_of(_: Words, text: str) -> float:
    """Return *text* as a text size from 1.0 to 2.0, a multiple of the usual one. Raises ArgumentTypeError."""
    scale: float = value_of(text, float, _('"{text}" is no number', text=text))
    if not 1.0 <= scale <= 2.0:
        raise argparse.ArgumentTypeError(
            _("{text} is not within {least} and {most}", text=text, least="1.0", most="2.0")
        )
    return scale


def _ways() -> Mapping[str, Way]:
    """Return by page name the function that leads a kiosk to that page. A category that shares its page has a name of its own."""
    ways: dict[str, Way] = {
        PAGES.main.home: lambda kiosk: kiosk.controller.home(),
        PAGES.main.idle: lambda _kiosk: None,
    }
    for category in Category:
        page = PAGES.tile(category) or PAGES.lists(category)
        ways[str(category) if page in ways else page] = partial(_open_list, category=category)
    for page in (*PAGES.doors(ServicePlace.TODAY), *PAGES.doors(ServicePlace.QUESTIONS), PAGES.main.search):
        ways[page] = partial(_open_day, page=page)
    return ways


def _open_list(kiosk: StillKiosk, category: Category) -> None:
    kiosk.controller.home()
    kiosk.controller.navigation.open_category(str(category))


def _open_day(kiosk: StillKiosk, page: str) -> None:
    kiosk.controller.home()
    kiosk.controller.navigation.open_day(page)


def _open_item(kiosk: StillKiosk, item: str) -> None:
    """Open the page of the item with the id *item*, or of a warning in force."""
    from kiosk.content.local_alerts import view_of

    controller = kiosk.controller
    controller.home()
    warnings = kiosk.repository.warnings(kiosk.clock.read())
    found = next((each for each in warnings if each.alert.id == item), None)
    if found is not None:
        controller.alerts.tell([view_of(found, kiosk.board.language, meet=controller.warnings.meet())])
        if kiosk.board.screen != PAGES.main.warning:
            controller.alerts.open()
        return
    before = kiosk.board.screen
    controller.navigation.open_item(item)
    if kiosk.board.screen == before:
        raise Refusal('there is no item of the id "{id}"; see: kiosk items --json', id=item)
