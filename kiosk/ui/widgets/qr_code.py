"""A QR code, black on white in every theme, with its quiet zone, in whole pixels a module."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

QUIET = 4  # modules on each side, ISO/IEC 18004


class QrCode(Widget):
    """QR code of *payload* at error level M, as large as whole pixels allow in the middle of the widget."""

    payload = StringProperty("")

    def __init__(self, **properties: Any) -> None:
        self._texture: Any = None
        self._redraw = Clock.create_trigger(self._draw_code, -1)
        super().__init__(**properties)
        self.fbind("payload", self._encode)
        for name in ("pos", "size"):
            self.fbind(name, self._redraw)
        self._encode()

    def _encode(self, *_: object) -> None:
        self._texture = None
        if self.payload:
            import segno  # 4 MB with what it loads; on most days nobody asks a kiosk for a code

            code = segno.make_qr(self.payload, error="m", boost_error=False)
            rows = [bytes(0 if dark else 255 for dark in row) for row in code.matrix_iter(border=QUIET)]
            pixels = b"".join(byte.to_bytes() * 3 for row in reversed(rows) for byte in row)
            self._texture = Texture.create(size=(len(rows), len(rows)), colorfmt="rgb")
            self._texture.mag_filter = self._texture.min_filter = "nearest"
            self._texture.blit_buffer(pixels, colorfmt="rgb", bufferfmt="ubyte")
        self._redraw()

    def _draw_code(self, *_: object) -> None:
        self.canvas.clear()
        if self._texture is None:
            return
        scale = int(min(self.size) // self._texture.width)
        if scale < 1:
            return
        side = scale * self._texture.width
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(
                texture=self._texture,
                size=(side, side),
                pos=(round(self.center_x - side / 2), round(self.center_y - side / 2)),
            )
