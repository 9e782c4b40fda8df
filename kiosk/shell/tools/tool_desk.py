"""A technician's tools on the screen: Wi-Fi, clock, PIN, last faults, report, restart. Pure of Kivy.

Nothing is done here: each is a request to the provisioner (`kiosk.state.request_kinds`), which checks it; what it answers
is told. Shown behind the PIN, and in the first run, where the kiosk belongs to whoever sets it up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.views.ports import BoardPort
from kiosk.content.views.service_views import Tool, ToolView
from kiosk.core.clock import Clock
from kiosk.core.panel_touch import Place
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.settings.overrides import forget_choices
from kiosk.settings.pin import fit, hash_pin
from kiosk.shell.tools.board_tools import TOOLS, BoardTools
from kiosk.shell.tools.clock_parts import turned
from kiosk.shell.tools.office_settings import OfficeSettings
from kiosk.shell.tools.staff_pin import StaffPin
from kiosk.shell.tools.tool_text import AGAIN, WITHOUT, YES, ToolWords
from kiosk.shell.tools.update_words import UpdateWords
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult, wifi_argument
from kiosk.state.requests import RequestQueue

_PATIENCE_S = 20.0
_LONG_S = 150.0  # joining a network, a slow stick
_SEARCH_S = (
    15.0  # a search that has found nothing until then ends with a choice; what comes later is shown all the same
)
_LONG = frozenset({RequestKind.WIFI, RequestKind.SCAN, RequestKind.REPORT, RequestKind.NETWORK, RequestKind.INTERNET})
_LONGEST = 63  # characters of a password
_MOST_DIGITS = 12


class _Waiting(Struct, frozen=True):
    """Request whose answer is awaited until *until* of the stopwatch; from *choice* on another choice is offered."""

    number: int
    want: RequestKind
    until: float
    choice: float


class ToolDesk:
    """Tool over the screen, if one is open.

    *requests* are answered by the provisioner, *pin* takes a new PIN, *data* is the data folder. *updates* words the
    kiosk's versions; *monotonic* gives seconds. *doors* do what the tools with pages of their own, and the printer, are for.
    """

    def __init__(
        self,
        board: BoardPort,
        requests: RequestQueue,
        clock: Clock,
        monotonic: Callable[[], float],
        *,
        data: Path,
        pin: StaffPin,
        updates: Callable[[], UpdateWords],
        board_tools: BoardTools,
    ) -> None:
        self._updates = updates
        self.doors: Mapping[Tool, Callable[[], None]] = {}
        self._office = OfficeSettings(data, lambda: clock.read().now)
        self.board_tools = board_tools
        self._board = board
        self._requests = requests
        self._clock = clock
        self._data = data
        self._pin = pin
        self._monotonic = monotonic
        self._waiting: _Waiting | None = None
        self._typed = ""
        self._first_pin = ""
        self._hash = ""
        self._sure_of: RequestKind | None = None
        self._without: Callable[[], None] | None = None

    @property
    def is_shown(self) -> bool:
        return self._board.tool is not None

    def _tool_words(self) -> ToolWords:
        return ToolWords(Phrases(Translation(self._board.language)))

    def _current_time(self) -> datetime:
        return self._clock.read().now

    @property
    def _view(self) -> ToolView:
        return self._board.tool or ToolView(Tool.MORE)

    def _change_tool(self, **changes: object) -> None:
        if self.is_shown:
            self._board.tool = replace(self._view, **changes)

    # opening and leaving

    def open(self, tool: Tool, *, without: Callable[[], None] | None = None) -> None:
        """Open *tool*. *without* is called if somebody chooses to do without internet, until the tools are closed."""
        self._without = without or self._without
        self._typed = self._first_pin = ""
        self._waiting = None
        if tool in TOOLS:
            self.board_tools.open(tool)
            return
        words = self._tool_words()
        self._board.tool = ToolView(tool, heading=words.heading(tool))
        match tool:
            case Tool.WIFI:
                self._request(RequestKind.SCAN)
            case Tool.FAULTS:
                self._request(RequestKind.FAULTS)
            case Tool.CLOCK:
                self._change_tool(when=self._current_time().replace(second=0, microsecond=0))
            case Tool.MORE:
                self._change_tool(rows=words.more(prints=self._board.prints))
            case Tool.OFFICE:
                self._show_office(words)
            case Tool.UPDATE:
                self._change_tool(rows=self._updates().update_rows({}))
                self._request(RequestKind.SLOTS)
            case Tool.PIN:
                self._change_tool(told=words.ask_pin())

    def step_back(self) -> bool:
        """Go one step back in the tool. If there is none, close the tools and return `False`."""
        if self.board_tools.end_trial():
            return True
        self.board_tools.close()
        match self._board.tool:
            case ToolView(tool=Tool.PASSWORD):
                self.open(Tool.WIFI)
            case ToolView(
                tool=Tool.PIN
                | Tool.FAULTS
                | Tool.OFFICE
                | Tool.SURE
                | Tool.TURN
                | Tool.TOUCH
                | Tool.SOUND
                | Tool.UPDATE
            ):
                self.open(Tool.MORE)
            case _:
                self.close()
                return False
        return True

    def close(self) -> None:
        """Close the tools, forget what was typed and revert what was on trial."""
        self.board_tools.close()
        self._board.tool = None
        self._typed = self._first_pin = self._hash = ""
        self._waiting = self._without = None

    # touches

    def choose(self, value: str) -> None:
        view = self._view
        if not self.is_shown or view.busy:
            return
        match view.tool:
            case tool if tool in TOOLS:
                self.board_tools.choose(value)
            case Tool.WIFI:
                self._choose_network(value)
            case Tool.MORE | Tool.UPDATE:
                self._choose_tool(value)
            case Tool.OFFICE:
                kept = self._office.toggle(value)
                self._show_office(self._tool_words(), kept=kept)
            case Tool.SURE if value == YES and self._sure_of is not None:
                self._request(self._sure_of)
            case Tool.SURE:
                self.open(Tool.MORE)

    def _choose_network(self, value: str) -> None:
        if value == AGAIN:
            self._request(RequestKind.SCAN)
        elif value == WITHOUT and self._without is not None:
            self._without()
        elif value == WITHOUT:
            self._request(RequestKind.INTERNET, "none")
        else:
            row = next((row for row in self._view.rows if row.value == value), None)
            if row is None or not row.open:
                self._change_tool(told=self._tool_words().not_joinable(), tone="err")
            elif row.secured:
                self._typed = ""
                heading = self._tool_words().heading(Tool.PASSWORD)
                self._board.tool = ToolView(Tool.PASSWORD, heading=heading, told=value, about=value)
            else:
                self._change_tool(about=value)
                self._request(RequestKind.WIFI, wifi_argument(value, ""))

    def _choose_tool(self, value: str) -> None:
        match value:
            case Tool.PIN | Tool.FAULTS | Tool.OFFICE | Tool.TURN | Tool.TOUCH | Tool.SOUND | Tool.UPDATE:
                self.open(Tool(value))
            case Tool.BACKUP | Tool.ADOPTION | Tool.PRINTER:
                self.doors[Tool(value)]()
            case RequestKind.REBOOT | RequestKind.RESET | RequestKind.GO_BACK:
                self._sure_of = RequestKind(value)
                words = self._tool_words()
                self._board.tool = ToolView(Tool.SURE, heading=words.sure(self._sure_of), rows=words.yes_no())
            case RequestKind.REPORT | RequestKind.NETWORK | RequestKind.LOOK:
                self._request(RequestKind(value))

    def _show_office(self, words: ToolWords, *, kept: bool = True) -> None:
        rows = self._office.setting_rows(words.phrases)
        self._change_tool(rows=rows, told=words.office(any_rows=bool(rows), kept=kept), tone="ink2" if kept else "err")

    def type_letters(self, letters: str) -> None:
        if self._view.tool is Tool.PASSWORD and not self._view.busy:
            self._typed = (self._typed + letters)[:_LONGEST]
            self._change_tool(typed=self._typed)
        elif self._view.tool is Tool.PIN and letters in "0123456789" and len(self._typed) < _MOST_DIGITS:
            self._typed += letters
            self._change_tool(typed="•" * len(self._typed))

    def erase(self) -> None:
        if not self._view.busy:
            self._typed = self._typed[:-1]
            self._change_tool(typed=self._typed if self._view.tool is Tool.PASSWORD else "•" * len(self._typed))

    def turn_clock(self, part: str, step: int) -> None:
        if self._view.when is not None:
            self._change_tool(when=turned(self._view.when, part, step))

    def touch(self, place: Place) -> None:
        """Note a touch on a cross at *place*, fractions of the panel."""
        self.board_tools.touch(place)

    def turn_page(self, step: int) -> None:
        if self.board_tools.is_shown:
            self.board_tools.step_card(step)
            return
        self._change_tool(page=max(0, self._view.page + step))

    def go(self) -> None:
        """Send what was typed or set: a password, a time, a PIN."""
        view = self._view
        if view.busy or not self.is_shown:
            return
        match view.tool:
            case Tool.PASSWORD if len(self._typed) < 8:
                self._change_tool(told=self._tool_words().short_password(), tone="err")
            case Tool.PASSWORD:
                self._request(RequestKind.WIFI, wifi_argument(view.about, self._typed))
            case Tool.CLOCK if view.when is not None:
                self._request(RequestKind.CLOCK, _iso(view.when))
            case Tool.PIN:
                self._take_pin()

    def _take_pin(self) -> None:
        words, typed, self._typed = self._tool_words(), self._typed, ""
        if not fit(typed):
            self._change_tool(typed="", told=words.unfit_pin(), tone="err")
        elif not self._first_pin:
            self._first_pin = typed
            self._change_tool(typed="", told=words.pin_again(), tone="ink2")
        elif typed != self._first_pin:
            self._first_pin = ""
            self._change_tool(typed="", told=words.pins_differ(), tone="err")
        else:
            self._first_pin = ""
            self._hash = hash_pin(typed)
            self._change_tool(typed="")
            self._request(RequestKind.PIN, self._hash)

    # asking, and what is answered

    def _request(self, want: RequestKind, argument: str = "") -> None:
        patience = _LONG_S if want in _LONG else _PATIENCE_S
        now = self._monotonic()
        choice = now + (_SEARCH_S if want is RequestKind.SCAN else patience)
        self._waiting = _Waiting(
            self._requests.leave_request(want, self._current_time(), argument), want, now + patience, choice
        )
        self._change_tool(busy=True, told=self._tool_words().busy(want, self._view.about), tone="ink2")

    def check_answers(self) -> None:
        """Check for answers to requests and for the end of a trial. Call this about once a second."""
        self.board_tools.check_trial()
        waiting = self._waiting
        if waiting is None:
            return
        told = self._requests.answer_to(waiting.number)
        if told is not None:
            self.show_answer(waiting.want, RequestAnswer.from_json(told))
        elif self._monotonic() > waiting.until:
            self._waiting = None
            self._change_tool(busy=False, told=self._tool_words().no_answer(), tone="err")
        elif self._view.busy and self._monotonic() > waiting.choice:
            words = self._tool_words()
            self._change_tool(busy=False, told=words.none_found(), tone="warn", rows=words.networks(()), page=0)

    def show_answer(self, want: RequestKind, answer: RequestAnswer) -> None:
        """Show *answer* to the request *want*."""
        self._waiting = None
        words, done = self._tool_words(), answer.result is RequestResult.DONE
        told = words.answer_words(want, answer, self._view.about)
        self._change_tool(busy=False, told=told, tone="ok" if done else "err")
        if not done:
            return
        match want:
            case RequestKind.SCAN:
                self._change_tool(rows=words.networks(answer.data.get("networks", [])), page=0, tone="ink2")
            case RequestKind.FAULTS:
                self._change_tool(
                    lines=words.faults(answer.data.get("faults", []), self._current_time().tzinfo), tone="ink2"
                )
            case RequestKind.PIN:
                self._pin.kept = self._hash
                self._hash = ""
            case RequestKind.SLOTS:
                updates = self._updates()
                self._change_tool(rows=updates.update_rows(answer.data), page=0, tone="ink2")
            case RequestKind.RESET:
                forget_choices(self._data)
            case RequestKind.WIFI:
                self._typed = ""
                self._board.tool = ToolView(
                    Tool.WIFI, heading=words.heading(Tool.WIFI), told=told, tone="ok", rows=(words.again(),)
                )


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="minutes")
