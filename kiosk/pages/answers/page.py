"""Page of answers to residents' questions, and of the code that opens a private one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import Answer, Item, Service
from kiosk.content.views.questions import CODE_DIGITS
from kiosk.content.views.shown import Fits
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.narration.question_words import QuestionWords
from kiosk.pages.answers.private_answers import PrivateAnswers
from kiosk.pages.answers.view import AnswersView, Unlock
from kiosk.pages.answers.words import AnswersWords
from kiosk.shell.page import SILENT, Kiosk, Page, Target, row_targets
from kiosk.shell.route import Spot

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell


class AnswersPage(Page[AnswersView]):
    """Page of answered questions, the newest first. The keypad for a private answer's code takes their place."""

    name = "answers"
    words = AnswersWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        outbox = kiosk.outbox
        self._private = PrivateAnswers(
            kiosk.board,
            kiosk.memory.pin_tries,
            code=lambda number: outbox.code(number, CODE_DIGITS) if outbox is not None else "",
            show=self._show_unlock,
            opened=shell.answers.open,
            say=shell.say,
            monotonic=kiosk.monotonic,
        )

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> AnswersView:
        """Return the answers of page *spot.page*, and the keypad if a code is being asked for."""
        book = self.kiosk.repository.answer_book
        found = book.list_answers(moment)
        pages = max(1, -(-len(found) // fits.rows))
        page = min(max(spot.page, 0), pages - 1)
        first = page * fits.rows
        return AnswersView(
            tuple(found[first : first + fits.rows]),
            first,
            page,
            pages,
            len(found),
            book.count_unanswered(moment),
            self._private.unlock,
        )

    def door(self, moment: Moment) -> Service | None:
        """Return the row of the list of services that leads here, with the question numbers whose answer nobody has heard yet."""
        book = self.kiosk.repository.answer_book
        if not book.list_answers(moment):
            return None
        answered = QuestionWords(self._phrases).answered(book.to_tell(moment)).rstrip(".")
        return self.opened_by(answered or self._("Residents ask"), self._("Answers to questions"))

    def held(self, fits: Fits) -> int:
        """Return how many answers a page has in a layout that holds *fits*."""
        return fits.rows

    def targets(self, view: AnswersView) -> Sequence[Target]:
        """Return as focus targets the answers, or the keys of the keypad."""
        return [Target(spot) for spot in view.unlock.keypad_spots] if view.unlock else row_targets(len(view.rows))

    def items(self, view: AnswersView) -> Sequence[Item]:
        """Return the answers in the rows; none while the keypad is shown."""
        return () if view.unlock else view.rows

    def why_idle(self, key: str) -> str:
        """Return that Listen has nothing to read if there is no answer; else what other pages return."""
        return SILENT if key == "listen" and not self.targets(self.shown) else super().why_idle(key)

    def listen(self) -> None:
        """Press the focused key of the keypad. Without a keypad open the focused answer, or the first one."""
        if self._private.unlock is not None:
            self._private.press_focused()
        else:
            self.open_row(index_of(self.kiosk.board.focus, "row") or 0)

    def back(self) -> None:
        """Close the keypad and show the answers; from the answers leave the page."""
        if not self._private.close():
            super().back()

    def left(self) -> None:
        """Close the keypad and forget the typed digits, because another page takes the screen."""
        self._private.close()

    def tick(self) -> None:
        """Update the time for which nobody may try a code."""
        self._private.check_lockout()

    def open_row(self, index: int) -> None:
        """Open answer *index* of the page and read or play it.

        A private one asks for its code, and is then read on request only.
        """
        if not 0 <= index < len(self.shown.rows):
            return
        touched: Answer = self.shown.rows[index]
        if touched.private:
            self._private.ask_code(touched)
        else:
            self.shell.answers.open(touched)
            self.shell.navigation.page.read_aloud()

    def digit(self, digit: str) -> None:
        """Add *digit* to the typed code."""
        self._private.digit(digit)

    def erase_digit(self) -> None:
        """Remove the last typed digit of the code."""
        self._private.erase_digit()

    def _show_unlock(self, unlock: Unlock | None) -> None:
        self.show(replace(self.shown, unlock=unlock))
