"""The woven motif: stepped triangles as plain geometry (tokens, "motif"). Our own abstraction; copies no named pattern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Mesh, Rectangle
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.ui.primitives.mesh import mesh
from kiosk.ui.primitives.rules import Ruled

Points = Sequence[float]


def triangles(shapes: Sequence[Points], places: Sequence[tuple[float, float]], scale: float) -> Mesh:
    """Return one mesh that draws the triangles *shapes* at each of *places* (px).

    A triangle is x, y three times in tile units; *scale* is px per unit.
    """
    vertices: list[float] = []
    for x, y in places:
        for points in shapes:
            for i in range(0, 6, 2):
                vertices += (x + points[i] * scale, y + points[i + 1] * scale, 0, 0)
    return mesh(vertices, "triangles")


class Drawn(Ruled, Widget):
    """Base of widgets that redraw themselves when they move or the theme changes.

    `look` is the theme, `palette` its colours; rules set both.
    """

    look = ObjectProperty(None)
    palette = ObjectProperty(None)

    def __init__(self, **properties: Any) -> None:
        self.redraw = Clock.create_trigger(self._draw, -1)
        super().__init__(**properties)
        for name in ("pos", "size", "palette"):
            self.fbind(name, self.redraw)
        self.redraw()

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        if self.width > 1 and self.height > 1:
            with self.canvas:
                self.paint()

    def paint(self) -> None:
        raise NotImplementedError


class Strip(Drawn):
    """Woven strip below the app bar; a plain line in the contrast theme."""

    hidden = BooleanProperty(False)

    def paint(self) -> None:
        motif = self.look.tokens.motif["strip"]
        wide, high = motif["tile"]
        scale = self.height / high
        Color(*self.palette.weavebg)
        Rectangle(pos=self.pos, size=self.size)
        if self.look.outlined:
            Color(*self.palette.line)
            Rectangle(pos=self.pos, size=(self.width, self.look.stroke.control))
            return
        places = [(self.x + i * wide * scale, self.y) for i in range(int(self.width / (wide * scale)) + 2)]
        for triangle in motif["triangles"]:
            Color(*getattr(self.palette, triangle["color"]))
            triangles([triangle["points"]], places, scale)


class Edge(Drawn):
    """Woven edge at the right of a tile, or with *below* at a poster's foot. It keeps *clear* px from the corners at its ends."""

    below = BooleanProperty(False)
    clear = NumericProperty(0)

    def paint(self) -> None:
        if self.look.outlined:
            return
        motif = self.look.tokens.motif["tile_edge"]
        wide, high = motif["tile"]
        across, along = (self.height, self.width) if self.below else (self.width, self.height)
        scale = across / wide
        step = high * scale
        count = int((along - 2 * self.clear) / step)
        start = (along - count * step) / 2
        for triangle in motif["triangles"]:
            Color(*triangle["rgba"])
            points = triangle["points"]
            if self.below:
                turned = [value for i in range(0, 6, 2) for value in (points[i + 1], wide - points[i])]
                triangles([turned], [(self.x + start + i * step, self.y) for i in range(count)], scale)
            else:
                triangles([points], [(self.x, self.y + start + i * step) for i in range(count)], scale)


class Logo(Drawn):
    """Logo of three nested chevrons on a diamond. *inverse* is for dark grounds."""

    inverse = BooleanProperty(False)

    def paint(self) -> None:
        motif = self.look.tokens.motif["logo"]
        scale = min(self.size) / motif["box"][0]
        dark = self.inverse or self.look.outlined or self.look.name == "dark"
        light = self.look.tokens.themes["light"]
        swap = {"weavebg": light.onbar, "weave2": light.weave1, "weave1": light.weave3}
        for polygon in motif["polygons"]:
            Color(*(swap[polygon["color"]] if dark else getattr(light, polygon["color"])))
            points = polygon["points"]
            corners = [(points[i], points[i + 1]) for i in range(0, len(points), 2)]
            if len(corners) == 4:
                faces = [[*corners[0], *corners[1], *corners[2]], [*corners[0], *corners[2], *corners[3]]]
            else:  # a chevron: two arms of two triangles
                a, b, c, d, e, f = corners
                faces = [[*a, *b, *e], [*a, *e, *f], [*b, *c, *d], [*b, *d, *e]]
            triangles(faces, [self.pos], scale)


class Hills(Drawn):
    """Sea and hills of Luwuk with a woven border: the foot of the idle screen."""

    border = NumericProperty(0)

    def paint(self) -> None:
        if self.look.outlined:
            return
        light = self.look.tokens.themes["light"]
        for colour, peaks in (
            ((0.07, 0.32, 0.37, 1), ((-0.1, 0.95), (0.46, 0.35), (1.1, 0.95))),
            ((0.09, 0.40, 0.48, 1), ((0.11, 0.62), (0.86, 0.62), (0.5, 0.45))),
        ):
            Color(*colour)
            for centre, share in peaks:
                top, half = self.height * share, self.width * 0.16
                x = self.x + centre * self.width
                triangles([[x - half, self.y, x, self.y + top, x + half, self.y]], [(0, 0)], 1)
        step = self.border * 1.28
        places = [(self.x + i * step, self.y) for i in range(int(self.width / step) + 1)]
        Color(*light.weave1)
        triangles([[0, 0, 0.5, 0.75, 1, 0]], places, step)
        Color(*light.weave2)
        triangles([[0, 0, 0.5, 0.46, 1, 0]], places, step)
        Color(*light.bar)
        triangles([[0, 0, 0.5, 0.17, 1, 0]], places, step)
