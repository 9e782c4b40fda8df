"""Means of a refresher: by what it reads, waits and signs its requests."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from msgspec import Struct

from content_cache.formats import read_feed
from content_cache.jobs.messages import JobReader
from content_cache.ocr.tesseract import Tesseract


class Means(Struct, frozen=True, kw_only=True):
    """Parts of a refresher that are mostly the same.

    *user_agent* says honestly who asks; "" names the kiosk's id alone. *jitter* returns random numbers in [0, 1), *uptime*
    the seconds since the boot. Until *trusted* returns True, nothing is deleted because its time has passed. With a
    *tesseract* pictures are read while nothing is due. *pause* waits so many seconds between two rounds, or less if
    something is to be polled at once. It need not heed a stop; None waits for a stop.
    """

    reader: JobReader = read_feed
    user_agent: str = ""
    jitter: Callable[[], float] = random.random
    uptime: Callable[[], float] = time.monotonic
    trusted: Callable[[], bool] = lambda: False
    tesseract: Tesseract | None = None
    pause: Callable[[float], object] | None = None


USUAL = Means()
