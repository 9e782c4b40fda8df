"""Grounds (rounded, with an optional line and the focus ring) and what reacts to a finger."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup
from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty, VariableListProperty

from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.ground import Shape, filled, framed
from kiosk.ui.theme.tokens import Colour, under_a_finger

CLEAR = (0, 0, 0, 0)


class Surface(Box):
    """Box on a rounded ground.

    *line* is drawn inside its edge, *line_width* px wide; in the contrast theme every filled ground becomes an
    outline. *spot* is its name for the four buttons' focus, whose ring is drawn outside.
    """

    fill = ColorProperty(CLEAR)
    line = ColorProperty(CLEAR)
    line_width = NumericProperty(0)
    corners = VariableListProperty([0, 0, 0, 0])  # px: top left, top right, bottom right, bottom left
    spot = StringProperty("")
    focused = BooleanProperty(False)
    pressed = BooleanProperty(False)
    cap = ColorProperty(CLEAR)  # a band along the top, `cap_height` px, that follows the corners
    cap_height = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        self._ground = InstructionGroup()
        self._redraw = Clock.create_trigger(self._draw, -1)
        super().__init__(**properties)
        self.canvas.before.add(self._ground)
        for name in ("pos", "size", "fill", "line", "line_width", "corners", "focused", "pressed"):
            self.fbind(name, self._redraw)
        self._redraw()

    def on_spot(self, *_: object) -> None:
        """Register this widget with the theme, which tells it of a moved focus. Most surfaces have no spot and save the rule."""
        global_idmap["theme"].spots[self] = None
        self.refocus()

    def refocus(self) -> None:
        """Draw or remove the focus ring, because the focus moved or the theme has other colours."""
        self.focused = bool(self.spot) and global_idmap["theme"].focus == self.spot
        if self.focused:
            self._redraw()

    def _draw(self, *_: object) -> None:
        self._ground.clear()
        if self.width <= 1 or self.height <= 1:
            return
        if self.focused:
            theme = global_idmap["theme"]
            inner = theme.stroke.focus_inner
            self._shape(theme.colors.focus, -theme.stroke.focus_outer - inner)
            self._shape(theme.colors.bg if theme.outlined else theme.colors.voice, -inner)
        inset = 0.0
        if self.line_width and self.line[3]:
            line = under_a_finger(self.line) if self.pressed and not self.fill[3] else self.line
            self._shape(line, 0, frame=self.line_width if self.fill[3] == 1 else 0)
            inset = self.line_width
        if self.fill[3]:
            if self.cap[3] and self.cap_height:
                self._shape(self.cap, inset)
            cap = self.cap_height if self.cap[3] else 0.0
            self._shape(under_a_finger(tuple(self.fill)) if self.pressed else self.fill, inset, lower=cap)

    def _shape(self, colour: Colour, inset: float, *, lower: float = 0.0, frame: float = 0.0) -> None:
        """Draw the rounded ground in *colour*, *inset* px within the widget and *lower* px from its top.

        With *frame* only a frame so many px wide is drawn.
        """
        width, height = round(self.width) - 2 * inset, round(self.height) - 2 * inset - lower
        if width <= 0 or height <= 0:
            return
        radii = (max(0.0, min(corner - inset if corner else 0, width / 2, height / 2)) for corner in self.corners)
        shape = Shape(round(self.x) + inset, round(self.y) + inset, width, height, tuple(radii))
        edge = global_idmap["theme"].soft_edge
        self._ground.add(Color(*colour))
        for mesh in framed(shape, frame, edge) if frame else filled(shape, edge):
            self._ground.add(mesh)


class Touchable(Surface):
    """Surface to tap. It acts on release inside itself (`on_release`), if *available*. The frame lets one finger in at a time."""

    available = BooleanProperty(True)
    _slipped = False
    deliberate = True  # an act that a trembling finger must not repeat: the shell's debounce follows it
    __events__ = ("on_release",)

    def on_parent(self, _touchable: object, parent: object) -> None:
        """Release the pressed state of a removed widget: it may be shown again as something else."""
        if parent is None:
            self.pressed = False

    def slip(self, *_: object) -> None:
        """Ignore the finger that lies on this widget, because the widget has come to stand for something else meanwhile."""
        self.pressed, self._slipped = False, True

    def on_touch_down(self, touch: Any) -> bool:
        if (
            not self.available
            or not self.collide_point(*touch.pos)
            or ("button" in touch.profile and touch.is_mouse_scrolling)
        ):
            return False
        touch.grab(self)
        self.pressed, self._slipped = True, False
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self.pressed = bool(self.collide_point(*touch.pos)) and not self._slipped
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        inside = self.pressed and self.collide_point(*touch.pos) and not touch.ud.get("flicked")
        self.pressed = False
        if inside:
            touch.ud["acted"] = self.deliberate
            self.dispatch("on_release")
        return True

    def on_release(self) -> None:
        """Do nothing; rules and callers bind what a tap does."""
