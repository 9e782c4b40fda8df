"""What the technician's page shows: the PIN pad, the state of the kiosk, the notices that the hall makes here."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

MOST_TEXT = 300  # characters of a notice that is written at the kiosk; a longer one is written on a phone


class PinView(Struct, frozen=True):
    """The technician's pad. `typed` digits; `wrong`: the last PIN was not right, `tries` are left; `locked_for` in seconds."""

    typed: int = 0
    wrong: bool = False
    tries: int = 5
    locked_for: int = 0
    unset: bool = False  # the settings name no PIN: nothing opens


class StatusCard(Struct, frozen=True):
    """One card of the technician's page: `name` tells which ("network", "sources", "storage", "sound", "screen", "clock"),
    `fault` one word when something is to be looked at, `lines` values in a fixed pitch, `act` the name of its button's verb."""

    name: str
    lines: tuple[str, ...] = ()
    fault: str = ""
    act: str = ""
    note: str = ""  # what came of the button


class StatusView(Struct, frozen=True):
    """The technician's page: its cards, the code for a phone, and when it locks, in seconds from now."""

    cards: tuple[StatusCard, ...] = ()
    code: str = ""
    device: str = ""
    lines: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    locks_in: int = 0


class DeskStep(StrEnum):
    """Where somebody is who makes a notice at the kiosk itself."""

    FRONT = "front"
    WRITE = "write"
    VOICE = "voice"
    CHECK = "check"


class TakeState(StrEnum):
    """A recording: none yet, being made, just ended, there to be heard."""

    NONE = "none"
    RUNNING = "running"
    ENDING = "ending"
    MADE = "made"


class DeskNotice(Struct, frozen=True):
    """A notice of the hall that is up; `told` says until when and by whom. `asked`: one more tap takes it down."""

    id: str
    title: str
    told: str = ""
    urgent: bool = False
    asked: bool = False


class DayCount(Struct, frozen=True):
    """How often something was read, heard, and sought without result on one day."""

    day: date
    read: int = 0
    heard: int = 0
    sought: int = 0


class DeskView(Struct, frozen=True):
    """The page behind the PIN where the hall makes its own notices.

    `address` pairs a phone with the desk, "" where it is switched off or the kiosk is in no network; `waiting` are notices on a
    USB stick that wait for a yes. `field` is what the keyboard types into, "title" or "text"; `seconds` and `level` (0 to 100)
    belong to the recording; `until` names how long the notice stays (`kiosk.hall.notices.notice.UNTIL`). `told` is one line,
    `wrong` when something is the matter.
    """

    step: DeskStep = DeskStep.FRONT
    enabled: bool = False
    address: str = ""
    notices: tuple[DeskNotice, ...] = ()
    counts: tuple[DayCount, ...] = ()
    waiting: int = 0
    title: str = ""
    text: str = ""
    field: str = "title"
    take: TakeState = TakeState.NONE
    seconds: float = 0.0
    level: int = 0
    until: str = "besok"
    urgent: bool = False
    told: str = ""
    wrong: bool = False
    locks_in: int = 0


TechnicianView = PinView | StatusView | DeskView
