"""The technician's page: a pad for the PIN, behind it the state of the kiosk and the notices that the hall makes here.

No menu leads to it: five seconds on the clock do. It locks five minutes after the PIN was right, or when somebody leaves it
(DESIGN.md, "Service page").
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from content_cache.model.problems import msgid
from kiosk.content.views.keys import USUAL, BarKey, Keys
from kiosk.content.views.service_views import Tool
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.core.messages import Message, RecordingEnded, RecordingHeard
from kiosk.hall.recording.session import Recording
from kiosk.pages.technician.notice_editor import NoticeEditor
from kiosk.pages.technician.pin_pad import PinEntry
from kiosk.pages.technician.status import Status
from kiosk.pages.technician.view import DeskStep, DeskView, PinView, StatusView, TakeState, TechnicianView
from kiosk.pages.technician.words import TechnicianWords
from kiosk.shell.page import SILENT, Kiosk, Page
from kiosk.shell.route import Spot
from kiosk.state.notes import STANDING
from kiosk.state.request_kinds import RequestKind

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell

_THEMES = ("light", "dark", "contrast")


class TechnicianPage(Page[TechnicianView]):
    """Technician's page: the PIN pad, the state of the kiosk behind it, and the hall's notices in its place.

    Tools are drawn over it (`kiosk.shell.tools.tool_desk`).
    """

    name = "status"
    words = TechnicianWords
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        dict.fromkeys((RecordingHeard, RecordingEnded), "on_recorder")
    )

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._pad = PinEntry(shell.pin)
        self._asked: int | None = None  # the number of the request for news
        self.notices = NoticeEditor(kiosk, self, self._record)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> TechnicianView:
        """Return the PIN pad, or what lies behind it once the PIN was right."""
        return self._as_of(moment)

    @classmethod
    def keys(cls, view: TechnicianView) -> Keys:
        """Return the keys. Behind the pad the last one locks the page."""
        locked = isinstance(view, PinView)
        return USUAL if locked else Keys(last=BarKey("lock", msgid("Lock"), "key:settings", press="lock"))

    def _as_of(self, moment: Moment) -> TechnicianView:
        if not self.open:
            return self._pad.pin_view
        behind = self.notices.view() if self.notices.shown else self._gather(moment)
        return replace(behind, locks_in=self.shell.pin.locks_in)

    def _gather(self, moment: Moment) -> StatusView:
        kiosk = self.kiosk
        status = Status(kiosk.settings, kiosk.data, self._phrases, kiosk.version)
        return status.status_view(
            moment,
            kiosk.repository.sources(),
            volume=round(kiosk.board.volume),
            stuck=self.shell.presses.stuck,
            size=kiosk.size(),
            asked=self._fetched,
            standing=kiosk.memory.notes.note_text(STANDING),
        )

    @property
    def _fetched(self) -> str:
        """Return the state of the request to fetch news in words, "" if there was no request."""
        if self._asked is None:
            return ""
        waiting = self.kiosk.memory.requests.answer_to(self._asked) is None
        return self._("Asked for") if waiting else self._("Being fetched")

    @property
    def _shown_view(self) -> TechnicianView | None:
        """Return the view while this page is on the screen, else `None`."""
        view = self.kiosk.board.view
        return view if isinstance(view, TechnicianView) else None

    def refresh_view(self) -> None:
        """Show the page with its present values, if it is on the screen."""
        if self._shown_view is not None:
            self.show(self._as_of(self.kiosk.clock.read()))

    def _record(self, path: Path) -> Recording:
        return Recording(self.kiosk.settings.desk.microphone, path, self.kiosk.tell)

    # the pad

    @property
    def open(self) -> bool:
        """Return whether the PIN has been given."""
        return self.shell.pin.is_open

    def digit(self, digit: str) -> None:
        """Add *digit* to the typed PIN."""
        if not self.open:
            self._pad.digit(digit)
            self.refresh_view()

    def erase_digit(self) -> None:
        """Remove the last typed digit."""
        if not self.open:
            self._pad.erase_digit()
            self.refresh_view()

    def try_pin(self) -> None:
        """Check the typed PIN and open the page if it is right."""
        if not self.open and self._shown_view is not None:
            self._pad.enter()
            self.refresh_view()

    def keep_open(self) -> None:
        """Restart the five minutes after which the page locks, and show it as it is now."""
        if self.open:
            self.shell.pin.keep_open()
            self.refresh_view()

    def lock(self) -> None:
        """Lock the page by going home."""
        if self._shown_view is not None:
            self.shell.navigation.go_home()

    # the page

    def use_card(self, name: str) -> None:
        """Do what the button of the card *name* does. Does nothing without the PIN."""
        view = self._shown_view
        if not self.open or not isinstance(view, StatusView):
            return
        match next((card.act for card in view.cards if card.name == name), ""):
            case "":
                return
            case "refresh":
                self._asked = self.kiosk.memory.requests.leave_request(RequestKind.REFRESH, self.kiosk.clock.read().now)
            case "sound":
                self.shell.test_sound()
            case "screen":
                self._turn_theme()
            case tool:
                self.shell.tools.open(Tool(tool))
        self.refresh_view()

    def _turn_theme(self) -> None:
        board = self.kiosk.board
        board.theme = _THEMES[(_THEMES.index(board.theme) + 1) % len(_THEMES)]

    # the keys

    def why_idle(self, key: str) -> str:
        """Return that Listen reads nothing here, unless a notice under work can be played."""
        if key != "listen":
            return super().why_idle(key)
        view = self.shown
        heard = isinstance(view, DeskView) and (view.take is TakeState.MADE or view.step is DeskStep.CHECK)
        return "" if heard else SILENT

    def listen(self) -> None:
        """Play or read the notice under work."""
        if self.notices.shown:
            self.notices.hear()

    def back(self) -> None:
        """Go back one step of the notice under work, else to the page from which the visitor came."""
        if self.notices.shown:
            self.notices.step_back()
        else:
            super().back()

    def tick(self) -> None:
        """Show the remaining seconds about once a second, and lock the page after them."""
        if self.shell.pin.is_expired:
            self.lock()
        elif self.open or self._pad.pin_view != self.shown:
            self.refresh_view()

    @property
    def keeps_visitor(self) -> bool:
        """Return whether the PIN has been given, so that the idle timer leaves the technician alone."""
        return self.open

    def covered(self) -> None:
        """Lock the page before a warning covers it, so that it is not open afterwards."""
        self.lock()

    def left(self) -> None:
        """Lock the page, and tell that an unpublished recording was deleted."""
        if self.notices.recorded:
            board = self.kiosk.board
            board.notice_icon, board.notice = "trash", self._("Cancelled. The recording is deleted.")
        self.shell.tools.close()
        self.notices.close()
        self._pad.close()
        self.show(self._pad.pin_view)

    # a recording

    def on_recorder(self, message: RecordingHeard | RecordingEnded) -> None:
        """Pass *message* of the recorder to the notice editor."""
        self.notices.on_recorder(message)

    @property
    def recording(self) -> bool:
        """Return whether a notice is being recorded."""
        return self.notices.recording

    def end_recording(self) -> None:
        """Delete the recording under way and tell that."""
        self.notices.delete_recording()
