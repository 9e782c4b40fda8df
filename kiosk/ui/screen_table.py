"""The screens by the names that the board turns to. One is loaded when it is first asked for: most are not in a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType

from kiosk.ui.screens.screen import Screen

_WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        "idle": "screens.idle.IdleScreen",
        "home": "screens.home.HomeScreen",
        "news": "screens.news.NewsScreen",
        "item": "screens.item.ItemScreen",
        "viewer": "screens.viewer.ViewerScreen",
        "table": "screens.table.TableScreen",
        "film": "screens.film.FilmScreen",
        "events": "screens.events.EventsScreen",
        "announcements": "screens.announcements.AnnouncementsScreen",
        "search": "screens.search.SearchScreen",
        "ask": "screens.ask.AskScreen",
        "answers": "screens.answers.AnswersScreen",
        "weather": "screens.weather.WeatherScreen",
        "prices": "screens.prices.PricesScreen",
        "alert": "screens.alert.AlertScreen",
        "emergency": "screens.emergency.EmergencyScreen",
        "faults": "service_screens.faults.FaultsScreen",
        "first-run": "service_screens.first_run.FirstRunScreen",
        "status": "service_screens.status.StatusScreen",
    }
)
"""Where the class of each is, below kiosk.ui."""


class ScreenTable(Mapping[str, type[Screen]]):
    """The class of each screen by its name."""

    def __getitem__(self, name: str) -> type[Screen]:
        module, _, kind = _WRITTEN[name].rpartition(".")
        found: type[Screen] = getattr(import_module(f"kiosk.ui.{module}"), kind)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_WRITTEN)

    def __len__(self) -> int:
        return len(_WRITTEN)


SCREENS = ScreenTable()
