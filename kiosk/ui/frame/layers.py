"""Layers over a screen: the settings sheet, a QR code, the question "Masih di sini?", and a short notice."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.content.views.shown import Handout
from kiosk.narration.handout_words import HandoutWords
from kiosk.shell.presence import COUNTDOWN_S
from kiosk.ui.frame.settings_sheet import SettingsSheet
from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.theme.translator import Translator
from kiosk.ui.verbs import Verbs
from kiosk.ui.widgets import article, controls, countdown, qr_code  # noqa: F401 - named in the rules

_TOAST = 6.0  # s
_TOAST_ICON = "warning-circle"


class Scrim(Box):
    """Layer that darkens what is below it and keeps touches from it."""


class StillHere(Ruled, FloatLayout):
    """Question "Masih di sini?" with a countdown."""

    board = ObjectProperty(rebind=True)
    controller: Verbs = ObjectProperty(rebind=True)
    countdown = NumericProperty(COUNTDOWN_S)


class Toast(Surface):
    icon = StringProperty(_TOAST_ICON)
    words = StringProperty("")


class HandoutSheet(Surface):
    """Sheet with a large QR code, what it is and how to read it."""

    board = ObjectProperty(rebind=True)
    handout = ObjectProperty(rebind=True)

    def how(self, tr: Translator, handout: Handout, *, huge: bool) -> str:
        return HandoutWords(tr.phrases).how(handout, huge=huge)


class Layers:
    """Layers over the screen, added and removed as the board says. The highest layer gets the touches."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._sheet: SettingsSheet | None = None
        self._sheet_place: SheetPlace | None = None
        self._handout: Any = None
        self._handout_place: SheetPlace | None = None
        self._question: StillHere | None = None
        self._trial: SheetPlace | None = None
        self._toast: Toast | None = None
        self._over: Any = None

    def show_layers(self) -> None:
        board = self._shell.board
        self._show_sheet(open_=board.sheet)
        self._show_handout(board.handout)
        self._show_trial(asked=board.tool is not None and board.tool.seconds > 0)
        self._show_question(asked=board.seconds_left > 0)
        self._show_toast(board.notice)

    def takes(self, touch: Any) -> bool:
        """Pass *touch* to the highest layer. Return whether a layer took it, so that the screen must not get it."""
        if self._question is not None:
            if not self._question.on_touch_down(touch):
                self._shell.controller.visit.stay()  # a touch beside the keys continues the visit
            return True
        if self._sheet is not None and touch.y > self._shell.keys_top:
            self._sheet.on_touch_down(touch)
            return True
        if self._trial is not None and touch.y > self._shell.keys_top:
            self._trial.on_touch_down(touch)
            return True
        return self._handout is not None and bool(touch.y > self._shell.keys_top)

    @property
    def covers(self) -> bool:
        """Return whether a layer covers the screen."""
        return any(each is not None for each in (self._question, self._sheet, self._handout, self._trial))

    def _show_handout(self, handout: Handout | None) -> None:
        shell = self._shell
        if self._handout is not None and self._handout.handout is not handout:
            shell.remove_widget(self._handout_place)
            self._handout = self._handout_place = None
        if handout is not None and self._handout is None:
            self._handout = self._sheet_of(handout)
            self._handout_place = place = SheetPlace(shell=shell)
            place.add_widget(Scrim())
            place.add_widget(self._handout)
            shell.add_widget(place)

    def _sheet_of(self, handout: Handout) -> Any:
        if not handout.join:
            return HandoutSheet(board=self._shell.board, handout=handout)
        from kiosk.ui.frame.join_sheet import JoinSheet  # only for kiosks with a Wi-Fi of their own

        return JoinSheet(board=self._shell.board, handout=handout)

    def _show_sheet(self, *, open_: bool) -> None:
        shell = self._shell
        if open_ and self._sheet is None:
            self._sheet = SettingsSheet(board=shell.board, controller=shell.controller, tr=shell.tr, theme=shell.theme)
            self._sheet_place = place = SheetPlace(shell=shell)
            place.add_widget(Scrim())
            place.add_widget(self._sheet)
            shell.add_widget(place)
        elif not open_ and self._sheet is not None:
            shell.remove_widget(self._sheet_place)
            self._sheet.dismiss()
            self._sheet = self._sheet_place = None

    def _show_trial(self, *, asked: bool) -> None:
        shell = self._shell
        if asked and self._trial is None:
            from kiosk.ui.frame.trial import TrialQuestion  # it imports this module

            self._trial = place = SheetPlace(shell=shell)
            place.add_widget(Scrim())
            place.add_widget(TrialQuestion(board=shell.board, controller=shell.controller))
            shell.add_widget(place)
        elif not asked and self._trial is not None:
            shell.remove_widget(self._trial)
            self._trial = None

    def _show_question(self, *, asked: bool) -> None:
        shell = self._shell
        if asked and self._question is None:
            self._question = StillHere(board=shell.board, controller=shell.controller)
            shell.add_widget(self._question)
        elif not asked and self._question is not None:
            shell.remove_widget(self._question)
            self._question = None

    def _show_toast(self, notice: str) -> None:
        if self._toast is not None and self._toast.words != notice:
            self._shell.remove_widget(self._toast)
            self._toast = None
        if notice and self._toast is None:
            board = self._shell.board
            self._toast = Toast(words=notice, icon=board.notice_icon)
            board.notice_icon = _TOAST_ICON
            self._shell.add_widget(self._toast)
            if self._over is not None:
                self._over.cancel()
            self._over = Clock.schedule_once(lambda _: self._toast_over(), _TOAST)

    def _toast_over(self) -> None:
        self._shell.board.notice = ""


class SheetPlace(Ruled, FloatLayout):
    """Place of the sheet between the window's top and the keys."""

    shell = ObjectProperty(rebind=True)
