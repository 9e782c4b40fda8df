"""What every screen has: the board, the attendant, and what the app bar says above it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.board import Board
from kiosk.ui.theme import Theme
from kiosk.ui.translator import Translator
from kiosk.ui.verbs import Verbs
from kiosk.ui.widgets.rules import Ruled

_SIZES = ("text_scale", "layout", "unit", "capacity")


class Screen(Ruled, BoxLayout):
    """`title`, `line` and `category` are the app bar's; `bare` screens have neither bars nor keys, `tall` ones no
    app bar. `fill` is called again,
    once a frame at most, when one of the board's `watched` properties, the language or the text size has changed."""

    RULES = Path(__file__).with_suffix(".kv")
    watched: tuple[str, ...] = ()

    board = ObjectProperty(rebind=True)
    attendant = ObjectProperty(rebind=True)
    theme: Theme = ObjectProperty()
    tr: Translator = ObjectProperty()
    title = StringProperty("")
    line = StringProperty("")
    category = StringProperty("")
    pill = StringProperty("")  # in the place of the freshness, with or without cause for care
    pill_warns = BooleanProperty(False)
    bare = BooleanProperty(False)
    tall = BooleanProperty(False)  # needs the room of the app bar
    full = BooleanProperty(False)  # reaches the edges

    def __init__(self, *, board: Board, attendant: Verbs, theme: Theme, tr: Translator, **properties: Any) -> None:
        super().__init__(board=board, attendant=attendant, theme=theme, tr=tr, **properties)
        self._stale = False  # something changed while the screen was not shown
        self._refill = Clock.create_trigger(lambda _: self._renew(), -1)
        for name in self.watched:
            board.fbind(name, self._refill)
        tr.fbind("phrases", self._refill)
        for name in _SIZES:
            theme.fbind(name, self._refill)
        self.fill()
        self.fbind("parent", self._catch_up)

    def _renew(self) -> None:
        """A screen that nobody sees is not written anew: two of three would be at each touch."""
        if self.parent is not None:
            self._stale = False
            self.fill()
        else:
            self._stale = True

    def _catch_up(self, *_: object) -> None:
        if self.parent is not None and (self._stale or self._refill.is_triggered):
            self._refill.cancel()
            self._renew()

    def fill(self) -> None:
        """Show what the board says now."""

    def dismiss(self) -> None:
        """Let go of the board: the screen will not be shown again."""
        for name in self.watched:
            self.board.funbind(name, self._refill)
        self.tr.funbind("phrases", self._refill)
        for name in _SIZES:
            self.theme.funbind(name, self._refill)
        self._refill.cancel()
