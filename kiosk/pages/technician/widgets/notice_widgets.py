"""What the page of the hall's own notices is made of: rows, cards, a button that is held, the level of the microphone."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, RoundedRectangle
from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.widgets import qr_code  # noqa: F401 - named in the rules
from kiosk.ui.widgets.controls import PushButton

_BARS = 12  # of the level


class DeskButton(PushButton):
    """A way on, of the page or of one of its rows."""


class WayButton(DeskButton):
    """One of the two ways to make a notice."""


class HoldButton(PushButton):
    """Acts when it is pressed (`on_hold`) and when it is let go of (`on_release`), wherever the finger is by then."""

    deliberate = False
    __events__ = ("on_hold",)

    def on_touch_down(self, touch: Any) -> bool:
        taken = super().on_touch_down(touch)
        if taken:
            self.dispatch("on_hold")
        return taken

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.pressed = False
        self.dispatch("on_release")
        return True

    def on_hold(self) -> None:
        """Bound by the page."""


class NoticeRow(Surface):
    """A notice that is up, with the button that takes it down."""

    title = StringProperty("")
    told = StringProperty("")
    act = StringProperty("")
    urgent = BooleanProperty(False)
    asked = BooleanProperty(False)
    key = StringProperty("")
    page = ObjectProperty()


class StickRow(Surface):
    """Notices of a USB stick that wait for a yes."""

    words = StringProperty("")
    page = ObjectProperty()


class PhoneCard(Surface):
    """The code that opens the desk on a phone, and its address in letters."""

    address = StringProperty("")
    shown = StringProperty("")  # the address without what nobody has to read
    told = StringProperty("")


class CountsCard(Surface):
    """How often was read, heard, and sought in vain, by day."""


class CountsTable(Ruled, GridLayout):
    """Its height is shared evenly."""


class CountCell(WrappedText):
    """A day or its number in the table of counts."""


class Level(Ruled, Widget):
    """How loud the microphone hears."""

    level = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        self._redraw = Clock.create_trigger(self._draw_bars, -1)
        super().__init__(**properties)
        for name in ("pos", "size", "level"):
            self.fbind(name, self._redraw)

    def _draw_bars(self, *_: object) -> None:
        theme = global_idmap["theme"]
        self.canvas.clear()
        step = self.width / _BARS
        lit = round(self.level * _BARS / 100)
        with self.canvas:
            for bar in range(_BARS):
                Color(*(theme.colors.ok if bar < lit else theme.mixed(theme.colors.line, theme.colors.bg, 0.35)))
                high = self.height * (0.35 + 0.65 * bar / (_BARS - 1))
                RoundedRectangle(pos=(self.x + bar * step, self.y), size=(step * 0.66, high), radius=[step * 0.2])


class DraftCard(Surface):
    """The notice as it will be."""

    title = StringProperty("")
    text = StringProperty("")
    told = StringProperty("")
    recorded = StringProperty("")
    urgent = BooleanProperty(False)


class Choices(Ruled, GridLayout):
    pass


class Ways(Box):
    pass


class DeskColumn(Box):
    pass


class DeskTold(WrappedText):
    """One line of what came of it."""

    wrong = BooleanProperty(False)
