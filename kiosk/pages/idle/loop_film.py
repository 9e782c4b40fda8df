"""The film whose turn it is while nobody is there: once from its beginning, with its subtitles and without a sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from content_cache.model.attachments import Attachment
from content_cache.model.subtitles import Cue, at
from kiosk.content.film.cues import read_cues
from kiosk.content.film.reel import Reel, Shown

_REST_S = 1.0  # seconds that the last frame stays
_PATIENCE_S = 15.0  # seconds to wait for the first frame, and beyond the film's stated length


class LoopFilm:
    """Silent player of one film on the idle screen.

    *data* is the data folder, *monotonic* gives seconds. Nothing runs before `begin` and after `close`.
    """

    def __init__(self, monotonic: Callable[[], float], data: Path) -> None:
        self._monotonic = monotonic
        self._data = data
        self._reel: Reel | None = None
        self._cues: tuple[Cue, ...] = ()
        self._seconds = 0
        self._opened = 0.0
        self._began: float | None = None  # when its first frame was shown
        self._last = 0.0  # position of the frame shown, in seconds

    def begin(self, film: Attachment, subtitles: Attachment | None) -> None:
        """Play *film* from its beginning with *subtitles*, in place of the film that was played before."""
        self.close()
        self._cues = read_cues(self._data, subtitles)
        self._seconds, self._opened = film.pages, self._monotonic()
        self._reel = Reel(self._data / film.path)

    def close(self) -> None:
        if self._reel is not None:
            self._reel.close()
        self._reel, self._began, self._cues, self._last = None, None, (), 0.0

    def picture(self) -> Shown:
        """Return the picture that is due now; `None` before the first one, and while no film plays."""
        if self._reel is None:
            return None
        shown = self._reel.latest_picture(self._position)
        if shown is not None:
            self._last = shown[0]
            if self._began is None:
                self._began = self._monotonic()
        return shown

    def current_subtitle(self) -> str:
        """Return the subtitle at the present position, or ""."""
        return at(self._cues, self._position)

    def over(self) -> bool:
        """Return whether the film was shown to its end, or cannot be shown."""
        reel = self._reel
        if reel is None or reel.failed:
            return True
        if self._began is None:
            return self._monotonic() - self._opened > _PATIENCE_S
        beyond = self._seconds + _PATIENCE_S
        return (reel.ended and self._position > self._last + _REST_S) or self._position > beyond

    @property
    def _position(self) -> float:
        return self._monotonic() - self._began if self._began is not None else 0.0
