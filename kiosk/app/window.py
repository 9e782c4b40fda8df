"""Window of the kiosk: opens its parts in order, closes them in reverse, and calls `tick` once a second."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from kivy.app import App
from kivy.base import EventLoop, ExceptionHandler, ExceptionManager
from kivy.clock import Clock as Frames
from kivy.clock import ClockEvent
from kivy.core.window import Window
from kivy.uix.widget import Widget

from kiosk.app.context import AppContext
from kiosk.app.first_picture import FirstPicture, make_shell, unit_of
from kiosk.app.office_word import OfficeWord, Pixels
from kiosk.app.refresher_process import RefresherProcess
from kiosk.app.services import Services
from kiosk.core.messages import ContentChanged, Inbox
from kiosk.hardware.devices import Devices
from kiosk.hardware.keypad import Keypad
from kiosk.hardware.lamp import Lamp
from kiosk.pages.table import PAGES, SCREENS
from kiosk.shell.controller import Controller
from kiosk.ui.board import Board
from kiosk.ui.runtime.environment import bar_keyboard
from kiosk.ui.runtime.event_loop import sleep_between_frames
from kiosk.ui.runtime.fingers import TwoFingers
from kiosk.ui.runtime.gl_driver import forget_compiler
from kiosk.ui.runtime.memory import Sweeper
from kiosk.ui.runtime.prebuild import Prebuilder
from kiosk.ui.runtime.stuck_finger import StuckFingers
from kiosk.ui.runtime.turned import CorrectedTouches, rotate_window

_log = logging.getLogger(__name__)
GLANCE_S = 0.25  # a warning takes over the screen within half a second of its being stored
GLANCES = 4  # glances to a tick. One timer for both: waking an idle machine costs as much as the look itself
LEAST_WAIT_S = 0.05


class _GoOn(ExceptionHandler):
    """Handler that keeps the kiosk running after a fault in the handling of a touch.

    What is shown stays, and the log says why.
    """

    def handle_exception(self, inst: BaseException) -> int:
        _log.error("a fault in the kiosk's own work; it goes on", exc_info=inst)
        return int(ExceptionManager.PASS)


class KioskApp(App):
    """Kivy app with the kiosk's only window."""

    def __init__(
        self,
        context: AppContext,
        *,
        make_inbox: Callable[[Callable[[], None]], Inbox] = Inbox,
        first: FirstPicture | None = None,
    ) -> None:
        """Build the kiosk and open its parts in order. *first* has been drawn already, and its frame is used."""
        super().__init__()
        self.context = context
        self.board = first.board if first is not None else Board()
        self.inbox = make_inbox(Frames.create_trigger(self._drain))
        self._version = -1
        self._glances = 0
        self._refresher: RefresherProcess | None = None  # on an appliance it is a unit of its own
        self._hold: ClockEvent | None = None
        self._sweeper = Sweeper()
        settings, lamp = context.settings, Lamp()
        with ExitStack() as parts:
            parts.callback(context.repository.close)
            self._devices = Devices(settings, self.inbox.tell, lamp, context.monotonic)
            parts.callback(self._devices.close)
            self.services = Services(
                context,
                self.board,
                tell=self.inbox.tell,
                relay=self._devices.relay,
                lamp=lamp,
                size=lambda: Window.size,
            )
            parts.callback(self.services.close)
            if first is not None:
                self.shell = first.shell
                self.shell.obey(self.controller)
            else:
                self.shell = make_shell(context, self.board, self.controller)
            self._touches = CorrectedTouches()
            EventLoop.add_postproc_module(self._touches)
            parts.callback(EventLoop.remove_postproc_module, self._touches)
            self._rotate_window()
            self.board.bind(rotation=self._turn_shell, touch=self._rotate_window)
            # a television that is switched on after the kiosk, or another panel: its letters are as large as if it had been there
            Window.bind(size=self._fit_window)
            parts.callback(Window.unbind, size=self._fit_window)
            # swept first, a frame before the others: so that what stays for long lies close together
            screens = [partial(self._write_ahead, screen) for screen in SCREENS.ahead]
            steps: list[Callable[[], None]] = [self._sweep_media, *screens, self._settle]
            self.prebuilder = Prebuilder(
                [partial(self._guarded, step) for step in steps], lambda: self.board.screen == PAGES.main.idle
            )
            parts.callback(self.prebuilder.close)
            self._parts = parts.pop_all()
        self.office = OfficeWord(
            self.board,
            self.services.memory,
            context.data,
            settings.office,
            pixels=self._pixels,
            sound=self.controller.test_sound,
            put=context.put,
            speaking=lambda: bool(self.services.voice.speeches),
            now=lambda: context.clock.read().now,
            monotonic=context.monotonic,
        )
        self.must_restart = False
        """Whether other settings hold now, so that the caller must run the app again."""
        bar_keyboard(Window, Keypad(settings.keyboard, self.inbox.tell))
        self.board.bind(dark=self._darken, screen=self._screen_changed, sheet=self._sheet_turned)

    def _screen_changed(self, *_: object) -> None:
        self.prebuilder.begin()
        self._guarded(self.services.make_ahead)  # a visitor who comes does not wait a second for the processor

    def _rotate_window(self, *_: object) -> None:
        rotate_window(Window, int(self.board.rotation))
        self._touches.correction = self.board.touch

    def _turn_shell(self, *_: object) -> None:
        self._rotate_window()
        self._fit_window()

    def _fit_window(self, *_: object) -> None:
        self.shell.resize(Window.size, unit_of(self.context.settings))

    def _pinch(self, ratio: float, across: float, down: float) -> None:
        self.shell.pinch(ratio, *self._touches.turned_point(across, down, int(self.board.rotation)))

    def build(self) -> Widget:
        """Return the root widget, for Kivy, before the first frame."""
        return self.shell

    @property
    def controller(self) -> Controller:
        return self.services.controller

    def open_rest(self) -> None:
        """Open, after the first frame, what nobody waits for.

        These are the refresher, the screen that a visitor will see first, the words for the first button, and their
        player.
        """
        steps = (
            self._start_refresher,
            lambda: self.shell.get_ready(PAGES.main.home),
            self.services.learn_words,
            self.services.voice.stand_by,
        )
        for step in steps:
            self._guarded(step)

    def _write_ahead(self, screen: str) -> None:
        self.shell.get_ready(screen, self.controller.navigation.look_ahead(screen))

    def _sheet_turned(self, _board: Board, opened: bool) -> None:
        if not opened:
            self._sweeper.expect_much()

    def _darken(self, _board: Board, dark: bool) -> None:
        self._devices.darken(dark)

    def _start_refresher(self) -> None:
        if self.context.refresh:
            self._refresher = RefresherProcess(self.context.config, self.context.data, self.context.monotonic)
            self._parts.callback(self._refresher.close)

    def on_start(self) -> None:
        ExceptionManager.add_handler(_GoOn())
        Window.bind(on_flip=self._first_frame)
        sleep_between_frames()
        wheel = Frames.schedule_interval(self.glance, GLANCE_S)
        fingers = TwoFingers(self._pinch, StuckFingers(self.context.monotonic))
        fingers.open()
        self._parts.callback(fingers.close)
        self._parts.callback(wheel.cancel)  # Kivy draws on for a moment after it has been told to stop, on closed parts
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def _first_frame(self, *_: object) -> None:
        Window.unbind(on_flip=self._first_frame)
        self.context.watchdog.ready()
        Frames.schedule_once(lambda _: self.open_rest())

    def on_stop(self) -> None:
        self._parts.close()

    def open_settings(self, *_: object) -> bool:
        """Refuse Kivy's own settings panel, which F1 would open."""
        return False

    def _drain(self, _seconds: float) -> None:
        # each by itself: a fault in one message must not strand those behind it
        self.inbox.drain(lambda message: self._guarded(lambda: self.controller.handle(message)))
        self._guarded(self._watch_buttons)
        self._guarded(self._devices.update_lamp)

    def _watch_buttons(self, *_: object) -> None:
        """Act on a button that is held down, and schedule the next look at one that may be.

        Nothing is done while messages wait: they may tell that the button was released while a screen was built.
        """
        if self._hold is not None:
            self._hold.cancel()
        if not self.inbox.empty:
            return  # `_drain` comes here when they are heard
        wait = self.controller.buttons.act_on_held()
        self._hold = None if wait is None else Frames.schedule_once(self._watch_buttons, max(wait, LEAST_WAIT_S))

    def glance(self, _seconds: float) -> None:
        """Call `tick` once a second, and at once when another process has written the store.

        While there is no store its version is not read: to try to open one costs much more than the 3 us of a read.
        """
        self._glances += 1
        if self._glances % GLANCES == 0 or (self._version > 0 and self.context.repository.version() != self._version):
            self.tick()

    def tick(self) -> None:
        """Run every step that is due: changed content, a new minute, a visitor who left, read-outs, alerts, devices."""
        for step in (
            self._check_content,
            self._watch_buttons,
            self.controller.tick,
            self.controller.stick.check_stick,
            self.services.ring,
            self.services.call,
            self.services.make_ahead,
            self.services.note_loudspeaker,
            self._watch_refresher,
            self._heed_office,
            self._devices.update_lamp,
            self._sweep_media,
            self.context.watchdog.alive,
        ):
            self._guarded(step)  # each by itself: a fault in one is no reason to leave the others out

    def _check_content(self) -> None:
        version = self.context.repository.version()
        shown, now = self.board.moment, self.context.clock.read()
        if version != self._version:
            begin = self.prebuilder.begin if self._version < 0 else self.prebuilder.begin_when_calm
            self._version = version
            self.controller.handle(ContentChanged(self.context.repository.revision()))
            begin()
        elif shown is None or shown.minute != now.minute:
            self.controller.look_again()

    def _settle(self) -> None:
        """Free memory, because all that stays has been built and drawn."""
        forget_compiler()
        self.context.repository.release_memory()
        self._sweeper.clean()

    def _sweep_media(self) -> None:
        self._sweeper.sweep(visited=self.board.screen != PAGES.main.idle)

    def _heed_office(self) -> None:
        if self.office.check_settings():
            self.must_restart = True
            self.stop()

    def _pixels(self) -> Pixels:
        texture = self.shell.export_as_image().texture
        return (*texture.size, texture.pixels)

    def _watch_refresher(self) -> None:
        if self._refresher is not None:
            self._refresher.restart_if_ended()

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 -- Kivy would end, or never call again: the screen goes on with what it shows
            _log.exception("a fault in the kiosk's own work; it goes on")
