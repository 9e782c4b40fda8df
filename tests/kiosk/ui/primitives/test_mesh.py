"""Meshes: of something, and of nothing, which a motif along a short edge is."""

from __future__ import annotations

import pytest
from kivy.graphics import Canvas

from kiosk.ui.primitives.mesh import mesh

pytestmark = pytest.mark.usefixtures("canvas")


@pytest.mark.parametrize("vertices", [(), (0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0)])
def test_a_mesh_is_made_of_its_vertices(vertices: tuple[float, ...], capfd: pytest.CaptureFixture[str]) -> None:
    with Canvas():
        made = mesh(vertices, "triangles")

    assert (list(made.vertices), list(made.indices)) == (list(vertices), list(range(len(vertices) // 4)))
    assert capfd.readouterr().err == ""  # Kivy writes there of what it cannot raise
