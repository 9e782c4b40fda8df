"""A film that is shown with its signs: two reels that follow one clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.content.film.reel import Reel, Shown


class FilmPlayer:
    """Decoder of a film and of its sign-language film, both by one clock.

    A late frame is dropped; nothing runs while no film plays. *monotonic* gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._reel: Reel | None = None
        self._signs: Reel | None = None
        self._began: float | None = None  # time at which the clock was at 0; None: it waits
        self._still: Shown = None  # frame at the position where it was closed
        self._still_signs: Shown = None

    @property
    def running(self) -> bool:
        """Return whether a film was begun and not closed."""
        return self._reel is not None

    @property
    def failed(self) -> bool:
        """Return whether the film cannot be decoded."""
        return self._reel is not None and self._reel.failed

    @property
    def seconds(self) -> float | None:
        """Return the position of the film's clock in seconds; `None` while the clock waits."""
        return None if self._began is None else self._monotonic() - self._began

    def begin(self, film: Path, signs: Path | None, where: float) -> None:
        """Start to decode *film* and *signs* at *where* seconds. The clock waits until `start`."""
        self.forget_stills()
        self._began = None
        self._reel = Reel(film, where)
        self.turn_signs(signs, where)

    def turn_signs(self, signs: Path | None, where: float) -> None:
        """Show the film *signs* from *where* seconds on beside the running film; `None` shows no signs."""
        if self._signs is not None:
            self._signs.close()
        self._signs = Reel(signs, where) if signs is not None else None

    def pause_clock(self) -> None:
        """Halt the clock until `start`."""
        self._began = None

    def start(self, where: float) -> None:
        """Start the clock at *where* seconds."""
        self._began = self._monotonic() - where

    def go_to(self, where: float) -> None:
        """Continue decoding at *where* seconds."""
        for reel in filter(None, (self._reel, self._signs)):
            reel.go_to(where)

    def close(self, where: float) -> None:
        """Close both decoders and keep their frames at *where* seconds."""
        if self._reel is not None:
            self._still = _frame_at(self._reel, where)
        if self._signs is not None:
            self._still_signs = _frame_at(self._signs, where)
        reels, self._reel, self._signs, self._began = (self._reel, self._signs), None, None, None
        for reel in filter(None, reels):
            reel.close()

    def forget_stills(self) -> None:
        """Drop the frames that `close` kept."""
        self._still = self._still_signs = None

    def picture_at(self, where: float) -> Shown:
        """Return the film's frame at *where* seconds, or the kept one if no film is open."""
        return self._reel.latest_picture(where) if self._reel is not None else self._still

    def signs(self, where: float) -> Shown:
        """Return the sign-language frame at *where* seconds, or the kept one if none is open."""
        return self._signs.latest_picture(where) if self._signs is not None else self._still_signs


def _frame_at(reel: Reel, where: float) -> Shown:
    shown = reel.latest_picture(where)
    # a copy, because the reel's memory is freed with it
    return None if shown is None else (*shown[:2], memoryview(bytes(shown[2])))
