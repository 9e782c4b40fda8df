"""Uploads of couriers' phones: found in the folder of arrivals, imported as a stick is, answered beside them.

The folder is another user's, who speaks with strangers (`kiosk.web.courier`). Nothing in it is believed, and nothing of it removed
here; the answer is written beside it, over whatever lies there.
"""

from __future__ import annotations

import logging
import re
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from content_cache.central.import_result import Imported, to_json
from content_cache.files import write_whole

_NAME = re.compile(r"[1-9]\d{17,19}")
_ASKED = re.compile(r"[1-9]\d{17,19}\.tanya")
_MOST_NAMES = 200
LEAST_S = 2.0
"""Seconds between two imports, so that a sender without end does not keep the sources waiting."""

_log = logging.getLogger(__name__)


class Arrivals:
    """Uploads of phones in one folder; *take* imports one and returns its result, *ask* takes a question (a file) and
    returns the answer to the phone."""

    def __init__(
        self,
        folder: Path,
        take: Callable[[Path], Sequence[Imported]],
        monotonic: Callable[[], float] = time.monotonic,
        ask: Callable[[Path], bytes] | None = None,
    ) -> None:
        self._folder = folder
        self._take = take
        self._ask = ask
        self._monotonic = monotonic
        self._at = float("-inf")
        self._done: deque[str] = deque(maxlen=_MOST_NAMES)

    def check_arrivals(self) -> None:
        """Import the next upload and write the result beside it. Does nothing within LEAST_S seconds of the last one. Call
        it often."""
        if self._monotonic() - self._at < LEAST_S or (path := self._next()) is None:
            return
        self._done.append(path.name)
        try:
            asked = self._ask is not None and _ASKED.fullmatch(path.name) is not None
            answer = self._ask(path) if asked and self._ask is not None else to_json(self._take(path)).encode()
            write_whole(self._folder / f"{path.name}.json", answer, 0o644)
        except OSError as error:
            _log.warning("what a courier brought cannot be answered: %s", error)
        self._at = self._monotonic()

    def _next(self) -> Path | None:
        """Return the oldest upload that was not taken yet, or None: the folder of an edition, the file of a question.

        The name tells the order, since the clock may have been set back between two uploads.
        """
        try:
            names = sorted(
                path.name
                for _, path in zip(range(_MOST_NAMES), self._folder.iterdir(), strict=False)
                if _NAME.fullmatch(path.name) or (self._ask is not None and _ASKED.fullmatch(path.name))
            )
        except OSError:
            return None
        for name in names:
            path = self._folder / name
            if (
                name not in self._done
                and (path.is_file() if path.suffix else path.is_dir())
                and not path.is_symlink()
                and not (self._folder / f"{name}.json").exists()
            ):
                return path
        return None
