"""The first run: where one is among the steps, one question, its answers to touch."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.content.views.display_options import OWN_NAMES
from kiosk.content.views.office_card import OfficeCard
from kiosk.content.views.service_views import Tool
from kiosk.i18n.translation import languages
from kiosk.pages.first_run.page import FirstRunPage
from kiosk.pages.first_run.view import STEPS, FirstRunView, SetUp
from kiosk.pages.first_run.words import FirstRunWords
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.screens.screen import Screen
from kiosk.ui.tools.tools import ToolPane
from kiosk.ui.widgets import article  # noqa: F401 - named in the rules
from kiosk.ui.widgets.answers import AnswerRow, ClockParts, NameField
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.office_code import OfficeCodeCard, OfficeQrCard


class StepMark(Box):
    """Mark of a step: its number or a tick, and its name where there is room."""

    number = StringProperty("")
    name = StringProperty("")
    done = BooleanProperty(False)
    here = BooleanProperty(False)


class StepLine(Ruled, Widget):
    """Line between two marks."""


class Steps(Box):
    pass


class FirstRunAnswers(Box):
    """Choices of the step, from above; free room is left below."""


class FirstRunScreen(Screen):
    watched = ("moment", "tool", "band")

    question = StringProperty("")
    sentence = StringProperty("")
    crowded = BooleanProperty(False)  # the question stands in the app bar
    marked = BooleanProperty(True)  # there is room for the marks of the steps

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        super().__init__(**properties)

    @property
    def page(self) -> FirstRunPage:
        page: FirstRunPage = self.controller.page("first-run")
        return page

    def fill(self) -> None:
        view: FirstRunView | None = self.view
        if view is None or self.board.moment is None:
            return
        _ = self.tr._
        self.title = _("Welcome to Village Info") if not self.theme.portrait else self.tr.phrases.site("")
        self.line = _("First set-up")
        _name, self.question, self.sentence = FirstRunWords(self.tr.phrases).step_texts(view.step)
        if view.step is SetUp.OFFICE:
            self.sentence = ""  # the card says it, and needs the room
        typing = (view.step is SetUp.PLACE or view.address is not None) and not self.theme.portrait
        self.crowded = self.theme.compact or typing or (self.theme.large and not self.theme.portrait)
        self.marked = not (self.theme.compact or (typing and self.theme.huge))
        asked = self.board.tool is not None and self.board.tool.tool is Tool.PASSWORD
        self.tall = self.pressed and (typing or asked)
        if self.crowded:
            self.title = f"{view.step_number}. {self.question}"
        if self.board.tool is not None:
            self._show_tool()
            return
        look = (
            view.step,
            view.address is not None,
            self.theme.layout,
            self.theme.text_scale,
            self.theme.unit,
            self.tr.language,
        )
        if look != self._built:
            self._built = look
            self._mark_step(view)
            self.ids.answers.clear_widgets()
            self._build(view)
        self._write_choices(view)

    def _show_tool(self) -> None:
        """Show a technician's tool in place of the answers."""
        self.title, self.crowded, self.marked = self.board.tool.heading, True, False
        look = (
            "tool",
            self.board.tool.tool,
            self.theme.layout,
            self.theme.text_scale,
            self.theme.unit,
            self.tr.language,
        )
        if look != self._built:
            self._built = look
            self.ids.marks.clear_widgets()
            self.ids.answers.clear_widgets()
            self._pane = ToolPane(screen=self, tool=self.board.tool.tool, below_steps=True)
            self.ids.answers.add_widget(self._pane)
        self._pane.write(self.board.tool)

    def _mark_step(self, view: FirstRunView) -> None:
        marks, here, words = self.ids.marks, view.step_number - 1, FirstRunWords(self.tr.phrases)
        marks.clear_widgets()
        for place, step in enumerate(STEPS):
            name = words.step_texts(step)[0]
            roomy = not (self.theme.compact or self.theme.portrait) or place == here
            marks.add_widget(
                StepMark(number=str(place + 1), name=name if roomy else "", done=place < here, here=place == here)
            )
            if place < len(STEPS) - 1:
                marks.add_widget(StepLine())

    # the answers of each step

    def _build(self, view: FirstRunView) -> None:
        {
            SetUp.LANGUAGE: self._languages,
            SetUp.PLACE: self._fill_name,
            SetUp.INTERNET: self._internet,
            SetUp.CLOCK: self._show_clock,
            SetUp.SOUND: self._show_sound_test,
            SetUp.OFFICE: self._show_office_code if view.address is None else self._fill_address,
        }[view.step]()

    def _write_choices(self, view: FirstRunView) -> None:
        """Write the choices made so far into the widgets of the step."""
        for row in self.ids.answers.children:
            if isinstance(row, AnswerRow):
                row.chosen = row.value in (view.language, view.internet)
            elif isinstance(row, NameField):
                row.words = view.place if view.address is None else view.address
        if view.step is SetUp.CLOCK:
            self._parts.write(view.when or self.board.moment.now)
        elif view.step is SetUp.OFFICE and view.address is None:
            self._write_card(view.card, view.told)

    def _add_answer(self, value: str, icon: str, words: str, told: str, choose: Any) -> None:
        row = AnswerRow(icon=icon, words=words, told=told, value=value)
        row.bind(on_release=lambda row: choose(row.value))
        self.ids.answers.add_widget(row)

    def _languages(self) -> None:
        for code in languages()[:3]:
            self._add_answer(code, "translate", OWN_NAMES.get(code, code), "", self.page.choose_language)
        self.ids.answers.add_widget(Widget())

    def _fill_name(self) -> None:
        page = self.page
        self.ids.answers.add_widget(NameField())
        if self.theme.portrait:
            self.ids.answers.add_widget(Widget())
        self.ids.answers.add_widget(
            Keyboard(
                tight=self.theme.compact,
                upright=self.theme.portrait,
                tr=self.tr,
                type_letters=page.type_letters,
                erase=page.erase_letter,
                go=self.controller.next,
                go_words="Next",
            )
        )

    def _internet(self) -> None:
        _, choose = self.tr._, self.page.choose_internet
        self._add_answer("wifi", "wifi-high", _("The hall's Wi-Fi"), _("Choose it and type its password"), choose)
        self._add_answer("usb", "usb", _("A USB stick from KIM"), _("News come with the stick"), choose)
        self._add_answer("none", "wifi-slash", _("Without internet"), _("It can be connected later"), choose)
        self.ids.answers.add_widget(Widget())

    def _show_clock(self) -> None:
        self._parts = ClockParts(self.tr._, self.page.turn_clock)
        self.ids.answers.add_widget(self._parts)

    def _show_office_code(self) -> None:
        self._card: tuple[OfficeCard, str] | None = None
        place = Box(orientation="vertical" if self.theme.portrait else "horizontal", spacing=self.theme.space.s3)
        self._code = OfficeCodeCard(size_hint_x=1 if self.theme.portrait else 1.8)
        self._qr = OfficeQrCard(words=self.tr._("or let the office scan this"))
        place.add_widget(self._code)
        side = Box(orientation="vertical", spacing=self.theme.space.s3, size_hint_y=0.8 if self.theme.portrait else 1)
        address = PushButton(icon="bank", words=self.tr._("Office's address"))
        address.bind(on_release=lambda _: self.page.open_address())
        for widget in (self._qr, address):
            side.add_widget(widget)
        place.add_widget(side)
        self.ids.answers.add_widget(place)

    def _fill_address(self) -> None:
        page = self.page
        self.ids.answers.add_widget(NameField())
        if self.theme.portrait:
            self.ids.answers.add_widget(Widget())
        keyboard = Keyboard(
            secret=True, tight=self.theme.compact, upright=self.theme.portrait, tr=self.tr,
            type_letters=page.type_letters, erase=page.erase_letter, go=page.ask_address, go_words="Next",
        )  # fmt: skip
        self.ids.answers.add_widget(keyboard)

    def _write_card(self, card: OfficeCard, told: str) -> None:
        if (card, told) == self._card:
            return
        _ = self.tr._
        self._card = card, told
        ask = _("The same words must stand on the office's screen:")
        waits = _("Waits for the office") if card.asked else _("No office yet: type its address, or bring a stick.")
        wide = not (self.theme.compact or self.theme.portrait or self.theme.large)
        state = (told[:1].upper() + told[1:]) or waits if card.code else ""
        self._code.write(card, heading=_("Tell the office this code:"), ask=ask, state=state, wide=wide)
        self._qr.payload = card.payload

    def _show_sound_test(self) -> None:
        _ = self.tr._
        button = PushButton(icon="speaker-high", words=_("Test the sound"), kind="primary")
        button.bind(on_release=lambda _: self.page.test_sound())
        self.ids.answers.add_widget(button)
        told = _("Nothing to hear? Check the plug and the loudspeaker, then press again.")
        self.ids.answers.add_widget(WrappedText(role="body" if not self.theme.large else "meta", words=told))
        self.ids.answers.add_widget(Widget())
