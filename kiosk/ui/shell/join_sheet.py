"""Two codes over a screen: the first joins the hall's Wi-Fi, the second opens a page there."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.widgets import qr_code  # noqa: F401 - named in the rules


class CodeStep(Box):
    """A code, as large as there is room for, and what it does."""

    payload = StringProperty("")
    words = StringProperty("")


class JoinSheet(Surface):
    """As a `HandoutSheet`, where the handout has a `join`."""

    board = ObjectProperty(rebind=True)
    handout = ObjectProperty(rebind=True)
