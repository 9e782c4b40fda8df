"""Pictures of the screens without a display. The window is opened once; further pictures may have other sizes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels, glViewport
from kivy.lang import Builder
from PIL import Image

from kiosk.pages.table import SCREENS
from kiosk.ui.board import Board
from kiosk.ui.frame.frame import Frame
from kiosk.ui.runtime.environment import unit_for
from kiosk.ui.verbs import Verbs

_FRAMES = 8  # labels measure themselves, boxes follow, labels wrap anew: sizes settle within these


class Canvas:
    """Offscreen window of *size* px.

    Call `environment.prepare(offscreen=True)` before this module is imported. SDL's offscreen surface keeps its first
    size, so a smaller picture lies in the window's lower left corner.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        EventLoop.ensure_window()
        self._loop, self.window = EventLoop, Window
        self.size = size
        self.window.clearcolor = (0, 0, 0, 1)
        if EventLoop.status != "started":
            EventLoop.start()

    def show_widget(self, widget: Any, size: tuple[int, int]) -> None:
        """Show *widget* alone, *size* px large."""
        self.clear()
        self.size = size
        widget.size_hint = (None, None)
        widget.size = size
        self.window.add_widget(widget)
        self.draw_frames(_FRAMES)

    def clear(self) -> None:
        for child in list(self.window.children):
            self.window.remove_widget(child)

    def draw_frames(self, count: int) -> None:
        """Run *count* frames without drawing, which takes longest in software. `pixels` draws later."""
        for _ in range(count):
            Clock.tick()
            self._loop.dispatch_input()
            Builder.sync()
            Clock.tick_draw()
            Builder.sync()

    def frames(self, count: int, *, seen: bool = False) -> None:
        """Run *count* frames including drawing, into a single pixel unless they are to be *seen*."""
        with nullcontext() if seen else self._into_one_pixel():
            for _ in range(count):
                self._loop.idle()

    def draw(self) -> None:
        """Draw the screen as it is now, into one pixel."""
        with self._into_one_pixel():
            self._draw_frame()

    def pixels(self) -> bytes:
        """Draw what is shown now and return its RGBA rows, the lowest first."""
        self._draw_frame()
        return bytes(glReadPixels(0, 0, *self.size, GL_RGBA, GL_UNSIGNED_BYTE))

    def _draw_frame(self) -> None:
        self.window.canvas.ask_update()
        self.window.dispatch("on_draw")

    @contextmanager
    def _into_one_pixel(self) -> Iterator[None]:
        """Reduce the viewport to one pixel within the block.

        Everything else of drawing is done, every texture made; to fill the pixels in software is six sevenths of the
        time.
        """
        glViewport(0, 0, 1, 1)
        try:
            yield
        finally:
            glViewport(0, 0, *self.window.system_size)

    def save_png(self, path: Path) -> None:
        """Write what is shown as a PNG. Raises OSError if `path` cannot be written."""
        picture = Image.frombytes("RGBA", self.size, self.pixels())
        picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB").save(path, "PNG")


def render(
    board: Board,
    controller: Verbs,
    path: Path,
    size: tuple[int, int],
    *,
    canvas: Canvas | None = None,
    unit: float = 0,
    media: Path | str = "",
) -> None:
    """Draw one frame of the shell to a PNG at *path*.

    *canvas* is an open window at least as large, for the second picture on. *unit* is px per sp, 0 that of the size.
    """
    canvas = canvas or Canvas(size)
    shell = Frame(board, controller, SCREENS, unit=unit or unit_for(size), media=media)
    canvas.show_widget(shell, size)
    while any(each.busy for each in shell.theme.decoding):
        canvas.draw_frames(1)
    canvas.save_png(path)
    shell.close()
