"""Asking the village staff: what, whom, speaking or typing, hearing it back, and the question's number. One page a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from content_cache.model.concerns import ConcernKind
from kiosk.content.views.questions import MOST_TEXT, AskStep, AskView
from kiosk.pages.ask.page import AskPage
from kiosk.pages.ask.words import AskWords
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import qr_code  # noqa: F401 - named in the rules
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.cards import Card, Fact
from kiosk.ui.widgets.controls import PushButton, Rail
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.reading_rail import ReadingRail
from kiosk.ui.widgets.recording import StepBars
from kiosk.ui.widgets.type_field import TypeField

_LOW = 0.4  # height of the keys of a small screen, as a share of that of the words above
_CLEAR = 45  # loudness (of 100) of a voice that can be understood
_CLEAR_S = 3.0
_CELLS = {  # columns and rows of recipients on a page, by layout and text size: usual, large, huge
    "compact": ((2, 3), (1, 3), (1, 2)),
    "portrait": ((1, 6), (1, 6), (1, 4)),
    "regular": ((2, 3), (2, 3), (1, 3)),
    "wide": ((2, 3), (2, 3), (2, 3)),
}


class Whom(Card):
    """Card of a recipient who may be asked."""

    icon = StringProperty("user")
    title = StringProperty("")
    about = StringProperty("")
    chosen = BooleanProperty(False)
    tone = StringProperty("ink")
    about_tone = StringProperty("ink2")


class WhomGrid(Ruled, GridLayout):
    """Grid of the recipients on one page."""


class AskHeading(WrappedText):
    """Heading that says what the step asks of the resident."""


class AskTold(WrappedText):
    """Line with the result of the last act."""

    wrong = BooleanProperty(False)


class HearersCard(Surface):
    """Card that says who will hear the question, what not to say and how long it is kept.

    It shows what fits, with keys to the rest.
    """


class HearersHead(Box):
    """Heading above the list of who will hear the question."""


class AskButton(PushButton):
    """Button that leads to another step."""


class SpeakButton(AskButton):
    """Button of the page's main step, higher than the others."""


class ActButton(PushButton):
    """Button of one of the three acts after the playback, with what it does in small letters."""

    under = StringProperty("")


class RecordCard(Surface):
    heading = StringProperty("")
    seconds = NumericProperty(0)
    levels: tuple[int, ...] = ObjectProperty(())
    told = StringProperty("")
    clear = BooleanProperty(True)
    opened = BooleanProperty(False)


class BackCard(Surface):
    """Card that plays the recorded question back."""

    seconds = NumericProperty(0)
    length = NumericProperty(1)
    playing = BooleanProperty(False)
    hear: Callable[[], None] = ObjectProperty(None)
    stop: Callable[[], None] = ObjectProperty(None)


class AskText(Surface):
    """Card with the typed question, to be read again."""


class AskNumber(Surface):
    """Number of the question or code of a private answer, as large as there is room. *long*: for six digits."""

    name = StringProperty("")
    figures = StringProperty("")
    long = BooleanProperty(False)


class AskCode(Surface):
    """Number or code to take home, with its label."""

    code = StringProperty("")
    words = StringProperty("")


class AskColumn(Box):
    pass


class AskRow(Box):
    pass


