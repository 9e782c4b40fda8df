"""The window of the listening test: in the theme, the text size and the turn of the kiosk's own."""

from __future__ import annotations

from kivy.app import App
from kivy.base import EventLoop
from kivy.core.window import Window

from kiosk.app.first_picture import unit_of
from kiosk.core.clock import Clock
from kiosk.i18n.translation import Translation
from kiosk.settings import Settings
from kiosk.shell.day_night import theme_at
from kiosk.ui.runtime.environment import bar_keyboard
from kiosk.ui.runtime.turned import CorrectedTouches, rotate_window
from kiosk.ui.theme import theme as themes
from kiosk.ui.theme.theme import Theme
from kiosk.ui.theme.translator import Translator
from kiosk.ui.tools.listening import ListeningTest, Questions


class ListeningApp(App):
    """Window of the listening test, open until the last listener has finished."""

    def __init__(self, settings: Settings, clock: Clock, questions: Questions) -> None:
        super().__init__()
        self._settings = settings
        screen = settings.screen
        rotate_window(Window, screen.rotation)
        touches = CorrectedTouches()
        touches.correction = screen.touch
        EventLoop.add_postproc_module(touches)
        bar_keyboard(Window)
        self._theme = Theme(
            unit=unit_of(settings), name=theme_at(screen.theme, clock.read()), text_scale=screen.text_scale
        )
        tr = Translator(Translation(settings.place.language))
        themes.install(self._theme, tr)
        self.test = ListeningTest(questions, self.stop, self._theme, tr)
        Window.bind(size=lambda *_: self._measure())
        self._measure()

    def _measure(self) -> None:
        self._theme.unit = unit_of(self._settings)
        self._theme.fit(*Window.size)

    def build(self) -> ListeningTest:
        return self.test

    def open_settings(self, *_: object) -> bool:
        """Refuse Kivy's own settings panel, which F1 would open."""
        return False

    def run_test(self) -> str:
        """Run the test until its window closes. Return why a sound was not heard, "" if all were."""
        self.run()
        return str(self.test.fault)
