"""What is told of a monitor that does not answer, and of kiosks then and after: by its real server, up and down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from content_cache.http.client import fetch
from kiosk.office.fleet.fleet import Fleet, by_post
from kiosk.office.opening import teller_of
from kiosk.office.setup.telling import LetterRecipient, TellKind
from kiosk.office.telling.memory import TellMemory
from kiosk.office.telling.teller import Teller
from tests.kiosk.office.fleet.test_fleet import BUNGA, KILONGAN, monitor, row
from tests.kiosk.office.telling.test_teller import SITI, pass_time, settings
from tests.support.mail_server import MailHost, mail_host, trusting
from tests.support.newsroom import Newsroom


@pytest.fixture
def host() -> Iterator[MailHost]:
    with mail_host() as found:
        yield found


class Watched:
    """Office whose kiosks two report to a monitor. *address* is where that is, a dead port while it is *down*."""

    def __init__(self, room: Newsroom, address: str, answers: dict[str, object]) -> None:
        self.room, self.address, self.answers, self.down = room, address, answers, False
        self.wrong = timedelta(0)
        self.report()

    def report(self) -> None:
        now = self.room.now.timestamp()
        self.answers["kiosk_up"] = [row("k1", KILONGAN, now), row("k2", BUNGA, now)]

    def begun(self) -> Teller:
        """Return the teller of a process that starts now."""
        office, post = self.room.office, self.room.office.post

        def seconds() -> float:
            return (self.room.now - self.wrong).timestamp()

        fleet = Fleet(
            lambda: "http://127.0.0.1:1" if self.down else self.address,
            fetch,
            office.clock,
            lambda: by_post(post.store.register.kiosks(), post.latest("health")),
            lambda: office.tell.settings().silent,
            seconds,
        )
        told = TellMemory(self.room.folder / ".kantor")
        return teller_of(replace(office, told=told, fleet=fleet), trusting, seconds)

    def jump(self, span: timedelta) -> None:
        """Put the office's clock ahead by *span*, without that time passes."""
        self.wrong += span
        self.room.now += span


@pytest.fixture
def watched(room: Newsroom, host: MailHost) -> Iterator[Watched]:
    settings(room, host, LetterRecipient(SITI, (TellKind.SILENT,)))
    answers: dict[str, object] = {}
    with monitor(answers) as address:
        yield Watched(room, address, answers)


def test_monitor_that_is_down_for_days_is_told_and_no_kiosk_is_silent(watched: Watched, host: MailHost) -> None:
    teller = watched.begun()
    pass_time(watched.room, teller, watched.report, step=15, hours=3)
    watched.down = True
    pass_time(watched.room, teller, step=30, days=3)
    (text,) = host.texts()
    assert "Pemantauan tidak menjawab" in text
    assert "Jawaban terakhirnya" in text
    assert "k1" not in text
    watched.down = False
    pass_time(watched.room, teller, minutes=60)  # what kiosks told meanwhile, nobody has
    pass_time(watched.room, teller, watched.report, step=15, hours=3)
    assert len(host.letters) == 2
    assert "Pemantauan menjawab lagi" in host.texts()[1]
    assert "k1" not in host.texts()[1]


def test_desk_that_starts_while_the_monitor_is_down_tells_the_monitor_alone(watched: Watched, host: MailHost) -> None:
    watched.room.wait(days=5)
    watched.down = True
    pass_time(watched.room, watched.begun(), step=15, hours=6)
    (text,) = host.texts()
    assert "Pemantauan tidak menjawab" in text
    assert "Kios diam" not in text


def test_monitor_that_stumbles_each_hour_is_not_told_and_a_silent_kiosk_is(watched: Watched, host: MailHost) -> None:
    heard = watched.room.now.timestamp() - 43 * 3_600
    teller = watched.begun()
    for _ in range(7):
        watched.answers["kiosk_up"] = [row("k1", KILONGAN, watched.room.now.timestamp()), row("k2", BUNGA, heard)]
        pass_time(watched.room, teller, step=14, minutes=56)
        watched.down = True
        pass_time(watched.room, teller, minutes=4)
        watched.down = False
    (text,) = host.texts()
    assert "Kios diam: 1" in text
    assert "k2" in text


@pytest.mark.attack("people", "the desk's clock jumps by years, ahead or back, while something is to be told")
@pytest.mark.parametrize("days", [-3, 400])
def test_clock_put_right_makes_no_kiosk_silent_or_well(watched: Watched, host: MailHost, days: int) -> None:
    teller = watched.begun()
    pass_time(watched.room, teller, watched.report, step=15, hours=3)
    watched.jump(timedelta(days=days))
    pass_time(watched.room, teller, step=15, hours=1)  # until each kiosk has reported by the new time
    pass_time(watched.room, teller, watched.report, step=15, hours=3)
    assert host.letters == []
