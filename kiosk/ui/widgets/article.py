"""An article to read: one label a paragraph, the spoken sentence lit, and a scroll view that stays flat in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, SmoothRoundedRectangle
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.scrollview import ScrollView
from kivy.utils import escape_markup, get_hex_from_color

from kiosk.ui.primitives.picture import Picture
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.primitives.text import Icon, Text, WrappedText
from kiosk.ui.theme.fonts import legible

TALLEST = 2048  # px: a taller texture is a solid black box on a Raspberry Pi 3
_WHOLE = 0.5  # share of the viewport's height from which a card may be cut and continue on the next page
_MOST_KEPT = 0.98  # greatest share of the viewport's height that is held back
_TOUCHING = 1.0  # px that a line may reach over an edge
_EDGE = 1.0  # px of the edge of what is kept back, which is drawn where it ends


@dataclass(frozen=True, slots=True)
class BlockPart:
    """Part of a block that fits one texture. *text* begins at character *start* of block *block*."""

    block: int
    start: int
    text: str


def split(block: int, text: str, *, most: int, lines: int) -> list[BlockPart]:
    """Cut the *text* of a block at the ends of sentences, lines or words, so that no part has over *most*
    characters or *lines* lines.
    """
    pieces: list[BlockPart] = []
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
        pieces.append(BlockPart(block, start, text[start:end].rstrip()))
        start = end
    return pieces


class Scroll(ScrollView):
    """ScrollView without Kivy 2.3.1's leak, which binds one more callback to `bar_color` in each scrolled frame.

    Like a Box it has no size until it is given one.
    """

    # Kivy's clock event that lets the bars fade: ours are not drawn, and the animation holds a screen that was left for a second
    _bind_inactive_bar_color_ev = staticmethod(lambda: None)

    def __init__(self, **properties: Any) -> None:
        self.size = 0.0, 0.0
        super().__init__(**properties)

    def update_from_scroll(self, *args: Any) -> None:
        self.funbind("bar_color", self._change_bar_color)
        super().update_from_scroll(*args)


class Reading(Ruled, Scroll):
    """Scroll view of one child.

    `turn` scrolls by a page, `follow` brings a sentence into view. No line, key or small card is cut by its edges:
    what would be cut is held back for the next page.
    """

    scroll_y: float  # Kivy's
    overflow = NumericProperty(0)  # px that do not fit
    foot = NumericProperty(0)  # px kept back at the lower edge
    brow = NumericProperty(0)  # and at the upper one

    def __init__(self, **properties: Any) -> None:
        self._snap = Clock.create_trigger(self._keep_back, -1)
        self._snap_again = Clock.create_trigger(self._keep_back)  # widgets within boxes get their places later
        super().__init__(**properties)
        self.fbind("height", self._measure)
        self.fbind("scroll_y", self._moved)

    def add_widget(self, widget: Any, *args: Any, **options: Any) -> None:
        super().add_widget(widget, *args, **options)
        widget.fbind("height", self._measure)
        self._measure()

    def on_touch_down(self, touch: Any) -> bool:
        if self.collide_point(*touch.pos) and not self.y + self.foot <= touch.y <= self.top - self.brow:
            return False  # a hidden part must not be touched
        return bool(super().on_touch_down(touch))

    def _measure(self, *_: object) -> None:
        self.overflow = max(0.0, self.children[0].height - self.height) if self.children else 0.0
        self._moved()

    def _moved(self, *_: object) -> None:
        self._snap()
        self._snap_again()

    def _keep_back(self, _seconds: float = 0) -> None:
        if self.overflow <= 1 or not self.children:
            self.foot = self.brow = 0
            return
        low = self.scroll_y * self.overflow
        high = low + self.height
        foot = self._clear(low, 1) - low if self.scroll_y > 0 else 0.0
        brow = high - self._clear(high, -1) if self.scroll_y < 1 else 0.0
        foot, brow = (kept + _EDGE if kept else 0.0 for kept in (foot, brow))
        self.foot, self.brow = (foot, brow) if foot + brow < _MOST_KEPT * self.height else (0, 0)

    def _clear(self, edge: float, way: int) -> float:
        """Return the nearest height of the child at which an edge would cut nothing, upward from *edge* (*way* 1) or
        downward (-1).

        Heights are px from the child's lower end.
        """
        child = self.children[0]
        while crossed := list(_across(child, edge + child.y, self.height)):
            before, edge = (
                edge,
                (max(top for _, top in crossed) if way > 0 else min(foot for foot, _ in crossed)) - child.y,
            )
            if abs(edge - before) < _TOUCHING / 2:
                break  # the empty end of a card begins here
        return edge

    def turn(self, direction: int) -> None:
        """Scroll by a page in *direction*. The next page begins with what this one held back."""
        if self.overflow > 0:
            self._keep_back()
            low = self.scroll_y * self.overflow
            low += self.foot - self.height if direction > 0 else self.height - self.brow
            self.scroll_y = min(1.0, max(0.0, low / self.overflow))

    def follow(self, top: float, bottom: float) -> None:
        """Scroll until the heights from *bottom* to *top* of the child are in view. Both are px from the child's lower end."""
        if self.overflow <= 0:
            return
        low = self.scroll_y * self.overflow
        if bottom < low + self.foot or top > low + self.height - self.brow:
            target = top + 0.12 * self.height - self.height
            self.scroll_y = min(1.0, max(0.0, target / self.overflow))


