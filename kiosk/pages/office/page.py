"""The page of the office, behind the technician's PIN: the code that the kiosk shows, what the office has answered, the way out.

The refresher does what is asked here (`kiosk.refresher.adoption`); this page shows adoption.json as it stands.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.problems import msgid
from kiosk.content.views.keys import BarKey, Keys
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.pages.office.office_texts import DROP, FIND, LEAVE, NEW, NO, TAKE, YES, OfficeTexts
from kiosk.pages.office.view import OfficeStep, OfficeView
from kiosk.pages.office.words import OfficeWords
from kiosk.settings.adoption import Adoption, AdoptionState, adoption_file
from kiosk.shell.page import SILENT, Kiosk, Page, Target
from kiosk.shell.route import Spot
from kiosk.state.notes import STANDING
from kiosk.state.request_kinds import RequestKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.shell.shell import Shell

_LONGEST = 100  # letters of an address
ASKED_S = 45.0
"""Seconds for which the page waits for what it has asked the refresher."""


class OfficePage(Page[OfficeView]):
    """Page of the office. It closes with the PIN."""

    name = "offices"
    words = OfficeWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._file = adoption_file(kiosk.data)
        self._typed: str | None = None
        self._sure = False
        self._asked: Adoption | None = None
        self._asking, self._until = "", 0.0

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> OfficeView:
        """Return the page as it stands, or an empty view once it is locked."""
        if not self.shell.pin.is_open:
            return OfficeView()
        return replace(self._present, locks_in=self.shell.pin.locks_in)

    @property
    def _present(self) -> OfficeView:
        kiosk, adoption = self.kiosk, self._file.read()
        texts = OfficeTexts(self._phrases, kiosk.clock.read().now)
        if self._typed is not None:
            return texts.typing(self._typed)
        view = texts.view(adoption, kiosk.settings, kiosk.memory.notes.note_text(STANDING))
        if self._sure and adoption.state is AdoptionState.ADOPTED:
            return texts.sure(view, adoption.office)
        if self._asked is not None:
            waits = adoption == self._asked and kiosk.monotonic() < self._until
            self._asked = self._asked if waits else None
            if waits:
                return replace(view, told=self._asking, tone="ink2")
        return view

    @classmethod
    def keys(cls, view: OfficeView) -> Keys:
        """Return the keys. The last one locks the page."""
        return Keys(last=BarKey("lock", msgid("Lock"), "key:settings", press="lock"))

    def turn_to(self) -> None:
        """Open the page, and tell the refresher that somebody waits for an answer."""
        self._typed, self._sure = None, False
        super().turn_to()
        if self.shell.pin.is_open:
            self._request("look")

    def _request(self, act: str) -> None:
        self.kiosk.memory.requests.leave_if_room(RequestKind.OFFICE, self.kiosk.clock.read().now, act)

    def _renew(self) -> None:
        if isinstance(self.kiosk.board.view, OfficeView):
            self.show(replace(self._present, locks_in=self.shell.pin.locks_in))

    # touches

    def targets(self, view: OfficeView) -> Sequence[Target]:
        """Return the rows that can be chosen as focus targets."""
        return [Target(f"row:{index}", partial(self.choose_row, row.value)) for index, row in enumerate(view.rows)]

    def choose_row(self, value: str) -> None:
        """Do what the row *value* stands for. Does nothing without the PIN."""
        if not self.shell.pin.is_open or value not in [row.value for row in self._present.rows]:
            return
        self.shell.pin.keep_open()
        match value:
            case _ if value == FIND:
                self._typed = ""
            case _ if value in (LEAVE, NO):
                self._sure = value == LEAVE
            case _ if value == YES:
                self._sure = False
                self._ask_for("leave", self._("One moment …"))
            case _ if value in (NEW, TAKE, DROP):
                self._ask_for(value, self._("One moment …"))
        self.kiosk.board.focus = ""
        self._renew()

    def type_address(self, letters: str) -> None:
        """Add *letters* to the address being typed."""
        if self._typed is not None:
            self.shell.pin.keep_open()
            self._typed = (self._typed + letters)[:_LONGEST]
            self._renew()

    def erase(self) -> None:
        """Remove the last letter of the address."""
        self._typed = self._typed[:-1] if self._typed else self._typed
        self._renew()

    def ask_address(self) -> None:
        """Ask the address that was typed."""
        if self._typed and self.shell.pin.is_open:
            self._ask_for(f"find {self._typed}", self._("The address is asked …"))
            self._typed = None
            self._renew()

    def _ask_for(self, act: str, told: str) -> None:
        """Ask the refresher for *act*, and show *told* until something has changed."""
        self._asked, self._asking, self._until = self._file.read(), told, self.kiosk.monotonic() + ASKED_S
        self._request(act)

    # the keys

    def why_idle(self, key: str) -> str:
        """Return that Listen reads nothing while the address is typed; else what other pages return."""
        typing = self.shown.step is OfficeStep.TYPING
        return SILENT if key == "listen" and typing else super().why_idle(key)

    def back(self) -> None:
        """Go back one step, from the first to the technician's page."""
        if self._typed is not None or self._sure:
            self._typed, self._sure = None, False
            self._renew()
            return
        with self.shell.pin.passed_on():
            super().back()

    def lock(self) -> None:
        """Lock the page by going home."""
        self.shell.navigation.go_home()

    def tick(self) -> None:
        """Show what has changed about once a second, and lock the page when its time is over."""
        if not self.shell.pin.is_open:
            self.lock()
        else:
            self._renew()

    @property
    def keeps_visitor(self) -> bool:
        """Return whether the technician's PIN is still in force, so that the idle timer leaves the page alone."""
        return self.shell.pin.is_open

    def covered(self) -> None:
        """Lock the page before a warning covers it, so that it is not open afterwards."""
        self.lock()

    def left(self) -> None:
        """Lock the page and forget what was typed."""
        self.shell.pin.lock()
        self._typed, self._sure, self._asked = None, False, None
