"""The page of backups, behind the technician's PIN: onto a stick and back. What is done there, a unit does (`stick_work`)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.problems import Problem, msgid, problem
from kiosk.content.views.keys import BarKey, Keys
from kiosk.content.views.service_views import ToolRow
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.core.json_file import JsonFile
from kiosk.hall.backup.faults import BackupCode
from kiosk.hall.backup.kiosk_head import Opener
from kiosk.hall.backup.stick_orders import LAST, Errand, LastBackup, StickBackup, StickOrders, StickState
from kiosk.pages.backup.stick_texts import END, LOOK, NO, RESTART, SAVE, YES, StickTexts
from kiosk.pages.backup.view import BackupStep, BackupView
from kiosk.pages.backup.words import BackupWords
from kiosk.shell.page import SILENT, Kiosk, Page, Target
from kiosk.shell.route import Spot
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.shell.shell import Shell

BEGIN_S = 180.0
"""Seconds until the unit must have begun. Before that it imports what else is on a stick just plugged in."""
STALLED_S = 120.0
"""Seconds without progress after which the work counts as dead."""
_LONGEST = 80  # letters of the recovery words at most


class BackupPage(Page[BackupView]):
    """Page of backups. It stays open as long as the technician's page would, and longer while a backup or a restore goes on."""

    name = "backups"
    words = BackupWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._orders = kiosk.stick_orders or StickOrders()
        self._view = BackupView()
        self._found: tuple[StickBackup, ...] = ()
        self._chosen: StickBackup | None = None
        self._typed_words = ""
        self._older = False
        self._order, self._errand, self._request = "", Errand.LOOK, 0
        self._seen: StickState | None = None
        self._until = 0.0

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> BackupView:
        """Return the backup dialogue as it stands, or an empty view once the page is locked."""
        return self._locked(self._view) if self.shell.pin.is_open else BackupView()

    def _locked(self, view: BackupView) -> BackupView:
        return replace(view, locks_in=self.shell.pin.locks_in)

    @classmethod
    def keys(cls, view: BackupView) -> Keys:
        """Return the keys. The last one locks the page."""
        return Keys(last=BarKey("lock", msgid("Lock"), "key:settings", press="lock"))

    def turn_to(self) -> None:
        """Open the page and look for backups on the USB stick."""
        super().turn_to()
        if self.shell.pin.is_open:
            self._look()

    @property
    def _texts(self) -> StickTexts:
        return StickTexts(self._phrases, self.kiosk.clock.read().now)

    def _put(self, view: BackupView) -> None:
        self._view = replace(view, stick=view.stick or self._view.stick)
        if isinstance(self.kiosk.board.view, BackupView):
            self.kiosk.board.focus = "" if view.step is not self.shown.step else self.kiosk.board.focus
            self.show(self._locked(self._view))

    # touches

    def targets(self, view: BackupView) -> Sequence[Target]:
        """Return the rows that can be chosen as focus targets."""
        return [
            Target(f"row:{index}", partial(self.choose, row.value)) for index, row in enumerate(view.rows) if row.value
        ]

    def choose(self, value: str) -> None:
        """Do what the row *value* stands for. Does nothing without the PIN or while a backup or restore goes on."""
        if not self.shell.pin.is_open or self._view.step is BackupStep.BUSY:
            return
        self.shell.pin.keep_open()
        match value:
            case _ if value == SAVE:
                self._ask(Errand.SAVE)
            case _ if value in (LOOK, END, NO):
                self._look()
            case _ if value == RESTART:
                self.kiosk.memory.requests.leave_request(RequestKind.REBOOT, self.kiosk.clock.read().now)
                self._put(replace(self._view, rows=(), told=self._("The kiosk restarts.")))
            case _ if value == YES and self._chosen is not None:
                self._restore(self._chosen)
            case _:
                self._choose_backup(value)

    def _choose_backup(self, file: str) -> None:
        self._chosen = next((each for each in self._found if each.file == file), None)
        self._typed_words, self._older = "", False
        if self._chosen is None:
            return
        match self._chosen.opener:
            case Opener.OFFICE:
                self._put(replace(self._view, told=self._("Only the office opens this backup."), tone="err"))
            case Opener.WORDS:
                self._put(BackupView(BackupStep.WORDS, heading=self._("The six words of this backup")))
            case Opener.KEY:
                self._ask_whether(self._chosen)

    def _ask_whether(self, chosen: StickBackup) -> None:
        heading, lines, rows = self._texts.sure(chosen, older=self._older)
        self._put(BackupView(BackupStep.SURE, heading, lines, rows))

    def type_words(self, letters: str) -> None:
        """Add *letters* to the six recovery words being typed."""
        if self._view.step is BackupStep.WORDS and self.shell.pin.is_open:
            self.shell.pin.keep_open()
            self._put(replace(self._view, typed=(self._view.typed + letters)[:_LONGEST], told=""))

    def erase(self) -> None:
        """Remove the last letter of the recovery words."""
        self._put(replace(self._view, typed=self._view.typed[:-1]))

    def go(self) -> None:
        """Ask for confirmation of the chosen backup, with the recovery words that were typed."""
        if self._view.step is BackupStep.WORDS and self._chosen is not None and self.shell.pin.is_open:
            self._typed_words = self._view.typed
            self._ask_whether(self._chosen)

    # the work

    def _look(self) -> None:
        self._chosen, self._typed_words = None, ""
        self._ask(Errand.LOOK)

    def _restore(self, chosen: StickBackup) -> None:
        self._ask(Errand.RESTORE, chosen.file, self._typed_words, other=not chosen.own, older=self._older)

    def _ask(
        self, errand: Errand, file: str = "", words: str = "", *, other: bool = False, older: bool = False
    ) -> None:
        self._errand, self._seen = errand, None
        self._until = self.kiosk.monotonic() + BEGIN_S
        try:
            self._order = self._orders.leave_order(errand, file, words, other=other, older=older)
        except OSError:
            self._end(self._("Sticks are read and written on a kiosk alone, not on this machine."))
            return
        self._request = self.kiosk.memory.requests.leave_request(RequestKind.BACKUP, self.kiosk.clock.read().now)
        self._put(self._busy(0.0))

    def _busy(self, share: float) -> BackupView:
        doing = {
            Errand.LOOK: self._("The stick is being looked at …"),
            Errand.SAVE: self._("The backup is being written …"),
            Errand.RESTORE: self._("The backup is being brought back …"),
        }
        heading = self._("Do not pull the stick out.")
        return BackupView(BackupStep.BUSY, heading, (doing[self._errand],), share=share)

    def _watch(self) -> None:
        """Read the progress of the unit that does the work and show it."""
        state = self._orders.state_of(self._order)
        now = self.kiosk.monotonic()
        if state is None:
            self._watch_root(now)
        elif state.ended:
            self._orders.clear()
            self.take(state)
        elif state != self._seen:
            self._seen, self._until = state, now + STALLED_S
            self.take(state)
        elif now > self._until:
            self._end(self._texts.problem(problem(BackupCode.STICK_GONE)))

    def _watch_root(self, now: float) -> None:
        answered = self.kiosk.memory.requests.answer_to(self._request)
        answer = RequestAnswer.from_json(answered) if answered is not None else None
        if answer is not None and answer.result is RequestResult.NO_DEVICE:
            self.tell_no_stick()
        elif answer is not None and answer.result is not RequestResult.DONE:
            self._end(self._texts.problem(answer.problem) if answer.problem else self._("It did not work."))
        elif now > self._until:
            self._end(self._("Nothing answers. Restart the kiosk and try again."))

    def tell_no_stick(self) -> None:
        """Show that no USB stick is plugged in."""
        self._end(self._("Plug in a USB stick, then try again."), "ink2")

    def _end(self, told: str, tone: str = "err") -> None:
        """End the work and show *told* with the choices that need no stick. *tone* is the colour of the message."""
        self._orders.clear()
        self._found = ()
        self._view = replace(self._view, stick="")
        self._put(self._front(told, tone, plugged=False))

    def _front(self, told: str, tone: str, *, plugged: bool) -> BackupView:
        texts = self._texts
        last = JsonFile(self.kiosk.data / LAST, LastBackup).load_if_valid()
        return BackupView(
            BackupStep.FRONT, texts.last(last), rows=texts.front(self._found, plugged=plugged), told=told, tone=tone
        )

    def take(self, state: StickState) -> None:
        """Show the progress or the result in *state*."""
        texts = self._texts
        if not state.ended:
            self._put(self._busy(state.done / state.every if state.every else 0.0))
        elif state.problem is not None:
            self._take_problem(state.problem)
        elif self._errand is Errand.LOOK:
            self._found = state.found
            self._put(replace(self._front("", "ink2", plugged=True), stick=texts.stick(state)))
        else:
            saved = self._errand is Errand.SAVE
            heading, lines = texts.saved(state) if saved else texts.restored(state)
            restart = ToolRow(RESTART, "arrow-clockwise", self._("Restart"))
            end = ToolRow(END, "check", self._("Back to the backups"))
            rows = (end,) if saved else (restart, end)
            self._put(BackupView(BackupStep.DONE, heading, lines, rows, words=state.words))

    def _take_problem(self, why: Problem) -> None:
        if why.code == BackupCode.HERE_NEWER and self._chosen is not None:
            self._older = True
            self._ask_whether(self._chosen)
        elif why.code == BackupCode.WORDS_WRONG:
            wrong, heading = self._texts.problem(why), self._("The six words of this backup")
            self._put(BackupView(BackupStep.WORDS, heading, told=wrong, tone="err", typed=self._typed_words))
        elif self._found and why.code != BackupCode.STICK_GONE:
            self._put(self._front(self._texts.problem(why), "err", plugged=True))
        else:
            self._end(self._texts.problem(why))

    # the keys

    def why_idle(self, key: str) -> str:
        """Return that Listen reads nothing while the recovery words are typed; else what other pages return."""
        return SILENT if key == "listen" and self._view.step is BackupStep.WORDS else super().why_idle(key)

    def back(self) -> None:
        """Go back one step, from the first to the technician's page. Work that goes on keeps the page."""
        if self._view.step is BackupStep.BUSY and self._errand is not Errand.LOOK:
            return
        if self._view.step in (BackupStep.WORDS, BackupStep.SURE, BackupStep.DONE):
            self._look()
            return
        with self.shell.pin.passed_on():
            super().back()

    def lock(self) -> None:
        """Lock the page by going home."""
        self.shell.navigation.go_home()

    def tick(self) -> None:
        """Show the progress about once a second, and lock the page when its time is over."""
        if self._view.step is BackupStep.BUSY:
            self.shell.pin.keep_open()
            self._watch()
        if not self.shell.pin.is_open:
            self.lock()
        elif isinstance(self.kiosk.board.view, BackupView):
            self.show(self._locked(self._view))

    @property
    def keeps_visitor(self) -> bool:
        """Return whether the technician's PIN is still in force, so that the idle timer leaves the page alone."""
        return self.shell.pin.is_open

    def covered(self) -> None:
        """Lock the page before a warning covers it, so that it is not open afterwards. Work that was begun goes on."""
        self.lock()

    def left(self) -> None:
        """Lock the page and forget the recovery words that were typed or shown."""
        self.shell.pin.lock()
        self._view, self._typed_words, self._found = BackupView(), "", ()
        self._orders.clear()
