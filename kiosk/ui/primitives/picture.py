"""Pictures of items, cropped to cover their place, and the poster that stands in when there is none."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color
from kivy.lang import global_idmap
from kivy.properties import NumericProperty, StringProperty, VariableListProperty

from kiosk.ui.primitives.mesh import mesh
from kiosk.ui.primitives.motif import Drawn, triangles
from kiosk.ui.runtime.textures import PictureLoader
from kiosk.ui.theme.tokens import Colour

_NIGHT = (0.82, 0.82, 0.82, 1)


class Picture(Drawn):
    """Picture of an item, cropped to cover its place.

    *source* is a stored file, never an address. A missing or damaged file gives the poster of *category*. Drawn as a
    triangle fan: Kivy 2.3.1's RoundedRectangle stretches a texture whatever its coordinates.
    """

    source = StringProperty("")
    category = StringProperty("")
    icon = StringProperty("")
    corners = VariableListProperty([0, 0, 0, 0])  # px: top left, top right, bottom right, bottom left
    poster_extent = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        self._loader = PictureLoader(global_idmap["theme"].pictures)
        self.texture: Any = None  # the picture that is shown instead of the poster
        super().__init__(**properties)
        for name in ("source", "category", "icon", "corners", "poster_extent"):
            self.fbind(name, self.redraw)

    def paint(self) -> None:
        self.texture = self._loader.texture(self.source, self.size)
        if self.texture is None:
            self._poster()
            return
        dark = self.look.name == "dark"
        self._fan(_NIGHT if dark else (1, 1, 1, 1), self.texture)

    def _poster(self) -> None:
        self._fan(self.look.category(self.category), None)
        if not self.look.outlined:
            self._foot()
        label = CoreLabel(
            text=self.look.icon(self.icon or self.look.category_icon(self.category)),
            font_name="Phosphor-Fill",
            font_size=min(self.poster_extent, self.height * 0.7),
            color=self.palette.primary if self.look.outlined else self.palette.oncat,
        )
        label.refresh()
        wide, high = label.texture.size
        x, y = self.center_x - wide / 2, self.center_y - high / 2 + self.height * 0.04
        Color(1, 1, 1, 1)
        corners = ((x, y, 0, 1), (x + wide, y, 1, 1), (x + wide, y + high, 1, 0), (x, y + high, 0, 0))
        mesh([value for corner in corners for value in corner], "triangle_fan", label.texture)

    def _foot(self) -> None:
        motif = self.look.tokens.motif["tile_edge"]
        wide = motif["tile"][0]
        scale = min(self.poster_extent / 70, 1.1) * 0.62
        step = wide * scale
        clear = max(self.corners[2], self.corners[3])
        count = max(0, int((self.width - 2 * clear * 0.5) / step))
        start = self.x + (self.width - count * step) / 2
        for triangle in motif["triangles"]:
            Color(*triangle["rgba"])
            points = triangle["points"]
            turned = [value for i in range(0, 6, 2) for value in (points[i + 1], wide - points[i])]
            triangles([turned], [(start + i * step, self.y) for i in range(count)], scale)

    def _fan(self, colour: Colour, texture: Any) -> None:
        width, height = self.size
        outline = _outline(width, height, self.corners)
        share_x = share_y = 1.0
        u, v, du, dv = 0.0, 0.0, 1.0, 1.0
        if texture is not None:
            scale = max(width / texture.width, height / texture.height)
            share_x, share_y = width / (texture.width * scale), height / (texture.height * scale)
            (u, v), (du, dv) = texture.uvpos, texture.uvsize
        vertices: list[float] = []
        for x, y in [(width / 2, height / 2), *outline, outline[0]]:
            along, up = (1 - share_x) / 2 + share_x * x / width, (1 - share_y) / 2 + share_y * y / height
            vertices += (self.x + x, self.y + y, u + du * along, v + dv * up)
        Color(*colour)
        mesh(vertices, "triangle_fan", texture)


def _outline(width: float, height: float, corners: list[float]) -> list[tuple[float, float]]:
    """Return points round a rounded rectangle at (0, 0), counter-clockwise from the bottom left.

    *corners* are radii, the top left first.
    """
    top_left, top_right, bottom_right, bottom_left = (min(corner, width / 2, height / 2) for corner in corners)
    points: list[tuple[float, float]] = []
    for x, y, radius, start in (
        (0.0, 0.0, bottom_left, pi),
        (width, 0.0, bottom_right, 1.5 * pi),
        (width, height, top_right, 0.0),
        (0.0, height, top_left, 0.5 * pi),
    ):
        centre_x, centre_y = (radius if x == 0 else x - radius), (radius if y == 0 else y - radius)
        steps = 12 if radius else 0
        points += [
            (centre_x + radius * cos(start + i * pi / 24), centre_y + radius * sin(start + i * pi / 24))
            for i in range(steps + 1)
        ]
    return points