class AskScreen(Screen):
    watched = ("moment", "focus", "band")

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        self._page = 0
        self._fill_step: Callable[[AskView], None] = lambda _view: None
        super().__init__(**properties)

    @property
    def page(self) -> AskPage:
        page: AskPage = self.controller.page("ask")
        return page

    @property
    def words(self) -> AskWords:
        """Return the page's words in the language of the screen."""
        return AskWords(self.tr.phrases)

    def fill(self) -> None:
        view: AskView | None = self.view
        if view is None or self.board.moment is None:
            return
        theme, words = self.theme, self.words
        self.category = "jawaban"
        self.title = (words.for_whom(view) if self._whom_above(view) else "") or words.title(view)
        step = words.step_of_all(view) if view.step is not AskStep.DONE else ""
        whom = words.for_whom(view) if not self.theme.portrait or not step else ""  # the bar has no room for both
        told = " · ".join(filter(None, (whom, step)))
        self.line = told[:1].upper() + told[1:]
        on = self.tr._("Recording now") if theme.portrait else self.tr._("Microphone on")
        self.pill = on if view.recording and view.opened else ""
        self.pill_warns, self.pill_icon = bool(self.pill), "microphone"
        self.tall = view.step is AskStep.WRITE and (theme.compact or self.pressed)
        if not view.beside(theme.capacity.beside) and self.board.focus.startswith("to:"):
            self._page = int(self.board.focus.partition(":")[2]) // self._cells
        reviewed = bool(view.text) and view.step is AskStep.REVIEW
        place = (
            view.step,
            view.kind,
            view.chosen is None,
            view.to_hall,
            self._page,
            reviewed,
            view.number,
            bool(view.told),
        )
        sizes = (theme.layout, theme.text_scale, theme.unit, theme.banded, tuple(self.size))
        built = (*place, view.beside(theme.capacity.beside), *sizes, self.tr.language)
        if built != self._built:
            self._built = built
            self.clear_widgets()
            build = {
                AskStep.KIND: self._kind,
                AskStep.WHOM: self._whom,
                AskStep.RECORD: self._record,
                AskStep.WRITE: self._lay_out_typing,
                AskStep.REVIEW: self._review,
                AskStep.DONE: self._done,
            }
            build[view.step](view)
        self._fill_step(view)

    def _whom_above(self, view: AskView) -> bool:
        """Return whether a narrow screen names the recipient in its title.

        The first step does so only if its choices are out of sight and there are several.
        """
        narrow = self.theme.compact or self.theme.portrait
        seen = view.beside(self.theme.capacity.beside) or len(view.asked) == 1
        return narrow and view.step is not AskStep.KIND and not (view.step is AskStep.WHOM and seen)

    def _button(self, sort: type[PushButton], words: str, icon: str, act: Callable[[], None], **properties: Any) -> Any:
        button = sort(words=words, icon=icon, **properties)
        button.bind(on_release=lambda _: act())
        return button

    # choosing what is brought

    def _kind(self, view: AskView) -> None:
        column, words = AskColumn(), self.words
        if not self.theme.compact:
            column.add_widget(StepBars(place=1))
        self._add_told(view, column)
        column.add_widget(AskHeading(words=words.kind_heading))
        for index, (icon, name, use) in enumerate(words.kinds()):
            card = Whom(icon=icon, title=name, about=use, spot=f"kind:{index}")
            card.bind(on_release=lambda _, index=index: self.page.choose_kind(index))
            column.add_widget(card)
        self.add_widget(column)
        self._fill_step = lambda _view: None

    # choosing a recipient

    @property
    def _cells(self) -> int:
        columns, rows = self._grid
        return columns * rows

    @property
    def _grid(self) -> tuple[int, int]:
        theme = self.theme
        columns, rows = _CELLS[theme.layout][2 if theme.huge else 1 if theme.large else 0]
        return columns, max(1, rows - (1 if theme.banded and theme.compact else 0))

    def _whom(self, view: AskView) -> None:
        if view.beside(self.theme.capacity.beside):
            both = AskRow()
            left, right = AskColumn(), AskColumn()
            left.add_widget(AskHeading(words=self.words.whom_heading(view.kind)))
            left.add_widget(self._choices(view, 1, len(view.asked), 0))
            right.add_widget(StepBars(place=1))
            self._hearers(view, right)
            for part in (left, right):
                both.add_widget(part)
            self.add_widget(both)
        elif view.chosen is None:
            self._alone(view)
        else:
            column = AskColumn()
            self.add_widget(column)
            self._hearers(view, column)
        self._fill_step = self._fill_whom

    def _alone(self, view: AskView) -> None:
        """Fill the page with the choice of a recipient alone, with a rail if there are several pages of them."""
        theme, column = self.theme, AskColumn()
        column.add_widget(AskHeading(words=self.words.whom_heading(view.kind)))
        self._add_told(view, column)
        columns, rows = self._grid
        pages = -(-len(view.asked) // self._cells)
        if pages == 1:
            rows = min(rows, -(-len(view.asked) // columns))
        self._page = min(self._page, pages - 1)
        below = Box(orientation="vertical" if theme.portrait else "horizontal", spacing=theme.space.s3)
        below.add_widget(self._choices(view, columns, rows, self._page * self._cells))
        if pages > 1:
            rail = Rail(
                lying=theme.portrait, wide=theme.size.rail_wide if not theme.compact else theme.size.reading_rail,
                up=self._page > 0, down=self._page + 1 < pages, turn=self._turn_page,
            )  # fmt: skip
            below.add_widget(rail)
        column.add_widget(below)
        self.add_widget(column)

    def _turn_page(self, step: int) -> None:
        self._page = max(0, self._page + step)
        self._written = None
        self._write_if_other()

    def _choices(self, view: AskView, columns: int, rows: int, first: int) -> WhomGrid:
        grid = WhomGrid(cols=columns, rows=rows)
        self._cards = []
        for index, each in enumerate(view.asked[first : first + columns * rows], first):
            card = Whom(icon=each.icon, title=each.name, about=each.about, spot=f"to:{index}")
            card.bind(on_release=lambda _, index=index: self.page.choose_recipient(index))
            self._cards.append((index, card))
            grid.add_widget(card)
        for _ in range(columns * rows - len(self._cards)):
            grid.add_widget(Widget())
        return grid

    def _hearers(self, view: AskView, column: Box) -> None:
        """Add to *column* the card of who will hear the question, and the keys to go on."""
        _, theme, verbs = self.tr._, self.theme, self.page
        if not theme.compact:
            self._add_told(view, column)
        card = HearersCard()
        reading = Reading()
        facts = AskColumn(size_hint_y=None)
        facts.fbind("minimum_height", facts.setter("height"))
        if theme.compact:
            self._add_told(view, facts)
        else:
            facts.add_widget(HearersHead())
        for icon, words in self.words.who_hears(view):
            facts.add_widget(Fact(icon=icon, words=words, tone="ink", role="body" if not theme.compact else "meta"))
        reading.add_widget(facts)
        card.add_widget(reading)
        card.add_widget(ReadingRail(reading=reading))
        column.add_widget(card)
        row = AskRow(size_hint_y=None)
        row.fbind("minimum_height", row.setter("height"))
        beside = view.beside(theme.capacity.beside)
        self._speak = self._button(SpeakButton, _("Speak"), "microphone", verbs.speak, kind="primary", spot="speak")
        row.add_widget(self._speak)
        self._type = self._button(SpeakButton, _("Write"), "note-pencil", verbs.write, size_hint_x=0.5)
        row.add_widget(self._type)
        if not beside and len(view.asked) > 1:
            row.add_widget(
                self._button(SpeakButton, _("Change"), "users-three", verbs.change, size_hint_x=0.5, spot="change")
            )
        column.add_widget(row)

    def _add_told(self, view: AskView, column: Box) -> None:
        if view.told:
            column.add_widget(AskTold(words=view.told, wrong=view.wrong))

    def _fill_whom(self, view: AskView) -> None:
        for index, card in getattr(self, "_cards", ()):
            card.chosen = index == view.chosen
        if view.beside(self.theme.capacity.beside):
            self._speak.available = self._type.available = view.chosen is not None

    # speaking

    def _record(self, _view: AskView) -> None:
        _, verbs, column = self.tr._, self.page, AskColumn()
        if not self.theme.compact:
            column.add_widget(StepBars(place=2))
        self._card = RecordCard()
        column.add_widget(self._card)
        row = AskRow(size_hint_y=None)
        row.fbind("minimum_height", row.setter("height"))
        words = _("Cancel") if self.theme.large or self.theme.portrait else _("Cancel, delete")
        row.add_widget(self._button(SpeakButton, words, "trash", verbs.discard_question, size_hint_x=0.4))
        self._finish = self._button(SpeakButton, _("I am done"), "stop", verbs.finish_recording, kind="primary")
        row.add_widget(self._finish)
        column.add_widget(row)
        self.add_widget(column)
        self._fill_step = self._fill_record

    def _fill_record(self, view: AskView) -> None:
        _, card = self.tr._, self._card
        heading = _("Recording. Please speak.") if view.opened else self.words.prompt
        card.heading = _("One moment …") if view.ending else heading
        card.seconds, card.levels, card.opened = view.seconds, view.levels, view.opened
        lately = view.levels[-round(_CLEAR_S * 5) :]
        card.clear = view.seconds < _CLEAR_S or max(lately, default=0) >= _CLEAR
        card.told = (
            (_("Your voice is clear") if card.clear else _("The voice is not clear. Speak closer."))
            if view.opened
            else ""
        )
        self._finish.available = view.opened and not view.ending

    # typing

    def _lay_out_typing(self, view: AskView) -> None:
        _, verbs, theme, column = self.tr._, self.page, self.theme, AskColumn()
        if theme.portrait or theme.layout == "wide" or not (theme.compact or theme.large):
            column.add_widget(AskHeading(words=self._what_to_write(view.kind)))
        first = AskRow(size_hint_y=None)
        first.fbind("minimum_height", first.setter("height"))
        self._field = TypeField(typing=True)
        self._field.available = False
        first.add_widget(self._field)
        if theme.compact:  # the keyboard has no row for it
            go = self._button(
                AskButton, _("Next"), "caret-right", verbs.finish_writing, kind="primary", role="board_word_compact"
            )
            go.size_hint_x = 0.36
            first.add_widget(go)
        self._told = AskTold()
        keyboard = Keyboard(
            tight=theme.compact, upright=theme.portrait, tr=self.tr, type_letters=verbs.type_letters, erase=verbs.erase_letter,
            go=verbs.finish_writing, go_words="Next",
        )  # fmt: skip
        for part in (first, self._told, Widget(), keyboard):
            column.add_widget(part)
        self.add_widget(column)
        self._fill_step = self._fill_write

    def _what_to_write(self, kind: ConcernKind) -> str:
        _ = self.tr._
        return {
            ConcernKind.QUESTION: _("What do you want to ask?"),
            ConcernKind.COMPLAINT: _("What is the complaint, and where?"),
            ConcernKind.LETTER: _("Which letter, and what for?"),
        }[kind]

    def _fill_write(self, view: AskView) -> None:
        self._field.words = view.text.replace(" ", "\u00a0")  # a space at the end is seen too
        self._field.counter = f"{len(view.text)}/{MOST_TEXT}" if view.text and not self.theme.large else ""
        self._told.words, self._told.wrong = view.told, view.wrong

    # review

    def _review(self, view: AskView) -> None:
        _, verbs, theme, column = self.tr._, self.page, self.theme, AskColumn()
        if not theme.compact and not theme.huge:
            column.add_widget(StepBars(place=3))
        if view.told or not (theme.compact and theme.large):
            asked = _("Read it again. Is it right?") if view.text else _("Listen first. Is it right?")
            column.add_widget(AskTold(words=view.told, wrong=view.wrong) if view.told else AskHeading(words=asked))
        if view.text:
            card = AskText()
            reading = Reading()
            typed = AskColumn(size_hint_y=None)
            typed.fbind("minimum_height", typed.setter("height"))
            typed.add_widget(WrappedText(role="body", words=view.text.strip()))
            reading.add_widget(typed)
            card.add_widget(reading)
            card.add_widget(ReadingRail(reading=reading))
            column.add_widget(card)
        else:
            self._heard = BackCard(hear=verbs.hear, stop=self.controller.listen)
            column.add_widget(self._heard)
        row = Box(
            orientation="vertical" if theme.portrait and theme.large else "horizontal",
            spacing=theme.space.s4 if not theme.compact else theme.space.s2,
        )
        low = bool(view.text) and theme.compact and theme.large
        if low:
            row.size_hint_y = _LOW  # the typed question needs the room
        share = 1.0 if row.orientation == "vertical" else 0.7
        lines = not (theme.compact or theme.large)
        send = self._button(
            ActButton, _("Send"), "check", verbs.send_question, kind="primary", spot="send", bold_icon=True
        )
        send.under = _("to {name}").format(name=view.whom) if not low else ""
        row.add_widget(send)
        if view.text:
            change = self._button(ActButton, _("Change"), "note-pencil", self.controller.back, size_hint_x=share)
            row.add_widget(change)
        else:
            again = self._button(
                ActButton, _("Record again"), "microphone", verbs.again, size_hint_x=share, spot="again"
            )
            again.under = _("the old one is deleted") if lines else ""
            row.add_widget(again)
        discard = self._button(ActButton, _("Delete"), "trash", verbs.discard, size_hint_x=share, spot="discard")
        discard.under = _("do not ask") if lines else ""
        row.add_widget(discard)
        column.add_widget(row)
        self.add_widget(column)
        self._fill_step = self._fill_review

    def _fill_review(self, view: AskView) -> None:
        if not view.text:
            self._heard.length, self._heard.playing = max(view.length, 1.0), view.playing
            self._heard.seconds = view.played if view.playing else 0.0

    # sent

    def _done(self, view: AskView) -> None:
        theme, words = self.theme, self.words
        page = Box(
            orientation="vertical" if theme.portrait else "horizontal",
            spacing=theme.space.s4 if not theme.compact else theme.space.s3,
        )
        left = AskColumn()
        right = AskColumn(size_hint=(1, 0.6)) if theme.portrait else AskColumn(size_hint_x=0.64)
        others = self._button(
            AskButton, self.tr._("Other residents' questions"), "chat-circle-dots", self.page.open_answers,
            spot="asked", role="label_button" if not theme.compact else "board_word_compact",
        )  # fmt: skip
        if view.secret:  # there is room for one card
            left.add_widget(AskNumber(name=words.code_of(view), figures=view.secret, long=True))
        else:
            left.add_widget(AskNumber(name=words.number_of(view.kind), figures=str(view.number)))
        left.add_widget(self._done_words(view))
        right.add_widget(AskCode(code=view.code, words=self._scan(view) if not theme.compact else ""))
        (left if not (theme.compact or theme.large) else right).add_widget(others)
        for part in (left, right):
            page.add_widget(part)
        self.add_widget(page)
        self._fill_step = lambda _view: None

    def _scan(self, view: AskView) -> str:
        _ = self.tr._
        if view.secret:
            return _("Scan it to keep the number and the code on your phone")
        return _("Scan it to keep the number on your phone")

    def _without_phone(self, view: AskView) -> str:
        _ = self.tr._
        return (
            _("No phone? Remember the number and the code.")
            if view.secret
            else _("No phone? Just remember the number.")
        )

    def _done_words(self, view: AskView) -> Box:
        """Build the card that says what happens to the question next. A wide screen also says how to do without a phone."""
        theme, words = self.theme, self.words
        told = AskColumn(size_hint_y=None)
        told.fbind("minimum_height", told.setter("height"))
        role = "body" if not theme.compact else "meta"
        lock = (("lock", words.keep_code),) if view.secret else ()
        kept, onward = words.kept_lines(view)
        told.add_widget(Fact(icon="check-circle", words=kept, tone="ok", role="row_title"))
        for icon, line in (("broadcast", onward), *lock, ("clock", words.usually(view))):
            told.add_widget(Fact(icon=icon, words=line, tone="ink", role=role))
        if theme.layout == "wide":
            told.add_widget(Fact(icon="device-mobile", words=self._without_phone(view), tone="ink2"))
        reading = Reading()
        reading.add_widget(told)
        card = AskText()
        card.add_widget(reading)
        card.add_widget(ReadingRail(reading=reading))
        return card
