"""The first run: five questions to whoever sets the kiosk up, each of which may be skipped (mock-up `j1`). Pure of Kivy.

Language and name go to settings.local.toml; the clock and the way to the internet are requests to the processes that have the
rights for them (architecture, "Few processes"). Nothing is kept before the last step; Home leaves it for the next start.
"""

from __future__ import annotations

import logging
from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from kiosk.core.clock import Clock
from kiosk.i18n.translation import Translation
from kiosk.narration.read_aloud import ReadAloud
from kiosk.narration.screen_text import STEPS, words_of
from kiosk.settings.overrides import change
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import FirstRunView, SetUp

_log = logging.getLogger(__name__)
INTERNET = ("wifi", "usb", "none")
_LONGEST_NAME = 60  # characters


class FirstRun:
    """What was chosen is kept in `data`, until `config` (the kiosk.toml, if there is one) is edited. `say` speaks lines under a
    name; `join_wifi` lets the hall's Wi-Fi be chosen, `leave_wifi` ends that; `test_sound` lets something be heard; `go_back` and
    `go_home` leave it."""

    def __init__(
        self,
        board: BoardPort,
        memory: Memory,
        reader: ReadAloud,
        clock: Clock,
        *,
        data: Path,
        config: Path | None,
        say: Callable[[str, list[str]], None],
        join_wifi: Callable[[], None],
        leave_wifi: Callable[[], None],
        test_sound: Callable[[], object],
        go_back: Callable[[], None],
        go_home: Callable[[], None],
    ) -> None:
        self._board = board
        self._memory = memory
        self._reader = reader
        self._clock = clock
        self._data = data
        self._config = config
        self._say = say
        self._join_wifi = join_wifi
        self._leave_wifi = leave_wifi
        self._test_sound = test_sound
        self._go_back = go_back
        self._go_home = go_home

    def begin(self) -> None:
        """Put the first question on the board."""
        self._board.first_run = FirstRunView(language=self._board.language)

    @property
    def _view(self) -> FirstRunView:
        return self._board.first_run or FirstRunView()

    def _set(self, **changes: object) -> None:
        self._board.first_run = replace(self._view, **changes)

    # the way through the steps

    def step(self, step: int) -> None:
        """To the next step, after the last to the end; or one back."""
        self._reader.leave()
        if step > 0:
            self._forward()
        else:
            self._backward()

    def back(self) -> None:
        """One step back; before the first, out of it."""
        if self._backward():
            self._reader.leave()
        else:
            self._go_back()

    def skip(self) -> None:
        """ "Lewati dulu": what this step asks for stays as it is. The search for Wi-Fi is a part of its step and goes with it: what
        is skipped is what is seen."""
        self._reader.leave()
        self._leave_wifi()
        match self._view.step:
            case SetUp.PLACE:
                self._set(place="")
            case SetUp.INTERNET:
                self._set(internet="")
            case SetUp.CLOCK:
                self._set(when=None)
        self._forward()

    def without_internet(self) -> None:
        """Nothing is to be searched for: the answer, and the next step."""
        self._leave_wifi()
        self.choose_internet("none")
        self._forward()

    def read_step(self) -> None:
        """What the step asks for, aloud; over it, what the tool is about."""
        if (tool := self._board.tool) is not None:
            self._say("first run", [line for line in (tool.heading, tool.told) if line])
        elif self._board.first_run is not None:
            self._say("first run", list(words_of(self._board.first_run, self._translation.gettext)))

    def _forward(self) -> None:
        place = STEPS.index(self._view.step) + 1
        if place < len(STEPS):
            self._set(step=STEPS[place])
        else:
            self._finish()

    def _backward(self) -> bool:
        """False at the first step."""
        place = STEPS.index(self._view.step)
        if place:
            self._set(step=STEPS[place - 1])
        return place > 0

    def _finish(self) -> None:
        view = self._view
        place = {"language": view.language} | ({"name": view.place.strip()} if view.place.strip() else {})
        if view.when is not None:
            self._ask(RequestKind.CLOCK, view.when.isoformat(timespec="minutes"))
        if view.internet:
            self._ask(RequestKind.INTERNET, view.internet)
        self._keep({"place": place})
        if view.place.strip():
            self._board.place = view.place.strip()
        self._board.first_run = None
        self._go_home()

    def _ask(self, kind: RequestKind, argument: str) -> None:
        self._memory.requests.ask(kind, self._clock.read().now, argument)

    def _keep(self, chosen: dict[str, dict[str, str]]) -> None:
        try:
            change(self._data, self._config, chosen, set_up=True)
        except OSError as error:
            _log.warning("%s: what was chosen is not kept: %s", self._data, error.strerror)
            self._board.notice = self._translation.gettext("This cannot be kept: the memory card cannot be written.")

    @property
    def _translation(self) -> Translation:
        return Translation(self._board.language)

    # what is chosen

    def choose_language(self, code: str) -> None:
        self._board.language = code
        self._set(language=code)

    def type_letters(self, letters: str) -> None:
        """Names are written with capitals, and the keyboard has none: each word begins with one."""
        name = (self._view.place + letters)[:_LONGEST_NAME].lstrip()
        self._set(place=_named(name))

    def erase(self) -> None:
        self._set(place=self._view.place[:-1])

    def choose_internet(self, way: str) -> None:
        """The hall's Wi-Fi is joined at once, by the same tool that a technician has."""
        if way in INTERNET:
            self._set(internet=way)
        if way == "wifi":
            self._join_wifi()

    def turn_clock(self, part: str, step: int) -> None:
        """One more or less of "year", "month", "day", "hour" or "minute"."""
        when = self._view.when or self._clock.read().now.replace(second=0, microsecond=0)
        try:
            self._set(when=turned(when, part, step))
        except (OverflowError, ValueError):
            return  # beyond the calendar's ends

    def test_sound(self) -> None:
        self._test_sound()
        self._set(heard=True)


def _named(name: str) -> str:
    """desa bunga -> Desa Bunga"""
    return "".join(
        letter.upper() if not index or name[index - 1] == " " else letter for index, letter in enumerate(name)
    )


def turned(when: datetime, part: str, step: int) -> datetime:
    """One part of a time moved by a step; hours and minutes go round. Raises OverflowError beyond the calendar's ends."""
    match part:
        case "hour":
            return when.replace(hour=(when.hour + step) % 24)
        case "minute":
            return when.replace(minute=(when.minute + step) % 60)
        case "day":
            return when + timedelta(days=step)
        case "month":
            months = when.year * 12 + when.month - 1 + step
            year, month = divmod(months, 12)
            return when.replace(year=year, month=month + 1, day=min(when.day, monthrange(year, month + 1)[1]))
        case "year":
            return turned(when, "month", 12 * step)
    raise ValueError(part)
