""" "Sentuh layar atau tekan tombol" """

from __future__ import annotations

from kivy.properties import BooleanProperty

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.surface import Surface


class CallToTouch(Surface):
    """`small`: in a corner of something else."""

    small = BooleanProperty(False)
    brief = BooleanProperty(False)  # "Sentuh layar" alone

    def on_brief(self, *_: object) -> None:
        for part in (self.ids.either, self.ids.button, self.ids.press):
            if part.parent is not None and self.brief:
                self.remove_widget(part)
