"""The look of a warning: its colours, the hazard band of stepped triangles, and the band under the app bar while it is in force."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color
from kivy.properties import BooleanProperty, ColorProperty, ObjectProperty, StringProperty

from kiosk.alerts.text import HEADING_ICONS, AlertWords
from kiosk.content.views.shown import AlertView
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.motif import Drawn, triangles
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.theme.tokens import Colour
from kiosk.ui.widgets import cards  # noqa: F401 - named in the rules


def colours(theme: Any, tone: str) -> tuple[Colour, Colour]:
    """Return the colours of ground and text for the severity *tone*."""
    return theme.severity(tone, "bg"), theme.severity(tone, "fg")


class HazardBand(Drawn):
    """Band of stepped triangles across the top of a warning (tokens, "motif", "hazard")."""

    ink = ColorProperty((0, 0, 0, 1))
    notch = ColorProperty((1, 1, 1, 1))

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("ink", "notch"):
            self.fbind(name, self.redraw)

    def paint(self) -> None:
        motif = self.look.tokens.motif["hazard"]
        wide, high = motif["tile"]
        scale = self.height / high
        places = [(self.x + i * wide * scale, self.y) for i in range(int(self.width / (wide * scale)) + 1)]
        for triangle in motif["triangles"]:
            Color(*(self.ink if triangle["color"] == "severity.fg" else self.notch))
            triangles([triangle["points"]], places, scale)


class DrillBand(Box):
    """Band that says SIMULASI · BUKAN KEJADIAN NYATA, violet in every theme but the contrast one, or that nobody
    has checked the warning.
    """

    words = StringProperty("")
    icon = StringProperty("flag")


class AlertBand(Touchable):
    """Band with the gravest warning in force in one line. A touch opens the warning. Hidden while there is none."""

    words = StringProperty("")
    icon = StringProperty("warning")
    tone = ColorProperty((0, 0, 0, 1))
    shown = BooleanProperty(False)
    board = ObjectProperty()
    tr = ObjectProperty()
    theme = ObjectProperty()

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("band", "moment", "screen"):
            self.board.fbind(name, self.tell)
        self.tr.fbind("phrases", self.tell)
        self.theme.fbind("colors", self.tell)
        self.tell()

    def dismiss(self) -> None:
        for name in ("band", "moment", "screen"):
            self.board.funbind(name, self.tell)
        self.tr.funbind("phrases", self.tell)
        self.theme.funbind("colors", self.tell)

    @property
    def _is_open(self) -> bool:
        """Return whether a warning fills the screen."""
        return isinstance(self.board.view, AlertView)

    def tell(self, *_: object) -> None:
        alert: AlertView | None = self.board.band
        moment = self.board.moment
        self.shown = self.available = alert is not None and moment is not None and not self._is_open
        if alert is None or moment is None:
            return
        self.words = AlertWords(alert, moment, self.tr.phrases).band
        tone = "simulasi" if alert.drill else alert.tone
        self.icon = "flag" if alert.drill else HEADING_ICONS[alert.tone]
        self.fill, self.tone = colours(self.theme, tone)
