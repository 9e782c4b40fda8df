"""Viewport on a picture that is zoomed, dragged and stepped through, and a small map of its visible part."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from typing import Any

from kivy.clock import Clock
from kivy.graphics import (
    Color,
    InstructionGroup,
    PopMatrix,
    PushMatrix,
    Rectangle,
    Scale,
    SmoothLine,
    SmoothRoundedRectangle,
    StencilPop,
    StencilPush,
    StencilUnUse,
    StencilUse,
    Translate,
)
from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.picture_text import Region
from kiosk.content.views.pieces import MOST_ZOOM
from kiosk.ui.primitives.motif import Drawn
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.runtime.tiles import PictureDecoder
from kiosk.ui.theme.tokens import Colour
from kiosk.ui.widgets.picture_door import GROUND

STEP = 1.5  # zoom factor of one press of Besar
_DOUBLE = 2.5  # zoom factor of a double tap on the whole picture
_NIGHT: Colour = (0.82, 0.82, 0.82, 1)
_DAY: Colour = (1, 1, 1, 1)
_TWICE_S, _TWICE_SP = 0.4, 40.0  # between two taps that are one act
_TREMBLE_SP, _WIPE_SP = 12.0, 60.0  # a finger moves less in a tap, and more when it wipes
_WHOLE = 1.02  # times the size at which all is seen: as good as that

Looked = Callable[[float, float, float], None]


class PictureStage(Ruled, Widget):
    """Viewport on the stored picture *source*, with zoom and pan.

    *width_shown* is the px that the whole picture would be wide. (*across*, *down*) is its point in the viewport's
    middle, in fractions. *lit* is the part that is highlighted, *spoken* tells that it is being read. *moved* is
    called when a finger or a key has changed the view. *wiped* is called with -1 or +1 after a swipe to another
    picture.
    """

    source = StringProperty("")
    width_shown = NumericProperty(0)
    across = NumericProperty(0.5)
    down = NumericProperty(0.5)
    lit = ObjectProperty(None, allownone=True)
    spoken = BooleanProperty(False)
    failed = BooleanProperty(False)
    stored = ListProperty([0, 0])  # px
    small: Any = ObjectProperty(None, allownone=True)  # the texture of the whole
    moved: Any = ObjectProperty(None, allownone=True)
    wiped: Any = ObjectProperty(None, allownone=True)

    def __init__(self, **properties: Any) -> None:
        self._decoder: PictureDecoder | None = None
        self._want: tuple[Region | None, float] = (None, 1.0)
        self._tap = (0.0, 0.0, 0.0)  # time and place of the last tap
        self._pinching = False
        self._own = False  # a finger has been here since
        self._ground, self._paper, self._parts = Rectangle(), InstructionGroup(), InstructionGroup()
        self._place, self._size, self._marks = Translate(), Scale(1.0), InstructionGroup()
        self._masks = [Rectangle(), Rectangle()]
        self._tone = Color(*_DAY)
        super().__init__(**properties)
        self._compose()
        self._lay = Clock.create_trigger(self._draw_picture, -1)
        self._settle = Clock.create_trigger(self._fit_picture, -1)
        for name in ("pos", "size"):
            self.fbind(name, self._settle)
        for name in ("width_shown", "across", "down", "lit", "spoken"):
            self.fbind(name, self._lay)

    def _compose(self) -> None:
        for each in (
            StencilPush(), self._masks[0], StencilUse(), Color(*GROUND), self._ground, PushMatrix(), self._place, self._size,
            self._tone, self._paper, self._parts, PopMatrix(), self._marks, StencilUnUse(), self._masks[1], StencilPop(),
        ):  # fmt: skip
            self.canvas.add(each)

    # loading

    def show_picture(self, source: str, stored: tuple[int, int]) -> None:
        """Load the picture *source* in place of the present one. *stored* is its size in px, if known."""
        if source == self.source:
            return
        self.close()
        self.source, self.stored, self.failed, self.small = source, list(stored), False, None
        self._load()

    def _load(self) -> None:
        if self.source and self._decoder is None and min(self.size) > 1:
            theme = global_idmap["theme"]
            self._decoder = PictureDecoder(
                self.source, (int(self.width), int(self.height)), ready=self._put_up, failed=self._give_up
            )
            theme.decoding.add(self._decoder)

    def close(self) -> None:
        """Free all pictures in memory."""
        if self._decoder is not None:
            self._decoder.close()
            self._decoder = None
        self.small = None
        self.source = ""
        self._paper.clear()
        self._parts.clear()

    def _put_up(self, box: Region, texture: Any) -> None:
        sheet = Rectangle(
            texture=texture,
            pos=(box.left, 1 - box.bottom),
            size=(box.right - box.left, box.bottom - box.top),
        )
        if self.small is not None:
            self._parts.add(sheet)
            return
        self._paper.add(sheet)
        self.small = texture
        if self._decoder is not None:
            self.stored = list(self._decoder.stored)
        self._go()

    def _give_up(self) -> None:
        self.failed = self.small is None

    # viewport

    @property
    def shape(self) -> float:
        wide, high = self.stored
        return high / wide if wide and high else 1.0

    @property
    def whole(self) -> float:
        """Return the px that the picture is wide when all of it is seen."""
        return float(min(self.width, self.height / self.shape))

    @property
    def most(self) -> float:
        """Return the px that the picture is wide at the greatest zoom."""
        return float(max(MOST_ZOOM * self.stored[0], STEP * self.whole, self.width))

    def look_at(self, window: Region | None, zoom: float = 0.0) -> None:
        """Show the part *window* of the picture, or all of it if None, enlarged *zoom* times (0: not enlarged)."""
        self._want, self._own = (window, zoom or 1.0), False
        self._go()

    def _fit_picture(self, _seconds: float) -> None:
        """Lay the picture out again after the widget's size has changed. The middle of a visitor's own view is kept."""
        if self._own and self.width_shown:
            self.grow(1.0)
            self._lay()
        else:
            self._go()

    def _go(self) -> None:
        self._load()
        if min(self.size) <= 1 or not all(self.stored):
            return
        window, zoom = self._want
        self.width_shown = min(max(self.base(window) * zoom, self.whole), self.most)
        if window is None and zoom == 1.0:
            self.across = self.down = 0.5
        elif window is not None:
            self.across, self.down = (window.left + window.right) / 2, (window.top + window.bottom) / 2
        self._bound()
        self._lay()

    def base(self, window: Region | None) -> float:
        """Return the px that the picture is wide when the part *window* fills the viewport; for None when all of it is seen."""
        return self.whole if window is None else float(self.width) / max(window.right - window.left, 0.01)

    @property
    def is_whole(self) -> bool:
        return bool(self.width_shown <= self.whole * _WHOLE)

    def grow(self, times: float, at: tuple[float, float] | None = None) -> None:
        """Zoom by the factor *times*. The picture's point under *at* (px of the window, else the middle) stays in place."""
        if not self.width_shown:
            return
        self._own = True
        x, y = at or self.center
        across, down = self.spot(x, y)
        self.width_shown = min(max(self.width_shown * times, self.whole), self.most)
        self.across = across - (x - self.center_x) / self.width_shown
        self.down = down + (y - self.center_y) / (self.width_shown * self.shape)
        self._bound()

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the picture at *x*, *y* px of the window, as fractions across and down."""
        wide = max(self.width_shown, 1.0)
        return self.across + (x - self.center_x) / wide, self.down - (y - self.center_y) / (wide * self.shape)

    def _bound(self) -> None:
        """Move the picture so that no edge comes inside the viewport while the opposite edge is outside."""
        for name, wide, room in (
            ("across", self.width_shown, self.width),
            ("down", self.width_shown * self.shape, self.height),
        ):
            half = room / 2 / max(wide, 1.0)
            least, most = (half, 1 - half) if half < 0.5 else (0.5, 0.5)
            setattr(self, name, min(max(getattr(self, name), least), most))

    @property
    def seen(self) -> Region:
        """Return the visible part of the picture, in fractions."""
        left, top = self.spot(self.x, self.top)
        right, bottom = self.spot(self.right, self.y)
        return Region(max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0))

    # drawing

    def _draw_picture(self, *_: object) -> None:
        for each in (self._ground, *self._masks):
            each.pos, each.size = self.pos, self.size
        wide = self.width_shown
        high = wide * self.shape
        left, low = self.center_x - self.across * wide, self.center_y - (1 - self.down) * high
        self._place.xy = left, low
        self._size.xyz = max(wide, 0.001), max(high, 0.001), 1
        self._tone.rgba = _NIGHT if global_idmap["theme"].name == "dark" else _DAY
        self._marks.clear()
        if self.lit is not None and wide:
            self._draw_mark(self.lit, left, low, wide, high)

    def _draw_mark(self, box: Region, left: float, low: float, wide: float, high: float) -> None:
        theme = global_idmap["theme"]
        unit, air = theme.unit, theme.space.s3
        x, y = left + box.left * wide - air, low + (1 - box.bottom) * high - air
        size = (box.right - box.left) * wide + 2 * air, (box.bottom - box.top) * high + 2 * air
        radius = min(theme.radius.key, size[0] / 2, size[1] / 2)
        light = theme.tokens.themes["light"]
        if self.spoken:
            self._marks.add(Color(*light.voice[:3], 0.12))
            self._marks.add(SmoothRoundedRectangle(pos=(x, y), size=size, radius=[radius]))
        for face, width in ((light.ink, 4.6), (light.voice, 2.4)):
            self._marks.add(Color(*face))
            self._marks.add(SmoothLine(rounded_rectangle=(x, y, *size, radius), width=max(width * unit / 1.2, 1.2)))

    # fingers

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos) or ("button" in touch.profile and touch.is_mouse_scrolling):
            return bool(super().on_touch_down(touch))
        touch.grab(self)
        self._pinching = False
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if not self._pinching and not self.is_whole:
            self._own = True
            self.across -= touch.dx / self.width_shown
            self.down += touch.dy / (self.width_shown * self.shape)
            self._bound()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        unit = global_idmap["theme"].unit
        right, up = touch.x - touch.ox, touch.y - touch.oy
        if self._pinching:
            self._announce_move()
        elif hypot(right, up) < _TREMBLE_SP * unit:
            self._tapped(touch)
        elif not self.is_whole:
            self._announce_move()
        elif abs(right) > max(_WIPE_SP * unit, 2 * abs(up)) and self.wiped is not None:
            self.wiped(-1 if right > 0 else +1)
        return True

    def _tapped(self, touch: Any) -> None:
        when, x, y = self._tap
        self._tap = touch.time_end, touch.x, touch.y
        near = hypot(touch.x - x, touch.y - y) < _TWICE_SP * global_idmap["theme"].unit
        if touch.time_end - when < _TWICE_S and near:
            self._tap = (0.0, 0.0, 0.0)
            self.grow(_DOUBLE if self.is_whole else 0.0, touch.pos)
            self._announce_move()

    def pinch(self, ratio: float, x: float, y: float) -> None:
        """Zoom by *ratio* round the point *x*, *y* (px of the window), if it lies on the picture."""
        if self.collide_point(x, y):
            self._pinching = True
            self.grow(ratio, (x, y))

    def press(self, times: float) -> None:
        """Zoom by the factor *times* after a key press; 0 shows all of the picture."""
        self.grow(times)
        self._announce_move()

    def _announce_move(self) -> None:
        if self.moved is not None:
            self.moved()


class MiniMap(Drawn):
    """Small map of the whole picture that marks the visible part."""

    texture: Any = ObjectProperty(None, allownone=True)
    seen: Any = ObjectProperty(None, allownone=True)
    shape = NumericProperty(1.0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("texture", "seen", "shape"):
            self.fbind(name, self.redraw)

    def paint(self) -> None:
        if self.texture is None:
            return
        unit = self.look.unit
        edge = 3 * unit
        wide = min(self.width - 2 * edge, (self.height - 2 * edge) / self.shape)
        high = wide * self.shape
        x, y = self.center_x - wide / 2, self.top - edge - high
        if wide < 8 * unit:
            return
        light = self.look.tokens.themes["light"]
        Color(*light.onbar)
        SmoothRoundedRectangle(pos=(x - edge, y - edge), size=(wide + 2 * edge, high + 2 * edge), radius=[2 * edge])
        Color(*(_NIGHT if self.look.name == "dark" else _DAY))
        Rectangle(texture=self.texture, pos=(x, y), size=(wide, high))
        seen = self.seen
        if seen is None or (seen.right - seen.left > 0.98 and seen.bottom - seen.top > 0.98):
            return
        frame = (x + seen.left * wide, y + (1 - seen.bottom) * high)
        size = (seen.right - seen.left) * wide, (seen.bottom - seen.top) * high
        for face, width in ((light.ink, 4.0), (light.voice, 2.2)):
            Color(*face)
            SmoothLine(rectangle=(*frame, *size), width=width * unit / 1.2)
