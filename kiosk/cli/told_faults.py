"""Sentences at a terminal for faults that no outcome of a command tells."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType

from content_cache.model.problems import msgid

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "content_cache.store.repair": msgid(
            "the stored content was damaged and is mended; if this comes again, replace the card"
        ),
        "content_cache.media.collector": msgid("pictures and recordings could not be kept; run kiosk check"),
    }
)
"""Sentences by the name of the logger whose errors they stand for."""


class ToldFaults(logging.Handler):
    """Handler that passes each sentence to *tell* once, whatever the record says in English."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        sentence = SENTENCES.get(record.name, "")
        if sentence and sentence not in self._told:
            self._told.add(sentence)
            self._tell(sentence)


def tell_faults(tell: Callable[[str], object]) -> None:
    """Silence the log of content_cache but for these sentences."""
    logging.getLogger("content_cache").setLevel(logging.CRITICAL)
    handler = ToldFaults(tell)
    for name in SENTENCES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        logger.handlers = [handler]
