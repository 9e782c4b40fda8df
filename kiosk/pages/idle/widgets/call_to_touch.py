"""Call to touch: "Sentuh layar atau tekan tombol"."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty
from kivy.uix.widget import Widget

from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.surface import Surface


class CallToTouch(Surface):
    """Call to touch. *small*: drawn in the corner of something else."""

    small = BooleanProperty(False)
    brief = BooleanProperty(False)  # "Sentuh layar" alone

    def __init__(self, **properties: Any) -> None:
        self._left_out: list[Widget] = []  # keeps them alive: ids are weak references
        super().__init__(**properties)

    def on_brief(self, *_: object) -> None:
        if self.brief:
            self._left_out = [part.__self__ for part in (self.ids.either, self.ids.button, self.ids.press)]
        for part in self._left_out:
            self.remove_widget(part) if self.brief else self.add_widget(part)
