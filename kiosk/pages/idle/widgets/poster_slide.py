"""A poster over the whole idle screen: all of it, the time, who says it, and how to begin. A touch opens it."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.pages.idle.slides import Slide
from kiosk.pages.idle.widgets import call_to_touch  # noqa: F401 - named in the rules
from kiosk.ui.primitives import motif, picture  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box, Middle
from kiosk.ui.primitives.surface import Surface

_BESIDE = 1.0  # height by width from which a poster stands beside the time on a wide screen
_MOST = 0.56  # greatest share of the screen's width for a poster beside the time


class PosterPlace(Middle):
    """Place that holds the picture in its middle, as large as all of it fits. *shape* is its height divided by its width."""

    shape = NumericProperty(1.0)

    def fit(self, shape: float) -> None:
        if not self.children or shape <= 0:
            return
        wide = min(self.width, self.height / shape)
        self.children[-1].size = wide, wide * shape  # the picture; what covers it is drawn above


class SourceCard(Surface):
    """Card with the seal, the source, the date and the poster's number among all posters."""

    seal = StringProperty("belum_diperiksa")
    source = StringProperty("")
    told = StringProperty("")


class PosterInfo(Box):
    """Column beside or below the picture of *slide*: the time, the day, the source, how to begin."""

    slide: Any = ObjectProperty(rebind=True)


class PosterStrip(Surface):
    """Row below a wide picture on a wide screen, with the same as the column of `PosterInfo`."""

    slide: Any = ObjectProperty(rebind=True)


class PosterSlide(Box):
    """Poster over the whole idle screen *screen*, which has the words of the time.

    *day* and *ahead* are lines below the time, "" for none.
    """

    screen: Any = ObjectProperty(rebind=True)
    file = StringProperty("")
    category = StringProperty("berita")
    shape = NumericProperty(1.414)
    beside = BooleanProperty(True)
    seal = StringProperty("belum_diperiksa")
    source = StringProperty("")
    told = StringProperty("")
    day = StringProperty("")
    ahead = StringProperty("")

    def __init__(self, slide: Slide, **properties: Any) -> None:
        self.slide = slide
        self._info: PosterInfo | PosterStrip | None = None
        super().__init__(shape=slide.shape, category=str(slide.item.category), **properties)
        self.fbind("size", self._orient)
        self._orient()

    def _orient(self, *_: object) -> None:
        """Put the information beside the picture on a wide screen with an upright picture, else below it."""
        if self.width <= 0:
            return
        lies = self.width > self.height
        self.beside = lies and self.shape > _BESIDE
        kind = PosterStrip if lies and not self.beside else PosterInfo
        if not isinstance(self._info, kind):
            if self._info is not None:
                self.remove_widget(self._info)
            self._info = kind(slide=self)
            self.add_widget(self._info)

    def cover(self, sign: Any) -> None:
        """Lay the widget *sign* over the middle of the picture."""
        self.children[-1].add_widget(sign)

    def width_of_poster(self, width: float, height: float, shape: float) -> float:
        return min(width * _MOST, height / shape)
