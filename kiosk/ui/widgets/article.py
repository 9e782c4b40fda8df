"""An article to read: one label a paragraph, the spoken sentence lit, and a scroll view that stays flat in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, SmoothRoundedRectangle
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.scrollview import ScrollView
from kivy.utils import escape_markup, get_hex_from_color

from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.theme.fonts import legible

TALLEST = 2048  # px: a taller texture is a solid black box on a Raspberry Pi 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block that fits one texture: `text` is characters from `start` of block `block`."""

    block: int
    start: int
    text: str


def split(block: int, text: str, *, most: int, lines: int) -> list[Piece]:
    """Cut a block where a sentence, a line or a word ends, so that no piece has over `most` characters or `lines` lines."""
    pieces: list[Piece] = []
    start = 0
    while start < len(text):
        end = min(start + most, len(text))
        breaks = text.count("\n", start, end)
        if breaks >= lines:
            at = start
            for _ in range(lines):
                at = text.index("\n", at) + 1
            end = at
        elif end < len(text):
            for mark in (". ", "\n", " "):
                at = text.rfind(mark, start + most // 2, end)
                if at > 0:
                    end = at + len(mark)
                    break
        pieces.append(Piece(block, start, text[start:end].rstrip()))
        start = end
    return pieces


class Scroll(ScrollView):
    """A ScrollView without Kivy 2.3.1's leak: each scrolled frame bound one more callback to `bar_color`. Without a size until it
    is given one, as a Box."""

    # Kivy's clock event that lets the bars fade: ours are not drawn, and the animation holds a screen that was left for a second
    _bind_inactive_bar_color_ev = staticmethod(lambda: None)

    def __init__(self, **properties: Any) -> None:
        self.size = 0.0, 0.0
        super().__init__(**properties)

    def update_from_scroll(self, *args: Any) -> None:
        self.funbind("bar_color", self._change_bar_color)
        super().update_from_scroll(*args)


class Reading(Ruled, Scroll):
    """Scrolls its one child. `turn` moves by most of a page; `follow` brings a sentence into view."""

    scroll_y: float  # Kivy's
    overflow = NumericProperty(0)  # px that do not fit

    def add_widget(self, widget: Any, *args: Any, **options: Any) -> None:
        super().add_widget(widget, *args, **options)
        widget.fbind("height", self._measure)
        self.fbind("height", self._measure)
        self._measure()

    def _measure(self, *_: object) -> None:
        self.overflow = max(0.0, self.children[0].height - self.height) if self.children else 0.0

    def turn(self, direction: int) -> None:
        if self.overflow > 0:
            step = 0.8 * self.height / self.overflow
            self.scroll_y = min(1.0, max(0.0, self.scroll_y - direction * step))

    def follow(self, top: float, bottom: float) -> None:
        """Show what lies between two heights of the child, in px from its lower end, if it is not in view yet."""
        if self.overflow <= 0:
            return
        low = self.scroll_y * self.overflow
        if bottom < low or top > low + self.height:
            target = top + 0.12 * self.height - self.height
            self.scroll_y = min(1.0, max(0.0, target / self.overflow))


class Paragraph(WrappedText):
    """A piece of an article. `lit` is a span of its characters: the sentence that is being spoken."""

    lit = ObjectProperty(None, allownone=True)  # (start, end) or None
    lit_ground = ColorProperty((0, 0, 0, 0))
    lit_ink = ColorProperty((0, 0, 0, 1))
    lit_pad = NumericProperty(4)
    marked = StringProperty("")
    block = NumericProperty(0)
    start = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        self._light = InstructionGroup()
        self._relight = Clock.create_trigger(self._draw_light, -1)
        super().__init__(**properties)
        self.canvas.before.add(self._light)
        for name in ("words", "lit", "lit_ink"):
            self.fbind(name, self._mark)
        for name in ("pos", "size", "texture", "refs", "lit_ground"):
            self.fbind(name, self._relight)
        self._mark()

    def light(self, block: int, start: int, end: int) -> None:
        """Light what of characters [start, end) of `block` is written here."""
        first, last = max(start - self.start, 0), min(end - self.start, len(self.words))
        self.lit = (int(first), int(last)) if block == self.block and first < last else None

    def _mark(self, *_: object) -> None:
        text = legible(self.words)
        if self.lit is None:
            self.marked = escape_markup(text)
            return
        start, end = self.lit
        before, spoken, after = (escape_markup(part) for part in (text[:start], text[start:end], text[end:]))
        ink = get_hex_from_color(self.lit_ink)
        self.marked = f"{before}[ref=lit][color={ink}]{spoken}[/color][/ref]{after}"

    def lines(self) -> list[tuple[float, float, float, float]]:
        """The lit lines as (x, y, width, height) in the window's px, top first."""
        boxes: dict[int, list[float]] = {}
        for left, top, right, bottom in self.refs.get("lit", ()):
            line = boxes.setdefault(round(top), [left, right, top, bottom])
            line[0], line[1] = min(line[0], left), max(line[1], right)
        origin_x = self.center_x - self.texture_size[0] / 2
        origin_y = self.center_y + self.texture_size[1] / 2
        return [(origin_x + a, origin_y - d, b - a, d - c) for _, (a, b, c, d) in sorted(boxes.items())]

    def _draw_light(self, *_: object) -> None:
        self._light.clear()
        if self.lit is None:
            return
        pad = self.lit_pad
        self._light.add(Color(*self.lit_ground))
        for x, y, width, height in self.lines():
            self._light.add(
                SmoothRoundedRectangle(pos=(x - pad, y), size=(width + 2 * pad, height), radius=[1.5 * pad])
            )
