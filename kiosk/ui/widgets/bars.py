"""App bar, which informs, and the row of keys, which is always there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kivy.clock import Clock
from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    StringProperty,
)
from kivy.uix.widget import Widget

from content_cache.model.problems import msgid
from kiosk.content.views.keys import DISPLAY, DONE, USUAL, BarKey, Keys
from kiosk.content.views.service_views import Tool, ToolView
from kiosk.ui.primitives import motif, text  # noqa: F401 - motif's are named in the rules
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.surface import Surface, Touchable
from kiosk.ui.verbs import Verbs


class Pill(Surface):
    """Age of the content in words: green, or amber without internet."""

    board = ObjectProperty(rebind=True)
    stale = BooleanProperty(False)
    words = StringProperty("")  # text of a screen in place of the age
    warns = BooleanProperty(False)
    icon = StringProperty("clock")  # icon of the pill


class Badge(Surface):
    """Icon of a category on its colour."""

    category = StringProperty("")


class AppBar(Surface):
    """Bar with logo or category badge, title, a line below it, age of the content, clock. *screen* is the Screen shown."""

    board = ObjectProperty(rebind=True)
    screen = ObjectProperty(None, allownone=True, rebind=True)
    hidden = BooleanProperty(False)
    category = StringProperty("")


class Key(Touchable):
    """Key of the bottom bar: icon and word, side by side, or one above the other when there is little room."""

    icon = StringProperty("question")
    bold_icon = BooleanProperty(True)
    icon_last = BooleanProperty(False)
    name = StringProperty("")
    face = ColorProperty((0, 0, 0, 0))
    edge = ColorProperty((0, 0, 0, 0))
    tone = StringProperty("onkey")
    icon_tone = StringProperty("")  # "" is the word's
    stacked = BooleanProperty(False)
    tight = BooleanProperty(False)  # whether the bar's words need the room beside the icons
    long = BooleanProperty(False)  # one of the bar's words is long
    share = NumericProperty(1.0)
    natural = NumericProperty(0)  # px that icon and word need
    verb = StringProperty("")  # name of one of the four keys, for asking the controller whether it does nothing now
    resting = BooleanProperty(False)  # dimmed, for it has nothing to do here: a touch says so
    left_out = BooleanProperty(False)  # leads nowhere from this page, and takes no room

    def order(self, pair: Any) -> None:
        """Put the icon behind the word if it is an arrow onward (`icon_last`), unless it stands above the word.

        *pair* holds both.
        """
        icon_first = isinstance(pair.children[-1], text.Icon)
        if icon_first == (self.icon_last and not self.stacked):
            pair.children = pair.children[::-1]


# properties of the board on which the effect of the four keys depends
_SHOWN = (
    "screen", "shown",
    "tool", "sheet", "focus", "speaking",
)  # fmt: skip


_YES, _TRY, _TONE = msgid("Yes, use it"), msgid("Try it"), msgid("Test tone")


class BottomBar(Ruled, Widget):
    """Row of keys: Kembali or Cari, the four keys in the order of the physical buttons, Tampilan.

    Upright screens have two rows.
    """

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(rebind=True)
    keys: Keys = ObjectProperty(USUAL, rebind=True)
    first: BarKey = ObjectProperty(USUAL.first, rebind=True)  # as drawn; a layer over the page changes it
    last: BarKey = ObjectProperty(USUAL.last, rebind=True)
    usual, done, display = USUAL, DONE, DISPLAY
    stops = BooleanProperty(False)  # Listen ends what the page does
    long = BooleanProperty(False)  # the last key's words are
    tight = BooleanProperty(False)  # large letters of the last key need the room beside the icons
    hidden = BooleanProperty(False)
    gaps = ListProperty([8, 20, 12])  # px: between keys, beside the outer keys, at the ends
    outer_height = NumericProperty(80)
    inner_height = NumericProperty(80)
    upright = BooleanProperty(False)
    answer = StringProperty("")  # function of Listen on a technician's page of the board, in English
    answers: Mapping[str, str] = MappingProxyType({_YES: "check", _TRY: "device-rotate", _TONE: "speaker-high"})
    least = NumericProperty(80)  # px: no key is narrower while the words leave room for it

    def __init__(self, **properties: Any) -> None:
        self._arrange = Clock.create_trigger(self._lay_out_keys, -1)
        super().__init__(**properties)
        for name in ("pos", "size", "gaps", "upright", "children"):
            self.fbind(name, self._arrange)
        for key in self.children:
            key.fbind("natural", self._arrange)
            key.fbind("left_out", self._arrange)
            for name in ("tight", "long"):
                setattr(key, name, getattr(self, name))
                self.fbind(name, key.setter(name))
        self._rest = Clock.create_trigger(self._dim, -1)
        for name in _SHOWN:
            self.board.fbind(name, self._rest)
        self._rest()

    def press(self, key: BarKey) -> None:
        """Do what *key* is for. If something lies over the page, close that first."""
        if key.press:
            getattr(self.controller.page(self.board.screen), key.press)()
        elif key is DONE or self.board.sheet:
            self.controller.navigation.close_sheet()
        elif key is DISPLAY:
            self.controller.navigation.show_settings()
        else:
            self.controller.back()

    def listen_answers(self, tool: ToolView | None) -> str:
        if tool is None:
            return ""
        if tool.seconds or (tool.tool is Tool.SOUND and tool.about):
            return _YES
        return {Tool.TURN: _TRY, Tool.SOUND: _TONE}.get(tool.tool, "")

    def _dim(self, *_: object) -> None:
        for key in self.children:
            if key.verb:
                key.resting = bool(self.controller.why_resting(key.verb))

    def _lay_out_keys(self, *_: object) -> None:
        for key in self.children:
            key.disabled, key.opacity = key.left_out, 0 if key.left_out else 1
            if key.left_out:
                key.size = (0, 0)
        back, *middle, display = [key for key in reversed(self.children) if not key.left_out]
        between, beside, end = self.gaps
        left, room = self.x + end, self.width - 2 * end
        if self.upright:
            low = self.y + end
            self._place_keys(middle, left, low, room, [between] * (len(middle) - 1), self.inner_height)
            self._place_keys(
                [back, display], left, low + self.inner_height + between, room, [between], self.outer_height
            )
            return
        low = self.y + (self.height - self.outer_height) / 2
        gaps = [beside, *[between] * (len(middle) - 1), beside]
        self._place_keys([back, *middle, display], left, low, room, gaps, self.outer_height)

    def _place_keys(self, keys: list[Any], x: float, y: float, room: float, gaps: list[float], height: float) -> None:
        room -= sum(gaps)
        total = sum(key.share for key in keys)
        widths = [room * key.share / total for key in keys]
        if any(width < key.natural for width, key in zip(widths, keys, strict=True)):
            needs = [max(key.natural, self.least) for key in keys]
            if sum(needs) > room:  # no room for that: the words come first
                needs = [key.natural for key in keys]
            spare = (room - sum(needs)) / len(keys)
            widths = [need + spare for need in needs]
        for key, width, gap in zip(keys, widths, [*gaps, 0], strict=True):
            key.pos, key.size = (x, y), (width, height)
            x += width + gap
