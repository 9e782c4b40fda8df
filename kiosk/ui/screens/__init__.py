"""The screens by name. Each is imported and built when it is first shown: a kiosk that starts builds one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:  # the table is read by commands that open no window
    from kiosk.ui.screens.screen import Screen

SCREENS: Mapping[str, str] = MappingProxyType(
    {
        "idle": "kiosk.ui.screens.idle:IdleScreen",
        "home": "kiosk.ui.screens.home:HomeScreen",
        "news": "kiosk.ui.screens.news:NewsScreen",
        "item": "kiosk.ui.screens.item:ItemScreen",
        "events": "kiosk.ui.screens.events:EventsScreen",
        "announcements": "kiosk.ui.screens.announcements:AnnouncementsScreen",
        "search": "kiosk.ui.screens.search:SearchScreen",
        "faults": "kiosk.ui.service_screens.faults:FaultsScreen",
        "first-run": "kiosk.ui.service_screens.first_run:FirstRunScreen",
        "status": "kiosk.ui.service_screens.status:StatusScreen",
        "alert": "kiosk.ui.screens.alert:AlertScreen",
    }
)


def screen_class(name: str) -> type[Screen]:
    """Raises KeyError for a name that is not in the table."""
    module, _, kind = SCREENS[name].partition(":")
    return cast("type[Screen]", getattr(import_module(module), kind))
