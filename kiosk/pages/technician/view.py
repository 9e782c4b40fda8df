"""Views of the technician's page: the PIN pad, the state of the kiosk, the notices that the hall makes here."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

MOST_TEXT = 300  # characters of a notice typed at the kiosk; a longer one is written on a phone


class PinView(Struct, frozen=True):
    """PIN pad.

    *typed* is the number of digits. *wrong*: the last PIN was wrong, and *tries* are left. Nobody may try for
    *locked_for* seconds.
    """

    typed: int = 0
    wrong: bool = False
    tries: int = 5
    locked_for: int = 0
    unset: bool = False  # the settings name no PIN: nothing opens


class StatusCard(Struct, frozen=True):
    """Card of the technician's page.

    *name* is "network", "sources", "storage", "sound", "screen" or "clock". *fault* is one word if something needs
    attention, *lines* are values in a fixed pitch. *act* is what its button does.
    """

    name: str
    lines: tuple[str, ...] = ()
    fault: str = ""
    act: str = ""
    note: str = ""  # result of the button


class StatusView(Struct, frozen=True):
    """Technician's page: its cards, the QR code for a phone, and the seconds until it locks."""

    cards: tuple[StatusCard, ...] = ()
    code: str = ""
    device: str = ""
    lines: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    locks_in: int = 0


class DeskStep(StrEnum):
    """Steps of making a notice at the kiosk itself."""

    FRONT = "front"
    WRITE = "write"
    VOICE = "voice"
    CHECK = "check"


class TakeState(StrEnum):
    """States of a recording: none yet, being made, just ended, ready to be heard."""

    NONE = "none"
    RUNNING = "running"
    ENDING = "ending"
    MADE = "made"


class DeskNotice(Struct, frozen=True):
    """Notice of the hall in force. *told* says until when and by whom. *asked*: one more tap withdraws it."""

    id: str
    title: str
    told: str = ""
    urgent: bool = False
    asked: bool = False


class DayCount(Struct, frozen=True):
    """Numbers of one day: how often something was read, heard, and searched for without result."""

    day: date
    read: int = 0
    heard: int = 0
    sought: int = 0


class DeskView(Struct, frozen=True):
    """Page behind the PIN where the hall makes its own notices.

    *address* pairs a phone with the desk, "" if it is disabled or the kiosk is in no network. *waiting* are notices on
    a USB stick that wait for confirmation. *field* is what the keyboard types into, "title" or "text". *seconds* and
    *level* (0 to 100) belong to the recording. *until* names how long the notice stays
    (`kiosk.hall.notices.notice.UNTIL`). *told* is the result of the last act, *wrong* whether it failed.
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
