"""View of the page where the kiosk is asked aloud."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from content_cache.model.items import Item
from kiosk.pages.search.answering import SHOWN


class AloudStep(StrEnum):
    """Steps in their order: nothing yet, recording, recognising; then one sure answer, several candidates, or none."""

    START = "start"
    SPEAK = "speak"
    THINK = "think"
    SURE = "sure"
    CHOOSE = "choose"
    NONE = "none"


class Ends(StrEnum):
    """Ways in which a speaker ends the recording."""

    HELD = "held"
    TAPPED = "tapped"
    BUTTON = "button"


class AloudView(Struct, frozen=True):
    """Spoken question.

    While recording: *opened* once the microphone is open, *ending* once the recording is being ended, *seconds* so
    far, and *levels* of loudness (0 to 100, five a second). *ends* is how the speaker ends it. *heard* is the
    recognised text. *candidates* are items that may answer, the likeliest first; *first* is the index of the first one
    shown. *told* is what went wrong last. *unchecked*: the text is a rumour that nobody has checked. *asks*: the
    question may be sent to the office.
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
        """Return the subject of the page: its step and the index of the first candidate shown."""
        return f"{self.step} {self.first}"

    @property
    def recording(self) -> bool:
        """Return whether the microphone is open or about to be."""
        return self.step is AloudStep.SPEAK

    @property
    def shown_candidates(self) -> tuple[Item, ...]:
        """Return the candidates on the screen."""
        count = {AloudStep.SURE: 1, AloudStep.CHOOSE: SHOWN}.get(self.step, 0)
        return self.candidates[self.first : self.first + count]

    @property
    def focus_spots(self) -> tuple[str, ...]:
        """Return the focus spots in reading order."""
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
