"""Periodic work of a thread, which continues after a failure."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
_PERIOD_S = 5.0


def call_periodically(due: Callable[[], object], over: threading.Event, fault: str) -> None:
    """Call *due* every five seconds until *over* is set. Where it raises, log *fault* and continue."""
    while not over.wait(_PERIOD_S):
        try:
            due()
        except Exception:  # the page tells what became of it; what is due next is not to be lost with this
            log.exception("%s", fault)
