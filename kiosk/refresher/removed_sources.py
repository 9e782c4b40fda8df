"""Items of sources that a technician took out of the settings."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from content_cache.model.errors import CacheError
from content_cache.model.sources import Source
from content_cache.refresh.outcomes import Outcome
from content_cache.store.store import Store

_log = logging.getLogger(__name__)
_ASKED = ("https://", "http://")


class RemovedSources:
    """Sources with items in the store that the settings no longer name.

    Their items go once another source has answered, those of a renamed one once it has answered itself: a kiosk whose
    settings changed is not empty until its line is up. Sources of the hall and of SMS, which no web host serves, keep theirs.
    """

    def __init__(self, store: Store, sources: Iterable[Source]) -> None:
        self._store = store
        known = tuple(sources)
        self._names = {source.name for source in known}
        self._urls = {source.name: source.url for source in known}
        self._asked = {source.name for source in known if source.url.startswith(_ASKED)}
        self._done = False

    def hear(self, outcome: Outcome) -> None:
        """Delete the items of removed sources, once, if *outcome* is a web source's good answer."""
        if self._done or outcome.error is not None or outcome.status == "not_due" or outcome.name not in self._asked:
            return
        pending = False
        try:
            for record in self._store.sources():
                if record.name in self._names or not record.url.startswith(_ASKED):
                    continue
                if record.url in self._urls.values() and record.url != self._urls[outcome.name]:
                    pending = True  # it has another name now, under which it has not answered yet
                    continue
                gone = self._store.forget(record.name)
                _log.warning("%s is not in the settings any more: %d items deleted", record.name, gone)
        except CacheError as error:  # tried again with the next answer
            _log.error("removed sources: %s", error)
            return
        self._done = not pending
