"""A kiosk and the office that it listens to."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import Progress, import_bundle
from content_cache.central.import_result import Imported
from content_cache.formats import read_feed
from content_cache.model.items import Item
from content_cache.model.sources import Source
from content_cache.refresh.outcomes import Outcome
from content_cache.refresh.refresher import Refresher
from content_cache.signing.keys import SecretKey
from content_cache.store.store import Store
from tests.content_cache.central.office import ALERT, NEWS, NOW, SPARE, OfficePC
from tests.content_cache.house import Clock, House
from tests.told import told


def pinned(url: str, **values: Any) -> Source:
    return Source(
        **{
            "name": "Diskominfo",
            "url": url,
            "format": "central",
            "keys": (f"{NEWS.public} news", f"{SPARE.public} spare"),
            "alert_keys": (str(ALERT.public),),
        }
        | values
    )


@dataclass
class Village:
    office: OfficePC
    house: House
    url: str
    asked: list[str]
    refresher: Callable[..., Refresher]
    trusted: bool = False

    def publish(self, key: SecretKey | None = None) -> None:
        """A day later."""
        self.office.publish(later=timedelta(days=1), key=key)
        self.house.clock.now = self.office.now
        for path in self.office.out.rglob("*"):  # a host tells changes by the second, and these tests take less
            os.utime(path, (self.office.now.timestamp(),) * 2)

    def refresh(self, **values: Any) -> Outcome:
        self.asked.clear()
        source = pinned(**({"url": self.url} | values))
        return self.refresher(source, trusted=lambda: self.trusted).refresh(force=True)[0]

    def items(self) -> dict[str, Item]:
        return {item.id: item for item in self.house.store.reader.items()}

    def shown(self) -> list[str]:
        return sorted(self.items())

    @property
    def seq(self) -> int:
        return self.house.store.edition("Diskominfo").seq

    def why(self, outcome: Outcome) -> str:
        """Return what a technician is told."""
        return told(outcome.error)


def by_stick(
    village: Village, progress: Progress = lambda _done, _all: None, *, completing: bool = True, **bounds: float
) -> Imported:
    """Import the published edition from a stick, with *bounds* in place of the kiosk's limits."""
    return import_bundle(
        village.house.store,
        Bundle(village.office.out),
        [pinned(village.url)],
        clock=village.house.clock,
        limits=replace(village.house.limits, **bounds),
        progress=progress,
        completing=completing,
    )


class _Static(SimpleHTTPRequestHandler):
    """A cheap web host: files as they are, If-Modified-Since, nothing else."""

    asked: list[str]

    def log_message(self, *_args: Any) -> None:
        self.asked.append(self.path.lstrip("/"))


class _Host(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: Any) -> None:
        """A kiosk that was killed has hung up."""


@contextmanager
def web(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The base URL of a server of `folder`, and the list of what it was asked for."""
    asked: list[str] = []
    handler = type("Static", (_Static,), {"asked": asked})
    with _Host(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def living(place: Path, office: OfficePC) -> Iterator[Village]:
    """A kiosk with its data in `place`, and the office's web host."""
    with web(office.out) as (url, asked), Store.open(place / "data") as store:
        house = House(store, Clock(NOW), place / "data")
        yield Village(office, house, url, asked, partial(house.refresher, reader=read_feed))
