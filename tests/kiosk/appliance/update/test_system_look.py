"""When the refresher asks root for a bundle of the system: once a night, of a number that is newer, in its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from content_cache.http.messages import Fetched, Request
from kiosk.appliance.update.system.look import ANNOUNCED, MOST_BYTES, SystemUpdates
from kiosk.appliance.update.system.state import SystemState
from kiosk.core.clock import Moment, Trust
from kiosk.settings import Settings
from kiosk.settings.sections import UpdateSettings
from kiosk.state.memory import Memory

pytestmark = pytest.mark.attack(
    "root and keys",
    "a stick with a forged bundle of the number that the web announces",
    "what a stick brought keeps nothing away that comes by the web",
)


DAY = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
NIGHT = DAY.replace(hour=23)


class Asking:
    """A refresher's looks, of a folder that announces `body`; `turn` says whose turn it is."""

    def __init__(self, folder: Path, body: bytes, now: datetime, *, url: str = "https://pusat.example/x/") -> None:
        self.now, self.trust, self.its_turn = now, Trust.TRUSTED, True
        self.asked: list[Request] = []
        self.told = folder / "system"
        self.tell(SystemState(here=7))
        self._memory, self._pool = Memory(folder), ThreadPoolExecutor(1)

        def get(request: Request) -> Fetched:
            self.asked.append(request)
            return Fetched(url=request.url, status=200, body=body)

        self.updates = SystemUpdates(
            Settings(update=UpdateSettings((), url)),
            self._memory,
            lambda: Moment(self.now, self.trust),
            turn=lambda _number: self.its_turn,
            get=get,
            told=self.told,
            pool=self._pool,
        )

    def tell(self, state: SystemState) -> None:
        self.told.write_bytes(msgspec.json.encode(state))

    def turn(self, *, hours: float = 0) -> list[str]:
        """Which requests there are after so many hours."""
        self.now += timedelta(hours=hours)
        self.updates.check_for_bundle()
        self._pool.submit(lambda: None).result(20)
        self.updates.check_for_bundle()
        return [request.text for request in self._memory.requests.since(0)]

    def close(self) -> None:
        self.updates.close()
        self._memory.close()


Begin = Callable[..., Asking]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    made: list[Asking] = []

    def beginning(
        body: bytes = b'{"number": 8}', now: datetime = NIGHT, url: str = "https://pusat.example/x/"
    ) -> Asking:
        made.append(Asking(tmp_path, body, now, url=url))
        return made[-1]

    yield beginning
    for each in made:
        each.close()


def test_in_the_night_the_newer_one_is_asked_for(begin: Begin) -> None:
    asking = begin()
    assert asking.turn() == ["system:8"]
    (request,) = asking.asked
    assert (request.url, request.max_bytes) == (f"https://pusat.example/x/{ANNOUNCED}", MOST_BYTES)


def test_by_day_it_waits_for_the_night(begin: Begin) -> None:
    asking = begin(now=DAY)
    found = [asking.turn(hours=1.02) for _ in range(14)]
    assert found[:11] == [[]] * 11
    assert found[-1] == ["system:8", "system:8"]  # hourly in the night: what was cut goes on


def test_a_technician_does_not_wait(begin: Begin) -> None:
    asking = begin(now=DAY)
    asking.its_turn = False
    asking.updates.want()
    assert asking.turn() == ["system:8"]
    assert asking.turn(hours=1.02) == ["system:8"]  # once


def test_not_before_its_turn(begin: Begin) -> None:
    asking = begin()
    asking.its_turn = False
    assert asking.turn() == []
    asking.its_turn = True
    assert asking.turn(hours=1.02) == ["system:8"]


def test_without_a_clock_nothing(begin: Begin) -> None:
    asking = begin()
    asking.trust = Trust.FLOOR
    assert (asking.turn(), asking.asked) == ([], [])


@pytest.mark.parametrize(
    "state",
    [
        SystemState(here=8),
        SystemState(here=9),
        SystemState(here=7, tried=8, number=8, result="failed"),
        SystemState(here=7, number=8, result="refused", web=True),
    ],
)
def test_what_is_here_was_tried_or_refused_is_not_asked_for(begin: Begin, state: SystemState) -> None:
    asking = begin()
    asking.tell(state)
    assert asking.turn() == []


def test_what_a_stick_brought_in_its_name_does_not_keep_it_away(begin: Begin) -> None:
    asking = begin()
    asking.tell(SystemState(here=7, number=8, result="refused"))
    assert asking.turn() == ["system:8"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"8",
        b"[]",
        b'{"number": "8"}',
        b'{"number": 8.5}',
        b'{"number": 0}',
        b'{"number": -8}',
        b'{"number": 1000000000}',
        b'{"number": true}',
        b'{"number": 8, "file": "../../etc/shadow"}',
        b'{"number": "8;reboot"}',
        b'{"number": 8, "url": "file:///etc/shadow"}',
        b"[" * 150,
        b"\xff\xfe",
    ],
)
def test_an_announcement_that_is_none(begin: Begin, body: bytes) -> None:
    assert begin(body).turn() == []


@pytest.mark.parametrize("url", ["", "http://pusat.example/x/", "file:///srv/x"])
def test_only_by_https(begin: Begin, url: str) -> None:
    asking = begin(url=url)
    assert (asking.turn(), asking.asked) == ([], [])


def test_a_damaged_note_of_root_s_brings_nothing(begin: Begin) -> None:
    asking = begin()
    asking.told.write_text("{")
    assert asking.turn() == []
