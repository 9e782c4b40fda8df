"""What is written and said of the page of answers."""

from __future__ import annotations

from content_cache.model.items import Answer
from kiosk.content.views.questions import CODE_DIGITS
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.narration.page_words import PageWords
from kiosk.narration.question_words import QuestionWords
from kiosk.pages.answers.view import AnswersView, Unlock


class AnswersWords(PageWords[AnswersView]):
    """The words of the rows, and of the code that opens a private answer."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._n = phrases.translation.ngettext
        self._questions = QuestionWords(phrases)
        self.number, self.by = self._questions.spoken_number, self._questions.by

    # the page

    def entry(self, view: AnswersView, moment: Moment) -> list[str]:
        """Return "Warga bertanya. Delapan sudah dijawab.", or what code is asked for."""
        if view.unlock:
            return [*self.unlock(view.unlock), *self.by_buttons(view.unlock)]
        if not view.total:
            return [f"{self._('Residents ask')}.", f"{self._('No question has been answered yet')}."]
        return [
            f"{self._('Residents ask')}.",
            f"{self._n('{n} answered', '{n} answered', view.total)}.".format(n=view.total),
        ]

    def focused(self, view: AnswersView, focus: str, moment: Moment) -> list[str]:
        """Return the question in focus, or the key of the pad."""
        if view.unlock:
            return [self.key_name(focus)]
        place = index_of(focus, "row")
        found = view.rows[place : place + 1] if place is not None else ()
        return [line for each in found for line in self.row(each)]

    def pressed(self, view: AnswersView, focus: str) -> list[str]:
        """Return how much of the code is typed; how a key is chosen is known by then."""
        return self.typed(view.unlock) if view.unlock else self.hint(view, focus)

    def hint(self, view: AnswersView, focus: str) -> list[str]:
        """Return what can be done here."""
        if view.unlock:
            return [*self.typed(view.unlock), *self.by_buttons(view.unlock)]
        if focus:
            return [self._("Press next for the one after, listen to hear it, home to go back to the start.")]
        return super().hint(view, focus)

    def line(self, view: AnswersView, *, short: bool = False) -> str:
        """Return "8 sudah dijawab · 2 menunggu"; where *short*, the first alone."""
        told = [self._n("{n} answered", "{n} answered", view.total).format(n=view.total)]
        if view.waiting and not short:
            told.append(self._n("{n} waiting", "{n} waiting", view.waiting).format(n=view.waiting))
        return " · ".join(told)

    def title(self, answer: Answer) -> str:
        """Return what a list says of *answer*: of a private one no word of the question."""
        return self._("Answer for whoever has number {n}").format(n=answer.number) if answer.private else answer.title

    def row(self, answer: Answer) -> list[str]:
        """Return "Nomor sebelas: Kapan jalan Dusun 2 diperbaiki? Kepala Desa menjawab." """
        number = f"{self._('Number {n}').format(n=answer.number)}: " if answer.number else ""
        return [f"{number}{self.title(answer)}", f"{self.by(answer)}."]

    # the code of a private one

    def unlock(self, view: Unlock) -> list[str]:
        """Return what stands above the digits, and is said."""
        minutes, hours = -(-view.locked_for // 60), -(-view.locked_for // 3600)
        if minutes >= 60:
            told = self._n(
                "Wrong too often. Try again in {n} hour, or ask the village staff.",
                "Wrong too often. Try again in {n} hours, or ask the village staff.",
                hours,
            )
            return [told.format(n=hours)]
        if minutes:
            told = self._n(
                "Wrong too often. Try again in {n} minute.", "Wrong too often. Try again in {n} minutes.", minutes
            )
            return [told.format(n=minutes)]
        told = self._("The code is wrong.") if view.wrong else self._("This answer is private.")
        return [told, self._("Type the code that was given with number {n}.").format(n=view.number)]

    def typed(self, view: Unlock) -> list[str]:
        """Return the lines after a digit."""
        if view.locked_for or not view.typed:
            return self.unlock(view)
        return [self._("{n} of {all} digits.").format(n=view.typed, all=CODE_DIGITS)]

    def by_buttons(self, view: Unlock, focus: str = "") -> list[str]:
        """Return how a code is typed without seeing the keys, how one leaves, and the key of the *focus*."""
        if view.locked_for:
            return []
        return [
            self._("Press next for another digit, listen to choose it, home to leave."),
            *([self.key_name(focus)] if focus else []),
        ]

    def key_name(self, focus: str) -> str:
        """Return the name of a key of the pad."""
        kind, _colon, digit = focus.partition(":")
        return f"{digit}." if kind == "digit" else self._("Erase the last digit.")

    def unlocked_line(self, number: int) -> str:
        """Return what is said once the code was right."""
        told = self._("This is the answer to question number {n}. Press listen to hear it: others here hear it too.")
        return told.format(n=number)
