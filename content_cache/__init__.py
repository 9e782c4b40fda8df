"""What the village may know, kept for when the line is down: the face of the cache.

Only what is light to import is named here: a process that shows content need not load what fetches and parses it. The store is
loaded when it is first asked for: the boot waits for a process that reads the settings alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from content_cache.model.errors import (
    CacheError,
    FetchError,
    FormatError,
    SignatureError,
    StoreDamagedError,
    StoreDiskError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from content_cache.model.items import (
    KINDS,
    Alert,
    Announcement,
    Attachment,
    Block,
    BlockKind,
    Category,
    Clarification,
    Event,
    Item,
    NewsItem,
    Occurrence,
    Provenance,
    Service,
    Source,
    Verdict,
    Verified,
)
from content_cache.model.records import SourceRecord
from content_cache.store.lock import writer_lock

if TYPE_CHECKING:
    from content_cache.store.store import Store

__all__ = [
    "KINDS",
    "Alert",
    "Announcement",
    "Attachment",
    "Block",
    "BlockKind",
    "CacheError",
    "Category",
    "Clarification",
    "Event",
    "FetchError",
    "FormatError",
    "Item",
    "NewsItem",
    "Occurrence",
    "Provenance",
    "Service",
    "SignatureError",
    "Source",
    "SourceRecord",
    "Store",
    "StoreDamagedError",
    "StoreDiskError",
    "StoreError",
    "StoreFullError",
    "StoreReadOnlyError",
    "Verdict",
    "Verified",
    "writer_lock",
]


def __getattr__(name: str) -> object:
    if name == "Store":
        from content_cache.store.store import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
