"""The visitor's time at the kiosk: when it begins, when it is asked "Masih di sini?", what is forgotten when it ends.

A warning after 75 s without touch or button (150 s in an article), 20 s of countdown, then over. Speech
counts as activity; when it ends, 60 s are left before the warning (DESIGN.md, "Timeouts").
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.narration.button_guide import ButtonGuide
from kiosk.shell.day_night import theme_at
from kiosk.shell.page import Kiosk
from kiosk.shell.preferences import Preferences
from kiosk.shell.shell import Shell
from kiosk.shell.unattended import apply_defaults

FLED_AFTER_S = 180.0
"""Seconds without a touch under a warning after which the visitor has fled: the next reader gets the default language and
text size. Nobody is asked under a warning."""
SHEET_OVER_WARNING_S = 30.0
"""Seconds after which the settings sheet closes over a warning: it hides what to do from everybody."""
DEVICE_OPEN_S = 60.0  # seconds for which the sound device stays open


class VisitController:
    """Control of a visit: asking whether it goes on, ending it and resetting the kiosk.

    *attended* returns whether the page keeps its visitor. *warned* returns whether the screen shows a warning that
    nobody has acknowledged. *go_home* is the home key; *language_changed* is called when this class has changed the
    language.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        shell: Shell,
        *,
        preferences: Preferences,
        button_guide: ButtonGuide | None,
        attended: Callable[[], bool],
        warned: Callable[[], bool],
        go_home: Callable[[], None],
        language_changed: Callable[[], None],
    ) -> None:
        self._board = kiosk.board
        self._settings = kiosk.settings
        self._clock = kiosk.clock
        self._monotonic = kiosk.monotonic
        self._reader = kiosk.reader
        self._navigation = shell.navigation
        self._presence = shell.presence
        self._prints = shell.prints
        self._private = shell.private
        self._preferences = preferences
        self._button_guide = button_guide
        self._attended = attended
        self._warned = warned
        self._go_home = go_home
        self._language_changed = language_changed
        self._opened_at = float("-inf")
        self._fled_at: float | None = None  # time of the last action of the visitor who has fled
        self._warned_since: float | None = None

    def touched(self) -> bool:
        """Note a touch. Return whether it must have no other effect, because it lit the screen or ended the idle state."""
        was_dark = self._board.dark
        if self._board.seconds_left:
            return False  # the question's own keys say whether to stay or to leave
        self._presence.active()
        if self._monotonic() - self._opened_at > DEVICE_OPEN_S:
            self._opened_at = self._monotonic()
            self._reader.open_device()
        if self._board.by_buttons and self._button_guide:
            self._button_guide.leave()
        self._board.by_buttons = False
        return was_dark or self._navigation.wake(to_poster=True)

    # time

    def check_visitor(self) -> None:
        """Ask whether the visitor is still there, end the visit, and give hints, as time passes; turn the screen on or off.

        Under a warning, undo after a while what the reader before had set. Call this about once a second.
        """
        self._presence.watch_light(needed=self._navigation.visited or self._board.band is not None)
        self._private.check_headset()
        self._watch_warned()
        if not self._navigation.visited or self._attended():
            return
        left = self._presence.seconds_left(reading=self._navigation.page.is_read)
        if left == 0:
            self._end_visit()
            return
        asks = bool(left) and not self._board.seconds_left
        self._board.seconds_left = left or 0
        if self._board.by_buttons and self._button_guide:
            if asks:
                self._button_guide.ask()
            elif not left:
                self._button_guide.give_hint(reading=self._reader.speaking, quiet_since=self._presence.read_until)

    def _watch_warned(self) -> None:
        """Reset language and text size for the next reader of a warning after a while, and close what the visitor
        before had open.
        """
        now = self._monotonic()
        if not self._warned():
            self._warned_since = None
            return
        self._warned_since = now if self._warned_since is None else self._warned_since
        still = now - max(self._presence.acted_at, self._warned_since)
        if self._board.sheet and still >= SHEET_OVER_WARNING_S:
            self._board.sheet = False
            self._board.focus = ""
        if self._fled_at == self._presence.acted_at or still < FLED_AFTER_S:
            return
        self._fled_at = self._presence.acted_at
        language = self._board.language
        self._navigation.forget_way()
        self.reset()
        if self._board.language != language:
            self._language_changed()

    def follow_night(self) -> None:
        """Switch the idle screen between the colours of day and night. During a visit the visitor's colours stay."""
        if not self._navigation.visited:
            self._board.theme = theme_at(self._settings.screen.theme, self._clock.read())

    # "Masih di sini?"

    def stay(self) -> None:
        """Continue the visit (key *Ya, saya masih baca*)."""
        self._presence.active()
        self._board.seconds_left = 0

    def leave(self) -> None:
        """End the visit (key *Ke beranda*)."""
        self.stay()
        self._go_home()

    # end

    def _end_visit(self) -> None:
        self._navigation.leave_screen()
        if self._button_guide:
            self._button_guide.leave()
        self.reset()
        self._navigation.rest()

    def reset(self) -> None:
        """Reset all that a visitor may have changed to the settings' defaults."""
        apply_defaults(self._board, self._settings, self._clock)
        self._board.sheet = self._board.by_buttons = False
        self._board.seconds_left = 0
        self._board.notice = ""
        if self._board.slow:  # else what is said to the village would begin its sentence anew
            self._reader.set_slow(False)
        self._preferences.set_volume(self._settings.speech.volume)
        self._private.prefer_headset(alone=False)
        self._reader.forget_places()
        self._prints.forget()
