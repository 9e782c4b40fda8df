"""A host that was taken over, or went mad, begins the siren three times an hour; and no true warning loses its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from content_cache.model.items import Alert
from content_cache.model.vocabulary import Hazard, Severity, Verified
from kiosk.content.local_alerts import view_of
from kiosk.core.clock import Moment, Trust
from tests.kiosk.broadcast.test_alert_sounder import NOON, Tower, tsunami, update

pytestmark = pytest.mark.attack(
    "what comes in",
    "a host of warnings is taken over, or mad, and raises a new awas each minute, under new names, the "
    "same one, or as updates",
    "three sirens an hour of one host that nobody signed, of a danger and all graver ones; updates, and "
    "what was heard before a start, count against each other alone; what is beyond is shown and said at "
    "once after two chimes. No limit for what is signed or of the hall, for a graver danger, or where "
    "another agrees: a limit may cost the siren, never the warning (`kiosk/alerts/siren_limit.py` says "
    "why)",
)


SIREN, CHIMES = "siren both 100", "two-chimes both 100"


@pytest.fixture
def tower(tmp_path: Path) -> Iterator[Tower]:
    made = Tower(tmp_path)
    yield made
    made.stop_kiosk()


class Host:
    """One that raises a new warning each minute in place of the one before."""

    def __init__(self, tower: Tower) -> None:
        self._tower = tower
        self._minute = 0
        self._before: list[str] = []

    def raises(self, *others: Alert, name: str = "", **fields: Any) -> str:
        """Receive a new alert a minute later, and return what sounds."""
        self._minute += 1
        self._tower.uptime += timedelta(minutes=1)
        sent = NOON + timedelta(minutes=self._minute)
        new = tsunami(name or f"palsu-{self._minute}", published=sent, effective=sent, **fields)
        self._tower.receives(new, *others, at=sent, withdrawn=self._before)
        self._before = [new.id]
        return self._tower.rings(self._minute + 0.1)

    def waits(self, minutes: int) -> None:
        self._minute += minutes
        self._tower.uptime += timedelta(minutes=minutes)


def test_the_fourth_within_an_hour_is_said_at_once_and_has_no_siren(tower: Tower) -> None:
    host = Host(tower)
    assert [host.raises() for _ in range(6)] == [SIREN] * 3 + [CHIMES] * 3
    assert "tsunami" in " ".join(tower.words)
    assert tower.rings(7.5) == "", "nor does it come back each minute"
    assert tower.rings(12) == CHIMES
    host.waits(60)
    assert host.raises() == SIREN


def test_what_is_signed_always_has_its_siren(tower: Tower) -> None:
    host = Host(tower)
    assert [host.raises(verified=Verified.SIGNATURE) for _ in range(6)] == [SIREN] * 6


def test_what_the_hall_writes_always_has_its_siren(tower: Tower) -> None:
    host = Host(tower)
    assert [host.raises(owner="/var/lib/kiosk/desk/peringatan") for _ in range(6)] == [SIREN] * 6


def test_another_host_has_sirens_of_its_own(tower: Tower) -> None:
    host = Host(tower)
    assert [host.raises(owner="a.example") for _ in range(4)][-1] == CHIMES
    assert [host.raises(owner="b.example") for _ in range(4)] == [SIREN] * 3 + [CHIMES]


def test_a_graver_danger_has_its_siren(tower: Tower) -> None:
    host = Host(tower)
    rain = [host.raises(hazard=Hazard.RAIN) for _ in range(5)]
    assert rain == [SIREN] * 3 + [CHIMES] * 2
    assert [host.raises(hazard=Hazard.FLOOD) for _ in range(4)] == [SIREN] * 3 + [CHIMES]
    assert [host.raises() for _ in range(4)] == [SIREN] * 3 + [CHIMES]


def test_lesser_sirens_and_updates_take_none_from_a_second_tsunami(tower: Tower) -> None:
    host = Host(tower)
    kinds = (Hazard.TSUNAMI, Hazard.FLOOD, Hazard.LANDSLIDE, Hazard.TSUNAMI)
    assert [host.raises(hazard=each) for each in kinds] == [SIREN] * 4


def test_updates_take_no_siren_from_another_warning(tower: Tower) -> None:
    """Three of one wave, each understood; then that of another earthquake."""
    rows, heard = [tsunami()], list[str]()
    for number in range(1, 5):
        tower.receives(*rows, at=NOON + timedelta(minutes=number))
        heard.append(tower.rings(number + 0.1))
        moment = Moment(NOON + timedelta(minutes=number, seconds=30), Trust.TRUSTED)
        for stands in tower.repository.warnings(moment):
            tower.bell.understood(view_of(stands, "id"), moment)
        rows.append(update(rows[-1].id, f"lagi-{number}", number + 0.9))
    other = tsunami("kembar", places=("Kintom",), published=NOON + timedelta(minutes=5))
    tower.receives(*rows[:-1], other, at=NOON + timedelta(minutes=5))
    assert (heard, tower.rings(5.1)) == ([SIREN] * 3 + [CHIMES], SIREN)


def test_what_had_no_siren_has_one_when_the_hour_is_over(tower: Tower) -> None:
    host = Host(tower)
    for _ in range(4):
        host.raises()
    name = "palsu-4"
    tower.uptime += timedelta(hours=2)
    tower.receives(tsunami(name), update(name, "lagi", 130), at=NOON + timedelta(minutes=130))
    assert tower.rings(130.1) == SIREN


def test_an_update_that_brings_a_wave_has_its_siren(tower: Tower) -> None:
    host = Host(tower)
    for _ in range(4):
        host.raises(hazard=Hazard.FLOOD)
    tower.receives(tsunami("palsu-4", hazard=Hazard.FLOOD), update("palsu-4", "ombak", 4.2))
    assert tower.rings(4.3) == SIREN


def test_where_another_agrees_each_of_its_warnings_speaks_for_one(tower: Tower) -> None:
    host, other = Host(tower), tsunami("kabupaten", verified=Verified.SIGNATURE, severity=Severity.SIAGA)
    assert [host.raises() for _ in range(4)] == [SIREN] * 3 + [CHIMES]
    tower.receives(other)
    tower.rings(4.5)
    assert [host.raises(other) for _ in range(2)] == [SIREN, CHIMES]


AGAIN: dict[str, Callable[[Host, int], str]] = {
    "the same name, ended and raised": lambda host, number: host.raises(
        name="itu", severity=Severity.AWAS if number % 2 else Severity.INFO
    ),
}


@pytest.mark.parametrize("way", AGAIN)
def test_no_name_is_worth_more_than_another(tower: Tower, way: str) -> None:
    host = Host(tower)
    heard = [AGAIN[way](host, number) for number in range(1, 16)]
    assert heard.count(SIREN) == 3


def test_what_rings_until_it_is_understood_is_no_new_siren(tower: Tower) -> None:
    tower.receives(tsunami())
    assert [tower.rings(minutes) for minutes in range(1, 8)] == [SIREN] * 7


def test_updates_of_what_was_understood_have_three_sirens(tower: Tower) -> None:
    tower.receives(row := tsunami())
    rows, heard = [row], [tower.rings(1)]
    for number in range(2, 7):
        moment = Moment(NOON + timedelta(minutes=number), Trust.TRUSTED)
        (stands,) = tower.repository.warnings(moment)
        tower.bell.understood(view_of(stands, "id"), moment)
        rows.append(update(rows[-1].id, f"lagi-{number}", number))
        tower.receives(*rows, at=moment.now)
        heard.append(tower.rings(number + 0.1))
    assert heard == [SIREN] * 3 + [CHIMES] * 3


def test_a_restart_gives_no_siren_to_what_had_none(tower: Tower) -> None:
    """Each of the many that stand would ring each minute."""
    many = [tsunami(f"palsu-{number}", places=(f"Desa {number}",)) for number in range(6)]
    for number in range(1, 7):
        tower.receives(*many[:number])
        tower.rings(number)
    tower.stop_kiosk()
    tower.start()
    again = [tower.rings(minutes) for minutes in range(20, 26)]
    assert again == [SIREN] * 3 + [CHIMES] * 3
