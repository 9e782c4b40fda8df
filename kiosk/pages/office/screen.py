"""The page of the office: the code beside its QR code, or lines with rows to touch, or a keyboard for the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from kiosk.content.views.service_views import ToolRow
from kiosk.content.views.spots import index_of
from kiosk.pages.office.view import OfficeStep, OfficeView
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets.answers import AnswerRow, NameField
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.office_code import OfficeCodeCard, OfficeQrCard

if TYPE_CHECKING:
    from kiosk.pages.office.page import OfficePage


class OfficeHeading(WrappedText):
    """Heading of the step."""


class OfficeLine(WrappedText):
    """Line below the heading."""


class OfficeKey(PushButton):
    """Key of a row beside the code."""

    value = StringProperty("")


class OfficeSide(Box):
    """Column beside the code: its QR code and the rows."""


class OfficeScreen(Screen):
    watched = ("focus", "band")

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        super().__init__(**properties)

    @property
    def page(self) -> OfficePage:
        page: OfficePage = self.controller.page("offices")
        return page

    def fill(self) -> None:
        view: OfficeView | None = self.view
        if view is None:
            return
        _, theme = self.tr._, self.theme
        typing = view.step is OfficeStep.TYPING
        self.title = view.heading if typing else _("Office")
        locks = _("Locks by itself in {time}") if not theme.portrait else _("Locks in {time}")
        self.line = locks.format(time=f"{view.locks_in // 60}.{view.locks_in % 60:02}")
        self.pill, self.pill_icon = view.pill, "check-circle" if view.good else "clock"
        self.pill_warns = bool(view.pill) and not view.good
        self.tall = typing and self.pressed
        shown = self._page_of(view.rows)
        look = (
            *(view.step, view.heading, view.lines, view.card, view.told, shown),
            *(theme.layout, theme.text_scale, theme.unit, self.tr.language),
        )
        if look != self._built:
            self._built = look
            self.clear_widgets()
            {OfficeStep.CARD: self._show_card, OfficeStep.TOLD: self._lines, OfficeStep.TYPING: self._keyboard}[
                view.step
            ](view, shown)
        if typing:
            self._field.words = view.typed

    def _page_of(self, rows: tuple[ToolRow, ...]) -> tuple[tuple[int, ToolRow], ...]:
        """Return the rows of the page in focus, each with its index among all *rows*."""
        theme = self.theme
        room = 2 if self._is_roomy or theme.portrait else 1
        first = (index_of(self.board.focus, "row") or 0) // room * room
        return tuple(enumerate(rows))[first : first + room]

    def _show_card(self, view: OfficeView, shown: tuple[tuple[int, ToolRow], ...]) -> None:
        _, theme = self.tr._, self.theme
        self.orientation = "vertical" if theme.portrait else "horizontal"
        code = OfficeCodeCard(size_hint_x=1 if theme.portrait else 1.6)
        ask = _("The same words must stand on the office's screen:")
        code.write(view.card, heading=view.heading, ask=ask, state=view.told or view.lines[0], wide=self._is_roomy)
        self.add_widget(code)
        side = OfficeSide()
        side.add_widget(OfficeQrCard(payload=view.card.payload, words=_("or let the office scan this")))
        for index, row in shown:
            key = OfficeKey(icon=row.icon, words=row.words, spot=f"row:{index}", value=row.value)
            key.bind(on_release=lambda key: self.page.choose_row(key.value))
            side.add_widget(key)
        self.add_widget(side)

    @property
    def _is_roomy(self) -> bool:
        """Return whether there is room for four words side by side."""
        return not (self.theme.compact or self.theme.portrait or self.theme.large)

    def _lines(self, view: OfficeView, shown: tuple[tuple[int, ToolRow], ...]) -> None:
        self.orientation = "vertical"
        self.add_widget(OfficeHeading(words=view.heading))
        for line in view.lines:
            self.add_widget(OfficeLine(words=line))
        for index, row in shown:
            self.add_widget(self._row(index, row))
        more = len(view.rows) - (shown[-1][0] + 1 if shown else 0)
        told = view.told or (self.tr._("Next: there is more.") if more else "")
        self.add_widget(OfficeLine(words=told, tone=view.tone if view.told else "ink2"))
        self.add_widget(Widget())

    def _row(self, index: int, row: ToolRow) -> AnswerRow:
        answer = AnswerRow(icon=row.icon, words=row.words, told=row.told, value=row.value, spot=f"row:{index}")
        answer.bind(on_release=lambda answer: self.page.choose_row(answer.value))
        return answer

    def _keyboard(self, _view: OfficeView, _shown: tuple[tuple[int, ToolRow], ...]) -> None:
        theme, page = self.theme, self.page
        self.orientation = "vertical"
        self._field = NameField()
        self.add_widget(self._field)
        keyboard = Keyboard(
            secret=True, tight=theme.compact, upright=theme.portrait, tr=self.tr, type_letters=page.type_address,
            erase=page.erase, go=page.ask_address, go_words="Next",
        )  # fmt: skip
        self.add_widget(keyboard)
