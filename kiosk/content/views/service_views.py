"""A technician's tools on the screen."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Tool(StrEnum):
    """Tools of a technician. PASSWORD and SURE are steps of others, BACKUP and ADOPTION have pages of their own, PRINTER
    prints at once."""

    WIFI = "tool-wifi"
    PASSWORD = "tool-password"  # noqa: S105 -- no password
    CLOCK = "tool-clock"
    PIN = "tool-pin"
    MORE = "tool-more"
    FAULTS = "tool-faults"
    OFFICE = "tool-office"
    SURE = "tool-sure"
    TURN = "tool-turn"
    TOUCH = "tool-touch"
    SOUND = "tool-sound"
    UPDATE = "tool-update"
    BACKUP = "tool-backup"
    ADOPTION = "tool-adoption"
    PRINTER = "tool-printer"


BOARD = frozenset({Tool.TURN, Tool.SOUND})
"""Tools of the board in which the four keys choose and Listen tries."""


class ToolRow(Struct, frozen=True):
    """Row to touch. *secured* and *open* belong to a Wi-Fi: whether it has a password, and whether it can be joined."""

    value: str
    icon: str
    words: str
    told: str = ""
    secured: bool = False
    open: bool = True


class ToolView(Struct, frozen=True):
    """Tool as it stands: its rows, what has been typed, and the result (*told*, in the colour *tone*).

    *chosen* is the value of a row. *seconds* are left of a trial of the screen (`kiosk.shell.tools.screen_trial`), 0
    for none.
    """

    tool: Tool
    heading: str = ""
    told: str = ""
    tone: str = "ink2"
    rows: tuple[ToolRow, ...] = ()
    page: int = 0
    typed: str = ""
    about: str = ""
    when: datetime | None = None
    lines: tuple[str, ...] = ()
    busy: bool = False
    chosen: str = ""
    seconds: int = 0
