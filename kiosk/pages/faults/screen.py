"""Screen of the faults in the card's settings, each with its line, and as a QR code. It is the first thing a technician sees."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.pages.faults.view import FaultsView
from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import qr_code  # noqa: F401 - named in the rules


class FaultLines(Box):
    """Box of faults, one below the other."""


class FaultsScreen(Screen):
    """Screen with the faults and the QR code beside them."""

    payload = StringProperty("")
    advice = StringProperty("")

    def fill(self) -> None:
        view: FaultsView | None = self.view
        if view is None:
            return
        _, n = self.tr._, self.tr.phrases.translation.ngettext
        self.title = _("Settings to be mended") if not self.theme.portrait else _("Settings")
        self.line = self.tr.phrases.site(self.board.place)
        number = len(view.lines)
        self.pill_icon = "warning-circle"
        self.pill_warns, self.pill = True, n("{n} to look at", "{n} to look at", number).format(n=number)
        self.payload = view.code
        tight = self.theme.compact or self.theme.large
        crowded = self.theme.compact and self.theme.large
        self.advice = "" if crowded else _("Mend kiosk.toml on the card with a computer. All else works: press Home.")
        place = self.ids.lines
        place.clear_widgets()
        room = 1 if crowded or (self.theme.portrait and tight) else 3 if tight else 4
        for line in view.lines[:room]:
            place.add_widget(WrappedText(role="meta" if tight else "body", words=line, max_lines=3))
        if number > room:
            more = n("and {n} more", "and {n} more", number - room).format(n=number - room)
            place.add_widget(WrappedText(role="meta", words=more))
