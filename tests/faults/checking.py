"""What a fault did to a data folder: its next start, and then all that was acknowledged, against the truth."""

from __future__ import annotations

import hashlib
import json
import os
import select
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from content_cache.jobs.limits import Limits
from content_cache.media.drafts import FOLDER
from content_cache.media.partial import PREFIX
from content_cache.model.errors import StoreError
from content_cache.model.items import Item
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from content_cache.tables.connect import DAMAGED_COPY
from tests.faults.village import identity, is_true

LIMITS = Limits(deadline=20, free_bytes=0, daily_bytes=1 << 40)  # the disks of these tests are small


@dataclass
class Acknowledged:
    """What the worker was told is safe: revisions by kind and number, media by path."""

    items: dict[tuple[str, int], int] = field(default_factory=dict)
    media: set[str] = field(default_factory=set)
    _rest: bytes = b""

    def take(self, data: bytes) -> None:
        """Bytes of the worker's output, in any portions; half a line is no acknowledgement."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            told = json.loads(line)
            for title in told.get("items", ()):
                kind, number, revision = identity(title)
                self.items[kind, number] = max(revision, self.items.get((kind, number), 0))
            self.media.update(told.get("media", ()))

    def forget_half_a_line(self) -> None:
        """The worker is dead; the next one begins a line."""
        self._rest = b""

    def wait_for(self, descriptor: int, *, media: bool = False, seconds: float = 60) -> None:
        """Wait until one thing more was acknowledged, of `media` or of whatever kind."""
        before, until = (len(self.media), dict(self.items)), time.monotonic() + seconds
        while (len(self.media) == before[0]) and (media or self.items == before[1]):
            assert time.monotonic() < until, "nothing of that kind was acknowledged"
            assert select.select([descriptor], [], [], seconds)[0], "nothing more was acknowledged"
            if not self.drain(descriptor):
                raise AssertionError("the worker has ended")

    def drain(self, descriptor: int) -> bool:
        """Take what has come up to now, without waiting; False at the end. The descriptor does not block."""
        while True:
            try:
                data = os.read(descriptor, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            self.take(data)


def check(folder: Path, safe: Acknowledged) -> Counter[str]:
    """Start as the refresher would, without asking any source, and count what is wrong; the names are those of `FAULTS`."""
    wrong: Counter[str] = Counter()
    try:
        store = Store.open(folder)
    except StoreError:
        return Counter(no_start=1)
    with store:
        if (folder / DAMAGED_COPY).exists():
            wrong["corrupt"] += 1
        there: dict[tuple[str, int], int] = {}
        for item in store.reader.items():
            if is_true(item):
                kind, number, revision = identity(item.title)
                there[kind, number] = revision
            else:
                wrong["wrong_text"] += 1
        wrong["lost"] += sum(there.get(key, -1) < revision for key, revision in safe.items.items())
        recorded = {record.path for record in store.media.records().values() if record.path}
        wrong["lost_media"] += len(safe.media - recorded)
        wrong += check_files(folder, recorded)
        idle(store, folder).refresh([])
        wrong["orphans"] += len(unreferenced(folder, store))
        wrong["not_found"] += sum(not is_found(store, item) for item in store.reader.items())
    return +wrong


def is_found(store: Store, item: Item) -> bool:
    """Whether a search for its title finds the item."""
    return any(found.id == item.id for found in store.reader.items(search=item.title, source=item.source))


def idle(store: Store, folder: Path) -> Refresher:
    """The refresher at its start; `refresh([])` of it asks nobody."""
    return Refresher(store, [], data_dir=folder, kiosk_id="faults", clock=lambda: datetime.now(UTC), limits=LIMITS)


def check_files(folder: Path, recorded: Iterable[str]) -> Counter[str]:
    """Count the recorded media files that are missing, and those whose content does not match their name."""
    wrong: Counter[str] = Counter()
    for path in recorded:
        try:
            right = hashlib.sha256((folder / path).read_bytes()).hexdigest() == Path(path).stem
        except FileNotFoundError:
            wrong["missing_media"] += 1
        else:
            wrong["torn_media"] += not right
    return wrong


def unreferenced(folder: Path, store: Store) -> list[Path]:
    """Files of the media folder, drafts too, that the store knows nothing of. Parts of files that it wants still are none."""
    recorded = {folder / record.path for record in store.media.records().values() if record.path}
    media = folder / FOLDER
    return (
        [
            path
            for path in media.rglob("*")
            if path.is_file() and path not in recorded and not path.name.startswith(PREFIX)
        ]
        if media.exists()
        else []
    )


FAULTS = (
    "no_start",
    "corrupt",
    "lost",
    "wrong_text",
    "lost_media",
    "missing_media",
    "torn_media",
    "orphans",
    "not_found",
)
