"""Kivy's labels watch and keep less, for memory: a screen is mostly labels. Made for Kivy 2.3.1.

They watch 37 of their properties, most of which nobody here ever changes, and keep the lines that they laid out and the surface
that they drew them on (four bytes a pixel) after the texture has been made of it.
"""

from __future__ import annotations

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
"""The properties of a label that somebody here changes."""


def make_less_of_labels() -> None:
    """Let Kivy's labels watch and keep no more."""
    Label._font_properties = CHANGING
    CoreLabel._render_end = _hand_over


def _hand_over(label: CoreLabel) -> Any:
    """The pixels, which are the texture's from here on; in the place of LabelSDL2._render_end. Kivy lays a text out anew before it
    draws it again."""
    pixels = label._surface.get_data()
    label._surface, label._cached_lines = None, []
    return pixels
