"""Pane of the hall's own notices, behind the PIN: notices in force, a keyboard, a microphone, a last check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.hall.notices.notice import TITLE_ADVISED
from kiosk.pages.technician.view import MOST_TEXT, DeskStep, DeskView, TakeState
from kiosk.pages.technician.widgets.notice_list import DeskFront
from kiosk.pages.technician.widgets.notice_widgets import (
    Choices,
    DeskButton,
    DeskColumn,
    DeskTold,
    DraftCard,
    HoldButton,
    Level,
    WayButton,
    Ways,
)
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import OneLine
from kiosk.ui.widgets.controls import FilterButton
from kiosk.ui.widgets.keyboard import Keyboard
from kiosk.ui.widgets.type_field import TypeField

if TYPE_CHECKING:
    from kiosk.pages.technician.notice_editor import NoticeEditor
    from kiosk.pages.technician.screen import TechnicianScreen


class DeskPage(Box):
    """Pane of the hall's notices on the screen *screen*."""

    screen: TechnicianScreen = ObjectProperty()
    typing = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._built: object = None
        self.view = DeskView()
        super().__init__(**properties)

    def show(self, view: DeskView) -> None:
        theme, before = self.screen.theme, self.view
        self.view = view
        self.typing = view.step is DeskStep.WRITE
        self.screen.tall = view.step is DeskStep.WRITE and (theme.compact or self.screen.pressed)
        look = (
            view.step, view.take is TakeState.MADE, view.waiting > 0, theme.layout, theme.text_scale, theme.unit,
            theme.name, self.screen.tr.language,
        )  # fmt: skip
        if look != self._built:
            self._built = look
            self.clear_widgets()
            self.orientation = "vertical"
            build = {
                DeskStep.FRONT: self._front,
                DeskStep.WRITE: self._lay_out_form,
                DeskStep.VOICE: self._voice,
                DeskStep.CHECK: self._build_check,
            }
            build[view.step]()
        elif view == before:
            return
        self._fill()

    def _fill(self) -> None:
        view = self.view
        fill = {
            DeskStep.FRONT: self._fill_front,
            DeskStep.WRITE: self._fill_write,
            DeskStep.VOICE: self._fill_voice,
            DeskStep.CHECK: self._fill_check,
        }
        fill[view.step](view)
        self._told.words, self._told.wrong = view.told, view.wrong

    @property
    def verbs(self) -> NoticeEditor:
        """Return the editor whose methods the buttons call."""
        return self.screen.page.notices

    def button(self, words: str, icon: str, act: Any, *, kind: str = "plain", way: bool = False) -> DeskButton:
        button = (WayButton if way else DeskButton)(words=words, icon=icon, kind=kind)
        button.bind(on_release=lambda _: act())
        return button

    def _front(self) -> None:
        self._up = DeskFront(self)
        self._told = self._up.told
        self.add_widget(self._up)

    def _fill_front(self, view: DeskView) -> None:
        self._up.fill(view)

    # by the keyboard

    def _lay_out_form(self) -> None:
        _, verbs, theme = self.screen.tr._, self.verbs, self.screen.theme
        self._fields = {"title": TypeField(caption=_("Title")), "text": TypeField(caption=_("Text"))}
        for name, field in self._fields.items():
            field.bind(on_release=lambda _, name=name: verbs.choose_field(name))
        self._told = DeskTold()
        keyboard = Keyboard(
            tight=theme.compact, upright=theme.portrait, tr=self.screen.tr, type_letters=verbs.type_letters,
            erase=verbs.erase_letter, go=verbs.done, go_words="Next",
        )  # fmt: skip
        first = Ways()
        first.add_widget(self._fields["title"])
        if theme.compact:  # the keyboard has no row for it
            go = DeskButton(words=_("Next"), icon="caret-right", kind="primary", size_hint_x=0.36)
            go.bind(on_release=lambda _: verbs.done())
            first.add_widget(go)
        second = Ways()
        second.add_widget(self._fields["text"])
        for part in (first, second, self._told, Widget(), keyboard):
            self.add_widget(part)

    def _fill_write(self, view: DeskView) -> None:
        for name, most in (("title", TITLE_ADVISED), ("text", MOST_TEXT)):
            field, words = self._fields[name], getattr(view, name)
            field.words, field.typing = (
                words.replace(" ", "\u00a0"),
                view.field == name,
            )  # a space at the end is seen too
            field.counter = f"{len(words)}/{most}" if words and not self.screen.theme.large else ""

    # by the microphone

    def _voice(self) -> None:
        _, verbs, theme = self.screen.tr._, self.verbs, self.screen.theme
        self._told = DeskTold()
        self._seconds = OneLine(role="display" if not theme.compact else "title", pos_hint={"center_x": 0.5})
        self._level = Level()
        self._hold = HoldButton(icon="microphone")
        self._hold.bind(on_hold=lambda _: verbs.record(), on_release=lambda _: verbs.end_record())
        self.add_widget(Widget())
        self.add_widget(self._seconds)
        self.add_widget(self._level)
        self.add_widget(self._told)
        self.add_widget(self._hold)
        if self.view.take is TakeState.MADE:
            after = Ways()
            after.add_widget(self.button(_("Hear it"), "speaker-high", verbs.hear, kind="voice"))
            after.add_widget(self.button(_("Use it"), "check", verbs.confirm_recording, kind="primary"))
            after.add_widget(self.button(_("Discard"), "trash", verbs.discard))
            self.add_widget(after)
        self.add_widget(Widget())

    def _fill_voice(self, view: DeskView) -> None:
        _ = self.screen.tr._
        running = view.take is TakeState.RUNNING
        self._level.level, self._level.opacity = view.level, 0 if view.take is TakeState.MADE else 1
        seconds = _("{n} seconds").format(n=f"{view.seconds:.0f}")
        words = {
            TakeState.NONE: _("Speak close to the microphone"),
            TakeState.MADE: _("Recorded: {time}").format(time=seconds),
        }
        self._seconds.words = words.get(view.take, seconds)
        self._hold.kind = "voice" if running else "plain" if view.take is TakeState.MADE else "primary"
        self._hold.words = (
            _("Recording. Let go to end it.") if running
            else _("Hold to record anew") if view.take is TakeState.MADE
            else _("Hold to record")
        )  # fmt: skip

    # the last look

    def _build_check(self) -> None:
        _, verbs, theme = self.screen.tr._, self.verbs, self.screen.theme
        self._card = DraftCard()
        self._told = DeskTold()
        names = {
            "hari-ini": _("Tonight"), "besok": _("Tomorrow"), "3-hari": _("3 days"), "seminggu": _("A week"),
        }  # fmt: skip
        self._until = {name: FilterButton(words=words) for name, words in names.items()}
        choices = Choices(cols=4 if theme.portrait and not theme.large else 2)
        for name, button in self._until.items():
            button.size_hint_x = 1
            button.bind(on_release=lambda _, name=name: verbs.choose_until(name))
            choices.add_widget(button)
        self._urgent = DeskButton(words=_("Important: read out at once"), role="board_word")
        self._urgent.bind(on_release=lambda _: verbs.turn_urgent())
        sides = DeskColumn(orientation="vertical", spacing=theme.space.s2)
        if not theme.compact:
            sides.add_widget(OneLine(role="number_text", words=_("Shown until")))
        for part in (choices, self._urgent, Widget()):
            sides.add_widget(part)
        acts = Ways()
        acts.add_widget(self.button(_("Hear it"), "speaker-high", verbs.hear, kind="voice"))
        acts.add_widget(self.button(_("Change"), "note-pencil", verbs.write))
        acts.add_widget(self.button(_("Publish"), "check", verbs.publish, kind="primary"))
        both = Box(
            orientation="vertical" if theme.portrait else "horizontal",
            spacing=theme.space.s4 if not theme.compact else theme.space.s2,
        )
        left = DeskColumn(orientation="vertical", spacing=theme.space.s2)
        left.add_widget(self._card)
        left.add_widget(self._told)
        both.add_widget(left)
        both.add_widget(sides)
        self.add_widget(both)
        self.add_widget(acts)

    def _fill_check(self, view: DeskView) -> None:
        _ = self.screen.tr._
        card = self._card
        card.title, card.text, card.urgent = view.title, view.text, view.urgent
        card.recorded = (
            _("Recorded: {time}").format(time=_("{n} seconds").format(n=f"{view.seconds:.0f}"))
            if view.take is TakeState.MADE
            else ""
        )
        for name, button in self._until.items():
            button.chosen = name == view.until
        self._urgent.chosen = view.urgent
