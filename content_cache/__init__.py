"""What the village may know, kept for when the line is down: the face of the cache.

Only what is light to import is named here: a process that shows content need not load what fetches and parses it.
"""

from content_cache.errors import (
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
from content_cache.items import (
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
from content_cache.lock import writer_lock
from content_cache.records import SourceRecord
from content_cache.store import Store

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
