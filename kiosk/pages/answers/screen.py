"""Warga bertanya: questions that the staff has answered. A touch opens the answer, and has it read or played; a private one asks
for its code."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Answer
from kiosk.content.views.questions import CODE_DIGITS
from kiosk.pages.answers.page import AnswersPage
from kiosk.pages.answers.view import AnswersView, Unlock
from kiosk.pages.answers.words import AnswersWords
from kiosk.ui.primitives.box import Box
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.empty_state import empty
from kiosk.ui.widgets.page_rail import page_rail
from kiosk.ui.widgets.pin_pad import PinPad, PinSide


class AskedRow(Card):
    """Card of an answered question: its number if it was asked at this kiosk, the question as the office words it,
    and who answers.
    """

    number = StringProperty("")
    title = StringProperty("")
    by = StringProperty("")
    when = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    lines = NumericProperty(2)
    private = BooleanProperty(False)


class AskedRows(Box):
    pass


class AnswersScreen(Screen):
    watched = ("moment", "freshness")

    def __init__(self, **properties: Any) -> None:
        self._side: PinSide | None = None
        self._pad: PinPad | None = None
        self._built: object = None
        super().__init__(**properties)

    @property
    def page(self) -> AnswersPage:
        page: AnswersPage = self.controller.page("answers")
        return page

    def fill(self) -> None:
        view: AnswersView | None = self.view
        if view is None or self.board.moment is None:
            return
        theme, _ = self.theme, self.tr._
        words = AnswersWords(self.tr.phrases)
        self.category = "jawaban"
        self.title = _("Residents ask")
        self.line = words.line(view, short=theme.portrait)
        if view.unlock is not None:
            self._ask_code(view.unlock, words)
            return
        self._side = self._pad = None
        self.clear_widgets()
        if not view.rows:
            self.add_widget(empty("jawaban", self, _("No question has been answered yet"), self.line))
            return
        rows = AskedRows()
        for index, answer in enumerate(view.rows):
            row = AskedRow(**self._answer_row(answer, words), spot=f"row:{index}")
            row.bind(on_release=lambda _row, index=index: self.page.open_row(index))
            rows.add_widget(row)
        for _place in range(theme.capacity.rows - len(view.rows)):
            rows.add_widget(Widget())  # rows keep their height on a page that is not full
        self.add_widget(rows)
        if view.pages > 1:
            self.add_widget(page_rail(self, view, caption=self.tr._("Page")))

    def _ask_code(self, unlock: Unlock, words: AnswersWords) -> None:
        """Show the keypad for the code of a private answer in place of the rows. Typed digits appear as dots."""
        theme = self.theme
        built = (theme.layout, theme.text_scale, theme.unit, tuple(self.size), self.tr.language)
        if self._side is None or self._pad is None or built != self._built:
            self._built = built
            self.clear_widgets()
            page = self.page
            self._side, self._pad = PinSide(least=CODE_DIGITS), PinPad(page.digit, page.erase_digit, None, spots=True)
            self.add_widget(self._side)
            self.add_widget(self._pad)
        told, *more = words.unlock(unlock)
        self._side.heading = words.number(unlock.number)
        self._side.typed = unlock.typed
        self._side.told = " ".join((told, *more))
        self._side.tone = "err" if unlock.wrong or unlock.locked_for else "ink2"
        self._pad.rest(bool(unlock.locked_for))

    def _answer_row(self, answer: Answer, words: AnswersWords) -> dict[str, Any]:
        phrases, moment = self.tr.phrases, self.board.moment
        narrow = self.theme.compact or (self.theme.portrait and self.theme.huge)  # the title needs the line
        day = answer.published.astimezone(moment.now.tzinfo).date() if answer.published else None
        return {
            "number": str(answer.number) if answer.number else "",
            "title": words.title(answer)[:300],
            "by": words.by_and_stage(answer),
            "when": phrases.day_name(day, moment) if day and not narrow else "",
            "seal": str(answer.provenance),
            "private": answer.private,
        }
