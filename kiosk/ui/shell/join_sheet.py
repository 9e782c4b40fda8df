"""Two codes over a screen: the first joins the kiosk's Wi-Fi, the second opens a page there. In the hall's network the first is
what a phone may keep anywhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from kivy.properties import ObjectProperty, StringProperty

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.theme.translator import Translator
from kiosk.ui.widgets import qr_code  # noqa: F401 - named in the rules
from kiosk.viewmodel.views import Handout


class CodeStep(Box):
    """A code, as large as there is room for, and what it does."""

    payload = StringProperty("")
    words = StringProperty("")


class JoinSheet(Surface):
    """As a `HandoutSheet`, where the handout has a `join`."""

    board = ObjectProperty(rebind=True)
    handout = ObjectProperty(rebind=True)

    def told(self, tr: Translator, handout: Handout) -> tuple[str, str, str]:
        """Above both codes, below the first, below the second."""
        _ = tr._
        if not handout.network:
            return _("Point your phone's camera at a code."), _("To keep"), _("All of it, on the hall's Wi-Fi")
        return (
            _("No internet there, no data used. If your phone asks, stay connected."),
            _("1. Join the Wi-Fi {name}").format(name=handout.network),
            _("2. Open the page, or type {address}").format(address=urlsplit(handout.payload).hostname),
        )
