"""What the fixtures of the formats' tests give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from content_cache.formats import Feed
from content_cache.model.items import Alert
from tests.support.present import all_of

Sample = Callable[[str], bytes]


class Read(Protocol):
    def __call__(
        self, body: bytes | str, *, content_type: str = "", url: str = "", at: datetime = ..., **fields: object
    ) -> Feed:
        """Read *body* as a source with *fields* would at time *at*, received from *url* with *content_type*."""


def alerts(feed: Feed) -> tuple[Alert, ...]:
    """The items of a feed that is of alerts alone."""
    return all_of(Alert, feed.items)
