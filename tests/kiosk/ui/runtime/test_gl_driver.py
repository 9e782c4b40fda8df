"""The driver gives back what it compiles shaders with, and still draws and compiles."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.ui.runtime.gl_driver import forget_compiler, library_for

if TYPE_CHECKING:
    from kiosk.app.pictures.offscreen import Canvas

MUCH = 4_000_000  # bytes; Mesa 25 keeps 8 MB


def in_use() -> int:
    """Bytes that the C library has handed out in small blocks (mallinfo2 of glibc)."""

    class Told(ctypes.Structure):
        _fields_ = [
            (name, ctypes.c_size_t)
            for name in ("arena", "o", "s", "h", "hblkhd", "u", "f", "uordblks", "fordblks", "keepcost")
        ]

    told = ctypes.CDLL(None).mallinfo2
    told.restype = Told
    return int(told().uordblks)


def shaded(shade: str) -> Any:
    """A widget whose ground is drawn by a shader of its own, which is compiled now."""
    from kivy.graphics import Rectangle, RenderContext
    from kivy.uix.widget import Widget

    widget = Widget()
    widget.canvas = RenderContext(use_parent_projection=True, use_parent_modelview=True)
    widget.canvas.shader.fs = f"$HEADER$\nvoid main(void) {{ gl_FragColor = vec4({shade}, 1.0); }}"
    assert widget.canvas.shader.success
    with widget.canvas:
        Rectangle(size=(64, 64))
    return widget


def test_what_shaders_were_compiled_with_goes_and_they_stay(canvas: Canvas) -> None:
    from kivy.graphics.opengl import GL_RENDERER, glGetString

    red = shaded("0.8, 0.2, 0.4")
    canvas.show_widget(red, (64, 64))
    drawn, before = canvas.pixels(), in_use()
    assert tuple(drawn[:4]) == pytest.approx((204, 51, 102, 255), abs=2)

    forget_compiler()

    if b"llvmpipe" in glGetString(GL_RENDERER):
        assert before - in_use() > MUCH
    assert canvas.pixels() == drawn
    canvas.show_widget(shaded("0.2, 0.8, 0.4"), (64, 64))
    assert tuple(canvas.pixels()[:4]) == pytest.approx((51, 204, 102, 255), abs=2)


@pytest.mark.parametrize(
    ("environment", "library"),
    [
        ({"DISPLAY": ":0"}, "libGLX_mesa.so.0"),
        ({"DISPLAY": ":0", "SDL_VIDEODRIVER": "wayland"}, "libEGL_mesa.so.0"),
        ({"SDL_VIDEODRIVER": "x11"}, "libGLX_mesa.so.0"),
        ({}, "libEGL_mesa.so.0"),
    ],
)
def test_the_library_is_the_one_that_sdl_will_ask_for(environment: dict[str, str], library: str) -> None:
    assert library_for(environment) == library
