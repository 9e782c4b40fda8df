"""Sign-language film of a warning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.content.film.reel import Reel, Shown

_REST_S = 1.0  # seconds between the end of the film and its repetition
_RENEW_S = 600.0  # seconds after which a new decoder is used: `kiosk.content.film.reel` limits its life
_AGAIN_S = 60.0  # seconds from its start after which a film that broke off is restarted


class AlertSigns:
    """Sign-language film of the warning on the screen, repeated without sound.

    It runs while the screen asks for its pictures. *monotonic* gives seconds, *data* is the data folder.
    """

    def __init__(self, monotonic: Callable[[], float], data: Path) -> None:
        self._monotonic = monotonic
        self._data = data
        self._reel: Reel | None = None
        self._shown = ""
        self._opened = self._began = 0.0
        self._played = False  # whether a frame was shown

    def picture(self, sign: str) -> Shown:
        """Return the frame of the film *sign* that is due now; `None` while there is none, or for ""."""
        age = self._monotonic() - self._opened
        if sign != self._shown or (self._reel is not None and self._reel.failed and self._played and age > _AGAIN_S):
            self._open_sign(sign)
        if self._reel is None or self._reel.failed:
            return None
        seconds = self._monotonic() - self._began
        shown = self._reel.latest_picture(seconds)
        if shown is None:
            self._began = self._monotonic()  # the first frame is still awaited
            return None
        self._played = True
        if self._reel.ended and seconds > shown[0] + _REST_S:
            if age > _RENEW_S:
                self._open_sign(sign)
                return None
            self._reel.go_to(0.0)
            self._began = self._monotonic()
        return shown

    def close(self) -> None:
        """End the film."""
        if self._reel is not None:
            self._reel.close()
        self._reel, self._shown = None, ""

    def _open_sign(self, sign: str) -> None:
        self._played = self._played and sign == self._shown
        self.close()
        self._shown = sign
        self._reel = Reel(self._data / sign) if sign else None
        self._opened = self._began = self._monotonic()
