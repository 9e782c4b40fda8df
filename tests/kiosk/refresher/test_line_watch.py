"""The line that is back for a moment is noticed: real doors that open and shut, a real store."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from kiosk.refresher.line_watch import EVERY_S, LineWatch, knock, worth_asking
from tests.support.post_kiosk import AtOnce


class Village:
    """A kiosk's sources behind one door of this machine, and its seconds, which pass by hand."""

    def __init__(self, data: Path) -> None:
        self.door = socket.socket()  # bound and shut: refused, and nobody else's, nor its own other end
        self.door.bind(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        self.sources = [
            Source(name=name, url=f"http://127.0.0.1:{self.port}/{name}.json", format="auto", category=Category.NEWS)
            for name in ("kabar", "acara")
        ]
        self.data = data
        self.store = Store.open(data)
        self.seconds = 0.0
        self.knocks: list[tuple[str, int]] = []
        self.watch = LineWatch(
            self.store, self.sources, knock=self.knock, pool=AtOnce(), monotonic=lambda: self.seconds
        )

    def knock(self, host: str, port: int) -> bool:
        self.knocks.append((host, port))
        return knock(host, port)

    def refresh(self) -> None:
        Refresher(self.store, self.sources, data_dir=self.data, clock=lambda: datetime.now(UTC), kiosk_id="k").refresh(
            force=True
        )

    def wished(self, seconds: float) -> list[set[str]]:
        """Let *seconds* pass. Return the sets of source names that were asked for."""
        found = []
        for _ in range(int(seconds)):
            self.seconds += 1.0
            if names := self.watch.wishes():
                found.append(names)
        return found


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    made = Village(tmp_path)
    yield made
    made.store.close()
    made.door.close()


def test_a_line_of_half_a_minute_is_met(village: Village) -> None:
    village.refresh()
    assert village.wished(3_600) == []
    assert len(village.knocks) == 3_600 // EVERY_S
    village.door.listen()
    assert village.wished(EVERY_S + 1)[0] == {"kabar", "acara"}


def test_who_opens_the_door_and_gives_nothing_is_asked_more_and_more_seldom(village: Village) -> None:
    village.refresh()
    village.door.listen()
    assert 1 < len(village.wished(3_600)) < 12


def test_nobody_is_knocked_at_who_could_be_reached_or_never_was_asked(village: Village) -> None:
    assert village.wished(120) == []
    village.door.listen()
    assert village.wished(120) == []
    assert village.knocks == []


@pytest.mark.parametrize("url", ["ftp://x/y", "https://", "http://[::1", "http://x:99999/", "berkas/kabar.json"])
def test_what_is_no_door_is_left_alone(village: Village, url: str) -> None:
    source = Source(name="aneh", url=url, format="auto", category=Category.NEWS)
    LineWatch(village.store, [source], pool=AtOnce()).wishes()


def test_a_name_that_is_none_does_not_answer() -> None:
    assert not knock("a" * 70 + ".example", 80)
    assert not knock(".", 80)


NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago_s", "failures", "signed", "asked"),
    [
        (600, 0, True, True),  # its own turn is 20 minutes away, and what the office answers stands in it
        (61, 0, True, True),
        (59, 0, True, False),  # what its answer sent came through again: round and round
        (-59, 0, True, False),
        (-86_400, 0, True, True),  # the clock was set back
        (None, 0, True, True),
        (600, 0, False, False),
        (5, 1, False, True),
        (5, 1, True, True),
    ],
)
def test_who_is_asked_while_the_office_takes_post(
    ago_s: float | None, failures: int, signed: bool, asked: bool
) -> None:
    last = None if ago_s is None else NOW - timedelta(seconds=ago_s)
    record = SourceRecord(name="kabupaten", last_asked=last, failures=failures)
    found = worth_asking([record], {"kabupaten"} if signed else set(), NOW)
    assert found == ({"kabupaten"} if asked else set())
