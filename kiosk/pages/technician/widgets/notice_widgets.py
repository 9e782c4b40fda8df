"""Widgets of the page of the hall's own notices: rows, cards, a button that is held, the level of the microphone."""

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

_BARS = 12  # bars of the level


class DeskButton(PushButton):
    """Button of the page or of one of its rows."""


class WayButton(DeskButton):
    """Button of one of the two ways to make a notice."""


class HoldButton(PushButton):
    """Button that acts when it is pressed (`on_hold`) and when it is released (`on_release`), wherever the finger is by then."""

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
        """Do nothing; the page binds what a press does."""


class NoticeRow(Surface):
    """Row of a notice in force, with the button that withdraws it."""

    title = StringProperty("")
    told = StringProperty("")
    act = StringProperty("")
    urgent = BooleanProperty(False)
    asked = BooleanProperty(False)
    key = StringProperty("")
    page = ObjectProperty()


class StickRow(Surface):
    """Row for the notices of a USB stick that wait for confirmation."""

    words = StringProperty("")
    page = ObjectProperty()


class PhoneCard(Surface):
    """Card with the QR code that opens the desk on a phone, and its address in letters."""

    address = StringProperty("")
    shown = StringProperty("")  # the address without what nobody has to read
    told = StringProperty("")


class CountsCard(Surface):
    """Card with how often was read, heard, and searched without result, by day."""


class CountsTable(Ruled, GridLayout):
    """Table of counts whose rows share its height evenly."""


class CountCell(WrappedText):
    """Cell of the table of counts: a day or a number."""


class Level(Ruled, Widget):
    """Bar that shows how loud the microphone hears."""

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
    """Card with the notice as it will be shown."""

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
    """Line with the result of the last act."""

    wrong = BooleanProperty(False)
