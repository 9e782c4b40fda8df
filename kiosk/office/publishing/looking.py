"""Loop of a thread that looks every few seconds whether something is due, and that no fault of one look ends."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
_LOOKS_S = 5.0


def keep_looking(due: Callable[[], object], over: threading.Event, fault: str) -> None:
    """Call *due*, which does what is due, every five seconds until *over*; log *fault* where it raises."""
    while not over.wait(_LOOKS_S):
        try:
            due()
        except Exception:  # the page tells what became of it; what is due next is not to be lost with this
            log.exception("%s", fault)
