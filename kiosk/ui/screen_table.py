"""The screens by the names that the board turns to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.ui.screens.alert import AlertScreen
from kiosk.ui.screens.announcements import AnnouncementsScreen
from kiosk.ui.screens.answers import AnswersScreen
from kiosk.ui.screens.ask import AskScreen
from kiosk.ui.screens.emergency import EmergencyScreen
from kiosk.ui.screens.events import EventsScreen
from kiosk.ui.screens.film import FilmScreen
from kiosk.ui.screens.home import HomeScreen
from kiosk.ui.screens.idle import IdleScreen
from kiosk.ui.screens.item import ItemScreen
from kiosk.ui.screens.news import NewsScreen
from kiosk.ui.screens.prices import PricesScreen
from kiosk.ui.screens.screen import Screen
from kiosk.ui.screens.search import SearchScreen
from kiosk.ui.screens.table import TableScreen
from kiosk.ui.screens.viewer import ViewerScreen
from kiosk.ui.screens.weather import WeatherScreen
from kiosk.ui.service_screens.faults import FaultsScreen
from kiosk.ui.service_screens.first_run import FirstRunScreen
from kiosk.ui.service_screens.status import StatusScreen

SCREENS: Mapping[str, type[Screen]] = MappingProxyType(
    {
        "idle": IdleScreen,
        "home": HomeScreen,
        "news": NewsScreen,
        "item": ItemScreen,
        "viewer": ViewerScreen,
        "table": TableScreen,
        "film": FilmScreen,
        "events": EventsScreen,
        "announcements": AnnouncementsScreen,
        "search": SearchScreen,
        "ask": AskScreen,
        "answers": AnswersScreen,
        "weather": WeatherScreen,
        "prices": PricesScreen,
        "alert": AlertScreen,
        "emergency": EmergencyScreen,
        "faults": FaultsScreen,
        "first-run": FirstRunScreen,
        "status": StatusScreen,
    }
)
