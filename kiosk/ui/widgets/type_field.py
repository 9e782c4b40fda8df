"""A line that is typed on the screen's keyboard."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.surface import Touchable


class TypeField(Touchable):
    """What is being typed, one line of it, its end in sight."""

    caption = StringProperty("")
    words = StringProperty("")
    counter = StringProperty("")
    typing = BooleanProperty(False)
