"""The clock at boot: the module's time where it can be true, the floor where it cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.appliance.clock import set_clock_at_boot

FLOOR = datetime(2026, 11, 25, 9, 41, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Boot:
    def __init__(self, folder: Path) -> None:
        self.module = folder / "since_epoch"
        self.vouched = folder / "run/trusted"
        self.set: list[datetime] = []

    def begin(self, floor: datetime | None, machine: datetime, module: datetime | str | None = None) -> None:
        if module is not None:
            self.module.write_text(module if isinstance(module, str) else f"{module.timestamp():.0f}\n")
        set_clock_at_boot(floor, self.set.append, machine=lambda: machine, module=self.module, vouched=self.vouched)


@pytest.fixture
def boot(tmp_path: Path) -> Boot:
    return Boot(tmp_path)


def test_after_a_boot_in_1970_the_clock_is_at_the_floor_and_not_trusted(boot: Boot) -> None:
    boot.begin(FLOOR, EPOCH)
    assert boot.set == [FLOOR]
    assert not boot.vouched.exists()


def test_a_later_clock_is_left(boot: Boot) -> None:
    boot.begin(FLOOR, FLOOR + timedelta(hours=3))
    boot.begin(None, EPOCH)
    assert boot.set == []


def test_a_modules_time_after_the_floor_is_trusted(boot: Boot) -> None:
    told = FLOOR + timedelta(days=30)
    boot.begin(FLOOR, EPOCH, told)
    assert boot.set == [told]
    assert boot.vouched.exists()


def test_a_clock_that_agrees_with_its_module_is_not_touched(boot: Boot) -> None:
    boot.begin(FLOOR, FLOOR + timedelta(days=30, seconds=1), FLOOR + timedelta(days=30))
    assert boot.set == []
    assert boot.vouched.exists()


@pytest.mark.parametrize(
    "module",
    [
        datetime(2000, 1, 1, tzinfo=UTC),
        EPOCH,
        FLOOR - timedelta(seconds=1),
        FLOOR + timedelta(days=401),
        "",
        "rusak",
        "9" * 30,
    ],
)
def test_a_module_that_lost_its_battery_or_its_mind_vouches_for_nothing(boot: Boot, module: datetime | str) -> None:
    boot.begin(FLOOR, EPOCH, module)
    assert boot.set == [FLOOR]
    assert not boot.vouched.exists()


def test_without_any_floor_a_module_is_not_believed(boot: Boot) -> None:
    boot.begin(None, EPOCH, FLOOR)
    assert boot.set == []
    assert not boot.vouched.exists()
