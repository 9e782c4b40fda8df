"""Text in which what was looked for is marked: in the colour of the main action and underlined, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.properties import ColorProperty, ObjectProperty
from kivy.utils import escape_markup, get_hex_from_color

from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.theme.fonts import one_line

Span = tuple[int, int]


class HighlightedText(WrappedText):
    """Text *words* with its *spans* marked: (start, end) in characters of `one_line(words)`, in order."""

    spans: Sequence[Span] = ObjectProperty(())
    mark_ink = ColorProperty((0, 0, 0, 1))

    def mark(self, text: str, spans: Sequence[Span], ink: Any) -> str:
        """Return *text* as Kivy markup with *spans* underlined and in the colour *ink*.

        The text is escaped, because it comes from feeds.
        """
        text, colour = one_line(text), get_hex_from_color(ink)
        parts, at = [], 0
        for start, end in spans:
            if at <= start < end <= len(text):
                parts.append(escape_markup(text[at:start]))
                parts.append(f"[u][color={colour}]{escape_markup(text[start:end])}[/color][/u]")
                at = end
        return "".join([*parts, escape_markup(text[at:])])
