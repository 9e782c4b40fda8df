"""Builds the kiosk, opens its parts in order and closes them in reverse; turns the wheel once a second."""

from __future__ import annotations

import logging
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kivy.app import App
from kivy.base import ExceptionHandler, ExceptionManager
from kivy.clock import Clock as Frames
from kivy.core.window import Window
from kivy.uix.widget import Widget

from kiosk.attendant import Attendant
from kiosk.board import Board
from kiosk.build import version
from kiosk.caller import Caller
from kiosk.clock import Clock
from kiosk.contents import Contents
from kiosk.escort import Escort, GuidePort
from kiosk.inbox import ContentChanged, Inbox
from kiosk.keypad import Keypad
from kiosk.late_voice import LateVoice
from kiosk.local_settings import was_set_up
from kiosk.memory import Memory
from kiosk.ports import Readings
from kiosk.prompter import Prompter
from kiosk.reader import Reader
from kiosk.settings import Settings
from kiosk.translation import Translation
from kiosk.ui.ahead import Ahead
from kiosk.ui.environment import bar_keyboard, unit_for
from kiosk.ui.heap import Sweeper
from kiosk.ui.rest import rest_between_frames
from kiosk.ui.shell import Shell
from kiosk.watchdog import Watchdog

if TYPE_CHECKING:  # loaded after the first frame
    from kivy.clock import ClockEvent

    from kiosk.alarm_bell import AlarmBell
    from kiosk.body import Body
    from kiosk.refresher_process import RefresherProcess
    from kiosk.speech.speaker import Speaker

_log = logging.getLogger(__name__)
TICK_S = 1.0
GLANCE_S = 0.2  # a warning takes over the screen within half a second of its being stored
LEAST_WAIT_S = 0.05


@dataclass(frozen=True, slots=True)
class Opened:
    """What the app is handed by those who found it: a command, or a test."""

    settings: Settings
    data: Path
    contents: Contents
    clock: Clock
    config: Path | None = None
    refresh: bool = False
    monotonic: Callable[[], float] = time.monotonic
    watchdog: Watchdog = field(default_factory=lambda: Watchdog({}))


class _GoOn(ExceptionHandler):
    """A fault while a finger is handled must not end the kiosk: what is shown stays, and the log says why."""

    def handle_exception(self, inst: BaseException) -> int:
        _log.error("a fault in the kiosk's own work; it goes on", exc_info=inst)
        return int(ExceptionManager.PASS)


