"""Requests of the office to the window: other settings, a picture of the screen, a test of the sound.

The first two wait until nobody is there.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.content.views.ports import BoardPort
from kiosk.pages.table import PAGES
from kiosk.settings import adoption, office_layer
from kiosk.state.memory import Memory
from kiosk.state.notes import RESTORED
from kiosk.state.request_kinds import RequestKind
from kiosk.state.requests import StoredRequest

PICTURE_BYTES = 80_000
CALM_S = 60.0
_WIDEST = 960  # px
_log = logging.getLogger(__name__)
Pixels = tuple[int, int, bytes]
"""Width, height, and RGBA pixels from the top."""


class OfficeWord:
    """Handler of the office's requests.

    *began_with* is the digest of the office settings that the window runs with. *pixels* returns what is shown,
    *sound* says the test sentence. *put* keeps a picture for the office, None where nothing can be sent. *speaking*
    tells whether the voice speaks, *monotonic* gives seconds.
    """

    def __init__(
        self,
        board: BoardPort,
        memory: Memory,
        data: Path,
        began_with: str,
        *,
        pixels: Callable[[], Pixels],
        sound: Callable[[], object],
        put: Callable[[str, bytes], object] | None,
        speaking: Callable[[], bool],
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._board = board
        self._memory = memory
        self._data = data
        self._began_with = began_with
        self._restored = memory.notes.note_text(RESTORED)
        self._pixels = pixels
        self._sound = sound
        self._put = put
        self._speaking = speaking
        self._now = now
        self._monotonic = monotonic
        self._stamps: list[int] = []
        self._other = False
        self._calm_since: float | None = None
        self._not_before = float("-inf")

    def check_settings(self) -> bool:
        """Answer waiting requests, about once a second.

        Return whether the window must restart: other settings hold, nobody is there, and no warning stands. A restart
        would silence a warning that came live, since one found in the store is sounded only by a trusted clock.
        """
        for request in self._memory.requests.unanswered():
            if request.kind is RequestKind.PICTURE:
                self._picture(request)
            elif request.kind is RequestKind.TEST_SOUND:
                self._memory.requests.answer_request(request.id, "taken")
                self._sound()
        self._reread_settings()
        return self._other and self._is_calm()

    def _reread_settings(self) -> None:
        stamps = [_changed_at(self._data / name) for name in (office_layer.FILE, adoption.FILE)]
        if stamps != self._stamps:
            self._stamps = stamps
            self._other = adoption.digest_of_layers(self._data) != self._began_with
        self._other = self._other or self._memory.notes.note_text(RESTORED) != self._restored

    def _is_calm(self) -> bool:
        board, now = self._board, self._monotonic()
        calm = board.screen == PAGES.main.idle and not (board.band or self._speaking())
        self._calm_since = (self._calm_since if self._calm_since is not None else now) if calm else None
        return self._calm_since is not None and now - self._calm_since >= CALM_S

    def _picture(self, request: StoredRequest) -> None:
        """Send a picture of the screen for *request* while nobody is there: what a visitor reads or types does not
        concern the office.

        Answer "late" if its time is over.
        """
        if datetime.fromisoformat(request.argument) <= self._now():
            self._memory.requests.answer_request(request.id, "late")
        elif self._put is not None and self._board.screen == PAGES.main.idle and not self._board.dark:
            if self._monotonic() < self._not_before:
                return
            try:
                self._put("picture", packed(*self._pixels()))
            except OSError as error:  # a full card: there may be room before its end
                _log.warning("the picture for the office is not kept now: %s", error)
                self._not_before = self._monotonic() + CALM_S
                return
            except Exception:  # noqa: BLE001 -- a picture that cannot be made is not tried each second
                _log.exception("no picture for the office")
            self._memory.requests.answer_request(request.id, "taken")


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def packed(width: int, height: int, pixels: bytes) -> bytes:
    """Return *pixels* (RGBA) as a WebP of at most PICTURE_BYTES, in lower quality or smaller if need be."""
    from PIL import Image  # imported when the office asks for a picture

    whole = Image.frombytes("RGBA", (width, height), pixels).convert("RGB")
    for quality, widest in ((70, _WIDEST), (50, _WIDEST), (40, _WIDEST * 2 // 3), (20, _WIDEST // 2)):
        small = whole.copy()
        small.thumbnail((widest, widest))
        out = io.BytesIO()
        small.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= PICTURE_BYTES:
            break
    return out.getvalue()
