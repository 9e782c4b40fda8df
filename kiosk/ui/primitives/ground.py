"""Rounded grounds as geometry: what lies below a card, a key, a chip.

Kivy 2.3.1 makes a rounded rectangle of a fan round its middle, sixty slivers that meet there, and of a soft line round it: two
thirds of what a frame cost where a processor draws. Here it is a pile of flat bands, of which one is most of it, and a pixel round
them that fades. A line round a ground is drawn as a line, not as a larger ground below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from math import cos, pi, sin

from kivy.graphics import Mesh
from kivy.graphics.texture import Texture
from msgspec import Struct

from kiosk.ui.primitives.mesh import mesh
from kiosk.ui.runtime.textures import SOFT_CLEAR, SOFT_OPAQUE

Place = tuple[float, float]

_FADE = 0.5  # px on either side of the edge: a straight one that lies between pixels stays sharp
_STEPS = 8  # points of a quarter circle; at a radius of 24 px they miss the arc by a tenth of a pixel
_UPWARDS = tuple((sin(pi / 2 * step / _STEPS), cos(pi / 2 * step / _STEPS)) for step in range(_STEPS + 1))
_DOWNWARDS = _UPWARDS[::-1]
_SHARP = 1.0  # px: a radius below it is none


class Shape(Struct, frozen=True):
    """Rounded rectangle in px. `corners` are its radii: top left, top right, bottom right, bottom left."""

    x: float
    y: float
    width: float
    height: float
    corners: tuple[float, float, float, float]

    def outline(self, inset: float) -> list[Place]:
        """Return the points of the outline, *inset* px inside the edge (outside if negative).

        They go counter-clockwise from the lower right; the first half is the right edge. The left edge has points at
        the same heights where its corners are the same.
        """
        top_left, top_right, bottom_right, bottom_left = self.corners
        left, right = self.x, self.x + self.width
        low, high = self.y, self.y + self.height
        return [
            *_corner(right, low, 1, -1, bottom_right, inset, _UPWARDS),
            *_corner(right, high, 1, 1, top_right, inset, _DOWNWARDS),
            *_corner(left, high, -1, 1, top_left, inset, _UPWARDS),
            *_corner(left, low, -1, -1, bottom_left, inset, _DOWNWARDS),
        ]


def _corner(
    x: float, y: float, across: int, up: int, radius: float, inset: float, arc: tuple[Place, ...]
) -> Iterable[Place]:
    """Return the outline of the corner at *x*, *y* px that points to *across* and *up* (1 or -1).

    It has as many points as *arc*; in a sharp corner all are equal.
    """
    if radius < _SHARP or radius < inset:
        return repeat((x - across * inset, y - up * inset), len(arc))
    x, y = x - across * radius, y - up * radius
    across_px, up_px = across * (radius - inset), up * (radius - inset)
    return [(x + across_px * sine, y + up_px * cosine) for sine, cosine in arc]


def filled(shape: Shape, soft_edge: Texture) -> tuple[Mesh, Mesh]:
    """Return the meshes of a filled *shape*: its body, and its anti-aliased edge drawn with the texture
    *soft_edge* (`textures.soft_edge`).
    """
    edge = shape.outline(_fade(shape))
    half = len(edge) // 2
    return _band(edge[:half], edge[: half - 1 : -1]), _fringe(shape, edge, soft_edge)


def framed(shape: Shape, thickness: float, soft_edge: Texture) -> tuple[Mesh, Mesh]:
    """Return the meshes of a frame *thickness* px wide inside *shape*'s edge, on which the ground is drawn.

    It reaches a pixel below the ground. A frame that leaves nothing inside is filled.
    """
    if 2 * (thickness + 2 * _FADE) >= min(shape.width, shape.height):
        return filled(shape, soft_edge)
    edge, within = shape.outline(_fade(shape)), shape.outline(thickness + 2 * _FADE)
    return _band(_closed(edge), _closed(within)), _fringe(shape, edge, soft_edge)


def _fade(shape: Shape) -> float:
    return min(_FADE, shape.width / 2, shape.height / 2)


def _band(one: list[Place], other: list[Place]) -> Mesh:
    vertices = [value for (x, y), (z, w) in zip(one, other, strict=True) for value in (x, y, 0.0, 0.0, z, w, 0.0, 0.0)]
    return mesh(vertices, "triangle_strip")


def _fringe(shape: Shape, edge: list[Place], soft_edge: Texture) -> Mesh:
    """Return the mesh round *edge* that fades from opaque to clear."""
    pairs = zip(_closed(edge), _closed(shape.outline(-_FADE)), strict=True)
    vertices = [v for (x, y), (z, w) in pairs for v in (x, y, SOFT_OPAQUE, 0.5, z, w, SOFT_CLEAR, 0.5)]
    return mesh(vertices, "triangle_strip", soft_edge)


def _closed(edge: list[Place]) -> list[Place]:
    return [*edge, edge[0]]
