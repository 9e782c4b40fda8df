"""A line that is typed on the screen's keyboard."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.surface import Touchable


class TypeField(Touchable):
    """Field with one line of typed text whose end stays in sight."""

    caption = StringProperty("")
    words = StringProperty("")
    counter = StringProperty("")
    typing = BooleanProperty(False)
