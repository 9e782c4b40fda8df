"""A countdown."""

from __future__ import annotations

from kivy.graphics import Color, SmoothLine
from kivy.properties import NumericProperty

from kiosk.ui.primitives.motif import Drawn


class Ring(Drawn):
    """Countdown as a ring that empties."""

    share = NumericProperty(1.0)
    thickness = NumericProperty(18)

    def on_share(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        radius = (min(self.size) - self.thickness) / 2
        for share, colour in ((1.0, self.palette.surface2), (self.share, self.palette.voice)):
            if share > 0:
                Color(*(self.palette.line if self.look.outlined and share == 1.0 else colour))
                SmoothLine(
                    circle=(*self.center, radius, 0, 360 * share),
                    width=self.thickness / 2,
                    cap="round",
                    overdraw_width=1.2,
                )
