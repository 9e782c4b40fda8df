"""The player bar: that something is read out, how far it is, again and slower."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.content.views.shown import Speaking
from kiosk.ui.primitives import text
from kiosk.ui.primitives.motif import Drawn
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.screens.screen import Screen
from kiosk.ui.verbs import Verbs
from kiosk.ui.widgets import controls  # noqa: F401 - named in the rules

_MOST_SEGMENTS = 20  # beyond, one solid bar
_SHAPES = ((0.4, 0.7, 1.0, 0.55, 0.8), (0.7, 1.0, 0.6, 0.85, 0.45), (0.55, 0.8, 0.9, 0.4, 1.0))
_BEAT = 0.25  # s: the level bars are the only thing that moves by itself


class Levels(Drawn):
    """Five bars that move while the voice sounds. They do not show loudness."""

    speaking = ObjectProperty(None, allownone=True)

    def __init__(self, **properties: Any) -> None:
        self._beat = 0
        self._clock: Any = None
        super().__init__(**properties)

    def on_speaking(self, *_: object) -> None:
        moving = self.speaking is not None and self.speaking.index >= 0 and not self.look.still
        if moving and self._clock is None:
            self._clock = Clock.schedule_interval(self._beat_once, _BEAT)
        elif not moving and self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _beat_once(self, _: float) -> None:
        self._beat += 1
        self.redraw()

    def paint(self) -> None:
        shape = _SHAPES[self._beat % len(_SHAPES)]
        step = self.width / len(shape)
        Color(*self.palette.onvoice)
        for i, share in enumerate(shape):
            high = self.height * share
            SmoothRoundedRectangle(
                pos=(self.x + i * step, self.center_y - high / 2), size=(step * 0.62, high), radius=[step * 0.3]
            )


class Segments(Drawn):
    """Progress in segments, one for each sentence or piece of a picture. The present one and those before are dark."""

    parts = ObjectProperty((0, 0))  # said, of how many

    def on_parts(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        done, count = self.parts
        if not count:
            return
        radius = [self.height / 2]
        if count > _MOST_SEGMENTS:
            self._bar(0, self.width, radius, said=False)
            self._bar(0, self.width * done / count, radius, said=True)
            return
        gap = self.look.space.s1
        wide = (self.width + gap) / count - gap
        for i in range(count):
            self._bar(i * (wide + gap), wide, radius, said=i < done)

    def _bar(self, x: float, wide: float, radius: list[float], *, said: bool) -> None:
        red, green, blue, _ = self.palette.onvoice
        Color(red, green, blue, 1 if said else 0.25)
        if wide > 0:
            SmoothRoundedRectangle(pos=(self.x + x, self.y), size=(wide, self.height), radius=radius)


class PlayerLine(text.WrappedText):
    """Line with the spoken sentence, or with the progress (*counted*) where the sentence has no room."""

    counted = StringProperty("")

    def _shortened(self, text: str, fits: Callable[[str], bool]) -> str:
        return self.counted if fits(self.counted) else super()._shortened(text, fits)


class PlayerBar(Surface):
    shown = BooleanProperty(False)
    lit = BooleanProperty(True)  # the screen lights the sentence that is said; else it stands here

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(rebind=True)
    screen = ObjectProperty(None, allownone=True, rebind=True)
    speaking = ObjectProperty(None, allownone=True, rebind=True)
    parts = ObjectProperty((0, 0))

    def lights(self, speaking: Speaking | None, view: object) -> bool:
        """Return whether the speech belongs to *view*, the page shown. Meanwhile a broadcast may be spoken instead."""
        utterance = getattr(view, "utterance", "")
        if speaking is None:
            return bool(utterance)
        return bool(speaking.utterance == utterance)

    def parts_of(
        self, screen: Screen | None, speaking: Speaking | None, _view: object, *, lit: bool
    ) -> tuple[int, int]:
        """Return how many parts are said and how many there are: counted by *screen* if it shows them (*lit*),
        else in sentences.
        """
        if speaking is None:
            return 0, 0
        if screen is not None and lit:
            return screen.parts(speaking)
        return speaking.index + 1, len(speaking.sentences)

    def said(self, speaking: Speaking | None) -> str:
        """Return the spoken sentence if no screen highlights it, else ""."""
        return "" if speaking is None or self.lit or speaking.sentence is None else speaking.sentence.spoken
