"""The question whether the screen can be read, while a change of it is on trial: above the keys, whose Listen says yes."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty

from kiosk.shell.tools.screen_trial import FOR_S
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.verbs import Verbs
from kiosk.ui.widgets import controls, countdown  # noqa: F401 - named in the rules


class TrialQuestion(Surface):
    """Question "Layar terbaca benar?" with the time that is left."""

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(rebind=True)
    seconds = NumericProperty(0)

    @property
    def whole(self) -> float:
        """Return the length of a trial in seconds."""
        return FOR_S
