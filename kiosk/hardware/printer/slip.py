"""Contents of a slip of paper, from top to bottom, and what is told of the printer. Pure."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class SlipPart(Struct, frozen=True, tag=True):
    """Base of the parts of a slip."""


class SlipFact(SlipPart, frozen=True):
    """Line with an icon, such as a place."""

    icon: str
    words: str


class SlipBox(SlipPart, frozen=True):
    """Thing to bring, with an empty box to tick."""

    words: str


class SlipText(SlipPart, frozen=True):
    """Paragraph; a *heading* is bold."""

    words: str
    heading: bool = False


class SlipFigures(SlipPart, frozen=True):
    """Number below its name, as large as there is room; *framed* for a code."""

    name: str
    figures: str
    framed: bool = False


class SlipDay(SlipPart, frozen=True):
    """Leaf of a calendar with the hour beside it."""

    weekday: str
    day: str
    month: str
    hour: str
    zone: str = ""


class SlipCode(SlipPart, frozen=True):
    """QR code with a line below it."""

    payload: str
    words: str


class SlipRule(SlipPart, frozen=True):
    """Line across the slip."""


Part = SlipFact | SlipBox | SlipText | SlipFigures | SlipDay | SlipCode | SlipRule


class Slip(Struct, frozen=True):
    """Slip of paper.

    *village* and *area* stand in its head, *kind* with *icon* in the band below, *foot* are lines in small letters. *more* is
    the line in place of parts that a slip has no room for.
    """

    village: str
    area: str
    kind: str
    icon: str
    title: str
    parts: tuple[Part, ...] = ()
    foot: tuple[str, ...] = ()
    more: str = ""


class PrinterState(StrEnum):
    """State that a printer tells, or what is found where it tells nothing."""

    READY = "ready"
    MUTE = "mute"
    """It can be reached, and says nothing of its paper."""
    LOW = "low"
    """It is ready, and its paper is nearly used up."""
    PAPER = "paper"
    """There is no paper."""
    COVER = "cover"
    HOT = "hot"
    """Its head or cutter stopped it; it may go on by itself."""
    FAULT = "fault"
    GONE = "gone"
    """It cannot be reached."""
    STUCK = "stuck"
    """It takes nothing more."""

    @property
    def prints(self) -> bool:
        return self in (PrinterState.READY, PrinterState.MUTE, PrinterState.LOW)
