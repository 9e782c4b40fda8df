"""Widgets of home, lists and boards: tiles, rows, cards, and the line of source and date."""

from __future__ import annotations

from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.lang import global_idmap
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.ui.primitives import motif, picture, text  # noqa: F401 - the first two are named in the rules
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.widgets.controls import Count


class Card(Touchable):
    """White card with a hairline; an outline in the contrast theme."""


class Origin(Surface):
    """Line of provenance: seal, source in bold, a date. It wraps and is never cut. *seal* is a key of the tokens' provenance."""

    seal = StringProperty("belum_diperiksa")
    source = StringProperty("")
    when = StringProperty("")
    fresh = StringProperty("")  # "Baru", or nothing
    _badge: Count | None = None

    def on_fresh(self, *_: object) -> None:
        """Add or remove the badge of a new item. The badge is kept for later, because it takes four milliseconds to build."""
        if self._badge is not None and self._badge.parent is not None:
            self.remove_widget(self._badge)
        if self.fresh:
            self._badge = self._badge or FreshBadge()
            self._badge.words = self.fresh
            self.add_widget(self._badge, index=len(self.children))


class AskedOrigin(Touchable, Origin):
    """Line of provenance that tells at a touch what its seal means. Its touch area is higher than the low line."""

    deliberate = False

    def collide_point(self, x: float, y: float) -> bool:
        room = max(0.0, (global_idmap["theme"].size.target - self.height) / 2)
        return bool(self.x <= x <= self.right and self.y - room <= y <= self.top + room)


class FreshBadge(Count):
    """Badge "Baru" before the source of a row."""


class Fact(Surface):
    """Line with an icon: when, where, until when."""

    icon = StringProperty("clock")
    words = StringProperty("")
    tone = StringProperty("ink2")
    role = StringProperty("meta")
    max_lines = NumericProperty(0)


class Tile(Touchable):
    """Tile of Home, one of six.

    The icon is over the label, or beside it (*flat*) where height is short. *count* is left out first.
    """

    category = StringProperty("berita")
    title = StringProperty("")
    count = StringProperty("")
    badge = StringProperty("")
    number = StringProperty("")  # number of the badge; the largest letters show it alone, beside the name
    calm = BooleanProperty(False)  # Darurat without a warning: white, red line
    known = BooleanProperty(True)  # whether the absence of warnings was checked today
    warned = StringProperty("")  # the severity of a warning in force: the tile is filled with its colour
    flat = BooleanProperty(False)
    tone = StringProperty("oncat")
    icon_tone = StringProperty("oncat")
    count_tone = StringProperty("oncat")

    @staticmethod
    def written(words: str, font: str, size: float) -> float:
        """Return the px that *words* are wide in one line, in *font* at *size* px."""
        return float(CoreLabel(font_name=font, font_size=size).get_extents(words)[0])


class Row(Card):
    """Row of a list: picture or poster, title, source and date."""

    item = ObjectProperty(None, allownone=True)
    moment = ObjectProperty(None, allownone=True)
    title = StringProperty("")
    source = StringProperty("")
    when = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    fresh = StringProperty("")
    told = StringProperty("")  # a service's hours, place and papers; in low rows it replaces the source
    picture = StringProperty("")
    category = StringProperty("berita")
    told_high = NumericProperty(0)  # px that it takes
    origin_high = NumericProperty(0)  # px of who says so
    ground = ColorProperty((1, 1, 1, 1))
    lines = NumericProperty(2)

    def on_kv_post(self, _base: Any) -> None:
        self.fbind("told", self._set_words)
        self._set_words()

    def on_title(self, *_: object) -> None:
        self.slip()

    def _set_words(self, *_: object) -> None:
        """Add, change or remove the line between title and source.

        Its widget is built only for rows that have it, which most do not.
        """
        words = self.ids.words
        told = next((each for each in words.children if isinstance(each, RowTold)), None)
        if self.told and told is None:
            told = RowTold(row=self)
            told.fbind("height", self.setter("told_high"))
            words.add_widget(told, index=1)
        elif not self.told and told is not None:
            words.remove_widget(told)
            self.told_high = 0


class RowTold(text.WrappedText):
    """Line of a service between its title and its source."""

    row = ObjectProperty(None, allownone=True, rebind=True)
