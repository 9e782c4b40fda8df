"""Text and icons. Texts of feeds are drawn as they are: markup is never on, but in Paragraph, which escapes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.label import Label

from kiosk.ui.tokens import brightness
from kiosk.ui.widgets.rules import Ruled

_RULES = Path(__file__).with_suffix(".kv")
_BRIGHT = 0.5  # from here on a text is a light one on a dark ground
_PLACED = ("texture", "texture_size", "pos", "size")
_HEAVIER = 0.6  # how much of it is drawn a second time
_ALL = Label._font_properties
_CHANGING = (
    "text",
    "font_size",
    "font_name",
    "color",
    "halign",
    "valign",
    "padding",
    "text_size",
    "line_height",
    "max_lines",
    "markup",
)


def watch_what_changes() -> None:
    """Kivy 2.3.1's label watches 37 properties, most of which nobody here ever changes: a fifth of the time and the memory
    that a screen is made of. What it is made with it still takes from all of them (`_font_properties` of the classes below)."""
    Label._font_properties = _CHANGING


class Text(Ruled, Label):
    """A label in a type style (`role`) and a colour of the theme (`tone`). Its text is `words`.

    Light letters on a dark ground look thinner than dark ones on a light ground, since the greys of their edges are mixed in
    sRGB (browsers make up for it, Kivy does not). They are drawn a second time, fainter: only their edges gain by it.
    """

    RULES = _RULES
    _font_properties = _ALL

    words = StringProperty("")
    role = StringProperty("body")
    tone = StringProperty("ink")
    paint = ColorProperty(None, allownone=True)  # in place of the tone
    _heavier: InstructionGroup | None = None

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.fbind("color", self._weigh)
        self._weigh()

    def _weigh(self, *_: object) -> None:
        light = brightness(self.color) > _BRIGHT
        if light and self._heavier is None:
            self._again = Rectangle()
            self._heavier = InstructionGroup()
            self._heavier.add(Color(1, 1, 1, _HEAVIER))
            self._heavier.add(self._again)
            self.canvas.add(self._heavier)
            for name in _PLACED:
                self.fbind(name, self._draw_again)
            self._draw_again()
        elif not light and self._heavier is not None:
            self.canvas.remove(self._heavier)
            self._heavier = None
            for name in _PLACED:
                self.funbind(name, self._draw_again)

    def _draw_again(self, *_: object) -> None:
        """Just over the label's own rectangle (style.kv)."""
        wide, high = self.texture_size
        self._again.texture = self.texture
        self._again.size = wide, high
        # not by `center`: that is an alias, and may be told of the change after this
        self._again.pos = int(self.x + self.width / 2 - wide / 2), int(self.y + self.height / 2 - high / 2)


class Words(Text):
    """Text as wide as it is told, wrapped, as high as it needs."""


class OneLine(Text):
    """Text on one line, as wide as it needs."""


class Icon(Ruled, Label):
    """An icon by its name in the tokens, `extent` px in square; `bold_icon` takes the line drawing instead of the filled one."""

    RULES = _RULES
    _font_properties = _ALL

    icon = StringProperty("question")
    bold_icon = BooleanProperty(False)
    extent = NumericProperty(24)
    tone = StringProperty("ink")
    paint = ColorProperty(None, allownone=True)  # in place of the tone
