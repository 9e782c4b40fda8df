"""The keys beside a text that is longer than its place."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty

from kiosk.ui.primitives.box import Box
from kiosk.ui.widgets import controls  # noqa: F401 -- named in the rules

_MOST_GOING = 3  # times that the rail of one article does


class ReadingRail(Box):
    """Rail of keys that is there while the text does not fit.

    It appears at once and disappears with the next frame, when all has been laid out. A text that fits only beside the
    rail (such as a picture as high as it may be wide) keeps it. Otherwise the rail would come and go for ever.
    """

    reading = ObjectProperty(rebind=True)
    shown = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._gone = 0
        self._go = Clock.create_trigger(self._leave)
        super().__init__(**properties)

    def on_reading(self, *_: object) -> None:
        self.reading.fbind("overflow", self._decide)
        self._decide()

    def _decide(self, *_: object) -> None:
        if self.reading.overflow > 0:
            self.shown = True
        elif self.shown:
            self._go()

    def _leave(self, _seconds: float) -> None:
        if self.reading.overflow <= 0 and self._gone < _MOST_GOING:
            self._gone += 1
            self.shown = False
