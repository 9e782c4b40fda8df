"""A film that is being shown: its decoder, and its pictures as they become due. Without a sound: `kiosk.speech` has that.

Whoever shows one, with a clock of its own, asks for `picture(seconds)` as often as it draws. Nothing is at work once it is closed.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from content_cache.files import open_readable
from kiosk.content.film.ring import FrameRing

_log = logging.getLogger(__name__)
_LONGEST_S = 900.0  # seconds that a decoder may live: a film of three minutes, with pauses
MEMORY_BYTES = 400_000_000  # address space of it, as a reader has


Shown = tuple[float, tuple[int, int], memoryview] | None
"""Frame with its time in seconds, its size and its pixels; None for none."""


class Reel:
    """Decoder of one film in a child process. It begins at once, at *start* seconds."""

    def __init__(self, path: Path, start: float = 0.0) -> None:
        self._ring = FrameRing()
        self._stop = threading.Event()
        self._start = start
        self.failed = False  # whether it cannot be decoded, or not further
        self._thread = threading.Thread(target=self._decode, args=(path,), name="film", daemon=True)
        self._thread.start()

    def latest_picture(self, seconds: float) -> Shown:
        """Return the picture due at *seconds* as `FrameRing.latest_frame`; `None` until there is one.

        Release its pixels before the next call.
        """
        self._ring.want(seconds)
        return self._ring.latest_frame(seconds)

    def go_to(self, seconds: float) -> None:
        self._ring.go_to(seconds)

    @property
    def ended(self) -> bool:
        """Return whether all pictures are decoded, so that no more will come."""
        return self._ring.ended

    def close(self) -> None:
        """End the decoder without waiting for it."""
        self._stop.set()

    def join(self, seconds: float = 5.0) -> None:
        """Wait up to *seconds* until the decoder and its thread have ended."""
        self._thread.join(seconds)

    def _decode(self, path: Path) -> None:
        from content_cache.jobs.sandbox import run_bounded  # imported with the first film, not at the start
        from content_cache.model.errors import CacheError, StoppedError
        from kiosk.content.film.decoder import decode

        try:
            with open_readable(path) as film:
                run_bounded(
                    decode,
                    film.fileno(),
                    self._ring.descriptor,
                    self._start,
                    deadline=_LONGEST_S,
                    memory_bytes=MEMORY_BYTES,
                    stop=self._stop,
                    handed=(film.fileno(), self._ring.descriptor),
                    reserving=("av",),
                )
        except StoppedError:
            pass
        except (CacheError, OSError) as error:
            _log.warning("film %s: %s", path.name, error)
            self.failed = True
        finally:
            self._stop.wait()
            self._ring.close()
