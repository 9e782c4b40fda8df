"""What every screen has: the board, the controller, and what the app bar says above it."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.content.views.shown import Speaking
from kiosk.ui.board import Board
from kiosk.ui.primitives.box import Box
from kiosk.ui.theme.theme import Theme
from kiosk.ui.theme.translator import Translator
from kiosk.ui.verbs import Verbs

_SIZES = ("text_scale", "layout", "unit", "capacity")


class Screen(Box):
    """`title`, `line` and `category` are the app bar's; `bare` screens have neither bars nor keys, `tall` ones no
    app bar. `fill` is called again,
    once a frame at most, when one of the board's `watched` properties, the language or the text size has changed."""

    watched: tuple[str, ...] = ()

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(None, allownone=True, rebind=True)
    theme: Theme = ObjectProperty()
    tr: Translator = ObjectProperty()
    view: Any = ObjectProperty(None, allownone=True)  # what the page shows; None on a screen that is no page yet
    title = StringProperty("")
    line = StringProperty("")
    category = StringProperty("")
    pill = StringProperty("")  # in the place of the freshness, with or without cause for care
    pill_warns = BooleanProperty(False)
    pill_icon = StringProperty("clock")  # of what its pill warns of
    bare = BooleanProperty(False)
    tall = BooleanProperty(False)  # needs the room of the app bar
    full = BooleanProperty(False)  # reaches the edges
    read_aloud = BooleanProperty(False)  # the player bar stands below while it is read
    counted = StringProperty("")  # there: the words about `parts`, with {n} and {all}, where those are not sentences

    def __init__(
        self, *, board: Board, controller: Verbs | None, theme: Theme, tr: Translator, **properties: Any
    ) -> None:
        super().__init__(board=board, controller=controller, theme=theme, tr=tr, **properties)
        self._stale = False  # something changed while the screen was not shown
        self._written: object = None  # what `fill` was last called for
        self._refill = Clock.create_trigger(lambda _: self._renew(), -1)
        for name in self.watched:
            board.fbind(name, self._refill)
        tr.fbind("phrases", self._refill)
        for name in _SIZES:
            theme.fbind(name, self._refill)
        self.fbind("view", self._refill)
        self._fill_now()
        self.fbind("parent", self._catch_up)

    @property
    def page(self) -> Any:
        """The page that decides, on a screen that asks it for more than its view. Not before there is a controller."""
        raise NotImplementedError

    @property
    def pressed(self) -> bool:
        """Does a warning's band take the room that a keyboard needs? Then the app bar makes way."""
        return self.board.band is not None and self.theme.layout in ("compact", "regular")

    def _renew(self) -> None:
        """A screen that nobody sees is not written anew: two of three would be at each touch. Nor is one that would say the same:
        while posters are read by machine the content changes every few seconds, and each time two frames were drawn for it."""
        if self.parent is not None:
            self._write_if_other()
        else:
            self._stale = True

    def _catch_up(self, *_: object) -> None:
        if self.parent is not None and (self._stale or self._refill.is_triggered):
            self._write_if_other()

    def _write_if_other(self) -> None:
        """Fill the screen again only if its content has changed. A visitor who returns within the minute needs nothing rebuilt."""
        self._refill.cancel()
        self._stale = False
        if self.wanted() != self._written:
            self._fill_now()

    def _fill_now(self) -> None:
        self._stale = False
        wanted = self.wanted()
        self.fill()
        self._written = wanted

    def wanted(self) -> tuple[object, ...]:
        """All that `fill` goes by, to the minute."""
        board, theme = self.board, self.theme
        moment = board.moment
        minute = (moment.now.replace(second=0, microsecond=0), moment.trust) if moment else None
        said = (getattr(board, name) for name in self.watched if name != "moment")
        sizes = (getattr(theme, name) for name in _SIZES)
        return (minute, self.tr.phrases, theme.name, self.view, *said, *sizes)

    def prepare(self, size: tuple[float, float]) -> None:
        """Write what the board says, and lay it out in `size` px, while nobody sees it."""
        self.size = size
        self._write_if_other()

    def fill(self) -> None:
        """Show what the board says now. Goes by nothing that is not in `wanted`."""

    def parts(self, speaking: Speaking) -> tuple[int, int]:
        """Return how much of what the screen shows has been said, of how much: sentences, or what `counted` names."""
        return speaking.index + 1, len(speaking.sentences)

    def pinch(self, ratio: float, x: float, y: float) -> None:
        """Two fingers have come `ratio` times as far apart, their middle at a place of the window. Most screens let them."""

    def dismiss(self) -> None:
        """Let go of the board: the screen will not be shown again."""
        for name in self.watched:
            self.board.funbind(name, self._refill)
        self.tr.funbind("phrases", self._refill)
        for name in _SIZES:
            self.theme.funbind(name, self._refill)
        self._refill.cancel()
