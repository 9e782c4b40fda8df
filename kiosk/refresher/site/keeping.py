"""Keeper of the public pages: rebuilt when the store has changed, and from time to time, since content expires by itself."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from kiosk.refresher.site.builder import WrittenSite

_log = logging.getLogger(__name__)
EVERY_S = 900.0
LEAST_S = 60.0  # between two, however often the store moves: each takes the card a little
PATIENCE_S = 3.0  # with all else within ten seconds of the signal


class SiteKeeper:
    """Keeper of the public pages.

    *build* writes them, in a thread of its own, so that no warning waits for a page. *revision* returns the store's.
    *speak* reads a few items aloud and returns how many; the next pages have them.
    """

    def __init__(
        self,
        build: Callable[[], WrittenSite],
        revision: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
        speak: Callable[[], int] = lambda: 0,
    ) -> None:
        self._build = build
        self._revision = revision
        self._monotonic = monotonic
        self._speak = speak
        self._built = -1
        self._at = float("-inf")
        self._thread: threading.Thread | None = None

    def renew_site(self) -> None:
        """Start a build if the store has changed or EVERY_S seconds have passed, at most one in LEAST_S seconds. Call it
        often."""
        since = self._monotonic() - self._at
        if (self._thread is not None and self._thread.is_alive()) or since < LEAST_S:
            return
        revision = self._revision()
        if revision != self._built or since >= EVERY_S:
            self._built, self._at = revision, self._monotonic()
            self._thread = threading.Thread(target=self._build_site, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait at most `PATIENCE_S` seconds for a build under way; it ends whole or leaves nothing."""
        if self._thread is not None:
            self._thread.join(PATIENCE_S)

    def _build_site(self) -> None:
        try:
            written = self._build()
            _log.info("public pages: %d, %d of them new", written.pages, written.anew)
            if self._speak():
                self._built = -1
        except Exception:  # noqa: BLE001 - told, and tried again: what residents read at the kiosk does not depend on it
            _log.exception("public pages: not written")
