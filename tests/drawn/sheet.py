"""A canvas that draws when its pixels are asked for: most of a look is frames that nobody sees."""

from __future__ import annotations

from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
from kivy.lang import Builder
from PIL import Image

_FRAMES = 16  # twice those in which kiosk.pictures.offscreen settles


class Sheet:
    """As `kiosk.pictures.offscreen.Canvas`, but `frames` draws nothing."""

    def __init__(self) -> None:
        EventLoop.ensure_window()
        self.window = Window
        self.size = (0, 0)
        if EventLoop.status != "started":
            EventLoop.start()
        Clock.tick()  # Kivy counts time from its import, which is long ago in a process that was forked

    def show(self, widget: Any, size: tuple[int, int]) -> None:
        self.clear()
        self.size = size
        widget.size_hint = (None, None)
        widget.size = size
        self.window.add_widget(widget)
        self.frames(_FRAMES)

    def clear(self) -> None:
        for child in list(self.window.children):
            self.window.remove_widget(child)

    def frames(self, count: int) -> None:
        """All of a frame but the drawing."""
        for _ in range(count):
            Clock.tick()
            EventLoop.dispatch_input()
            Builder.sync()
            Clock.tick_draw()
            Builder.sync()

    settle = frames

    def picture(self) -> Image.Image:
        self.window.canvas.ask_update()
        self.window.dispatch("on_draw")
        pixels = Image.frombytes("RGBA", self.size, bytes(glReadPixels(0, 0, *self.size, GL_RGBA, GL_UNSIGNED_BYTE)))
        return pixels.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB")
