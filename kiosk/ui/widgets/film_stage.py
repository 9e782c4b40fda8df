"""A film's pictures, as they become due: uploaded while it plays, and once where a stopped one is shown anew.

`FilmStage` asks `shown` for the picture that is due; that may be a player's, or a `Reel` with a clock of the screen's
own, for a film without its sound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.content.film.reel import Shown
from kiosk.ui.widgets.picture_door import GROUND

_RATE = 25  # pictures a second


class FilmStage(Widget):
    """Stage of a film, as large as its place allows, on the ground of pictures.

    `drawn` is whether there is anything to see yet.
    """

    playing = BooleanProperty(False)
    drawn = BooleanProperty(False)
    texture = ObjectProperty(None, allownone=True)

    def __init__(self, shown: Callable[[], Shown], *, grounded: bool = True, **properties: Any) -> None:
        self._shown = shown
        self._clock: Any = None
        self._time = -1.0
        super().__init__(**properties)
        with self.canvas:
            Color(*GROUND[:3], 1 if grounded else 0)
            self._ground = Rectangle()
            self._light = Color(1, 1, 1, 0)
            self._picture = Rectangle()
        self.bind(pos=self._place_picture, size=self._place_picture, texture=self._place_picture)

    @property
    def seen(self) -> tuple[float, float, float, float]:
        """Return the place of the picture as (x, y, width, height) in px."""
        return (*self._picture.pos, *self._picture.size)

    def on_playing(self, *_: object) -> None:
        if self.playing and self._clock is None:
            self._clock = Clock.schedule_interval(self._next_frame, 1 / _RATE)
            self._next_frame(0)
        elif not self.playing and self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def show_due(self) -> None:
        """Draw the frame that is due now, once."""
        self._next_frame(0)

    def clear(self) -> None:
        """Stop playing and drop the frame that was shown."""
        self.playing = False
        self.texture, self._time, self.drawn = None, -1.0, False

    def _next_frame(self, _: float) -> None:
        shown = self._shown()
        if shown is None or shown[0] == self._time:
            return
        self._time, size, pixels = shown
        if self.texture is None or self.texture.size != size:
            texture = Texture.create(size=size, colorfmt="rgb")
            texture.flip_vertical()
            self.texture = texture
        self.texture.blit_buffer(bytes(pixels), colorfmt="rgb", bufferfmt="ubyte")
        self.drawn = True
        self.canvas.ask_update()

    def _place_picture(self, *_: object) -> None:
        self._ground.pos, self._ground.size = self.pos, self.size
        self._light.a = 1 if self.texture is not None else 0
        self._picture.texture = self.texture
        if self.texture is None:
            return
        wide, high = self.texture.size
        scale = min(self.width / wide, self.height / high)
        self._picture.size = size = wide * scale, high * scale
        x, y = self.pos  # and not the middle, of which Kivy tells later
        self._picture.pos = x + (self.width - size[0]) / 2, y + (self.height - size[1]) / 2
