"""Base of all screens: the board, the controller, and the texts of the app bar above."""

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
    """Base of all screens.

    *title*, *line* and *category* are the app bar's; *bare* screens have neither bars nor keys, *tall* ones no app
    bar. `fill` is called again, at most once a frame, when one of the board's *watched* properties, the language or
    the text size has changed.
    """

    watched: tuple[str, ...] = ()

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(None, allownone=True, rebind=True)
    theme: Theme = ObjectProperty()
    tr: Translator = ObjectProperty()
    view: Any = ObjectProperty(None, allownone=True)  # view of the page; None before there is one
    title = StringProperty("")
    line = StringProperty("")
    category = StringProperty("")
    pill = StringProperty("")  # text of the pill in place of the age of the content
    pill_warns = BooleanProperty(False)
    pill_icon = StringProperty("clock")  # icon of the pill
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
        self._written: object = None  # values of `wanted` at the last `fill`
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
        """Return the page that decides, on a screen that needs more of it than its view. Only once there is a controller."""
        raise NotImplementedError

    @property
    def pressed(self) -> bool:
        """Return whether the app bar must make way, because a warning's band takes the room that a keyboard needs."""
        return self.board.band is not None and self.theme.layout in ("compact", "regular")

    def _renew(self) -> None:
        """Fill the screen again after a change of what it watches.

        A hidden screen only notes that it is out of date, and is filled when it is next shown.
        """
        if self.parent is not None:
            self._write_if_other()
        else:
            self._stale = True

    def _catch_up(self, *_: object) -> None:
        if self.parent is not None and (self._stale or self._refill.is_triggered):
            self._write_if_other()

    def _write_if_other(self) -> None:
        """Fill the screen again only if its content has changed.

        A visitor who returns within the minute needs nothing rebuilt.
        """
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
        """Return all values that `fill` depends on, the time to the minute. If they are equal, the screen is up to date."""
        board, theme = self.board, self.theme
        moment = board.moment
        minute = (moment.now.replace(second=0, microsecond=0), moment.trust) if moment else None
        said = (getattr(board, name) for name in self.watched if name != "moment")
        sizes = (getattr(theme, name) for name in _SIZES)
        return (minute, self.tr.phrases, theme.name, self.view, *said, *sizes)

    def prepare(self, size: tuple[float, float]) -> None:
        """Fill the screen and lay it out in *size* px, while it is hidden."""
        self.size = size
        self._write_if_other()

    def fill(self) -> None:
        """Show what the board says now. Must depend only on the values in `wanted`."""

    def parts(self, speaking: Speaking) -> tuple[int, int]:
        """Return how many parts of the page are said and how many there are: sentences, or what `counted` names."""
        return speaking.index + 1, len(speaking.sentences)

    def pinch(self, ratio: float, x: float, y: float) -> None:
        """Zoom by *ratio* round the point *x*, *y* (px of the window), after a movement of two fingers.

        Does nothing on most screens.
        """

    def dismiss(self) -> None:
        """Detach from the board, because the screen will not be shown again."""
        for name in self.watched:
            self.board.funbind(name, self._refill)
        self.tr.funbind("phrases", self._refill)
        for name in _SIZES:
            self.theme.funbind(name, self._refill)
        self._refill.cancel()
