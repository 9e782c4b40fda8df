"""Task and result of a job for one source: plain values alone, since they travel through a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from msgspec import Struct

from content_cache.formats.feed import Feed
from content_cache.http.messages import Request
from content_cache.jobs.wire import LINE_BYTES
from content_cache.model.codec import item_to_json
from content_cache.model.errors import CacheError, Code
from content_cache.model.items import Item
from content_cache.model.list_age import ListAge
from content_cache.model.problems import Problem, problem
from content_cache.model.records import EditionRecord
from content_cache.model.sources import Source
from content_cache.model.trust import secured


@runtime_checkable
class JobReader(Protocol):
    """Function from bytes to items; raises FormatError. It is named by its module and called in the child."""

    def __call__(self, body: bytes, source: Source, *, content_type: str, url: str, now: datetime) -> Feed: ...


class Question(Struct, frozen=True, kw_only=True):
    """Task of a job for one source.

    *body_hash* is the SHA-256 (hex) of the body that was parsed last, "" to parse in any case. *known* are ids that need
    not be fetched again, of an index of messages that never change. *certain* is *now* by a trusted clock, else None.
    """

    source: Source
    request: Request
    body_hash: str
    now: datetime
    known: frozenset[str] = frozenset()
    edition: EditionRecord | None = None  # of a central feed: the one that is stored
    data_dir: str = ""
    certain: datetime | None = None


class JobAnswer(Struct, frozen=True, kw_only=True):
    """Result of a job. *known*: nothing is new, by *http_status* 304 or by an equal body.

    *lines* are the items as `model.codec` writes them, so that they are plain values and written once. *error* is why the
    body could not be read, or None. *hint* is the interval in seconds that the publisher asks for, 0 for none. *withdrawn*
    are ids that it takes back. *whole*: it has all events to come, so that stored ones that it lacks go. The rest is as in
    `http.messages.Fetched`.

    Of a central feed: *edition* is its record. *replaces*: stored items that it lacks go. *may_warn*: its key may sign
    emergencies. *list_age* is the age of a list of alerts.
    """

    url: str
    http_status: int = 0
    known: bool = False
    lines: tuple[str, ...] = ()
    complete: bool = True
    notes: tuple[Problem, ...] = ()
    error: CacheError | None = None
    body_hash: str = ""
    etag: str = ""
    last_modified: str = ""
    permanent_redirect: str = ""
    hint: float = 0.0
    bytes_down: int = 0
    seconds: float = 0.0
    withdrawn: tuple[str, ...] = ()
    whole: bool = False
    edition: EditionRecord | None = None
    replaces: bool = False
    may_warn: bool = False
    list_age: ListAge = ListAge()


def lines_of(items: Sequence[Item], source: Source) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return (items as lines of JSON, problems of the items that cannot be written)."""
    lines: list[str] = []
    dropped: list[Problem] = []
    for item in items:
        try:
            line = item_to_json(secured(item, source))
            if len(line.encode()) > LINE_BYTES:
                raise ValueError("longer than a megabyte")  # noqa: TRY301 - told as the others are
            lines.append(line)
        except (ValueError, OverflowError) as error:
            dropped.append(problem(Code.ITEM_UNSTORABLE, id=item.id[:100], reason=str(error)))
    return tuple(lines), tuple(dropped)
