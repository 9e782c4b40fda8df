"""A film of an item over the whole screen: played, stopped, gone through; its sound is said as all else is, by priority."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from content_cache.files import read_plain
from content_cache.model.items import Attachment
from content_cache.model.subtitles import Cue, at, from_json
from kiosk.control.navigation import Navigation
from kiosk.control.route import Spot
from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.film.reel import Reel, Shown
from kiosk.narration.read_aloud import ReadAloud
from kiosk.speech.utterance import Utterance
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.views import ArticleView, FilmView

JUMP_S = 10.0
_PATIENCE_S = 8.0  # that a film waits for its sound
_NEAR_END_S = 1.0  # who stopped so near the end begins anew
_MOST_BYTES = 1_000_000  # of stored subtitles


class FilmPlayer:
    """`monotonic` gives seconds; `data` is the data folder. The film's clock begins with its sound: what is heard leads, and a
    picture that is late is left out. Nothing of it runs while none plays."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        reader: ReadAloud,
        monotonic: Callable[[], float],
        data: Path,
    ) -> None:
        self._board = board
        self._navigation = navigation
        self._reader = reader
        self._monotonic = monotonic
        self._data = data
        self._numbers = count(1)
        self._reel: Reel | None = None
        self._signs: Reel | None = None
        self._cues: tuple[Cue, ...] = ()
        self._sound = ""  # the id of what is said of it
        self._began: float | None = None  # when the film's clock stood at 0; None: it waits
        self._asked = 0.0  # since when it waits
        self._still: Shown = None  # where it was stopped
        self._still_signs: Shown = None
        self._covered = False  # by a warning, which goes again

    @property
    def playing(self) -> bool:
        return self._board.film is not None and self._board.film.playing

    # what a visitor does

    def open(self) -> None:
        """Play the film of the item that is shown."""
        article = self._board.view
        self._open(article.film if isinstance(article, ArticleView) else None)

    def open_signs(self) -> None:
        """Play what the item says in sign language, and nothing else."""
        article = self._board.view
        self._open(article.item.sign if isinstance(article, ArticleView) else None)

    def _open(self, film: Attachment | None) -> None:
        article, here = self._board.view, self._navigation.here
        if not isinstance(article, ArticleView) or film is None or not film.path:
            return
        before = self._board.film
        text, beside = (before.text, before.sign) if before else (True, True)
        self._board.film = FilmView(article.item, film, text=text, sign=beside)
        self._navigation.go(Spot("film", category=here.category, items=here.items, index=here.index))
        self.play()

    def toggle(self) -> None:
        """The listen key: stop, or go on."""
        if self.playing:
            self.stop()
        else:
            self.play()

    def step(self, step: int) -> None:
        """Ten seconds while it plays, else to the item beside."""
        if self.playing:
            self.go(step)
        elif self._navigation.has_item(step):
            self._navigation.back()
            self._navigation.turn_item(step)

    def go(self, step: int) -> None:
        """Ten seconds back or forward."""
        view = self._board.film
        if view is None:
            return
        where = min(max(self.position() + JUMP_S * step, 0.0), max(view.seconds - _NEAR_END_S, 0.0))
        self._board.film = replace(view, at=where)
        if self._reel is not None:
            self._move(where)
            self._begin_sound(where)

    def turn_text(self) -> None:
        if self._board.film is not None:
            self._board.film = replace(self._board.film, text=not self._board.film.text)

    def turn_sign(self) -> None:
        view = self._board.film
        if view is None:
            return
        self._board.film = replace(view, sign=not view.sign)
        if self._signs is not None:
            self._signs.close()
            self._signs = None
        elif self._reel is not None:
            self._signs = self._sign_reel(self._board.film, self.position())

    # what is shown

    def position(self) -> float:
        """Seconds of the film that are over."""
        view = self._board.film
        if view is None:
            return 0.0
        if self._began is None:
            return view.at
        return min(self._monotonic() - self._began, float(view.seconds))

    def words(self) -> str:
        """Its subtitle now."""
        view = self._board.film
        return at(self._cues, self.position()) if view is not None and view.text else ""

    def picture(self) -> Shown:
        """What is due now; of a film that was stopped the picture where it was, until it is left for more than a warning."""
        if self._reel is None:
            return self._still
        shown = self._reel.picture(self.position())
        if shown is not None and not self._sound and self._began is None:
            self._start_clock()
        return shown

    def signs(self) -> Shown:
        return self._signs.picture(self.position()) if self._signs is not None else self._still_signs

    # its course

    def play(self) -> None:
        view = self._board.film
        if view is None or self._reel is not None:
            return
        where = view.at if view.at < view.seconds - _NEAR_END_S else 0.0
        self._board.film = view = replace(view, at=where, playing=True, failed=False)
        self._cues = read_cues(self._data, view.item.subtitles)
        self._forget()
        self._reel = Reel(self._data / view.film.path, where)
        self._signs = self._sign_reel(view, where)
        self._begin_sound(where)

    def stop(self) -> None:
        """Where it is."""
        view, where = self._board.film, self.position()
        if self._reel is not None:
            self._still = _kept(self._reel, where)
        if self._signs is not None:
            self._still_signs = _kept(self._signs, where)
        reels, self._reel, self._signs = (self._reel, self._signs), None, None
        for reel in filter(None, reels):
            reel.close()
        said, self._sound, self._began = self._sound, "", None
        if said:
            self._reader.leave(said)
        if view is not None and view.playing:
            self._board.film = replace(view, at=where, playing=False)

    def cover(self) -> None:
        """A warning is about to fill the screen: when it goes, the film stands where it was."""
        self._covered = self._navigation.here.screen == "film"

    def leave(self) -> None:
        """Stop, and keep no picture of it."""
        self.stop()
        if not self._covered:
            self._forget()
        self._covered = False

    def _forget(self) -> None:
        self._still = self._still_signs = None

    def heard(self, message: SpeechStarted | SentenceStarted | SpeechPaused | SpeechEnded) -> None:
        """What the voice tells: a film goes with its sound, and stops for what is more urgent."""
        if not self._sound or message.utterance != self._sound:
            return
        if isinstance(message, SpeechStarted):
            if self._board.film is not None and self._began is not None:  # it was not waited for
                self._move(self._board.film.at)
            self._start_clock()
        elif isinstance(message, SpeechPaused):
            self.stop()
        elif isinstance(message, SpeechEnded) and message.ending is Ending.FAILED:
            self._sound = ""  # it is seen, and not heard
        elif isinstance(message, SpeechEnded) and message.ending is Ending.STOPPED:
            self.stop()

    def watch(self) -> None:
        """About once a second: is it over, or can it not be played?"""
        view = self._board.film
        if view is None or self._reel is None:
            return
        if self._reel.failed:
            self.stop()
            self._board.film = replace(view, at=0.0, playing=False, failed=True)
        elif self._began is None:
            if self._monotonic() - self._asked > _PATIENCE_S:
                self._start_clock()
        elif self.position() >= view.seconds:
            self.stop()
            self._board.film = replace(view, at=0.0, playing=False)
            if self._navigation.here.screen == "film":
                self._navigation.back()

    def _begin_sound(self, where: float) -> None:
        view = self._board.film
        self._began, self._asked = None, self._monotonic()
        self._sound = ""
        if view is not None and view.film.sound:
            self._sound = f"film {next(self._numbers)}"
            recording = self._data / view.film.sound
            self._reader.read(Utterance(self._sound, (), recording=recording, begin_s=where), resume=False)

    def _move(self, where: float) -> None:
        for reel in filter(None, (self._reel, self._signs)):
            reel.go_to(where)

    def _start_clock(self) -> None:
        """The film is where its sound was told to begin."""
        if self._board.film is not None:
            self._began = self._monotonic() - self._board.film.at

    def _sign_reel(self, view: FilmView | None, where: float) -> Reel | None:
        sign = view.item.sign if view is not None and view.sign and view.has_sign else None
        return Reel(self._data / sign.path, where) if sign is not None else None


def _kept(reel: Reel, where: float) -> Shown:
    shown = reel.picture(where)
    return None if shown is None else (*shown[:2], memoryview(bytes(shown[2])))  # the reel's own goes with it


def read_cues(data: Path, subtitles: Attachment | None) -> tuple[Cue, ...]:
    """Those that are stored in the data folder; none where they cannot be read."""
    if subtitles is None:
        return ()
    try:
        return from_json(read_plain(data / subtitles.path, _MOST_BYTES))
    except (OSError, ValueError):
        return ()
