"""Meshes of the few shapes that this package draws itself."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from kivy.graphics import Mesh
from kivy.graphics.texture import Texture


def mesh(vertices: Sequence[float], mode: str, texture: Texture = None) -> Mesh:
    """Return a mesh of *vertices*: x, y in px and u, v of the texture, each vertex once and in this order.

    *mode* is OpenGL's, such as "triangle_strip". The mesh is added to the canvas that is being drawn, if any. Its vertices and
    indices are arrays: Kivy keeps what it is given, and lists take five times as much memory. An empty array is not passed:
    Kivy 2.3.1 reads its first element, and reports that as out of bounds.
    """
    if not vertices:
        return Mesh(mode=mode, texture=texture)
    indices = array("H", range(len(vertices) // 4))
    return Mesh(vertices=array("f", vertices), indices=indices, mode=mode, texture=texture)
