"""Base of all labels: Kivy's, reduced to save memory and time.

A screen is mostly labels. Kivy 2.3.1's follows its own place by a rule with five bindings, and hands 37 of its properties to what
draws its text; most of them nobody here ever changes. What it watches and keeps is in `runtime.label_patches`.
"""

from __future__ import annotations

from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.core.text.markup import MarkupLabel as CoreMarkupLabel
from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.uix.label import Label

from kiosk.ui.runtime.label_patches import CHANGING
from kiosk.ui.theme.tokens import brightness

BRIGHT = 0.5
"""Brightness of a text colour from which the text counts as light on a dark ground."""
HEAVIER = 0.6
"""Opacity of the second drawing of a light text."""
_PLACED = ("texture", "texture_size", "pos", "size")
# values that Kivy's widget gives its core label and that differ from the core label's defaults
_FIXED = {"split_str": "", "font_script_name": "Latn", "outline_color": (0, 0, 0, 1), "font_features": ""}


class BaseLabel(Label):
    """Label that draws its texture in its middle.

    Light letters on a dark ground look thinner than dark ones on a light ground, because sRGB mixes the greys of their
    edges. If `weighed`, they are drawn a second time, fainter. That thickens only their edges; a dimmed text becomes
    less dim.
    """

    weighed = True
    _label: CoreLabel | None

    def __init__(self, **properties: Any) -> None:
        self._sheets = [Rectangle()]
        self._heavier: InstructionGroup | None = None
        super().__init__(**properties)
        self.canvas.add(Color(1, 1, 1, 1))
        self.canvas.add(self._sheets[0])
        for name in _PLACED:
            self.fbind(name, self._lay)
        if self.weighed:
            self.fbind("color", self._weigh)
            self._weigh()
        self._lay()

    def _create_label(self) -> None:
        """Build the core label from the properties we change.

        Kivy would read 37 here. The first read of a property creates it, which took three quarters of the time of a label.
        """
        kind = CoreMarkupLabel if self.markup else CoreLabel
        if type(self._label) is not kind:
            made_with = {name: getattr(self, name) for name in CHANGING}
            self._label = kind(usersize=self.text_size, **_FIXED, **made_with)

    def _lay(self, *_: object) -> None:
        texture, (wide, high) = self.texture, self.texture_size
        place = int(self.x + self.width / 2 - wide / 2), int(self.y + self.height / 2 - high / 2)
        for sheet in self._sheets:
            sheet.texture, sheet.size, sheet.pos = texture, (wide, high), place

    def _weigh(self, *_: object) -> None:
        light = brightness(self.color) > BRIGHT
        if light and self._heavier is None:
            again = Rectangle()
            self._heavier = InstructionGroup()
            self._heavier.add(Color(1, 1, 1, HEAVIER))
            self._heavier.add(again)
            self.canvas.add(self._heavier)
            self._sheets.append(again)
            self._lay()
        elif not light and self._heavier is not None:
            self.canvas.remove(self._heavier)
            self._heavier = None
            self._sheets.pop()
