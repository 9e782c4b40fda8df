"""Table of all pages by name, one row each.

A page's module is imported when it is first needed, for most pages are not opened in a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from content_cache.model.vocabulary import Category
from kiosk.shell.main_pages import MainPages
from kiosk.shell.service_place import ServicePlace

if TYPE_CHECKING:
    from kiosk.narration.page_words import PageWords
    from kiosk.shell.page import Page
    from kiosk.ui.screens.screen import Screen


class PageRow(Struct, frozen=True):
    """Row of a page: its *folder* in `kiosk.pages`, such as "item.viewer", and *called*, the name of its classes, such
    as "Weather" for `WeatherPage` and `WeatherScreen`.

    *door* is its place in the list of services; *lists* are the categories whose items it shows. *tile* is the
    category whose tile opens it in place of the list. *ahead*: its screen is built while nobody is there.
    *asked_of_day*: it answers questions about the day, to which a search leads.
    """

    folder: str
    called: str
    door: ServicePlace | None = None
    lists: tuple[Category, ...] = ()
    tile: Category | None = None
    ahead: bool = False
    asked_of_day: bool = False

    def load_class(self, module: str) -> Any:
        """Return the class of this page in its *module*, "page" or "screen"."""
        return getattr(import_module(f"kiosk.pages.{self.folder}.{module}"), f"{self.called}{module.capitalize()}")


_ROWS: Mapping[str, PageRow] = MappingProxyType(
    {
        "idle": PageRow("idle", "Idle"),
        "item": PageRow("item.article", "Article"),
        "viewer": PageRow("item.viewer", "Viewer"),
        "table": PageRow("item.table", "Table"),
        "film": PageRow("item.film", "Film"),
        "faults": PageRow("faults", "Faults"),
        "first-run": PageRow("first_run", "FirstRun"),
        "status": PageRow("technician", "Technician"),
        "backups": PageRow("backup", "Backup"),
        "offices": PageRow("office", "Office"),
        "home": PageRow("home", "Home", ahead=True, asked_of_day=True),
        "news": PageRow(
            "news", "News", lists=(Category.NEWS, Category.SERVICE, Category.CLARIFICATION, Category.ALERT), ahead=True
        ),
        "events": PageRow("events", "Events", lists=(Category.EVENT,), ahead=True),
        "announcements": PageRow("announcements", "Announcements", lists=(Category.ANNOUNCEMENT,), ahead=True),
        "search": PageRow("search", "Search"),
        "aloud": PageRow("search.aloud", "Aloud"),
        "weather": PageRow("weather", "Weather", ServicePlace.TODAY, asked_of_day=True),
        "prices": PageRow("prices", "Prices", ServicePlace.TODAY, asked_of_day=True),
        "ask": PageRow("ask", "Ask", ServicePlace.QUESTIONS),
        "answers": PageRow("answers", "Answers", ServicePlace.QUESTIONS),
        "emergency": PageRow("emergency", "Emergency", tile=Category.ALERT, asked_of_day=True),
        "alert": PageRow("alert", "Alert"),
    }
)


class Table:
    """Page classes by page name."""

    main: MainPages = MainPages(
        idle="idle",
        home="home",
        item="item",
        ask="ask",
        asked="answers",
        search="search",
        aloud="aloud",
        sky="weather",
        warning="alert",
        technician="status",
        backup="backups",
        office="offices",
        faults="faults",
        first_run="first-run",
    )

    def doors(self, place: ServicePlace) -> tuple[str, ...]:
        """Return the names of pages that may have a row at *place* in the list of services, in the order of the table."""
        return tuple(name for name, row in _ROWS.items() if row.door is place)

    @property
    def asked_of_day(self) -> tuple[str, ...]:
        """Return the names of pages that answer questions about the day, such as the weather."""
        return tuple(name for name, row in _ROWS.items() if row.asked_of_day)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all pages."""
        return tuple(_ROWS)

    def lists(self, category: Category) -> str:
        """Return the name of the page that shows the items of *category*."""
        return next(name for name, row in _ROWS.items() if category in row.lists)

    def tile(self, category: Category) -> str | None:
        """Return the name of the page that the tile of *category* opens; `None` where that is the list of its items."""
        return next((name for name, row in _ROWS.items() if row.tile is category), None)

    def page(self, name: str) -> type[Page[Any]]:
        """Return the class of the page *name*. Raises KeyError where there is none."""
        page: type[Page[Any]] = _ROWS[name].load_class("page")
        return page

    def words(self, name: str) -> type[PageWords[Any]]:
        """Return the words class of the page *name*. Raises KeyError where there is none."""
        return self.page(name).words


PAGES = Table()


class ScreenTable(Mapping[str, "type[Screen]"]):
    """Screen classes by page name."""

    def __getitem__(self, name: str) -> type[Screen]:
        screen: type[Screen] = _ROWS[name].load_class("screen")
        return screen

    idle: str = PAGES.main.idle
    """The page that is shown while nobody is there."""

    @property
    def ahead(self) -> tuple[str, ...]:
        """Return the names of pages whose screens are built ahead, because a visitor opens them with the first touches."""
        return tuple(name for name, row in _ROWS.items() if row.ahead)

    def __iter__(self) -> Iterator[str]:
        yield from _ROWS

    def __len__(self) -> int:
        return len(_ROWS)


SCREENS = ScreenTable()
