"""What the bounded child does for one source: fetch, and read what came. Its modules are loaded in the child alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from content_cache.codec import item_from_json, item_to_json
from content_cache.errors import AddressError, CacheError, FormatError, HtmlPageError, LoginNeededError
from content_cache.exchange import Fetched, NotModified, Request, plain
from content_cache.items import Item, Source
from content_cache.local import is_local, path_of
from content_cache.records import EditionRecord
from content_cache.trust import is_signed, may_answer

if TYPE_CHECKING:
    from content_cache.following import Followed, Link


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`body_hash` is the SHA-256 (hex) of the body that was parsed last, "" to have it parsed anyway. `known` are the ids that
    need not be fetched again where the feed is an index of messages that never change."""

    source: Source
    request: Request
    body_hash: str
    now: datetime
    known: frozenset[str] = frozenset()
    edition: EditionRecord | None = None  # of a central feed: the one that is stored
    data_dir: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
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


def read_feed(body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed:
    """`formats.read_feed`, loaded when it is called: its parsers need not be in memory while nothing is due."""
    from content_cache import formats

    return formats.read_feed(body, source, content_type=content_type, url=url, now=now)


def ask(question: Question, reader: Reader) -> Answer:
    """Fetch and read. Raises FetchError where nothing came."""
    if is_signed(question.source):
        from content_cache.central.polling import ask_central

        return ask_central(question)
    from content_cache.fetch import fetch

    got = fetch(question.request)
    if isinstance(got, NotModified):
        status = 0 if is_local(got.url) else 304
        return Answer(
            url=got.url,
            http_status=status,
            known=True,
            hint=got.fresh_for,
            bytes_down=got.bytes_down,
            seconds=got.seconds,
        )
    if not may_answer(question.source, got.url):
        raise AddressError(f"redirected to {plain(got.url)}, a host that the settings do not name for alerts: not used")
    return _read(question, reader, got)


def _read(question: Question, reader: Reader, got: Fetched) -> Answer:
    body_hash = hashlib.sha256(got.body).hexdigest()
    known = got.complete and body_hash == question.body_hash
    feed: Feed | None = None
    error: CacheError | None = None
    if not known:
        url = str(path_of(got.url).resolve()) if is_local(got.url) else got.url
        try:
            feed = reader(got.body, question.source, content_type=got.content_type, url=url, now=question.now)
        except FormatError as raised:
            error = LoginNeededError(*raised.args) if isinstance(raised, HtmlPageError) and got.status else raised
    more = _followed(question, reader, feed) if feed and feed.follow else None
    items, dropped = plain_items((*(feed.items if feed else ()), *(more.items if more else ())))
    return Answer(
        url=got.url,
        http_status=got.status,
        known=known,
        items=items,
        complete=got.complete and (feed is None or feed.complete) and (more is None or more.complete),
        notes=(*(feed.notes if feed else ()), *(more.notes if more else ()), *dropped),
        error=error,
        withdrawn=tuple(feed.withdrawn) if feed and question.source.own else (),
        body_hash=body_hash,
        etag=got.etag,
        last_modified=got.last_modified,
        permanent_redirect=got.permanent_redirect,
        hint=max(got.fresh_for, (feed.refresh_every if feed else None) or 0.0),
        bytes_down=got.bytes_down + (more.bytes_down if more else 0),
        seconds=got.seconds,
    )


def _followed(question: Question, reader: Reader, feed: Feed) -> Followed:
    from content_cache.following import follow

    return follow(feed.follow, question.request, question.source, reader, known=question.known, now=question.now)


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
