"""Drawings while a question is recorded: which step it is, how loud it was, how much of it was played back."""

from __future__ import annotations

from kivy.graphics import Color, RoundedRectangle
from kivy.properties import NumericProperty, ObjectProperty

from kiosk.content.views.questions import MOST_SECONDS
from kiosk.ui.primitives.motif import Drawn

_BARS = 46
_TALLEST = 0.4  # height of the loudest bar, as a share of the width


class StepBars(Drawn):
    """Bars that mark one step of three."""

    place = NumericProperty(1)

    def on_place(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        gap = self.look.space.s3
        wide = (self.width - 2 * gap) / 3
        for bar in range(3):
            Color(
                *(
                    self.palette.primary
                    if bar < self.place
                    else self.look.mixed(self.palette.line, self.palette.bg, 0.3)
                )
            )
            RoundedRectangle(
                pos=(self.x + bar * (wide + gap), self.y), size=(wide, self.height), radius=[self.height / 2]
            )


class Wave(Drawn):
    """Loudness from the first second to the last that the recording may have."""

    levels: tuple[int, ...] = ObjectProperty(())
    seconds = NumericProperty(0)
    longest = NumericProperty(MOST_SECONDS)

    def on_levels(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        step = self.width / _BARS
        heard = min(_BARS, max(1, round(self.seconds / self.longest * _BARS))) if self.levels else 0
        each = max(1.0, len(self.levels) / max(1, heard))
        for bar in range(_BARS):
            some = self.levels[int(bar * each) : max(int((bar + 1) * each), int(bar * each) + 1)] if bar < heard else ()
            Color(*(self.palette.primary if some else self.look.mixed(self.palette.line, self.palette.surface, 0.3)))
            wide = step * 0.56
            room = min(self.height, _TALLEST * self.width)
            high = max(wide, room * (max(some) / 100 if some else 0))
            RoundedRectangle(pos=(self.x + bar * step, self.center_y - high / 2), size=(wide, high), radius=[wide / 2])


class Played(Drawn):
    """Progress of the playback."""

    share = NumericProperty(0)

    def on_share(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        for share, colour in (
            (1.0, self.look.mixed(self.palette.line, self.palette.surface, 0.3)),
            (self.share, self.palette.primary),
        ):
            if share > 0:
                Color(*colour)
                RoundedRectangle(
                    pos=self.pos, size=(max(self.height, self.width * share), self.height), radius=[self.height / 2]
                )
