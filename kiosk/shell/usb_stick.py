"""Report on a plugged USB stick, on the screen and aloud: its progress and the result.

Another process takes it in; it tells by the kiosk's memory (`RequestKind.IMPORT`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from content_cache.central.import_result import LONGEST_S, Imported, ImportResult, from_json
from kiosk.content.views.ports import BoardPort
from kiosk.content.views.shown import AlertView
from kiosk.i18n.translation import Translation
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

_log = logging.getLogger(__name__)
SHOWN_FOR_S = 15.0
"""Seconds for which the result stays. The person who plugged the stick in looks at its socket first, then comes to the screen."""

STALLED_S = LONGEST_S
"""Seconds without progress after which nothing works on the stick any more, and the screen is released. A slow stick is
verified for up to so long."""

_READ, _GOOD, _BAD = "usb", "check-circle", "warning-circle"


class UsbStick:
    """Report on a plugged USB stick, on the screen and aloud.

    *say* speaks a line in the kiosk's own *language*, *light* lights the screen, *monotonic* gives seconds. *waiting*
    counts the notices that a stick left for the PIN. *phones* is the folder in which couriers' phones leave editions:
    the thanks are shown here, everything else on the phone.
    """

    def __init__(
        self,
        board: BoardPort,
        memory: Memory,
        *,
        say: Callable[[str], None],
        light: Callable[[], None],
        monotonic: Callable[[], float],
        language: str,
        waiting: Callable[[], int],
        phones: str = "",
    ) -> None:
        self._board = board
        self._memory = memory
        self._say = say
        self._light = light
        self._monotonic = monotonic
        self._language = language
        self._waiting = waiting
        self._phones = f"{phones}/" if phones else ""
        self._carried: list[int] = []  # requests of couriers that have no answer yet
        self._after: int | None = None
        self._open: list[int] = []  # requests that have no answer yet
        self._told: tuple[int, int] | None = None
        self._moved = 0.0  # time of the last progress
        self._result: tuple[str, str, float] | None = None  # words, icon, until when
        self._words = ""  # notice last shown

    def check_stick(self) -> None:
        """Check the progress of the stick and the phones. Call this about once a second."""
        self._find()
        if isinstance(self._board.view, AlertView):
            return  # nothing lies over a warning; what came of the stick is told after it
        for number in list(self._open):
            if (answer := self._memory.requests.answer_to(number)) is not None:
                self._open.remove(number)
                self._tell_result(answer)
        for number in list(self._carried):
            if (answer := self._memory.requests.answer_to(number)) is not None:
                self._carried.remove(number)
                self._thank(answer)
        if self._open:
            self._show_progress(self._open[0])
        elif self._result is not None:
            self._show_result(*self._result)

    def _find(self) -> None:
        if self._after is None:  # requests left before this start and still pending are reported too
            self._after = self._memory.requests.newest()
            for request in self._memory.requests.pending(RequestKind.IMPORT):
                (self._carried if self._is_carried(request.argument) else self._open).append(request.id)
            self._moved = self._monotonic()
        for request in self._memory.requests.since(self._after):
            self._after = request.id
            if request.kind is not RequestKind.IMPORT:
                continue
            if self._is_carried(request.argument):
                self._carried.append(request.id)
            else:
                self._open.append(request.id)
                self._told, self._moved, self._result = None, self._monotonic(), None
                self._light()

    def _is_carried(self, argument: str) -> bool:
        return bool(self._phones) and argument.startswith(self._phones)

    def _thank(self, answer: str) -> None:
        try:
            results = from_json(answer)
        except ValueError:
            return
        if not any(result.result is ImportResult.TAKEN for result in results):
            return
        added = sum(result.added for result in results)
        self._result = thanks(added, Translation(self._board.language)), _GOOD, self._monotonic() + SHOWN_FOR_S
        self._light()
        self._say(thanks(added, Translation(self._language)))

    def _show_progress(self, number: int) -> None:
        told, now = self._memory.requests.progress_of(number), self._monotonic()
        if told != self._told:
            self._told, self._moved = told, now
        if now - self._moved > STALLED_S:
            self._clear()
            return
        _ = Translation(self._board.language).gettext
        if told is None:
            self._show_notice(_("The USB stick is being read. Please leave it in."), _READ)
        else:
            self._show_notice(_("Taking in the USB stick: {done} of {all}").format(done=told[0], all=told[1]), _READ)

    def _tell_result(self, answer: str) -> None:
        self._told = None
        try:
            results = from_json(answer)
        except ValueError as error:  # nobody had time for it, and whoever asked was told
            _log.warning("what came of a USB stick cannot be told: %s", error)
            self._clear()
            return
        waiting = self._waiting()
        is_good = bool(waiting) or any(result.result is ImportResult.TAKEN for result in results)
        words = words_of(results, Translation(self._board.language), waiting)
        self._result = words, _GOOD if is_good else _BAD, self._monotonic() + SHOWN_FOR_S
        self._light()
        self._say(words_of(results, Translation(self._language), waiting))

    def _show_result(self, words: str, icon: str, until: float) -> None:
        if self._monotonic() < until:
            self._show_notice(words, icon)
        else:
            self._result = None
            self._clear()

    def _show_notice(self, words: str, icon: str) -> None:
        # other notices are shown first
        if self._board.notice != words and self._board.notice in ("", self._words):
            self._board.notice_icon = icon
            self._board.notice = self._words = words

    def _clear(self) -> None:
        if self._words and self._board.notice == self._words:
            self._board.notice = ""
        self._words = ""


def thanks(added: int, translation: Translation) -> str:
    """Return the thanks to a person whose phone brought an edition. *added* is the number of its new items."""
    if not added:
        return translation.gettext("Thank you, it has arrived!")
    many = translation.ngettext(
        "Thank you, it has arrived: {count} new item.", "Thank you, it has arrived: {count} new items.", added
    )
    return many.format(count=added)


def words_of(results: Sequence[Imported], translation: Translation, waiting: int = 0) -> str:
    """Return one line about all bundles of a stick: what was imported, or why nothing was, and that *waiting*
    notices await the PIN.
    """
    if not waiting:
        return _of_bundles(results, translation)
    asked = translation.ngettext(
        "{count} notice on the USB stick waits for the staff PIN.",
        "{count} notices on the USB stick wait for the staff PIN.",
        waiting,
    ).format(count=waiting)
    return f"{_of_bundles(results, translation)} {asked}" if results else asked


def _of_bundles(results: Sequence[Imported], translation: Translation) -> str:
    _ = translation.gettext
    taken = [result for result in results if result.result is ImportResult.TAKEN]
    if taken:
        added = sum(result.added for result in taken)
        if not added:
            return _("The USB stick was taken in.")
        many = translation.ngettext(
            "The USB stick was taken in: {count} new item.", "The USB stick was taken in: {count} new items.", added
        )
        return many.format(count=added)
    if any(result.forged for result in results):
        return _("Wrong signature: it is not used.")
    if any(result.result is ImportResult.UNREADABLE for result in results):
        return _("The USB stick cannot be read: it has to be formatted as FAT32 or exFAT.")
    if any(result.result is ImportResult.SLOW for result in results):
        return _("The USB stick is too slow: plug it in once more, or take another one.")
    if any(result.result is ImportResult.REFUSED for result in results):
        return _("The USB stick's content is damaged or incomplete: it is not used.")
    if any(result.result is ImportResult.OLDER for result in results):
        return _("What is here already is newer.")
    if results:
        return _("What is on this USB stick is here already.")
    return _("There is nothing for this kiosk on the USB stick.")
