"""The visitor's time at the kiosk: when it begins, when it is asked "Masih di sini?", what is forgotten when it ends; and the light
of the screen, which shows whether somebody is there.

A warning after 75 s without touch or button (150 s in an article), 15 s of countdown, then over. Speech
counts as activity; when it ends, 60 s are left before the warning (DESIGN.md, "Timeouts").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.control.day_night import Darkness, theme_at
from kiosk.control.navigation import Navigation
from kiosk.control.preferences import Preferences
from kiosk.control.route import IDLE
from kiosk.control.unattended import apply_defaults
from kiosk.core.clock import Clock
from kiosk.hardware.lamp import Lamp
from kiosk.narration.button_guide import ButtonGuide
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import Settings
from kiosk.viewmodel.ports import BoardPort

COUNTDOWN_S = 15.0
AFTER_SPEECH_S = 60.0
FLED_AFTER_S = 180.0
"""Under a warning nobody is asked: who has touched nothing for so long has run, and whoever reads it now has chosen nothing."""
SHEET_OVER_WARNING_S = 30.0
"""Then the settings make way: they hide what to do, from everybody."""
DEVICE_OPEN_S = 60.0  # its device stays open for longer


@dataclass(slots=True)
class VisitTimer:
    """How long a visitor has been still. Pure: seconds of a monotonic clock in, a state out."""

    warn_after: float = 75.0
    reading: bool = False  # in an article: twice the time
    _still_since: float = 0.0
    _speaking: bool = False

    def active(self, now: float) -> None:
        """A touch or a button."""
        self._still_since = now

    def speech_started(self) -> None:
        self._speaking = True

    def speech_ended(self, now: float) -> None:
        """60 s are left from here, or more if a touch left more."""
        self._speaking = False
        self._still_since = max(self._still_since, now + AFTER_SPEECH_S - self._limit)

    @property
    def _limit(self) -> float:
        return self.warn_after * (2 if self.reading else 1)

    def seconds_left(self, now: float) -> int | None:
        """None while nothing is to be asked; 15 … 1 while the countdown runs; 0 when the visit is over."""
        if self._speaking:
            return None
        over = now - self._still_since - self._limit
        if over < 0:
            return None
        return max(0, int(COUNTDOWN_S - over + 0.999))


class VisitController:
    """`settings` say what a visitor finds; `monotonic` gives seconds. `attended`, asked about once a second: may the screen stay
    as it is for as long as it likes? `warned`: does a warning that nobody has understood yet fill it? `go_home` is the home key,
    `language_changed` is told when this has changed it."""

    def __init__(
        self,
        board: BoardPort,
        settings: Settings,
        clock: Clock,
        monotonic: Callable[[], float],
        *,
        navigation: Navigation,
        preferences: Preferences,
        reader: ReadAloud,
        button_guide: ButtonGuide | None,
        lamp: Lamp,
        attended: Callable[[], bool],
        warned: Callable[[], bool],
        go_home: Callable[[], None],
        language_changed: Callable[[], None],
    ) -> None:
        self._board = board
        self._settings = settings
        self._clock = clock
        self._monotonic = monotonic
        self._navigation = navigation
        self._preferences = preferences
        self._reader = reader
        self._button_guide = button_guide
        self._lamp = lamp
        self._attended = attended
        self._warned = warned
        self._go_home = go_home
        self._language_changed = language_changed
        self._timer = VisitTimer(settings.screen.warn_after)
        self._darkness = Darkness(settings.screen.off_hours, watched=settings.sensors.motion is not None)
        self._read_until = self._opened_at = float("-inf")
        self._fled = False
        self._warned_since: float | None = None
        self.active()

    # signs of somebody

    def touched(self) -> bool:
        """A finger came down. True if that was all it did: it lit the screen, or woke the kiosk."""
        was_dark = self._board.dark
        if self._board.seconds_left:
            return False  # the question's own keys say whether to stay or to leave
        self.active()
        if self._monotonic() - self._opened_at > DEVICE_OPEN_S:
            self._opened_at = self._monotonic()
            self._reader.open_device()
        if self._board.by_buttons and self._button_guide:
            self._button_guide.leave()
        self._board.by_buttons = False
        return was_dark or self._navigation.wake(to_poster=True)

    def active(self) -> None:
        """Somebody did something."""
        self._acted_at = self._monotonic()
        self._fled = False
        self._timer.active(self._acted_at)
        self.light()
        self._lamp.visited()

    def light(self) -> None:
        """Somebody is near, who need not be a visitor: the screen lights up."""
        self._darkness.seen(self._monotonic())
        self._board.dark = False

    def speech_started(self) -> None:
        self._timer.speech_started()

    def speech_ended(self) -> None:
        """What was being read has come to its end."""
        self._read_until = self._monotonic()
        self._timer.speech_ended(self._read_until)

    # time

    def watch(self) -> None:
        """About once a second: is the visitor gone, is a hint wanted, is the screen to be off?"""
        self._watch_screen()
        self._watch_warned()
        if not self._navigation.visited or self._attended():
            return
        page, screen = self._navigation.page, self._navigation.here.screen
        self._timer.reading = page.is_read if page is not None else screen in ("item", "film")
        left = self._timer.seconds_left(self._monotonic())
        if left == 0:
            self._end()
            return
        asks = bool(left) and not self._board.seconds_left
        self._board.seconds_left = left or 0
        if self._board.by_buttons and self._button_guide:
            if asks:
                self._button_guide.ask()
            elif not left:
                self._button_guide.hint(reading=self._reader.speaking, quiet_since=self._read_until)

    def _watch_warned(self) -> None:
        """The next to read the warning finds it in the kiosk's own language and letters, and nothing of who stood here before
        behind it."""
        now = self._monotonic()
        if not self._warned():
            self._warned_since = None
            return
        self._warned_since = now if self._warned_since is None else self._warned_since
        still = now - max(self._acted_at, self._warned_since)
        if self._board.sheet and still >= SHEET_OVER_WARNING_S:
            self._board.sheet = False
            self._board.focus = ""
        if self._fled or still < FLED_AFTER_S:
            return
        self._fled = True
        language = self._board.language
        self._navigation.forget_way()
        self.reset()
        if self._board.language != language:
            self._language_changed()

    def _watch_screen(self) -> None:
        needed = self._navigation.visited or self._board.band is not None
        self._board.dark = self._darkness.dark(self._monotonic(), self._board.moment, needed=needed)

    def follow_night(self) -> None:
        """By night the idle screen has the night's colours, by day the day's: nobody is there who could have chosen others."""
        if not self._navigation.visited:
            self._board.theme = theme_at(self._settings.screen.theme, self._clock.read())

    # "Masih di sini?"

    def stay(self) -> None:
        """ "Ya, saya masih baca" """
        self.active()
        self._board.seconds_left = 0

    def leave(self) -> None:
        """ "Ke beranda" """
        self.stay()
        self._go_home()

    # its end

    def _end(self) -> None:
        self._navigation.leave_screen()
        if self._button_guide:
            self._button_guide.leave()
        self.reset()
        self._navigation.start(IDLE)

    def reset(self) -> None:
        """Everything that a visitor may have changed goes back to the settings."""
        apply_defaults(self._board, self._settings, self._clock)
        self._board.sheet = self._board.by_buttons = False
        self._board.seconds_left = 0
        self._board.notice = ""
        if self._board.slow:  # else what is said to the village would begin its sentence anew
            self._reader.set_slow(False)
        self._preferences.set_volume(self._settings.speech.volume)
        self._reader.forget()
