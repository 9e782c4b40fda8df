"""A day of the calendar, and the diamonds that say how much happens on it.

A month is thirty of these, which the events' screen is mostly made of: they follow the theme without rules of the language kv.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kivy.graphics import Color, Mesh
from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.ui.primitives.motif import Drawn, triangles
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.primitives.text import WrappedText

_MOST = 3
_DIAMOND = [[0, 0.5, 0.5, 1, 1, 0.5], [0, 0.5, 1, 0.5, 0.5, 0]]
_FAINT = 0.15  # opacity of a plain day's line on the ground


def diamonds(count: int, center_x: float, y: float, side: float) -> Mesh:
    """Return the mesh of one diamond for each event, three at most, *side* px high and centred at *center_x*, on *y*."""
    count = min(count, _MOST)
    start = center_x - count * side / 2
    return triangles(_DIAMOND, [(start + i * side, y) for i in range(count)], side)


class Marks(Drawn):
    """Diamonds without a day, for the legend."""

    count = NumericProperty(0)
    tone = StringProperty("kegiatan")

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.fbind("count", self.redraw)
        self.fbind("tone", self.redraw)

    def paint(self) -> None:
        Color(*getattr(self.palette, self.tone))
        diamonds(int(self.count), self.center_x, self.y, self.height)


class DayCell(Touchable):
    """Cell of a day: outlined if it is today, filled if chosen, red on Sundays.

    Number and diamonds stand in its middle. *name* of the weekday stands before the number where no heading says it.
    """

    chosen = BooleanProperty(False)

    def __init__(self, day: date, *, marks: int, today: bool, name: str = "", **properties: Any) -> None:
        self.day = day
        self._marks, self._today, self._sunday = marks, today, day.isoweekday() == 7
        self._theme = global_idmap["theme"]
        self._margin = 0.0  # px above the number and below the diamonds
        super().__init__(orientation="vertical", **properties)
        self._number = WrappedText(words=f"{name} {day.day}".strip(), halign="center")
        self.add_widget(self._number)
        self._theme.themed[self] = None
        self._number.fbind("height", self._stand)
        self.fbind("height", self._stand)
        self.fbind("chosen", self.tint)
        self.restyle()
        self.tint()

    def restyle(self) -> None:
        """Apply the theme's sizes to this cell; called when they change."""
        self._number.role = "bar_meta" if self._theme.compact else "number"
        self.corners = [self._theme.radius.chip]
        self._stand()

    def tint(self, *_: object) -> None:
        """Apply the theme's colours to this cell; called when they change or when the cell is chosen or no longer."""
        theme, colors = self._theme, self._theme.colors
        on_ground = "onprimary" if theme.outlined else "oncat"
        self._number.tone = on_ground if self.chosen else "err" if self._sunday else "ink"
        plain = colors.line if theme.outlined else theme.mixed(colors.line, colors.surface, _FAINT)
        self.line = colors.ink if self._today and not self.chosen else plain
        self.line_width = theme.stroke.strong if self._today else theme.stroke.hairline
        filled = colors.primary if theme.outlined else colors.kegiatan
        self.fill = filled if self.chosen else colors.surface
        self._redraw()

    def _stand(self, *_: object) -> None:
        mark = self._theme.size.mark
        self._margin = max(self._theme.space.s1, (self.height - self._number.height - mark) / 2)
        self.padding = 0, self._margin, 0, self._margin + mark
        self._redraw()  # the diamonds stand on the margin

    def _draw(self, *_: object) -> None:
        super()._draw()
        if self._marks and self.width > 1 and self.height > 1:
            theme = self._theme
            tone = theme.mark if not self.chosen else "onprimary" if theme.outlined else "voice"
            self._ground.add(Color(*getattr(theme.colors, tone)))
            self._ground.add(diamonds(self._marks, self.center_x, self.y + self._margin, theme.size.mark))