def _writable(folder: Path) -> Path:
    """The folder, or one that is thrown away where it cannot be made: no screen stays dark for want of a sound cache."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _log.warning("%s cannot be made (%s): speech is not kept", folder, error.strerror)
        return Path(tempfile.mkdtemp(prefix="kiosk-speech-"))
    return folder


class KioskApp(App):
    """The kiosk's one window."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened
        self._parts = ExitStack()
        self._version = -1
        self.board = Board()
        self.inbox = Inbox(wake=Frames.create_trigger(self._drain))
        self._refresher: RefresherProcess | None = None
        self._body: Body | None = None
        self._bell: AlarmBell | None = None
        self._hold: ClockEvent | None = None
        self._sweeper = Sweeper()

    def build(self) -> Widget:
        opened, settings = self._opened, self._opened.settings
        self._memory = memory = self._parts.enter_context(Memory(opened.data))
        self._parts.callback(opened.contents.close)
        self._voice = self._parts.enter_context(closing(LateVoice(self._speaker)))
        self._reader = reader = Reader(self.board, self._voice, rate=settings.speech.rate, no_sound=self._no_sound)
        prompter = Prompter(self._voice, self._opened.monotonic)
        self.attendant = Attendant(
            board=self.board,
            contents=opened.contents,
            memory=memory,
            reader=reader,
            readings=self._readings,
            settings=settings,
            clock=opened.clock,
            monotonic=self._opened.monotonic,
            escort=Escort(self.board, prompter, self._guide, self._opened.monotonic),
        )
        self.attendant.serve(opened.data, lambda: Window.size, version, config=opened.config, tell=self.inbox.tell)
        self.attendant.begin(set_up=was_set_up(opened.data))
        self.board.bind(dark=self._darken)
        self.caller = Caller(
            contents=opened.contents,
            memory=memory,
            reader=reader,
            readings=self._readings,
            settings=settings,
            warnings=lambda moment: self._bell.told(moment) if self._bell is not None else None,
        )
        bar_keyboard(Window, Keypad(settings.keyboard, self.inbox.tell))
        unit = unit_for(Window.size, dpi=settings.screen.dpi, distance_mm=settings.screen.distance_mm)
        self._shell = Shell(self.board, self.attendant, unit=unit, media=opened.data)
        self._ahead = Ahead(self._write_ahead, lambda: self.board.screen == "idle", self._sweeper.clean)
        self._parts.callback(self._ahead.close)
        self.board.bind(screen=lambda *_: self._ahead.begin())
        return self._shell

    def open_rest(self) -> None:
        """What nobody sees, after the first frame: pins, refresher, voice, and the screen that a visitor will see first."""
        for step in (
            self._open_hardware,
            self._start_refresher,
            self._voice.open,
            self._open_bell,
            lambda: self._shell.get_ready("home"),
            self._learn_words,
        ):
            self._guarded(step)

    def _open_hardware(self) -> None:
        from kiosk.body import Body

        self._body = Body(self._opened.settings, self.inbox.tell, self.attendant.lamp, self._opened.monotonic)
        self._parts.callback(self._body.close)

    def _open_bell(self) -> None:
        from kiosk.alarm_bell import AlarmBell

        opened = self._opened
        self._bell = bell = AlarmBell(
            contents=opened.contents, memory=self._memory, reader=self._reader, settings=opened.settings
        )
        self.attendant.alerts.understood = lambda alert: bell.understood(alert, opened.clock.read())

    def _ring(self) -> None:
        if self._bell is not None:
            self._bell.ring(self._opened.clock.read())

    def _learn_words(self) -> None:
        """Where there are buttons, spoken Indonesian is loaded before the first of them is pressed."""
        settings = self._opened.settings
        if settings.buttons or settings.keyboard:
            self.attendant.get_ready_to_guide()

    def _write_ahead(self, screen: str) -> None:
        def write() -> None:
            self.attendant.look_ahead(screen)
            self._shell.get_ready(screen)

        self._guarded(write)

    def _darken(self, _board: Board, dark: bool) -> None:
        if self._body is not None:
            self._body.darken(dark)

    def _relay(self, name: str, on: bool) -> None:
        if self._body is not None:
            self._body.relay(name, on)

    def _start_refresher(self) -> None:
        if self._opened.refresh:
            from kiosk.refresher_process import RefresherProcess

            self._refresher = RefresherProcess(self._opened.config, self._opened.data, self._opened.monotonic)
            self._parts.callback(self._refresher.close)

    def _speaker(self) -> Speaker:
        from kiosk.speech.speaker import Speaker

        speech = self._opened.settings.speech
        return Speaker(
            tell=self.inbox.tell,
            cache_dir=_writable(self._opened.data / "speech"),
            voice=speech.voice,
            rate_wpm=speech.rate,
            volume=speech.volume,
            device=speech.device,
            horn_device=speech.horn_device,
            relay=self._relay,
            relays=self._opened.settings.outputs.relays,
        )

    def _readings(self, language: str) -> Readings:
        # spoken Indonesian is loaded when something is to be said: the first frame does not wait for it
        from kiosk.readings import SpokenReadings

        return SpokenReadings(Translation(language), self._opened.data, self._opened.settings.speech.lexicon)

    def _guide(self, language: str) -> GuidePort:
        from kiosk.guide import Guide

        return Guide(self.board, Translation(language), self._opened.settings.speech.lexicon)

    def _no_sound(self) -> str:
        return Translation(self.board.language).gettext("There is no sound now. You can read it on the screen.")

    def on_start(self) -> None:
        ExceptionManager.add_handler(_GoOn())
        Window.bind(on_flip=self._first_frame)
        rest_between_frames()
        wheel = (
            Frames.schedule_interval(lambda _: self.tick(), TICK_S),
            Frames.schedule_interval(self._glance, GLANCE_S),
        )
        for event in wheel:  # Kivy draws on for a moment after it has been told to stop, on parts that are closed
            self._parts.callback(event.cancel)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def _first_frame(self, *_: object) -> None:
        Window.unbind(on_flip=self._first_frame)
        self._opened.watchdog.ready()
        Frames.schedule_once(lambda _: self.open_rest())

    def on_stop(self) -> None:
        self._parts.close()

    def open_settings(self, *_: object) -> bool:
        """Kivy's own settings panel opens on F1: not here."""
        return False

    def _drain(self, _seconds: float) -> None:
        # each by itself: a fault in one message must not strand those behind it
        self.inbox.drain(lambda message: self._guarded(lambda: self.attendant.handle(message)))
        self._guarded(self._watch_buttons)
        self._guarded(self._shine)

    def _watch_buttons(self, *_: object) -> None:
        """A button that is down may be held: look again when it would be."""
        if self._hold is not None:
            self._hold.cancel()
        wait = self.attendant.watch_buttons()
        self._hold = None if wait is None else Frames.schedule_once(self._watch_buttons, max(wait, LEAST_WAIT_S))

    def _shine(self) -> None:
        if self._body is not None:
            self._body.shine()

    def _glance(self, _seconds: float) -> None:
        """Only while there is a store: to ask costs some 3 us, to try to open one much more."""
        if self._version > 0 and self._opened.contents.version() != self._version:
            self.tick()

    def tick(self) -> None:
        """Has the store moved, is the minute over, is the visitor gone, is something to be read out?"""
        for step in (
            self._look,
            self.attendant.watch_visitor,
            self.attendant.stick.watch,
            self._ring,
            self._call,
            self._watch_refresher,
            self._shine,
            self._sweep,
            self._opened.watchdog.alive,
        ):
            self._guarded(step)  # each by itself: a fault in one is no reason to leave the others out

    def _look(self) -> None:
        version = self._opened.contents.version()
        shown, now = self.board.moment, self._opened.clock.read().now
        if version != self._version:
            self._version = version
            self.attendant.handle(ContentChanged(self._opened.contents.revision()))
            self._ahead.begin()
        elif shown is None or shown.now.minute != now.minute:
            self.attendant.look_again()

    def _call(self) -> None:
        self.caller.call(self._opened.clock.read())

    def _sweep(self) -> None:
        self._sweeper.sweep(visited=self.board.screen != "idle")

    def _watch_refresher(self) -> None:
        if self._refresher is not None:
            self._refresher.watch()

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 -- Kivy would end, or never call again: the screen goes on with what it shows
            _log.exception("a fault in the kiosk's own work; it goes on")
