"""Silent film in the place of its still on the idle screen, with its subtitles below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.lang import global_idmap

from kiosk.content.film.reel import Shown
from kiosk.pages.idle.loop_film import LoopFilm
from kiosk.pages.idle.widgets.poster_slide import PosterSlide
from kiosk.ui.widgets.film_stage import FilmStage
from kiosk.ui.widgets.subtitle import Subtitle

_AIR = 0.04  # space below the subtitle, as a share of the picture's height
Over = Callable[..., None]
"""Callback at the end of a film; *shown* tells whether any frame of it was seen."""
_SHARE = 0.94  # greatest width of the subtitle, as a share of the picture's


class PlayingSlide:
    """Film that plays at once over the picture of *slide*. *over* is called once, when the film has ended or cannot be shown."""

    def __init__(self, slide: PosterSlide, film: LoopFilm, over: Over) -> None:
        self._film = film
        self._over: Over | None = over
        self._place: Any = slide.children[-1]
        self._picture: Any = self._place.children[-1]
        self._subtitle: Any = Subtitle()
        self._told: Any = Clock.create_trigger(self._announce_over)
        self._stage: Any = FilmStage(self._next_frame, grounded=False, size_hint=(None, None))
        # signs that the film can be played
        self._signs = [each for each in self._place.children if each is not self._picture]
        self._stage.fbind("drawn", self._hide_signs)
        item = slide.slide.item
        if item.film is not None:
            film.begin(item.film, item.subtitles)
        for part in (self._stage, self._subtitle):
            slide.cover(part)
        for part in (self._place, self._picture, self._subtitle):
            part.fbind("size", self._arrange)
        for part in (self._place, self._picture):
            part.fbind("pos", self._arrange)
        self._arrange()
        self._stage.playing = True

    def close(self) -> None:
        self._over = None
        self._stage.clear()
        self._film.close()
        for part in (self._stage, self._subtitle):
            self._place.remove_widget(part)

    def _hide_signs(self, _stage: object, drawn: bool) -> None:
        for sign in self._signs:
            sign.opacity = 0 if drawn else 1

    def _next_frame(self) -> Shown:
        if self._film.over():
            self._told()
            return None
        words = self._film.current_subtitle()
        if words != self._subtitle.words:
            self._subtitle.words = words
        return self._film.picture()

    def _announce_over(self, _passed: float) -> None:
        over, self._over = self._over, None
        if over is not None:  # it may have been closed since the last frame
            over(shown=self._stage.drawn)

    def _arrange(self, *_: object) -> None:
        picture, subtitle = self._picture, self._subtitle
        self._stage.size, self._stage.pos = picture.size, picture.pos
        subtitle.width = min(picture.width * _SHARE, global_idmap["theme"].size.subtitle)
        subtitle.pos = picture.center_x - subtitle.width / 2, picture.y + picture.height * _AIR
