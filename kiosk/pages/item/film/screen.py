"""A film over the whole screen: its picture, its signs beside it and never over it, its words below, and how far it is."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.pages.item.film.page import FilmPage
from kiosk.pages.item.film.view import FilmView
from kiosk.ui.primitives import text  # noqa: F401 - named in the rules
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.motif import Drawn
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme.fonts import one_line
from kiosk.ui.widgets.controls import ButtonIcon, PushButton
from kiosk.ui.widgets.film_stage import FilmStage
from kiosk.ui.widgets.picture_door import GROUND, ON_GROUND, PictureChip
from kiosk.ui.widgets.play_disc import PlayDisc
from kiosk.ui.widgets.subtitle import Subtitle

_SHAPE = 16 / 9
_BESIDE = 0.715  # width of the film beside signs, as a share of the whole


def clock_words(seconds: float) -> str:
    """Return *seconds* as minutes and seconds, such as "1.24"."""
    return f"{int(seconds) // 60}.{int(seconds) % 60:02}"


class FilmKey(PushButton):
    """Key below the film (10 detik, Teks, Isyarat). Teks and Isyarat have a tick while they are on."""

    on = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.fbind("on", self._compose)

    def _fill(self, *_: object) -> None:
        super()._fill()
        if self.on:
            self.ids.content.add_widget(ButtonIcon(button=self, icon="check", bold_icon=True))


class FilmProgress(Drawn):
    """Progress bar of the film, 0 to 1."""

    share = NumericProperty(0.0)

    def on_share(self, *_: object) -> None:
        self.redraw()

    def paint(self) -> None:
        radius = [self.height / 2]
        red, green, blue, _ = self.palette.onvoice
        for wide, alpha in ((self.width, 0.25), (self.width * self.share, 1.0)):
            if wide > 0:
                Color(red, green, blue, alpha)
                SmoothRoundedRectangle(pos=self.pos, size=(max(wide, self.height), self.height), radius=radius)


class SignPlace(Box):
    """Window of the sign-language film with its label."""

    onground = ColorProperty(ON_GROUND)


class FilmTouch(Touchable):
    """Area of the film; a touch acts as the listen key."""


class FilmScreen(Screen):
    ground = ColorProperty(GROUND)
    onground = ColorProperty(ON_GROUND)
    time = StringProperty("")
    share = NumericProperty(0.0)
    has_text = BooleanProperty(False)
    has_sign = BooleanProperty(False)
    text_on = BooleanProperty(False)
    sign_on = BooleanProperty(False)

    def __init__(self, **properties: Any) -> None:
        self._beat: Any = None
        self._film: Any = None
        self._signs: Any = None
        self._sign_place: Any = None
        super().__init__(**properties)

    def on_kv_post(self, _base: Any) -> None:
        self.tall = self.full = True
        self._film = FilmStage(self.page.picture, size_hint=(1, 1), pos_hint={"x": 0, "y": 0})
        place: Any = FloatLayout()
        place.add_widget(self._film)
        self._chip = PictureChip(icon="film-strip", corners=[self.theme.radius.chip])
        self._told = PictureChip(
            icon="warning-circle", corners=[self.theme.radius.chip], pos_hint={"center_x": 0.5, "center_y": 0.5}
        )
        self._play = PlayDisc()
        self._subtitle = Subtitle()
        for part in (self._chip, self._play, self._told, self._subtitle):
            place.add_widget(part)
        self.ids.touch.add_widget(place)
        self._subtitle.bind(size=self._arrange)
        self._chip.bind(size=self._arrange)
        self.ids.main.bind(size=self._arrange)
        self._film.bind(texture=self._arrange, pos=self._arrange, size=self._arrange)

    @property
    def page(self) -> FilmPage:
        page: FilmPage = self.controller.page("film")
        return page

    def dismiss(self) -> None:
        self._rest()
        super().dismiss()

    def fill(self) -> None:
        view: FilmView | None = self.view
        if view is None:
            self._rest()
            return
        self.category = str(view.item.category)
        self.title = self.tr._("Film")
        self.has_text, self.has_sign = view.has_text, view.has_sign
        self.text_on, self.sign_on = view.has_text and view.text, view.has_sign and view.sign
        self._chip.words = one_line(view.item.title)
        self._told.words = self.tr._("This film cannot be played.") if view.failed else ""
        self._told.opacity = 1 if view.failed else 0
        self._play.opacity = 0 if view.playing or view.failed else 1
        self._show_signs(shown=self.sign_on)
        for stage in filter(None, (self._film, self._signs)):
            stage.playing = view.playing
            if not (view.playing or view.failed or stage.drawn):
                stage.show_due()  # a stopped film, after text size, colours or language were changed
        if view.playing and self._beat is None:
            self._beat = Clock.schedule_interval(self._show_film, 0.25)
        elif not view.playing and self._beat is not None:
            self._beat.cancel()
            self._beat = None
        self._show_film()
        self._arrange()

    def _rest(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
            self._beat = None
        for stage in filter(None, (self._film, self._signs)):
            stage.clear()

    def _show_signs(self, *, shown: bool) -> None:
        if shown and self._sign_place is None:
            self._signs = FilmStage(self.page.signs)
            self._sign_place = SignPlace()
            self._sign_place.ids.window.add_widget(self._signs)
            self.ids.main.add_widget(self._sign_place)
        elif not shown and self._sign_place is not None:
            self._signs.clear()
            self.ids.main.remove_widget(self._sign_place)
            self._signs = self._sign_place = None

    def _show_film(self, *_: object) -> None:
        view: FilmView | None = self.view
        if view is None:
            return
        position = self.page.position()
        self.share = min(position / view.seconds, 1.0) if view.seconds else 0.0
        self.time = self.tr._("{now} of {all}").format(now=clock_words(position), all=clock_words(view.seconds))
        words = self.page.subtitle()
        if words != self._subtitle.words:
            self._subtitle.words = words

    def _arrange(self, *_: object) -> None:
        """Place the signs below the film on an upright screen, else beside it in the remaining width."""
        main, touch = self.ids.main, self.ids.touch
        beside = self._sign_place is not None
        if self.theme.portrait:
            main.orientation = "vertical"
            touch.size_hint = (1, None if beside else 1)
            touch.height = main.width / _SHAPE if beside else main.height
        else:
            main.orientation = "horizontal"
            touch.size_hint = (None if beside else 1, 1)
            touch.width = min(main.width * _BESIDE, main.height * _SHAPE) if beside else main.width
        self._set_out(self.theme.space.s4)

    def _set_out(self, air: float) -> None:
        """Place title, subtitle and play symbol over the film, *air* px from its edges."""
        stage = self._film
        x, y, width, _ = stage.seen if stage.texture is not None else (*stage.pos, *stage.size)
        self._chip.opacity = 0 if self.theme.compact or self._chip.width > stage.width - 2 * air else 1
        self._chip.pos = stage.x + air, stage.top - air - self._chip.height
        self._subtitle.width = min(width - 2 * air, self.theme.size.subtitle)
        self._subtitle.pos = x + (width - self._subtitle.width) / 2, max(y, stage.y) + air
        play = self._play
        words = self._subtitle
        low = words.y + words.height if words.words else stage.y  # its `top` is set only later
        high = self._chip.y if self._chip.opacity else stage.top
        meets = stage.center_y - self.theme.size.play_sign / 2 < low + air
        play.extent = max(0.0, min(self.theme.size.play_sign, high - low - air)) if meets else self.theme.size.play_sign
        play.center = stage.center_x, (low + high) / 2 if meets else stage.center_y
