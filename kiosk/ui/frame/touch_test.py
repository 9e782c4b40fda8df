"""Touch test: marks in the corners and the middle of the screen are touched one after the other, to see whether
the panel feels them there.
"""

from __future__ import annotations

from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.graphics import Color, Ellipse, Line
from kivy.uix.floatlayout import FloatLayout

from content_cache.model.problems import msgid
from kiosk.i18n.words import Words
from kiosk.ui.primitives.label import BaseLabel

MARKS = {
    msgid("top left"): (0.06, 0.92),
    msgid("top right"): (0.94, 0.92),
    msgid("middle"): (0.5, 0.5),
    msgid("bottom left"): (0.06, 0.08),
    msgid("bottom right"): (0.94, 0.08),
}
_REACH = 0.09  # greatest distance of a touch from a mark, as a share of the shorter side


class TouchTest(FloatLayout):
    """Full-screen test. *missed* are the marks not hit at the first try; *done* is called after the last mark."""

    def __init__(self, done: Any, words: Words, **properties: Any) -> None:
        self._done = done
        self._ = words
        self._left = list(MARKS)
        self.missed: list[str] = []
        super().__init__(**properties)
        self._told = BaseLabel(font_size="28sp", halign="center", pos_hint={"center_x": 0.5, "center_y": 0.66})
        self.add_widget(self._told)
        self.bind(size=lambda *_: self._draw_mark(), pos=lambda *_: self._draw_mark())
        self._draw_mark()

    @property
    def wanted_mark(self) -> str:
        """Return the mark that is to be touched now, "" after the last."""
        return self._left[0] if self._left else ""

    def spot(self, name: str) -> tuple[float, float]:
        """Return the position of the mark *name* in px."""
        across, up = MARKS[name]
        return self.x + across * self.width, self.y + up * self.height

    def _draw_mark(self) -> None:
        self.canvas.before.clear()
        if not self.wanted_mark:
            return
        self._told.text = self._("Touch the mark: {place}", place=self._(self.wanted_mark))
        x, y = self.spot(self.wanted_mark)
        radius = _REACH * min(self.size) / 2
        with self.canvas.before:
            Color(1.0, 0.78, 0.18)
            Ellipse(pos=(x - radius, y - radius), size=(2 * radius, 2 * radius))
            Color(1, 1, 1)
            Line(circle=(x, y, radius * 1.4), width=2)

    def on_touch_down(self, touch: Any) -> bool:
        if not self.wanted_mark:
            return True
        x, y = self.spot(self.wanted_mark)
        name = self._left.pop(0)
        if (touch.x - x) ** 2 + (touch.y - y) ** 2 > (_REACH * min(self.size)) ** 2:
            self.missed.append(name)
        self._draw_mark()
        if not self.wanted_mark:
            self._done()
        return True

    def give_up(self) -> None:
        """End the test because nobody touches any more. Marks that are left count as missed."""
        self.missed.extend(self._left)
        self._left.clear()
        self._done()


def run_touch_test(words: Words, patience_s: float = 60.0) -> list[str]:
    """Run the test full screen, at most *patience_s* seconds. Return the missed marks as named by *words*."""

    class TouchTestApp(App):
        def build(self) -> TouchTest:
            self.test = TouchTest(self.stop, words)
            Clock.schedule_once(lambda _: self.test.give_up(), patience_s)
            return self.test

    app = TouchTestApp()
    app.run()
    return [words(mark) for mark in app.test.missed]
