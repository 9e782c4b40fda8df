"""Subtitle of a film, drawn on its picture."""

from __future__ import annotations

from kivy.properties import ColorProperty, StringProperty

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.widgets.picture_door import GROUND, ON_GROUND


class Subtitle(Surface):
    """A subtitle on the ground of pictures; it is not seen without *words*."""

    words = StringProperty("")
    ground = ColorProperty(GROUND)
    onground = ColorProperty(ON_GROUND)
