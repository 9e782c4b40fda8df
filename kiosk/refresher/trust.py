"""Report of stored editions' numbers to root, which keeps them outside of the data partition."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from content_cache.model.sources import Source
from content_cache.model.trust import is_signed, publisher_of
from content_cache.store.store import Store
from kiosk.state.request_kinds import RequestKind
from kiosk.state.requests import RequestQueue

_MOST = 12  # sources: a request is short


class TellTrust:
    """Reporter of edition numbers to root. `tell` costs nothing until an edition has changed."""

    def __init__(
        self, store: Store, sources: Iterable[Source], requests: RequestQueue, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._sources = [source for source in sources if is_signed(source)][:_MOST]
        self._requests = requests
        self._now = now
        self._told: dict[str, tuple[int, int]] | None = None

    def tell(self) -> None:
        """Leave a request to root with the numbers and keys of the stored editions, if they changed. Raises StoreError."""
        if not self._requests.has_root:
            return
        here = {source: self._store.edition(source.name) for source in self._sources}
        told = {f"{publisher_of(source):014x}": (each.seq, each.key_id) for source, each in here.items() if each.seq}
        if told and told != self._told:
            self._requests.leave_request(RequestKind.TRUST, self._now(), msgspec.json.encode(told).decode())
            self._told = told
