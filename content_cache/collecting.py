"""Which pictures and recordings are to be got, and in what order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from content_cache import schedule
from content_cache.exchange import Request
from content_cache.items import Attachment, Item, Source
from content_cache.local import is_local, path_of
from content_cache.media import MediaRequest
from content_cache.records import MediaRecord

MOST_OF_AN_ITEM = 6
BATCH = 8  # files that one child gets: a start for each would cost more than most pictures
_ACCEPT = {True: "image/jpeg, image/png, image/webp, image/gif", False: "audio/*, application/ogg"}


def batches(
    source: Source, items: Iterable[Item], known: Mapping[str, MediaRecord], now: datetime, bounds: Request
) -> Iterator[tuple[str, tuple[MediaRequest, ...]]]:
    """What the source's items lack, as (host, requests) with at most BATCH each; pictures first, in the items' order.

    `bounds` is a request whose bounds hold for each.
    """
    wanted: dict[str, Attachment] = {}
    for item in items:
        for attachment in item.attachments[:MOST_OF_AN_ITEM]:
            if not attachment.path and _is_due(known.get(attachment.url), now):
                wanted.setdefault(attachment.url, attachment)
    chosen = sorted(
        (a for a in wanted.values() if a.is_picture or a.is_recording), key=lambda a: (not a.is_picture, _host(a))
    )
    for host, group in groupby(chosen, key=_host):
        requests = [MediaRequest(request=_request(source, a, bounds), picture=a.is_picture) for a in group]
        for start in range(0, len(requests), BATCH):
            yield host, tuple(requests[start : start + BATCH])


def remembered(record: MediaRecord, before: MediaRecord | None, now: datetime) -> MediaRecord:
    """A record as it is stored: one that failed is tried again an hour later, then after ever longer."""
    if record.path:
        return record
    failures = (before.failures if before else 0) + 1
    wait = min(schedule.LONGEST_OF_ALERTS * 2.0 ** min(failures - 1, 16), 7 * schedule.LONGEST)
    return replace(record, failures=failures, retry_at=now + timedelta(seconds=wait))


def source_folder(source: Source) -> str:
    """The folder that a source's files may lie in: its own, where the source is a path, else none."""
    return str(path_of(source.url).resolve().parent) if is_local(source.url) else ""


def _request(source: Source, attachment: Attachment, bounds: Request) -> Request:
    return replace(
        bounds,
        url=attachment.url,
        accept=_ACCEPT[attachment.is_picture],
        private_host=urlsplit(source.url).hostname or "",
        folder=source_folder(source),
    )


def _host(attachment: Attachment) -> str:
    return urlsplit(attachment.url).hostname or ""


def _is_due(record: MediaRecord | None, now: datetime) -> bool:
    return record is None or bool(record.path) or record.retry_at is None or record.retry_at <= now