def _across(widget: Any, edge: float, room: float) -> Iterator[tuple[float, float]]:
    """Yield (low, high) in px of each line, key, picture or card in *widget* that the height *edge* would cut.

    Of one larger than a good part of *room* px its own parts are looked at.
    """
    for child in widget.children:
        if not child.y < edge < child.top or not child.opacity:
            continue
        if isinstance(child, Text):
            yield from (line for line in child.lines_of_text() if line[0] + _TOUCHING < edge < line[1] - _TOUCHING)
            continue
        most = 1 if isinstance(child, Touchable | Picture | Icon) else _WHOLE if isinstance(child, Surface) else 0
        if child.height <= most * room:
            yield child.y, child.top
        elif inner := list(_across(child, edge, room)):
            yield from inner
        elif isinstance(child, Surface):
            yield from _bare(child, edge)


def _bare(card: Surface, edge: float) -> Iterator[tuple[float, float]]:
    """Yield (low, high) in px of the empty end of *card* if *edge* lies in it. A card cut there looks broken off."""
    drawn = list(_drawn(card))
    if drawn and edge >= (top := max(high for _, high in drawn)) - _TOUCHING:
        yield top, card.top
    elif drawn and edge <= (foot := min(low for low, _ in drawn)) + _TOUCHING:
        yield card.y, foot


def _drawn(widget: Any) -> Iterator[tuple[float, float]]:
    """Yield (low, high) in px of each line, key, picture and card in *widget*."""
    for child in widget.children:
        if isinstance(child, Text) and child.opacity:
            yield from child.lines_of_text()
        elif isinstance(child, Touchable | Picture | Icon | Surface) and child.opacity:
            yield child.y, child.top
        elif child.opacity:
            yield from _drawn(child)


class Paragraph(WrappedText):
    """Part of an article. *lit* is the span of its characters that is being spoken."""

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
            self.fbind(name, self._highlight)
        for name in ("pos", "size", "texture", "refs", "lit_ground"):
            self.fbind(name, self._relight)
        self._highlight()

    def light(self, block: int, start: int, end: int) -> None:
        """Highlight the part of characters [*start*, *end*) of block *block* that this paragraph holds."""
        first, last = max(start - self.start, 0), min(end - self.start, len(self.words))
        self.lit = (int(first), int(last)) if block == self.block and first < last else None

    def _highlight(self, *_: object) -> None:
        text = legible(self.words)
        if self.lit is None:
            self.marked = escape_markup(text)
            return
        start, end = self.lit
        before, spoken, after = (escape_markup(part) for part in (text[:start], text[start:end], text[end:]))
        ink = get_hex_from_color(self.lit_ink)
        self.marked = f"{before}[ref=lit][color={ink}]{spoken}[/color][/ref]{after}"

    def lit_boxes(self) -> list[tuple[float, float, float, float]]:
        """Return the highlighted lines as (x, y, width, height) in the window's px, top first."""
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
        for x, y, width, height in self.lit_boxes():
            self._light.add(
                SmoothRoundedRectangle(pos=(x - pad, y), size=(width + 2 * pad, height), radius=[1.5 * pad])
            )
