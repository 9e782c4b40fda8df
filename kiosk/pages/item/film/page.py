"""The page of a film: played, stopped, gone through; its sound is said as all else is, by priority."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.items import Item
from content_cache.model.subtitles import Cue, at
from kiosk.content.film.cues import read_cues
from kiosk.content.film.reel import Shown
from kiosk.content.views.keys import USUAL, Keys, Listens
from kiosk.content.views.shown import ArticleView, Fits
from kiosk.core.clock import Moment
from kiosk.core.messages import Ending, Message, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.pages.item.film.player import FilmPlayer
from kiosk.pages.item.film.view import FilmView
from kiosk.pages.item.film.words import FilmWords
from kiosk.shell.page import FIRST, LAST, STEPS, Kiosk, Page
from kiosk.shell.route import Spot
from kiosk.speech.utterance import Utterance

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell

JUMP_S = 10.0
_PATIENCE_S = 8.0  # seconds that a film waits for its sound
_NEAR_END_S = 1.0  # seconds before the end from which a stopped film restarts from its beginning


class FilmPage(Page[FilmView | None]):
    """Page of a film over the whole screen; `None` before any was opened.

    The film's clock starts with its sound, and the pictures follow. Subtitles and signs stay on or off for the
    visitor's next film.
    """

    name = "film"
    words = FilmWords
    is_read = True
    hears: ClassVar[Mapping[type[Message], str]] = MappingProxyType(
        dict.fromkeys((SpeechStarted, SentenceStarted, SpeechPaused, SpeechEnded), "on_speech")
    )

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self.player = FilmPlayer(kiosk.monotonic)
        self._view: FilmView | None = None
        self._numbers = count(1)
        self._cues: tuple[Cue, ...] = ()
        self._sound = ""  # name of the utterance that is its sound
        self._asked = 0.0  # time since which its sound is awaited
        self._covered = False  # whether a warning covers it for a while

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> FilmView | None:
        """Return the opened film at its present position; `None` before any was opened."""
        return self._view

    @classmethod
    def keys(cls, view: FilmView | None) -> Keys:
        """Return the keys. Listen plays the film or stops it."""
        if view is None:
            return USUAL
        return Keys(listens=Listens.STOP if view.playing else Listens.PLAY)

    def show(self, view: FilmView | None) -> None:
        """Keep *view*, and show it if the page is on the screen."""
        self._view = view
        if isinstance(self.kiosk.board.view, FilmView):
            super().show(view)

    def subject(self, view: FilmView | None) -> Item | None:
        """Return the item that the film belongs to."""
        return view.item if view is not None else None

    @property
    def playing(self) -> bool:
        """Return whether the film plays."""
        return self._view is not None and self._view.playing

    @property
    def keeps_visitor(self) -> bool:
        """Return whether the film plays, so that the idle timer leaves the visitor alone: nobody presses keys meanwhile."""
        return self.playing

    @property
    def takes_listen(self) -> bool:
        """Return whether the film plays. Then the listen key stops the film together with its sound."""
        return self.playing

    # actions of a visitor

    def open(self) -> None:
        """Play the film of the item on the screen."""
        if isinstance(article := self.kiosk.board.view, ArticleView):
            self._open_film(article.item, article.film)

    def open_signs(self) -> None:
        """Play the sign-language film of the item on the screen, by itself."""
        if isinstance(article := self.kiosk.board.view, ArticleView):
            self._open_film(article.item, article.item.sign)

    def _open_film(self, item: Item, film: Attachment | None) -> None:
        if film is None or not film.path:
            return
        here, before = self.shell.navigation.here, self._view
        text, sign = (before.text, before.sign) if before else (True, True)
        self._view = FilmView(item, film, text=text, sign=sign)
        self.shell.navigation.go(Spot(self.name, category=here.category, items=here.items, index=here.index))
        self.play()

    def listen(self) -> None:
        """Stop the film if it plays, else play on."""
        if self.playing:
            self.stop()
        else:
            self.play()

    def step(self, direction: int) -> None:
        """Skip ten seconds in *direction* while the film plays, else turn to the item beside."""
        navigation = self.shell.navigation
        if self.playing:
            self.go(direction)
        elif navigation.has_item(direction):
            navigation.go_back()
            navigation.turn_item(direction)

    def why_idle(self, key: str) -> str:
        """Return that no item lies before or after, if *key* would lead there and the film does not play."""
        step = STEPS.get(key)
        if step is None or self.playing or self.shell.navigation.has_item(step):
            return ""
        return FIRST if step < 0 else LAST

    def go(self, step: int) -> None:
        """Skip ten seconds back (*step* -1) or forward (+1)."""
        view = self._view
        if view is None:
            return
        where = min(max(self.position() + JUMP_S * step, 0.0), max(view.seconds - _NEAR_END_S, 0.0))
        self.show(replace(view, at=where))
        if self.player.running:
            self.player.go_to(where)
            self._begin_sound(where)

    def turn_text(self) -> None:
        """Switch the subtitles on or off."""
        if self._view is not None:
            self.show(replace(self._view, text=not self._view.text))

    def turn_sign(self) -> None:
        """Switch the sign-language film beside the picture on or off."""
        if self._view is None:
            return
        view = replace(self._view, sign=not self._view.sign)
        self.show(view)
        if self.player.running:
            self.player.turn_signs(self._signs_of(view), self.position())

    # pictures

    def position(self) -> float:
        """Return the position in the film in seconds."""
        if self._view is None:
            return 0.0
        now = self.player.seconds
        return self._view.at if now is None else min(now, float(self._view.seconds))

    def subtitle(self) -> str:
        """Return the subtitle at the present position, "" if subtitles are off."""
        return at(self._cues, self.position()) if self._view is not None and self._view.text else ""

    def picture(self) -> Shown:
        """Return the frame due now. A stopped film keeps its frame until the page is left for more than a warning."""
        shown = self.player.picture_at(self.position())
        if shown is not None and self.player.running and self.player.seconds is None and not self._sound:
            self._start_clock()
        return shown

    def signs(self) -> Shown:
        """Return the frame of the sign-language film due now, like `picture`."""
        return self.player.signs(self.position())

    # progress

    def play(self) -> None:
        """Play on from the present position; from the beginning if that is the end."""
        view = self._view
        if view is None or self.player.running:
            return
        where = view.at if view.at < view.seconds - _NEAR_END_S else 0.0
        view = replace(view, at=where, playing=True, failed=False)
        self.show(view)
        self._cues = read_cues(self.kiosk.data, view.item.subtitles)
        self.player.begin(self.kiosk.data / view.film.path, self._signs_of(view), where)
        self._begin_sound(where)

    def stop(self) -> None:
        """Stop playback and its sound, and keep the position."""
        view, where = self._view, self.position()
        self.player.close(where)
        said, self._sound = self._sound, ""
        if said:
            self.kiosk.reader.leave(said)
        if view is not None and view.playing:
            self.show(replace(view, at=where, playing=False))

    def covered(self) -> None:
        """Keep the frames while a warning covers the film, so that it stands where it was afterwards."""
        self._covered = True

    def left(self) -> None:
        """Stop the film. Drop its frames unless a warning covers it."""
        self.stop()
        if not self._covered:
            self.player.forget_stills()
        self._covered = False

    def forget(self) -> None:
        """Close the film and reset subtitles and signs to on, for the next visitor."""
        self._view = None

    def on_speech(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        """Follow the film's sound by *message*, and stop the film when more urgent speech interrupts the sound."""
        if not self._sound or message.utterance != self._sound:
            return
        if isinstance(message, SpeechStarted):
            if self._view is not None and self.player.seconds is not None:  # the film has started without it
                self.player.go_to(self._view.at)
            self._start_clock()
        elif isinstance(message, SpeechPaused):
            self.stop()
        elif isinstance(message, SpeechEnded) and message.ending is Ending.FAILED:
            self._sound = ""  # the film goes on without sound
        elif isinstance(message, SpeechEnded) and message.ending is Ending.STOPPED:
            self.stop()

    def tick(self) -> None:
        """Check whether the film is over or failed."""
        view = self._view
        if view is None or not self.player.running:
            return
        if self.player.failed:
            self.stop()
            self.show(replace(view, at=0.0, playing=False, failed=True))
        elif self.player.seconds is None:
            if self.kiosk.monotonic() - self._asked > _PATIENCE_S:
                self._start_clock()
        elif self.position() >= view.seconds:
            self.stop()
            self.show(replace(view, at=0.0, playing=False))
            self.shell.navigation.go_back()

    def _begin_sound(self, where: float) -> None:
        self.player.pause_clock()
        self._asked, self._sound = self.kiosk.monotonic(), ""
        if self._view is not None and self._view.film.sound:
            self._sound = f"film {next(self._numbers)}"
            recording = self.kiosk.data / self._view.film.sound
            self.kiosk.reader.read(Utterance(self._sound, (), recording=recording, begin_s=where), resume=False)

    def _start_clock(self) -> None:
        """Start the clock at the position where the sound was told to begin."""
        if self._view is not None:
            self.player.start(self._view.at)

    def _signs_of(self, view: FilmView) -> Path | None:
        sign = view.item.sign if view.sign and view.has_sign else None
        return self.kiosk.data / sign.path if sign is not None else None
