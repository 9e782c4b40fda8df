"""Warga bertanya: questions that the staff has answered. A touch opens the answer, and has it read or played."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget

from content_cache.model.items import Answer
from kiosk.narration.question_words import QuestionWords
from kiosk.ui.primitives.box import Box
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.controls import Rail
from kiosk.ui.widgets.empty_state import empty
from kiosk.viewmodel.questions import AnswersView


class AskedRow(Card):
    """The number, where it is one of this kiosk's; the question as the office words it, and who answers."""

    number = StringProperty("")
    title = StringProperty("")
    by = StringProperty("")
    when = StringProperty("")
    seal = StringProperty("belum_diperiksa")
    lines = NumericProperty(2)


class AskedRows(Box):
    pass


class AnswersScreen(Screen):
    watched = ("answers", "moment", "freshness")

    def fill(self) -> None:
        view: AnswersView | None = self.board.answers
        if view is None or self.board.moment is None:
            return
        theme, _ = self.theme, self.tr._
        words = QuestionWords(self.tr.phrases)
        self.category = "jawaban"
        self.title = _("Residents ask")
        self.line = words.answers_line(view, short=theme.portrait)
        self.clear_widgets()
        if not view.rows:
            self.add_widget(empty("jawaban", self, _("No question has been answered yet"), self.line))
            return
        rows = AskedRows()
        for index, answer in enumerate(view.rows):
            row = AskedRow(**self._row(answer, words), spot=f"row:{index}")
            row.bind(on_release=lambda _row, index=index: self.controller.open_answer(index))
            rows.add_widget(row)
        for _place in range(theme.capacity.rows - len(view.rows)):
            rows.add_widget(Widget())  # rows keep their height on a page that is not full
        self.add_widget(rows)
        if view.pages > 1:
            self.add_widget(self._rail(view))

    def _row(self, answer: Answer, words: QuestionWords) -> dict[str, Any]:
        phrases, moment = self.tr.phrases, self.board.moment
        narrow = self.theme.compact or (self.theme.portrait and self.theme.huge)  # the title needs the line
        day = answer.published.astimezone(moment.now.tzinfo).date() if answer.published else None
        return {
            "number": str(answer.number) if answer.number else "",
            "title": words.title(answer)[:300],
            "by": words.by(answer),
            "when": phrases.day(day, moment) if day and not narrow else "",
            "seal": str(answer.provenance),
        }

    def _rail(self, view: AnswersView) -> Rail:
        theme, turns = self.theme, self.controller.navigation
        counter = self.tr._("{page} of {pages}").format(page=view.page + 1, pages=view.pages)
        return Rail(
            lying=theme.portrait,
            wide=theme.size.rail_wide if not theme.compact else theme.size.reading_rail,
            caption=self.tr._("Page") if not theme.compact else "",
            counter=counter if not theme.compact else "",
            up=view.page > 0,
            down=view.page + 1 < view.pages,
            turn=lambda step: turns.page_up() if step < 0 else turns.page_down(),
        )
