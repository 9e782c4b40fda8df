"""Panes of a technician's tools: rows to touch, a keyboard, a clock to set or a pad, and the result in one line below."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.content.views.service_views import Tool, ToolRow, ToolView
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.verbs import ToolVerbs
from kiosk.ui.widgets.answers import AnswerRow, ClockParts, NameField
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.pin_pad import PinPad

_WORDS, _TOLD = 48, 60  # letters that stand in one line of a row on a small screen: three rows have room then


class FaultText(WrappedText):
    """Small lines of the journal, unchanged."""


class ToolPane(Box):
    """Pane of *tool*, whose widgets are built once; `write` updates them.

    It stands on *screen*; with *below_steps* the steps of a set-up are above it.
    """

    screen = ObjectProperty()
    tool = ObjectProperty()
    told = StringProperty("")
    tone = StringProperty("ink2")
    hint = StringProperty("")
    pages = NumericProperty(1)
    below_steps = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._shown: object = None
        super().__init__(**properties)
        {
            Tool.PASSWORD: self._keyboard,
            Tool.CLOCK: self._show_clock,
            Tool.PIN: self._pad,
        }.get(self.tool, lambda: None)()

    @property
    def verbs(self) -> ToolVerbs:
        verbs: ToolVerbs = self.screen.controller.tools
        return verbs

    def write(self, view: ToolView) -> None:
        self.told, self.tone = view.told, view.tone if view.told else "ink2"
        match view.tool:
            case Tool.PASSWORD:
                self._field.words = view.typed
            case Tool.PIN:
                self._field.words = view.typed
            case Tool.CLOCK if view.when is not None:
                self._parts.write(view.when)
            case Tool.FAULTS:
                self._list_faults(view.lines)
            case _:
                self._list(view.rows, view.page)

    # the kinds of tools

    def _list(self, rows: tuple[ToolRow, ...], page: int) -> None:
        """Show page *page* of *rows*, as many as fit. A page beyond the end is the last one."""
        room = self._room(rows)
        self.pages = max(1, -(-len(rows) // room))
        first = min(page, self.pages - 1) * room
        self.hint = self.screen.tr._("Next: there is more.") if first + room < len(rows) else ""
        if (rows, first) == self._shown:
            return
        self._shown = (rows, first)
        place = self.ids.place
        place.clear_widgets()
        for row in rows[first : first + room]:
            answer = AnswerRow(icon=row.icon, words=row.words, told=row.told, value=row.value)
            answer.available = bool(row.value)  # a refused setting is only shown
            answer.bind(on_release=lambda answer: self.verbs.choose(answer.value))
            place.add_widget(answer)
        place.add_widget(Widget())

    def _room(self, rows: tuple[ToolRow, ...]) -> int:
        theme = self.screen.theme
        if theme.portrait:
            return (4 if theme.large else 6) if self.below_steps else 7 if theme.large else 8
        if not theme.compact:
            wide = 6 if self.below_steps else 8
            return wide if theme.layout == "wide" else 3 if theme.large else 4
        return 2 if self.below_steps or any(len(row.words) > _WORDS or len(row.told) > _TOLD for row in rows) else 3

    def _list_faults(self, lines: tuple[str, ...]) -> None:
        if lines == self._shown:
            return
        self._shown = lines
        theme, place = self.screen.theme, self.ids.place
        place.clear_widgets()
        for line in lines[: 3 if theme.compact or theme.large else 6]:
            place.add_widget(FaultText(words=line))
        place.add_widget(Widget())

    def _keyboard(self) -> None:
        theme, verbs = self.screen.theme, self.verbs
        self._field = NameField()
        self.ids.place.add_widget(self._field)
        if theme.portrait:
            self.ids.place.add_widget(Widget())
        self.ids.place.add_widget(
            Keyboard(
                secret=True,
                tight=theme.compact,
                upright=theme.portrait,
                tr=self.screen.tr,
                type_letters=verbs.type_letters,
                erase=verbs.erase,
                go=verbs.go,
                go_words="Connect",
            )
        )

    def _show_clock(self) -> None:
        verbs = self.verbs
        compact = self.screen.theme.compact
        self.ids.place.orientation = "horizontal" if compact else "vertical"
        self._parts = ClockParts(self.screen.tr._, verbs.turn_clock)
        self.ids.place.add_widget(self._parts)
        button = PushButton(icon="check", words=self.screen.tr._("Set the clock"), kind="primary", upright=compact)
        if compact:
            button.role, button.size_hint, button.pos_hint = "rail", (0.25, 0.45), {"center_y": 0.5}
        button.bind(on_release=lambda _: verbs.go())
        self.ids.place.add_widget(button)

    def _pad(self) -> None:
        verbs = self.verbs
        self._field = NameField()
        pad = PinPad(verbs.type_letters, verbs.erase, verbs.go)
        place, told = self.ids.place, self.ids.told
        if self.screen.theme.portrait:
            place.add_widget(self._field)
        else:  # the result stands below the field, and the keys are as high as the page
            self.remove_widget(told)
            side: Any = Box(orientation="vertical", spacing=self.spacing)
            for part in (Widget(), self._field, told, Widget()):
                side.add_widget(part)
            place.orientation = "horizontal"
            place.add_widget(side)
        place.add_widget(pad)
