"""Kivy's labels watch and keep less, for memory: a screen is mostly labels. Made for Kivy 2.3.1.

They watch 37 of their properties, most of which nobody here ever changes, and keep the lines that they laid out and the surface
that they drew them on (four bytes a pixel) after the texture has been made of it. What they do not keep is how wide a text is: to
lay a line out they measure it anew with each of its words, by some 20 us, and a text whose lines are counted is laid out four
times.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.uix.label import Label

CHANGING = (
    "text",
    "font_size",
    "font_name",
    "color",
    "halign",
    "valign",
    "padding",
    "text_size",
    "line_height",
    "max_lines",
    "markup",
)
"""Properties of a label that this package changes."""


MOST_EXTENTS = 2000
"""Texts whose extents are cached at a time, some 0.5 MB. All lists of a village need 900."""
_LONGEST = 300  # letters: what is longer is no line

Size = tuple[int, int]


def make_less_of_labels() -> None:
    """Patch Kivy's labels to watch fewer properties, keep less memory, and measure each text once."""
    Label._font_properties = CHANGING
    CoreLabel._render_end = _hand_over
    extents = Extents()
    CoreLabel.get_cached_extents = lambda label: extents.measure_for(label)


class Extents:
    """Cache of the width and height of texts by font.

    It ignores outlines, which are not part of a font's id: no label here has one.
    """

    def __init__(self, most: int = MOST_EXTENTS) -> None:
        self._most = most
        self._fonts: dict[str, dict[str, Size]] = {}

    def measure_for(self, label: Any) -> Callable[[str], Size]:
        """Return the measuring function for the present font of *label*, in place of Kivy's `get_cached_extents`."""
        font: str = label._get_font_id()

        def extents(text: str) -> Size:
            known = self._fonts.setdefault(font, {})
            size = known.get(text)
            if size is None:
                size = label.get_extents(text)
                if len(text) <= _LONGEST:
                    if sum(map(len, self._fonts.values())) >= self._most:
                        self._fonts.clear()
                    self._fonts.setdefault(font, {})[text] = size
            return size

        return extents


def _hand_over(label: CoreLabel) -> Any:
    """Return the pixels of *label* and drop the label's own copy, in place of LabelSDL2._render_end.

    Kivy lays a text out anew before it draws it again.
    """
    pixels = label._surface.get_data()
    label._surface, label._cached_lines = None, []
    return pixels
