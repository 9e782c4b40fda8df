"""The first run: six questions to whoever sets the kiosk up, each of which may be skipped (mock-up `j1`).

Language and name go to settings.local.toml; the clock and the way to the internet are requests to the processes that have the
rights for them (architecture, "Few processes"). Nothing is kept before the last step, and nothing else is shown before it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.problems import msgid
from kiosk.content.views.keys import BarKey, Keys
from kiosk.content.views.office_card import OfficeCard, office_card
from kiosk.content.views.service_views import Tool
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.i18n.error_text import error_text
from kiosk.pages.first_run.view import STEPS, FirstRunView, SetUp
from kiosk.pages.first_run.words import FirstRunWords
from kiosk.settings.adoption import Adoption, AdoptionState, adoption_file
from kiosk.settings.overrides import change
from kiosk.shell.page import FIRST, Kiosk, Page
from kiosk.shell.route import Spot
from kiosk.shell.tools.clock_parts import turned
from kiosk.state.request_kinds import RequestKind

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell

_log = logging.getLogger(__name__)
INTERNET = ("wifi", "usb", "none")
_LONGEST_NAME, _LONGEST_ADDRESS = 60, 100  # characters
_LOST: Mapping[SetUp, str] = MappingProxyType(
    {
        SetUp.LANGUAGE: msgid("The language stays as it is."),
        SetUp.PLACE: msgid("Without a name the screen says only Village Info."),
        SetUp.INTERNET: msgid("Without internet news come by stick alone."),
        SetUp.CLOCK: msgid("If the clock is wrong, so are the days of events."),
        SetUp.SOUND: msgid("Nobody has tried yet whether warnings can be heard."),
        SetUp.OFFICE: msgid("Without an office no news come. The technician's page Office asks for it later."),
    }
)
"""What is lost by skipping each step."""


class FirstRunPage(Page[FirstRunView]):
    """Page of the first run, step by step. What was chosen is kept in the data folder until the kiosk.toml is edited."""

    name = "first-run"
    words = FirstRunWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._chosen: FirstRunView | None = None
        self._file = adoption_file(kiosk.data)
        self._asked: Adoption | None = None

    @classmethod
    def keys(cls, view: FirstRunView) -> Keys:
        """Return the keys. The last one skips the step, and there is no home."""
        return Keys(last=BarKey("caret-right", msgid("Skip"), "key:settings", press="skip"), home=False, onward=True)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> FirstRunView:
        """Return the present step and what was chosen so far."""
        return self._current_view

    @property
    def _current_view(self) -> FirstRunView:
        return self._chosen or FirstRunView(language=self.kiosk.board.language)

    def _change_choice(self, **changes: object) -> None:
        self._chosen = replace(self._current_view, **changes)
        self.show(self._chosen)

    def tick(self) -> None:
        """Show what the office has answered, and go on once it has accepted this kiosk."""
        if self.shown.step is not SetUp.OFFICE:
            return
        adoption = self._file.read()
        accepted = adoption.state is AdoptionState.ADOPTED
        card = OfficeCard() if accepted else office_card(adoption)
        office = adoption.office if accepted else ""
        told = self.shown.told
        if adoption != self._asked:
            told = error_text(adoption.fault, self._phrases.translation) if adoption.fault is not None else ""
        if (card, office, told) == (self.shown.card, self.shown.office, self.shown.told):
            return
        self._change_choice(card=card, office=office, told=told)
        if accepted:
            self._forward()

    # the keys

    def step(self, direction: int) -> None:
        """Go to the next step (*direction* +1), after the last one to the end; or one step back (-1)."""
        self.kiosk.reader.leave()
        if direction > 0:
            self._forward()
        else:
            self._backward()

    def back(self) -> None:
        """Go one step back, or end typing; from the first step nowhere."""
        if self.shown.address is not None:
            self._change_choice(address=None)
            return
        if self._backward():
            self.kiosk.reader.leave()
        else:
            self.home()

    def listen(self) -> None:
        """Read aloud what the step asks for."""
        self.shell.say("first run", list(self.words(self._phrases).step_texts(self.shown.step)))

    def why_idle(self, key: str) -> str:
        """Return that no step lies before the first, for the key previous."""
        return FIRST if key == "previous" and self.shown.step is STEPS[0] else ""

    def home(self) -> None:
        """Stay and show a notice, because there is no home before the kiosk is set up."""
        self.kiosk.board.notice_icon, self.kiosk.board.notice = (
            "info",
            self._("Set it up first. Each step may be skipped."),
        )

    def skip(self) -> None:
        """Skip the step and tell what is lost without it. Skipping the Wi-Fi step ends its search."""
        self.kiosk.reader.leave()
        self.kiosk.board.notice_icon = "info"
        self.kiosk.board.notice = self._(_LOST[self.shown.step])
        self.shell.tools.close()
        match self.shown.step:
            case SetUp.PLACE:
                self._change_choice(place="")
            case SetUp.INTERNET:
                self._change_choice(internet="")
            case SetUp.CLOCK:
                self._change_choice(when=None)
        self._forward()

    def left(self) -> None:
        """Close the Wi-Fi tool, because another page takes the screen."""
        self.shell.tools.close()

    @property
    def keeps_visitor(self) -> bool:
        """Return True, so that the idle timer never ends a first run."""
        return True

    def _forward(self) -> None:
        if self._current_view.step_number < len(STEPS):
            self._change_choice(step=STEPS[self._current_view.step_number], address=None)
            if self._current_view.step is SetUp.OFFICE:
                self.kiosk.memory.requests.leave_if_room(RequestKind.OFFICE, self.kiosk.clock.read().now, "look")
        else:
            self._apply_choices()

    def _backward(self) -> bool:
        """Go one step back; return whether there was one."""
        place = STEPS.index(self._current_view.step)
        if place:
            self._change_choice(step=STEPS[place - 1])
        return place > 0

    def _apply_choices(self) -> None:
        chosen, name = self._current_view, self._current_view.place.strip()
        place = {"language": chosen.language} | ({"name": name} if name else {})
        if chosen.when is not None:
            self._leave_request(RequestKind.CLOCK, chosen.when.isoformat(timespec="minutes"))
        if chosen.internet:
            self._leave_request(RequestKind.INTERNET, chosen.internet)
        self._store_choices({"place": place})
        if name:
            self.kiosk.board.place = name
        self._chosen = None
        self.shell.navigation.go_home()

    def _leave_request(self, kind: RequestKind, argument: str) -> None:
        self.kiosk.memory.requests.leave_request(kind, self.kiosk.clock.read().now, argument)

    def _store_choices(self, chosen: dict[str, dict[str, str]]) -> None:
        kiosk = self.kiosk
        try:
            change(kiosk.data, kiosk.config, chosen, set_up=True)
        except OSError as error:
            _log.warning("%s: what was chosen is not kept: %s", kiosk.data, error.strerror)
            kiosk.board.notice = self._("This cannot be kept: the memory card cannot be written.")

    # choices

    def choose_language(self, code: str) -> None:
        """Set the language of the screen to *code* and go on to the next step."""
        self.kiosk.board.language = code
        self._change_choice(language=code)

    def type_letters(self, letters: str) -> None:
        """Add *letters* to the office's address, or to the place's name: there each word gets a capital."""
        if self.shown.step is SetUp.OFFICE:
            self._change_choice(address=((self.shown.address or "") + letters)[:_LONGEST_ADDRESS])
            return
        name = (self.shown.place + letters)[:_LONGEST_NAME].lstrip()
        self._change_choice(place=_capitalised(name))

    def erase_letter(self) -> None:
        """Remove the last letter of what is typed."""
        if self.shown.step is SetUp.OFFICE:
            self._change_choice(address=(self.shown.address or "")[:-1])
            return
        self._change_choice(place=self.shown.place[:-1])

    def open_address(self) -> None:
        """Let the office's address be typed."""
        self._change_choice(address="", told="")

    def ask_address(self) -> None:
        """Ask the office at the address that was typed."""
        if self.shown.address:
            self._asked = self._file.read()
            self.kiosk.memory.requests.leave_if_room(
                RequestKind.OFFICE, self.kiosk.clock.read().now, f"find {self.shown.address}"
            )
            self._change_choice(address=None, told=self._("The address is asked …"))

    def choose_internet(self, way: str) -> None:
        """Show *way* ("wifi", "usb" or "none") as the chosen internet connection. It is requested at the end of the set-up.

        "wifi" opens the technician's Wi-Fi tool at once. Any other word is ignored.
        """
        if way in INTERNET:
            self._change_choice(internet=way)
        if way == "wifi":
            self.shell.tools.open(Tool.WIFI, without=self._go_without_internet)

    def _go_without_internet(self) -> None:
        """Close the Wi-Fi tool, note that no internet is wanted, and go to the next step."""
        self.shell.tools.close()
        self.choose_internet("none")
        self._forward()

    def turn_clock(self, part: str, step: int) -> None:
        """Change the *part* "year", "month", "day", "hour" or "minute" of the time being set by *step*."""
        when = self.shown.when or self.kiosk.clock.read().now.replace(second=0, microsecond=0)
        try:
            self._change_choice(when=turned(when, part, step))
        except (OverflowError, ValueError):
            return  # beyond the calendar's ends

    def test_sound(self) -> None:
        """Play the test sentence."""
        self.shell.test_sound()
        self._change_choice(heard=True)


def _capitalised(name: str) -> str:
    """Return *name* with a capital for each word, such as "Desa Bunga"."""
    return "".join(
        letter.upper() if not index or name[index - 1] == " " else letter for index, letter in enumerate(name)
    )
