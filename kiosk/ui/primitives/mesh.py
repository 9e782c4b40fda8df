"""Meshes of what little we draw ourselves."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from kivy.graphics import Mesh
from kivy.graphics.texture import Texture


def mesh(vertices: Sequence[float], mode: str, texture: Texture = None) -> Mesh:
    """Of x, y in px and u, v of the texture four by four, each vertex once and in this order; `mode` as OpenGL's, "triangle_strip".

    It is added to the canvas that is being drawn, if any. Of arrays: Kivy keeps what it is given, and of lists that is five times
    as much. Of an array of nothing Kivy 2.3.1 reads the first place, and says that it lies out of bounds.
    """
    if not vertices:
        return Mesh(mode=mode, texture=texture)
    indices = array("H", range(len(vertices) // 4))
    return Mesh(vertices=array("f", vertices), indices=indices, mode=mode, texture=texture)
