"""What the bounded child is asked of one source, and what it answers: plain values alone, since both go through a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from content_cache.http.messages import Request
from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.errors import CacheError
from content_cache.model.items import Item, Source
from content_cache.model.records import EditionRecord

if TYPE_CHECKING:
    from content_cache.refresh.index_links import Link


class Feed(Protocol):
    """What a reader makes of a body; see `formats.Feed`."""

    @property
    def items(self) -> Sequence[Item]: ...
    @property
    def complete(self) -> bool: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def refresh_every(self) -> float | None: ...
    @property
    def follow(self) -> Sequence[Link]: ...
    @property
    def withdrawn(self) -> Sequence[str]: ...


class Reader(Protocol):
    """Bytes to items; raises FormatError. It is named by its module and called in the child."""

    def __call__(self, body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed: ...


class Question(Struct, frozen=True, kw_only=True):
    """`body_hash` is the SHA-256 (hex) of the body that was parsed last, "" to have it parsed anyway. `known` are the ids that
    need not be fetched again where the feed is an index of messages that never change."""

    source: Source
    request: Request
    body_hash: str
    now: datetime
    known: frozenset[str] = frozenset()
    edition: EditionRecord | None = None  # of a central feed: the one that is stored
    data_dir: str = ""


class Answer(Struct, frozen=True, kw_only=True):
    """What came. `known` says that nothing is new: the host said so (`http_status` 304), or the body is the same.

    `error` is why the body could not be read, None when it could. `hint` is the interval in seconds that the publisher
    asks for, 0 for none. The rest is as in `exchange.Fetched`.

    Of a central feed `edition` is what the items are of, `withdrawn` are the ids that it takes back; where it `replaces`
    everything, all that is not in it goes.
    """

    url: str
    http_status: int = 0
    known: bool = False
    items: tuple[Item, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()
    error: CacheError | None = None
    body_hash: str = ""
    etag: str = ""
    last_modified: str = ""
    permanent_redirect: str = ""
    hint: float = 0.0
    bytes_down: int = 0
    seconds: float = 0.0
    withdrawn: tuple[str, ...] = ()
    edition: EditionRecord | None = None
    replaces: bool = False


def plain_items(items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The items made of plain values alone (zones as offsets, no libraries' strings), and of those that cannot be, why."""
    plain: list[Item] = []
    dropped: list[str] = []
    for item in items:
        try:
            plain.append(item_from_json(item_to_json(item)))
        except (ValueError, OverflowError) as error:
            dropped.append(f"item {item.id!r} cannot be stored: {error}")
    return tuple(plain), tuple(dropped)
