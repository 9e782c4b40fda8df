"""What the page shows on which the kiosk is asked aloud."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from content_cache.model.items import Item
from kiosk.pages.search.answering import SHOWN


class AloudStep(StrEnum):
    """In their order: nothing yet, somebody speaks, it is understood; then one sure answer, some to choose from, or none."""

    START = "start"
    SPEAK = "speak"
    THINK = "think"
    SURE = "sure"
    CHOOSE = "choose"
    NONE = "none"


class Ends(StrEnum):
    """How whoever speaks tells that all is said."""

    HELD = "held"
    TAPPED = "tapped"
    BUTTON = "button"


class AloudView(Struct, frozen=True):
    """A question on its way. While somebody speaks: `opened` once the microphone is, `ending` once all is said, `seconds` so far,
    `levels` (0 to 100) of the time gone by, five a second, and how it `ends`. `heard` is what was understood.

    `candidates` are items that may answer it, the likeliest first, `first` the place of the first one that is shown. `told` is
    what went wrong last. `unchecked`: it is a rumour that nobody has checked. `asks`: it may be sent to the office.
    """

    step: AloudStep = AloudStep.START
    opened: bool = False
    ending: bool = False
    seconds: float = 0.0
    levels: tuple[int, ...] = ()
    ends: Ends = Ends.TAPPED
    heard: str = ""
    candidates: tuple[Item, ...] = ()
    first: int = 0
    told: str = ""
    unchecked: bool = False
    asks: bool = False

    @property
    def about(self) -> str:
        """Subject of the page: its step, and the first item that is shown."""
        return f"{self.step} {self.first}"

    @property
    def recording(self) -> bool:
        """Whether somebody is speaking, or about to."""
        return self.step is AloudStep.SPEAK

    @property
    def shown_candidates(self) -> tuple[Item, ...]:
        """The items on the screen."""
        count = {AloudStep.SURE: 1, AloudStep.CHOOSE: SHOWN}.get(self.step, 0)
        return self.candidates[self.first : self.first + count]

    @property
    def focus_spots(self) -> tuple[str, ...]:
        """The focus spots in reading order."""
        match self.step:
            case AloudStep.START:
                return ("speak", "type")
            case AloudStep.SURE:
                return ("other", "speak", "open")
            case AloudStep.CHOOSE:
                return (*(f"row:{index}" for index in range(len(self.shown_candidates))), "speak", "other")
            case AloudStep.NONE:
                return (*(("send",) if self.asks else ()), "speak", "type")
        return ()
