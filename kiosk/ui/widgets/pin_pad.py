"""A pad of digits for what only some may know: the staff's PIN, the code of a private answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.gridlayout import GridLayout

from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.motif import Drawn
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.widgets.keyboard import BoardKey

_ROWS = 4
_DIMMED = 0.75  # opacity of a disabled key; the check on the green one still has a contrast of 3:1
_DOTS = 6  # dots of a usual PIN; a longer one shows more


class PinDots(Drawn):
    """One dot for each digit, filled when typed."""

    typed = NumericProperty(0)
    least = NumericProperty(_DOTS)

    def on_typed(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        extent = self.height
        for place in range(max(int(self.least), int(self.typed))):
            left = self.x + place * extent * 1.4
            if place < self.typed:
                Color(*self.palette.ink)
                SmoothEllipse(pos=(left, self.y), size=(extent, extent))
            else:
                Color(*self.palette.line)
                SmoothLine(
                    circle=(left + extent / 2, self.center_y, extent / 2 - 2), width=self.look.stroke.control / 2
                )


class PinSide(Box):
    """Column at the left of the pad: a lock, what is asked for, what has been typed, what was wrong."""

    heading = StringProperty("")
    told = StringProperty("")
    typed = NumericProperty(0)
    least = NumericProperty(_DOTS)  # digits that are asked for
    tone = StringProperty("ink2")
    short = BooleanProperty(False)  # whether there is little room


class PinKey(BoardKey):
    """Digit key of the pad."""


class PinPad(Ruled, GridLayout):
    """Pad of ten digits, an erase key and an enter key.

    Without *enter* the last digit enters. *spots*: the four buttons can focus the keys.
    """

    def __init__(
        self,
        digit: Callable[[str], None],
        erase: Callable[[], None],
        enter: Callable[[], None] | None,
        *,
        spots: bool = False,
    ) -> None:
        super().__init__()
        self._spots = spots
        for each in "123456789":
            self._key(each, partial(digit, each))
        self._key("", erase, icon="backspace", kind="other")
        self._key("0", partial(digit, "0"))
        if enter is not None:
            self._key("", enter, icon="check", kind="go")

    def fitting(self, wanted: float, high: float, between: float) -> float:
        """Return the height of a row in px: *wanted*, or less so that rows *between* px apart fit into *high* px
        (0: no limit).
        """
        return min(wanted, (high - (_ROWS - 1) * between) / _ROWS) if high > 0 else wanted

    def rest(self, locked: bool) -> None:
        """Disable and dim all keys while *locked*, because nobody may try now."""
        for key in self.children:
            key.available, key.opacity = not locked, _DIMMED if locked else 1

    def _key(self, face: str, act: Callable[[], None], *, icon: str = "", kind: str = "letter") -> None:
        key = PinKey(face=face, icon=icon, kind=kind, role="pin_key")
        if self._spots:
            key.spot = f"digit:{face}" if face else "erase"
        key.bind(on_release=lambda _: act())
        self.add_widget(key)
