"""The technician's pages of the board's own things: the picture's turn, the crosses for the touch panel, the loudspeakers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Color, SmoothLine
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.widget import Widget

from kiosk.content.views.service_views import ToolRow, ToolView
from kiosk.core.panel_touch import TARGETS
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.motif import Drawn
from kiosk.ui.primitives.rules import Ruled
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.runtime.turned import RAW
from kiosk.ui.widgets import controls
from kiosk.ui.widgets.cards import Card


def whole_of(widget: Any) -> Any:
    """Return the topmost widget above *widget*, which fills the screen."""
    while isinstance(widget.parent, Widget):
        widget = widget.parent
    return widget


class MountedScreen(Surface):
    """Drawing of a screen on the wall that marks its upper edge."""

    turn = NumericProperty(0)
    upright = BooleanProperty(False)
    extent = NumericProperty(0)  # px of its longer side


class TurnCard(Card):
    """Card of one way in which the screen can be mounted."""

    turn = NumericProperty(0)
    words = StringProperty("")
    chosen = BooleanProperty(False)


class TurnCards(Ruled, GridLayout):
    pass


class TurnPage(Box):
    """Pane that turns the picture, on the screen *screen*."""

    screen = ObjectProperty()
    told = StringProperty("")
    tone = StringProperty("ink2")

    def __init__(self, **properties: Any) -> None:
        self._cards: dict[str, TurnCard] = {}
        super().__init__(**properties)

    def write(self, view: ToolView) -> None:
        self.told, self.tone = view.told, view.tone if view.told else "ink2"
        self.screen.pill = "{:.0f} × {:.0f}".format(*whole_of(self.screen).size)
        if not self._cards:
            for row in view.rows:
                card = self._cards[row.value] = TurnCard(turn=int(row.value), words=row.words)
                card.bind(on_release=lambda card: self.choose(str(int(card.turn))))
                self.ids.cards.add_widget(card)
        for value, card in self._cards.items():
            card.chosen = value == view.chosen

    def choose(self, value: str) -> None:
        self.screen.controller.tools.choose(value)


class Cross(Drawn):
    """Cross that a finger is to touch."""

    def paint(self) -> None:
        x, y, arm = self.center_x, self.center_y, self.width / 2
        Color(*self.palette.primary)
        for points in ((x - arm, y, x + arm, y), (x, y - arm, x, y + arm)):
            SmoothLine(points=points, width=self.look.stroke.strong)
        SmoothLine(circle=(x, y, arm * 0.6), width=self.look.stroke.control)


class TouchPage(Ruled, FloatLayout):
    """Pane that calibrates the touch panel. It takes every touch before any other widget: on a wrong panel no key can be hit."""

    screen = ObjectProperty()
    told = StringProperty("")
    tone = StringProperty("ink2")
    asking = BooleanProperty(False)
    number = NumericProperty(0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._place = Clock.create_trigger(self._put, -1)
        for name in ("pos", "size", "number"):
            self.fbind(name, self._place)
        self._place()

    def on_parent(self, *_: object) -> None:
        bind = Window.fbind if self.parent is not None else Window.funbind
        bind("on_touch_down", self._felt)

    def write(self, view: ToolView) -> None:
        self.told, self.tone, self.number, self.asking = view.told, view.tone, view.page, view.seconds > 0

    def _put(self, *_: object) -> None:
        """Move the cross to its place, a fixed share of the whole screen's width and height."""
        whole = whole_of(self.screen)
        across, down = TARGETS[min(int(self.number), len(TARGETS) - 1)]
        self.ids.cross.center = (across * whole.width, (1 - down) * whole.height)

    def _felt(self, _window: object, touch: Any) -> bool:
        if self.asking or touch.y < self.screen.y:  # the keys below lead out of here
            return False
        self.screen.controller.tools.touch(touch.ud.get(RAW, (touch.sx, 1 - touch.sy)))
        return True


class OutputRow(Box):
    """Row of a sound output: whether it is chosen, its name, and a test tone on either side."""

    icon = StringProperty("")
    words = StringProperty("")
    told = StringProperty("")
    value = StringProperty("")
    chosen = BooleanProperty(False)
    there = BooleanProperty(True)
    busy = BooleanProperty(False)
    page = ObjectProperty()


class OutputCard(Card):
    icon = StringProperty("")
    words = StringProperty("")
    told = StringProperty("")
    chosen = BooleanProperty(False)
    there = BooleanProperty(True)


class ToneButton(controls.PushButton):
    there = BooleanProperty(True)


class SoundAnswers(Box):
    """Answers to the question whether the test tone was heard."""

    page = ObjectProperty()


class SoundVolume(Box):
    page = ObjectProperty()
    board = ObjectProperty(rebind=True)


class SoundPage(Box):
    screen = ObjectProperty()
    told = StringProperty("")
    tone = StringProperty("ink2")
    lying = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._shown: object = None
        super().__init__(**properties)

    def write(self, view: ToolView) -> None:
        self.told, self.tone = view.told, view.tone if view.told else "ink2"
        asks, small = bool(view.about), self.screen.theme.large or self.screen.theme.compact
        self._fill_place(self.ids.answers, lambda: SoundAnswers(page=self), wanted=asks)
        self._fill_place(
            self.ids.volume, lambda: SoundVolume(page=self, board=self.screen.board), wanted=not (small and asks)
        )
        rows = self._of_page(view)
        if rows != self._shown:
            self._shown = rows
            place = self.ids.rows
            place.clear_widgets()
            for row in rows:
                place.add_widget(
                    OutputRow(icon=row.icon, words=row.words, told=row.told, value=row.value, there=row.open, page=self)
                )
        for row in self.ids.rows.children:
            row.chosen, row.busy = row.value == view.chosen, view.busy

    def _fill_place(self, place: Any, make: Callable[[], Widget], *, wanted: bool) -> None:
        if wanted and not place.children:
            place.add_widget(make())
        elif not wanted:
            place.clear_widgets()

    def _of_page(self, view: ToolView) -> tuple[ToolRow, ...]:
        """Return the page of rows that holds the chosen one, as many as fit."""
        theme = self.screen.theme
        compact = 1 if view.about else 2  # beside what is asked there is room for the one it is asked of
        room = 5 - 2 * theme.large if theme.portrait else (compact if theme.compact else 3 - theme.large)
        values = [row.value for row in view.rows]
        place = values.index(view.chosen) if view.chosen in values else 0
        first = place // room * room
        return view.rows[first : first + room]

    def choose(self, value: str) -> None:
        self.screen.controller.tools.choose(value)

    def turn_volume(self, percent: int) -> None:
        self.screen.controller.preferences.turn_volume(percent)
