"""Periodic work of a thread, which continues after a failure."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
_PERIOD_S = 5.0


def call_periodically(
    due: Callable[[], object], over: threading.Event, fault: str, *, period_s: float = _PERIOD_S
) -> None:
    """Call *due* every *period_s* seconds until *over* is set. Where it raises, log *fault* and continue.

    A failure that repeats is logged once: a full disk would fill the journal with it. Its end is logged, too.
    """
    before = ""
    while not over.wait(period_s):
        try:
            due()
        except Exception as error:  # the page tells what became of it; what is due next is not to be lost with this
            now = f"{type(error).__name__}: {error}"
            if now != before:
                log.exception("%s", fault)
            before = now
        else:
            if before:
                log.warning("over: %s (%s)", fault, before)
            before = ""
