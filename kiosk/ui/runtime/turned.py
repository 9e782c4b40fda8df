"""The picture turned by quarters, and fingers with it: by Kivy's own window, whatever shows it (a compositor, an X server, KMS).

What a compositor turns it turns for panels that it knows to belong to that output alone, and cage knows of none; the window turns
what it draws and where it feels a finger by one number. What is felt is corrected before it is turned, as the panel is built.
"""

from __future__ import annotations

from typing import Any

from kiosk.core.panel_touch import Correction, corrected, on_picture

_DONE = "corrected"
RAW = "raw"
"""Key in `touch.ud` of the place on the panel before correction."""


def rotate_window(window: Any, rotation: int) -> None:
    """Rotate *window* by *rotation* degrees clockwise. Kivy counts counter-clockwise."""
    window.rotation = -rotation % 360


class CorrectedTouches:
    """Postprocessor in Kivy's event loop that corrects touches.

    A released finger brings the same event again, which is not corrected twice.
    """

    def __init__(self) -> None:
        self.correction: Correction = ()

    def process(self, events: list[Any]) -> list[Any]:
        for kind, event in events:
            if event.ud.get(_DONE) == (event.sx, event.sy):
                continue
            raw = event.ud[RAW] = event.sx, 1 - event.sy
            if self.correction:
                x, y = corrected(raw, self.correction)
                event.sx, event.sy = x, 1 - y
                if kind == "begin":
                    event.osx = event.psx = event.sx
                    event.osy = event.psy = event.sy
            event.ud[_DONE] = event.sx, event.sy
        return events

    def turned_point(self, across: float, down: float, rotation: int) -> tuple[float, float]:
        """Return a touch point that Kivy did not report, corrected and turned by *rotation* degrees.

        All are fractions of the picture from the left and the top.
        """
        return on_picture(corrected((across, down), self.correction), rotation)
