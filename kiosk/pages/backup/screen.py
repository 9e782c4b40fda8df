"""The page of backups: a heading, lines, rows to touch, a bar while work goes on, a keyboard for six words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.properties import NumericProperty
from kivy.uix.widget import Widget

from kiosk.content.views.service_views import ToolRow
from kiosk.content.views.spots import index_of
from kiosk.pages.backup.view import BackupStep, BackupView
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.answers import AnswerRow, NameField
from kiosk.ui.widgets.keyboard import Keyboard

if TYPE_CHECKING:
    from kiosk.pages.backup.page import BackupPage


class BackupHeading(WrappedText):
    """Heading of the step."""


class BackupLine(WrappedText):
    """Line below the heading."""


class BackupWordsLine(WrappedText):
    """Line with the six recovery words, to be written down."""


class BackupBar(Box):
    """Progress bar; *share* goes from 0 to 1."""

    share = NumericProperty(0.0)


class BackupScreen(Screen):
    watched = ("focus", "band")

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        super().__init__(**properties)

    @property
    def page(self) -> BackupPage:
        page: BackupPage = self.controller.page("backups")
        return page

    def fill(self) -> None:
        view: BackupView | None = self.view
        if view is None:
            return
        _, theme = self.tr._, self.theme
        typing = view.step is BackupStep.WORDS
        self.title = view.heading if typing else _("Backup")  # the keyboard needs the room
        locks = _("Locks by itself in {time}") if not theme.portrait else _("Locks in {time}")
        self.line = locks.format(time=f"{view.locks_in // 60}.{view.locks_in % 60:02}")
        self.pill, self.pill_icon = view.stick if not theme.compact else "", "usb"
        self.tall = typing and self.pressed
        shown = self._page_of(view.rows)
        look = (
            view.step,
            view.heading,
            view.lines,
            view.words,
            view.told,
            shown,
            theme.layout,
            theme.text_scale,
            theme.unit,
            self.tr.language,
        )
        if look != self._built:
            self._built = look
            self.clear_widgets()
            self._build_rows(view, shown)
        if typing:
            self._field.words = view.typed
        elif view.step is BackupStep.BUSY:
            self._bar.share = view.share

    def _page_of(self, rows: tuple[ToolRow, ...]) -> tuple[tuple[int, ToolRow], ...]:
        """Return the rows of the page in focus, each with its index among all *rows*."""
        room = self._room
        first = (index_of(self.board.focus, "row") or 0) // room * room
        return tuple(enumerate(rows))[first : first + room]

    @property
    def _room(self) -> int:
        theme = self.theme
        if theme.portrait:
            return 3 if theme.large else 6
        return 2 if theme.compact or theme.large else 5 if theme.layout == "wide" else 3

    def _build_rows(self, view: BackupView, shown: tuple[tuple[int, ToolRow], ...]) -> None:
        theme = self.theme
        if view.step is not BackupStep.WORDS and (view.step is not BackupStep.FRONT or not theme.compact):
            self.add_widget(BackupHeading(words=view.heading))
        for line in view.lines:
            self.add_widget(BackupLine(words=line))
        if view.words:
            self.add_widget(BackupWordsLine(words=view.words))
        if view.step is BackupStep.WORDS:
            self._keyboard()
        elif view.step is BackupStep.BUSY:
            self._bar = BackupBar()
            self.add_widget(self._bar)
        for index, row in shown:
            answer = AnswerRow(icon=row.icon, words=row.words, told=row.told, value=row.value, spot=f"row:{index}")
            answer.bind(on_release=lambda answer: self.page.choose(answer.value))
            self.add_widget(answer)
        more = len(view.rows) - (shown[-1][0] + 1 if shown else 0)
        told = view.told or (self.tr._("Next: there is more.") if more else "")
        self.add_widget(BackupLine(words=told, tone=view.tone if view.told else "ink2"))
        if view.step is not BackupStep.WORDS:
            self.add_widget(Widget())

    def _keyboard(self) -> None:
        theme, page = self.theme, self.page
        self._field = NameField()
        self.add_widget(self._field)
        keyboard = Keyboard(
            secret=True, tight=theme.compact, upright=theme.portrait, tr=self.tr, type_letters=page.type_words,
            erase=page.erase, go=page.go, go_words="Next",
        )  # fmt: skip
        self.add_widget(keyboard)
