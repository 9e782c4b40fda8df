"""Two codes over a screen: the first joins the kiosk's Wi-Fi, the second opens a page there. In the hall's network the first is
what a phone may keep anywhere."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.content.views.shown import Handout
from kiosk.narration.handout_words import HandoutWords
from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.theme.translator import Translator
from kiosk.ui.widgets import qr_code  # noqa: F401 - named in the rules


class CodeStep(Box):
    """QR code, as large as there is room for, and what it does."""

    payload = StringProperty("")
    words = StringProperty("")


class JoinSheet(Surface):
    """Sheet with two QR codes, used in place of `HandoutSheet` if the handout has a `join`."""

    board = ObjectProperty(rebind=True)
    handout = ObjectProperty(rebind=True)

    def texts_and_code(self, tr: Translator, handout: Handout) -> tuple[str, str, str]:
        return HandoutWords(tr.phrases).both(handout)
