"""A house for tests of the refresher: a store, a clock that is moved by hand, and refreshers on both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from content_cache.jobs.limits import Limits
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.refresh.means import Means
from content_cache.refresh.outcomes import Outcome
from content_cache.refresh.refresher import Refresher
from content_cache.store.file import StoreFile
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from tests.content_cache.tiny import read_tiny

LIMITS = Limits(deadline=10.0, reading=10.0, feed_bytes=1_000_000)
FEED = b"1|Satu\n2|Dua\n"


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """A store, a clock that stands still, and refreshers on them."""

    store: Store
    clock: Clock
    data_dir: Path
    limits: Limits = field(default_factory=lambda: LIMITS)

    def refresher(self, *sources: Source, **more: Any) -> Refresher:
        values: dict[str, Any] = {"limits": self.limits, "kiosk_id": "k1"} | more
        means: dict[str, Any] = {"reader": read_tiny, "jitter": lambda: 0.0}
        means |= {name: values.pop(name) for name in Means.__struct_fields__ if name in values}
        return Refresher(self.store, sources, data_dir=self.data_dir, clock=self.clock, means=Means(**means), **values)

    def refresh(self, *sources: Source, force: bool = True) -> list[tuple[str, int]]:
        return [(outcome.status, outcome.http_status) for outcome in self.refresher(*sources).refresh(force=force)]

    def titles(self) -> list[str]:
        return sorted(item.title for item in self.store.reader.items())

    def one(self, source: Source, **more: Any) -> Outcome:
        """Ask one source, due or not."""
        return self.refresher(source, **more).refresh(force=True)[0]

    def record(self, name: str = "a") -> SourceRecord:
        return next(record for record in self.store.sources() if record.name == name)

    def fill_the_disk(self) -> Callable[[], None]:
        """Let no item be written any more. Return how there is room again."""
        self.store.close()
        file = StoreFile(self.data_dir / STORE, read_only=False)
        self.store = Store(file)
        with file.connection() as connection:
            connection.execute(
                "CREATE TEMP TRIGGER full BEFORE INSERT ON main.items BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )

        def make_room() -> None:
            with file.connection() as connection:
                connection.execute("DROP TRIGGER full")

        return make_room

    def reboot(self) -> None:
        """All that was in memory is gone; what is in the store stays."""
        self.store.close()
        self.store = Store.open(self.data_dir)


def source(url: str, **values: object) -> Source:
    return replace(Source(name="a", url=url, every=3600.0), **values)


def rss(*titles: str, head: str = "") -> bytes:
    items = "".join(f"<item><title>{title}</title><guid>{title}</guid></item>" for title in titles)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def wait_of(house: House) -> float:
    planned = house.record().next_check
    assert planned is not None
    return (planned - house.clock.now).total_seconds()
