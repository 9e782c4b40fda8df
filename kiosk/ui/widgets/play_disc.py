"""The sign on a still that a film can be played."""

from __future__ import annotations

from kivy.properties import NumericProperty

from kiosk.ui.primitives import box, text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.surface import Surface


class PlayDisc(Surface):
    """Disc with an arrow, *extent* px wide."""

    extent = NumericProperty(0)
