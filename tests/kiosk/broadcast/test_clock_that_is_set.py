"""A tsunami warning is in force, and somebody sets the trusted clock: a wrong technician, or a false time server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.alerts import AlertState
from kiosk.appliance.clock import SetClock, floor_at_boot, note_synchronised, tell_floor
from kiosk.core.clock import Clock, Trust
from kiosk.core.paths import Folders
from kiosk.state.request_kinds import RequestResult
from tests.kiosk.broadcast.test_alert_sounder import NOON, WITA, Tower, tsunami
from tests.support.machine import Machine

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a trusted clock a day off silences a warning",
        "in force by either of two readings stays",
    ),
    pytest.mark.attack(
        "root and keys",
        "a time set years ahead",
        "bounded by what the network last vouched for",
    ),
]


DAY = timedelta(days=1)


class Hall(Tower):
    """With a clock that is trusted, and can be set."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.true = NOON
        self.ahead = timedelta()
        self.clock = Clock(
            WITA,
            believed=lambda: True,
            machine=lambda: (self.true + self.ahead).astimezone(UTC),
            monotonic=self.true_seconds,
        )

    def true_seconds(self) -> float:
        return (self.true - NOON).total_seconds()

    def lives(self, minutes: int) -> list[str]:
        """Let *minutes* pass. Return the prelude of each sound that begins."""
        rang = []
        for _ in range(minutes):
            said = len(self.voice.said)
            self.bell.sound_due_alert(self.clock.read())
            if len(self.voice.said) > said:
                rang.append(str(self.voice.manners[-1].prelude))
                self.reader.on_speech(self.voice.end(self.voice.said[-1].id))
            self.true += timedelta(minutes=1)
        return rang

    @property
    def in_force(self) -> int:
        return sum(each.state is AlertState.IN_FORCE for each in self.repository.warnings(self.clock.read()))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.stop_kiosk()


@pytest.mark.parametrize("ahead", [DAY, -DAY, 400 * DAY, timedelta(hours=4)], ids=str)
def test_a_warning_in_force_by_either_reading_stays_and_sounds(hall: Hall, ahead: timedelta) -> None:
    hall.receives(tsunami())
    assert hall.lives(3)
    hall.ahead = ahead
    assert hall.in_force == 1
    assert "siren" in hall.lives(3)
    hall.lives(60)
    assert hall.in_force == 1


def test_it_ends_in_its_time_all_the_same(hall: Hall) -> None:
    hall.receives(tsunami())
    hall.lives(3)
    hall.ahead = DAY
    hall.lives(175)
    assert hall.in_force == 1
    hall.lives(5)
    assert hall.in_force == 0


def test_what_comes_after_the_step_by_the_true_time_is_heard_too(hall: Hall) -> None:
    hall.lives(3)
    hall.ahead = DAY
    hall.lives(1)
    hall.receives(
        tsunami(published=hall.true, effective=hall.true, expires=hall.true + timedelta(hours=1)), at=hall.true + DAY
    )
    assert hall.in_force == 1
    assert "siren" in hall.lives(3)


def test_a_clock_that_is_set_back_right_is_believed_alone_again(hall: Hall) -> None:
    hall.lives(3)
    hall.ahead = DAY
    assert hall.clock.read().before is not None
    hall.ahead = timedelta()
    assert hall.clock.read().before is None
    hall.ahead = DAY
    assert hall.clock.read().before is not None
    hall.true += 2 * DAY + timedelta(minutes=1)
    assert hall.clock.read().before is None  # the doubt has an end


def test_small_corrections_are_no_steps(hall: Hall) -> None:
    for _ in range(20):
        hall.lives(1)
        hall.ahead += timedelta(minutes=9)
        reading = hall.clock.read()
        assert (reading.before, reading.trust) == (None, Trust.TRUSTED)


# what root lets itself be told


@pytest.fixture
def folders(tmp_path: Path, machine: Machine) -> Folders:  # noqa: ARG001 -- its programs are on PATH
    made = Folders(tmp_path / "root")
    made.system.mkdir(parents=True, mode=0o700)
    return made


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", f"{made.programs}:/usr/bin:/bin")
    return made


def synchronised(folders: Folders, at: datetime) -> None:
    mark = folders.root / "run/systemd/timesync/synchronized"
    mark.parent.mkdir(parents=True)
    mark.touch()
    note_synchronised(folders, lambda: at)
    mark.unlink()


def test_steps_of_the_clock_are_bounded_by_what_root_saw(folders: Folders, machine: Machine) -> None:
    synchronised(folders, NOON)
    setting = SetClock(folders)
    for wrong in (NOON - 2 * DAY, NOON + 401 * DAY, NOON + 4_000 * DAY):
        assert setting.set(wrong.isoformat()).result is RequestResult.REFUSED
    assert not machine.has("time")
    for right in (NOON + 399 * DAY, NOON):
        assert setting.set(right.isoformat()).result is RequestResult.DONE
    for _ in range(5):  # nor by steps: what a technician set is no floor
        setting.set((NOON + 399 * DAY).isoformat())
    assert setting.set((NOON + 500 * DAY).isoformat()).result is RequestResult.REFUSED


@pytest.mark.parametrize(
    ("hint", "believed"),
    [(NOON + DAY, True), (NOON + 399 * DAY, True), (NOON + 401 * DAY, False), (NOON - DAY, False)],
    ids=["a day", "a year", "too far", "earlier"],
)
def test_at_boot_the_store_is_a_hint_within_bounds(folders: Folders, hint: datetime, believed: bool) -> None:
    synchronised(folders, NOON)
    folders.clock_hint.parent.mkdir(parents=True)
    folders.clock_hint.write_text(hint.isoformat())
    assert floor_at_boot(folders, None) == (hint if believed else NOON)


@pytest.mark.parametrize("wrong", ["link", "nonsense", "pipe", "naive", "large"])
def test_a_hint_that_is_none_is_left(folders: Folders, wrong: str, tmp_path: Path) -> None:
    import os

    synchronised(folders, NOON)
    folders.clock_hint.parent.mkdir(parents=True)
    match wrong:
        case "link":
            (tmp_path / "elsewhere").write_text((NOON + DAY).isoformat())
            folders.clock_hint.symlink_to(tmp_path / "elsewhere")
        case "pipe":
            os.mkfifo(folders.clock_hint)
        case "nonsense":
            folders.clock_hint.write_bytes(b"\xff\x00")
        case "naive":
            folders.clock_hint.write_text("2026-12-24T12:00:00")
        case "large":
            folders.clock_hint.write_text((NOON + DAY).isoformat() + " " * 10_000)
    assert floor_at_boot(folders, None) == NOON


def test_the_hint_is_told_by_who_may_only_read(folders: Folders) -> None:
    folders.data.mkdir(parents=True)
    folders.clock_hint.parent.mkdir(parents=True)
    tell_floor(folders)
    assert not folders.clock_hint.exists()  # nothing was ever refreshed here


def test_the_mark_of_trust_is_made_in_roots_own_folder_alone(
    folders: Folders, machine: Machine, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    folders.vouched.parent.parent.mkdir(parents=True)
    folders.vouched.parent.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="kiosk-clock"):
        SetClock(folders).set(NOON.isoformat())
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert machine.has("time")
