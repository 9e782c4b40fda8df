"""Settings of the kiosk, frozen, and the reader of kiosk.toml. Read once, at the start, and handed down."""

from __future__ import annotations

from kiosk.settings.loader import load, settings_from_tables
from kiosk.settings.sections import (
    HELD,
    VERBS,
    DeskSettings,
    NetworkSettings,
    OutputSettings,
    PlaceSettings,
    PostSettings,
    PrayerSettings,
    ReadoutSettings,
    ReportSettings,
    ScreenSettings,
    SensorSettings,
    Settings,
    SpeechSettings,
    StorageSettings,
    TechnicianSettings,
    WifiSettings,
)

__all__ = [
    "HELD",
    "VERBS",
    "DeskSettings",
    "NetworkSettings",
    "OutputSettings",
    "PlaceSettings",
    "PostSettings",
    "PrayerSettings",
    "ReadoutSettings",
    "ReportSettings",
    "ScreenSettings",
    "SensorSettings",
    "Settings",
    "SpeechSettings",
    "StorageSettings",
    "TechnicianSettings",
    "WifiSettings",
    "load",
    "settings_from_tables",
]
