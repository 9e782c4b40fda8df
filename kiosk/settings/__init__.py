"""kiosk.toml -> frozen Settings: their shape, and the reading of the file. Read once, at the start, and handed down."""

from __future__ import annotations

from kiosk.settings.loader import load, read
from kiosk.settings.sections import (
    HELD,
    VERBS,
    Desk,
    Network,
    Outputs,
    Place,
    Prayer,
    Readout,
    Reports,
    Screen,
    Sensors,
    Settings,
    Speech,
    Storage,
    Technician,
    Wifi,
)

__all__ = [
    "HELD",
    "VERBS",
    "Desk",
    "Network",
    "Outputs",
    "Place",
    "Prayer",
    "Readout",
    "Reports",
    "Screen",
    "Sensors",
    "Settings",
    "Speech",
    "Storage",
    "Technician",
    "Wifi",
    "load",
    "read",
]
