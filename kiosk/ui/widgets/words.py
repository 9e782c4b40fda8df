"""Text and icons. Texts of feeds are drawn as they are: markup is never on, but in Paragraph, which escapes them."""

from __future__ import annotations

from pathlib import Path

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.label import Label

from kiosk.ui.widgets.rules import Ruled

_RULES = Path(__file__).with_suffix(".kv")


class Text(Ruled, Label):
    """A label in a type style (`role`) and a colour of the theme (`tone`). Its text is `words`."""

    RULES = _RULES

    words = StringProperty("")
    role = StringProperty("body")
    tone = StringProperty("ink")


class Words(Text):
    """Text as wide as it is told, wrapped, as high as it needs."""


class OneLine(Text):
    """Text on one line, as wide as it needs."""


class Icon(Ruled, Label):
    """An icon by its name in the tokens, `extent` px in square; `bold_icon` takes the line drawing instead of the filled one."""

    RULES = _RULES

    icon = StringProperty("question")
    bold_icon = BooleanProperty(False)
    extent = NumericProperty(24)
    tone = StringProperty("ink")
