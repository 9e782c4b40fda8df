"""The first run: five questions to whoever sets the kiosk up, each of which may be skipped (mock-up `j1`). Pure of Kivy.

Language and name go to settings.local.toml; the clock and the way to the internet are requests to the processes that have the
rights for them (architecture, "Few processes"). Nothing is kept before the last step; Home leaves it for the next start.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.core.clock import Moment
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import FirstRunView, SetUp

STEPS = tuple(SetUp)
INTERNET = ("wifi", "usb", "none")
_LONGEST_NAME = 60  # characters

Keep = Callable[[dict[str, dict[str, str]]], None]


class FirstRunDesk:
    """`keep` writes what was chosen and that the first run is over; `ask` leaves a request ("clock:…", "internet:usb"); `now`
    reads the clock; `leave` goes home."""

    def __init__(
        self,
        board: BoardPort,
        *,
        keep: Keep,
        ask: Callable[[str], None],
        now: Callable[[], Moment],
        leave: Callable[[], None],
    ) -> None:
        self._board = board
        self._keep = keep
        self._ask = ask
        self._now = now
        self._leave = leave

    def begin(self) -> None:
        self._board.first_run = FirstRunView(language=self._board.language)

    @property
    def _view(self) -> FirstRunView:
        return self._board.first_run or FirstRunView()

    def _set(self, **changes: object) -> None:
        self._board.first_run = replace(self._view, **changes)

    # the way through the steps

    def forward(self) -> None:
        """The next step; after the last all is kept."""
        place = STEPS.index(self._view.step) + 1
        if place < len(STEPS):
            self._set(step=STEPS[place])
        else:
            self._finish()

    def back(self) -> bool:
        """False at the first step."""
        place = STEPS.index(self._view.step)
        if place:
            self._set(step=STEPS[place - 1])
        return place > 0

    def skip(self) -> None:
        """ "Lewati dulu": what this step asks for stays as it is."""
        match self._view.step:
            case SetUp.PLACE:
                self._set(place="")
            case SetUp.INTERNET:
                self._set(internet="")
            case SetUp.CLOCK:
                self._set(when=None)
        self.forward()

    def _finish(self) -> None:
        view = self._view
        place = {"language": view.language} | ({"name": view.place.strip()} if view.place.strip() else {})
        if view.when is not None:
            self._ask(f"clock:{view.when.isoformat(timespec='minutes')}")
        if view.internet:
            self._ask(f"internet:{view.internet}")
        self._keep({"place": place})
        if view.place.strip():
            self._board.place = view.place.strip()
        self._board.first_run = None
        self._leave()

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
        if way in INTERNET:
            self._set(internet=way)

    def turn_clock(self, part: str, step: int) -> None:
        """One more or less of "year", "month", "day", "hour" or "minute"."""
        when = self._view.when or self._now().now.replace(second=0, microsecond=0)
        try:
            self._set(when=turned(when, part, step))
        except (OverflowError, ValueError):
            return  # beyond the calendar's ends

    def heard(self, yes: bool) -> None:
        self._set(heard=yes)


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


def words_of(view: FirstRunView, _: Callable[[str], str]) -> tuple[str, str, str]:
    """(name, question, sentence) of a step, for the screen and the voice."""
    return {
        SetUp.LANGUAGE: (_("Language"), _("Which language?"), _("Visitors can change it at any time.")),
        SetUp.PLACE: (
            _("Village"),
            _("What is this village called?"),
            _("The name stands at the top of the screen. You may skip this."),
        ),
        SetUp.INTERNET: (
            _("Internet"),
            _("Connect to the internet?"),
            _("You may skip this. The kiosk works without internet too."),
        ),
        SetUp.CLOCK: (_("Clock"), _("Is the clock right?"), _("With internet it is set by itself.")),
        SetUp.SOUND: (_("Sound"), _("Can you hear it?"), _("Press the button, and listen.")),
    }[view.step]
