"""Words of the page of answers, written and spoken."""

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
    """Words of the answers' rows, and of the code that opens a private answer."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._n = phrases.translation.ngettext
        self._questions = QuestionWords(phrases)
        self.number, self.by = self._questions.spoken_number, self._questions.by

    # the page

    def entry(self, view: AnswersView, moment: Moment) -> list[str]:
        """Return the number of answers, such as "Warga bertanya. Delapan sudah dijawab.", or which code is asked for."""
        if view.unlock:
            return [*self.unlock(view.unlock), *self.by_buttons(view.unlock)]
        if not view.total:
            return [f"{self._('Residents ask')}.", f"{self._('No question has been answered yet')}."]
        return [
            f"{self._('Residents ask')}.",
            f"{self._n('{n} answered', '{n} answered', view.total)}.".format(n=view.total),
        ]

    def focused(self, view: AnswersView, focus: str, moment: Moment) -> list[str]:
        """Return the line of the focused question, or the name of the focused keypad key."""
        if view.unlock:
            return [self.key_name(focus)]
        place = index_of(focus, "row")
        found = view.rows[place : place + 1] if place is not None else ()
        return [line for each in found for line in self.row(each)]

    def pressed(self, view: AnswersView, focus: str) -> list[str]:
        """Return how many digits of the code are typed, without repeating how keys are chosen.

        Without a keypad return the hint.
        """
        return self.typed(view.unlock) if view.unlock else self.hint(view, focus)

    def hint(self, view: AnswersView, focus: str) -> list[str]:
        """Return what the buttons do: with the keypad, with the focused row, or on the page."""
        if view.unlock:
            return [*self.typed(view.unlock), *self.by_buttons(view.unlock)]
        if focus:
            return [self._("Press next for the one after, listen to hear it, home to go back to the start.")]
        return super().hint(view, focus)

    def line(self, view: AnswersView, *, short: bool = False) -> str:
        """Return the counts, such as "8 sudah dijawab · 2 menunggu"; if *short* the first one alone."""
        told = [self._n("{n} answered", "{n} answered", view.total).format(n=view.total)]
        if view.waiting and not short:
            told.append(self._n("{n} waiting", "{n} waiting", view.waiting).format(n=view.waiting))
        return " · ".join(told)

    def title(self, answer: Answer) -> str:
        """Return the title of *answer* in a list. A private one has its number and no word of the question."""
        return self._("Answer for whoever has number {n}").format(n=answer.number) if answer.private else answer.title

    def row(self, answer: Answer) -> list[str]:
        """Return the spoken row of *answer*, such as "Nomor sebelas: Kapan jalan Dusun 2 diperbaiki? Kepala Desa menjawab." """
        number = f"{self._('Number {n}').format(n=answer.number)}: " if answer.number else ""
        stage = [f"{self._questions.stage(answer.stage)}."] if answer.stage else []
        return [f"{number}{self.title(answer)}", f"{self.by(answer)}.", *stage]

    def by_and_stage(self, answer: Answer) -> str:
        """Return who answers and how far it has come, such as "Kepala Desa menjawab · Sedang dikerjakan"."""
        return " · ".join([self.by(answer), *([self._questions.stage(answer.stage)] if answer.stage else [])])

    # the code of a private one

    def unlock(self, view: Unlock) -> list[str]:
        """Return the lines above the keypad: which code is asked for, or for how long nobody may try."""
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
        """Return how many digits are typed; with none, or while nobody may try, the lines of `unlock`."""
        if view.locked_for or not view.typed:
            return self.unlock(view)
        return [self._("{n} of {all} digits.").format(n=view.typed, all=CODE_DIGITS)]

    def by_buttons(self, view: Unlock, focus: str = "") -> list[str]:
        """Return how a code is typed by the buttons, how to leave, and the name of the key *focus*; nothing while
        nobody may try.
        """
        if view.locked_for:
            return []
        return [
            self._("Press next for another digit, listen to choose it, home to leave."),
            *([self.key_name(focus)] if focus else []),
        ]

    def key_name(self, focus: str) -> str:
        """Return the spoken name of the keypad key with focus spot *focus*."""
        kind, _colon, digit = focus.partition(":")
        return f"{digit}." if kind == "digit" else self._("Erase the last digit.")

    def unlocked_line(self, number: int) -> str:
        """Return the line after the right code of question *number*: Listen plays the answer, and bystanders hear it too."""
        told = self._("This is the answer to question number {n}. Press listen to hear it: others here hear it too.")
        return told.format(n=number)
