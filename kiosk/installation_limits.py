"""The bounds of the content cache as the settings give them."""

from __future__ import annotations

from content_cache.jobs.limits import Limits, shares
from kiosk.installation import Call

_MEGABYTE = 1_000_000


def limits_of(call: Call) -> Limits:
    network = call.settings.network
    texts, files = shares(call.settings.storage.megabytes * _MEGABYTE)
    return Limits(
        deadline=network.deadline,
        feed_bytes=network.max_feed_bytes,
        daily_bytes=network.daily_megabytes * _MEGABYTE,
        store_bytes=texts,
        media_store_bytes=files,
    )
