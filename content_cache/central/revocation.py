"""Removal of everything that a revoked key signed, at once and whatever its number."""

from __future__ import annotations

import logging

from content_cache.model.errors import SignatureError
from content_cache.model.sources import Source
from content_cache.model.trust import is_signed
from content_cache.signing import kept_keys
from content_cache.store.store import Store

log = logging.getLogger(__name__)


def withdraw_revoked(store: Store, source: Source) -> int:
    """Delete the items of the source that a revoked key signed, and return their number. Raises StoreError."""
    if not is_signed(source):
        return 0
    try:
        revoked = kept_keys.load_keys(source, store.path.parent).revoked
    except SignatureError:
        return 0  # its settings pin no keys that can be read: nothing of it is taken either
    gone = store.evict(source.name, {int.from_bytes(key_id, "little") for key_id in revoked}) if revoked else 0
    if gone:
        log.warning("%s: %d items went with the revoked key that signed them", source.name, gone)
    return gone
