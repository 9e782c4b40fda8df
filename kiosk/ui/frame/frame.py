"""The frame round every screen: bars, keys, player, and the layers above. Shows what the board says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from kivy.animation import Animation
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.content.views.shown import Fits, Shown
from kiosk.i18n.translation import Translation
from kiosk.ui.board import Board
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.runtime.memory import gc_paused
from kiosk.ui.runtime.stuck_finger import STUCK_S
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme import theme as themes
from kiosk.ui.theme.capacity import capacity
from kiosk.ui.theme.theme import Theme
from kiosk.ui.theme.translator import Translator
from kiosk.ui.verbs import Verbs

_PASSES = 40  # layout passes before a frame: nested cards with wrapping labels need more than Kivy's 20
_LONGEST_TOUCH = (
    STUCK_S  # a release may never come when the touch panel is reset, and must not lock the next finger out
)
KNOCK_S = 5.0  # s of a finger on the clock that open the technician's pad
_DEBOUNCE = 0.35  # s from one act to the next touch that counts (DESIGN.md, "Touch")


class Screens(Protocol):
    """Screen classes by page name.

    *idle* names the screen that is shown while nobody is there; screens named in *ahead* are built then.
    """

    idle: str

    @property
    def ahead(self) -> Sequence[str]:
        """Return the names of pages whose screens are built ahead, because a visitor opens them with the first touches."""

    def __getitem__(self, name: str, /) -> type[Screen]: ...


class Frame(Ruled, FloatLayout):
    """Root widget: a screen with bars, keys and layers.

    *screens* are the screen classes by page name. *unit* is px per sp (`environment.unit_for`), *media* the folder of
    the items' pictures, *monotonic* gives seconds. *size* is the window's in px, if known: without it each screen is
    filled twice. With *controller* None the frame is drawn early, and takes no touch before `obey`. What lies round
    and over a screen is loaded when it is first needed, because the idle screen has none of it.
    """

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(None, allownone=True)
    screen = ObjectProperty(None, allownone=True, rebind=True)
    bare = BooleanProperty(True)

    def __init__(
        self,
        board: Board,
        controller: Verbs | None,
        screens: Screens,
        *,
        unit: float = 1.0,
        media: Path | str = "",
        size: tuple[int, int] | None = None,
        monotonic: Callable[[], float] = monotonic,
    ) -> None:
        Clock.max_iteration = _PASSES
        self._monotonic = monotonic
        self.theme = Theme(unit=unit, name=board.theme, text_scale=board.text_scale, media=str(media))
        self.tr = Translator(Translation(board.language))
        themes.install(self.theme, self.tr)
        self._kinds = screens
        self._screens: dict[str, Screen] = {}
        self._finger: object = None
        self._knock: Any = None
        self._knocker: object = None  # the finger that stays on the clock
        self._knock_at: tuple[float, float, float, float] | None = None
        self._put_down = 0.0
        self._acted = float("-inf")
        self._told: Fits | None = None
        self._layer: Any = None
        super().__init__(board=board, controller=controller)
        self._bonds = {
            "shown": self._hand_over,
            "screen": self._show_screen,
            "speaking": self._play,
            "theme": lambda _, name: self._restyle(name=name),
            "text_scale": lambda _, scale: self._restyle(text_scale=scale),
            "language": lambda _, code: self._speak(code),
            "focus": self._focus,
            "by_buttons": self._focus,
            "sheet": self._layers,
            "handout": self._layers,
            "seconds_left": self._layers,
            "tool": self._layers,
            "notice": self._layers,
            "band": self._warn,
        }
        board.bind(**self._bonds)
        self._place = Box()
        self._bars: tuple[Any, Any, Any] | None = None
        self._player: Any = None
        self._band: Any = None
        self.ids.frame.add_widget(self._place)
        self.bind(size=self._measure)
        if size is not None:
            self.size = size
        self._focus()
        self._show_screen()
        self._play()
        self._layers()
        self._warn()

    def obey(self, controller: Verbs) -> None:
        """Give *controller* to a frame that was built without one, and to its screens."""
        self.controller = controller
        for screen in self._screens.values():
            screen.controller = controller
        self._measure()

    # screens

    def get_ready(self, name: str, view: object = None) -> None:
        """Build the screen *name* and fill it with *view* while nobody is there, so that the first touch need not wait."""
        self._add_bars()
        self._hide()
        screen = self._screen(name, view)
        if screen.parent is None:
            screen.view = view
            size = self.theme.size
            bars = size.top_bar + size.motif_strip + size.bottom_bar + (size.alert_band if self.theme.banded else 0)
            screen.prepare((self.width, self.height - bars))

    def _add_bars(self) -> None:
        """Build app bar and keys with the first screen that has them. The idle screen, which is drawn first, has none."""
        if self._bars is None:
            from kiosk.ui.primitives.motif import Strip
            from kiosk.ui.widgets.bars import AppBar, BottomBar

            above, strip, below = (
                AppBar(board=self.board),
                Strip(),
                BottomBar(board=self.board, controller=self.controller),
            )
            self._bars = (above, strip, below)
            frame = self.ids.frame
            frame.add_widget(below)
            for part in (strip, above):
                frame.add_widget(part, index=len(frame.children))

    def _screen(self, name: str, view: object) -> Screen:
        if name not in self._screens:
            build = self._kinds[name]
            self._screens[name] = build(
                board=self.board, controller=self.controller, theme=self.theme, tr=self.tr, view=view
            )
            self._screens[name].fbind("tall", self._hide)
        return self._screens[name]

    def _hand_over(self, _board: Board, shown: Shown | None) -> None:
        """Give a page's view to its screen, if that is built."""
        if shown is not None and shown.page in self._screens:
            self._screens[shown.page].view = shown.view

    def _show_screen(self, *_: object) -> None:
        screen = self._screen(self.board.screen, self.board.view)
        if screen is self.screen:
            return
        self._place.clear_widgets()
        self.screen = screen
        if not screen.bare:
            self._add_bars()
        self.bare = screen.bare
        if self._player is not None:
            self._player.screen = screen
        self._hide()
        Animation.cancel_all(screen, "opacity")
        seconds = self.theme.seconds("screen") if self.get_root_window() else 0
        if seconds:
            screen.opacity = 0
            Animation(opacity=1, duration=seconds, transition="out_quad").start(screen)
        else:
            screen.opacity = 1
        self._place.add_widget(screen)
        self._let_go()

    def _let_go(self) -> None:
        """Dismiss screens that are no longer needed.

        Those built ahead are kept during a visit, for the way back. They go after the visit: scattered among freed
        memory, they would keep it from being returned to the system.
        """
        idle = self._kinds.idle
        staying = {idle} if self.board.screen == idle else {idle, *self._kinds.ahead, self.board.screen}
        for name in self._screens.keys() - staying:
            self._screens.pop(name).dismiss()

    def _hide(self, *_: object) -> None:
        if self._bars is None:
            return
        above, strip, below = self._bars
        above.screen = self.screen
        below.hidden = self.screen.bare
        above.hidden = strip.hidden = self.screen.bare or self.screen.tall

    def _play(self, *_: object) -> None:
        """Build the player bar when something is first read aloud. From then on it hides and shows itself."""
        if self._player is None and self.board.speaking is not None:
            from kiosk.ui.frame.player_bar import PlayerBar

            self._player = PlayerBar(board=self.board, controller=self.controller, screen=self.screen)
            self.ids.frame.add_widget(self._player, index=self.ids.frame.children.index(self._place))

    def _warn(self, *_: object) -> None:
        """Build the band of a warning when there first is one. From then on it hides and shows itself."""
        if self._band is None and self.board.band is not None:
            from kiosk.ui.widgets.alert_band import AlertBand

            self._band = AlertBand(board=self.board, tr=self.tr, theme=self.theme)
            self._band.bind(on_release=lambda _: self.controller.alerts.open())
            self.ids.frame.add_widget(self._band, index=self.ids.frame.children.index(self._place) + 1)
        banded = self.board.band is not None
        if banded != self.theme.banded:
            self.theme.banded = banded
            self._measure()

    def _restyle(self, **changes: Any) -> None:
        """Set the theme's properties *changes*, such as its name or text size, and measure anew what fits."""
        with gc_paused():
            for name, value in changes.items():
                setattr(self.theme, name, value)
            self._measure()

    def _speak(self, code: str) -> None:
        with gc_paused():
            self.tr.speak(code)

    def _focus(self, *_: object) -> None:
        self.theme.still = self.board.by_buttons
        self.theme.focus = self.board.focus

    def _measure(self, *_: object) -> None:
        if min(self.size) <= 100:
            return  # not laid out yet
        self.theme.fit(*self.size)
        fits = capacity(self.theme, *self.size)
        self.theme.capacity = fits
        if fits != self._told and self.controller is not None:
            self._told = fits
            self.controller.navigation.set_fits(fits)

    def resize(self, size: tuple[int, int], unit: float) -> None:
        """Set the window size in px and *unit*, its px per sp, and measure anew what fits."""
        self.theme.unit = unit
        self.size = size
        self._measure()

    def close(self) -> None:
        """Detach from the board. For programs that outlive their frame (pictures, tests)."""
        self.board.unbind(**self._bonds)
        for screen in self._screens.values():
            screen.dismiss()
        if self._band is not None:
            self._band.dismiss()

    # layers

    def _layers(self, *_: object) -> None:
        board = self.board
        trial = board.tool is not None and board.tool.seconds
        if not (self._layer or board.sheet or board.handout or board.seconds_left or board.notice or trial):
            return  # nothing to lay over
        if self._layer is None:
            from kiosk.ui.frame.layers import Layers

            self._layer = Layers(shell=self)
        self._layer.show_layers()

    @property
    def keys_top(self) -> float:
        """Return the upper edge of the row of keys in px from below, 0 without a row."""
        return float(self._bars[-1].top) if self._bars else 0.0

    # fingers

    def pinch(self, ratio: float, across: float, down: float) -> None:
        """Zoom the screen's picture by *ratio* after a movement of two fingers.

        Their middle is at *across* and *down*, fractions of the window from the left and the top.
        """
        if self._layer is None or not self._layer.covers:
            self.screen.pinch(ratio, across * self.width, (1 - down) * self.height)

    def on_touch_down(self, touch: Any) -> bool:
        """Pass *touch* on unless another finger is down or the last act was too recent.

        The controller is told first, to end the idle state.
        """
        if self._finger is not None and self._monotonic() - self._put_down < _LONGEST_TOUCH:
            return True
        self._put_down = self._monotonic()
        self._knock_at = self._clock_at(touch)  # before the touch wakes the kiosk, which turns to another screen
        swallowed = self.controller.visit.touched()
        if swallowed or self._monotonic() - self._acted < _DEBOUNCE:
            if swallowed:
                self._knocking(touch)
            return True
        self._finger = touch.uid
        self._knocking(touch)
        if self._layer is not None and self._layer.takes(touch):
            return True
        return bool(super().on_touch_down(touch))

    def _clock_at(self, touch: Any) -> tuple[float, float, float, float] | None:
        """Return the left, low, right and high edge of the clock if *touch* lies on it, else `None`.

        The finger must stay within them.
        """
        if self.board.sheet or self.board.handout:
            return None
        if self._bars is not None and not self._bars[0].hidden:
            clock, bar = self._bars[0].ids.clock, self._bars[0]
            on_clock = clock.x - bar.spacing <= touch.x and bar.y <= touch.y <= bar.top
            return (bar.x, bar.y, bar.right, bar.top) if on_clock else None
        for widget in self.screen.walk(restrict=True):
            if getattr(widget, "role", "").startswith("clock"):
                left, low = widget.to_window(*widget.pos)
                if left <= touch.x <= left + widget.width and low <= touch.y <= low + widget.height:
                    return left, low, left + widget.width, low + widget.height
        return None

    def _knocking(self, touch: Any) -> None:
        """Open the technician's page if the finger stays on the clock for the seconds of KNOCK_S."""
        if self._knock_at is not None:
            self._knocker = touch.uid
            self._knock = Clock.schedule_once(lambda _: self.controller.navigation.knock(), KNOCK_S)

    def on_touch_move(self, touch: Any) -> bool:
        if self._knock is not None and self._knock_at is not None and touch.uid == self._knocker:
            left, low, right, high = self._knock_at
            if not (left <= touch.x <= right and low <= touch.y <= high):
                self._knock.cancel()
        return bool(super().on_touch_move(touch))

    def on_touch_up(self, touch: Any) -> bool:
        if self._knock is not None and touch.uid == self._knocker:
            self._knock.cancel()
            self._knock = None
        if touch.uid == self._finger:
            self._finger = None
            Clock.schedule_once(lambda _: self._note_touch(touch), -1)
        return bool(super().on_touch_up(touch))

    def _note_touch(self, touch: Any) -> None:
        """Note the time if *touch* had an effect, for the debounce of `on_touch_down`.

        Called after the grabbing widgets have seen the release.
        """
        if touch.ud.get("acted"):
            self._acted = self._monotonic()
