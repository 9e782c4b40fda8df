"""Heat, power and card, as sysfs has them; and what a loudspeaker is known to be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.store.store import Store
from kiosk.installation import Installation
from kiosk.refresher.machine_state import MachineState, machine_state
from kiosk.refresher.metrics_sender import health_of
from kiosk.settings import Settings
from kiosk.state.memory import Memory
from kiosk.state.notes import LOUDSPEAKER

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=UTC)


def files(root: Path, **contents: str) -> Path:
    for name, content in contents.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return root


def test_a_raspberry_pi_tells_heat_power_and_card(tmp_path: Path) -> None:
    sys = files(
        tmp_path,
        class__thermal__thermal_zone0__temp="61234\n",
        class__hwmon__hwmon0__name="cpu_thermal\n",
        class__hwmon__hwmon1__name="rpi_volt\n",
        class__hwmon__hwmon1__in0_lcrit_alarm="1\n",
        fs__ext4__mmcblk0p2__errors_count="2\n",
        fs__ext4__mmcblk0p3__errors_count="1\n",
        fs__ext4__features__lazy="",
    )
    assert machine_state(sys) == MachineState(61.234, under_voltage=True, card_errors=3)


@pytest.mark.parametrize("heat", ["", "warm", "\xff\xfe"])
def test_what_a_machine_does_not_tell_is_not_known(tmp_path: Path, heat: str) -> None:
    assert machine_state(tmp_path / "none") == MachineState()
    assert machine_state(files(tmp_path, class__thermal__thermal_zone0__temp=heat)) == MachineState()


def test_a_loudspeaker_is_unknown_until_it_has_played(tmp_path: Path) -> None:
    installation = Installation(Settings(), None, tmp_path, print, print)
    with Memory(tmp_path) as memory, Store.open(tmp_path) as store:

        def state() -> str:
            return health_of(installation, store, memory, NOW).loudspeaker

        assert state() == "unknown"
        memory.counts.add("said", NOW.date())
        assert state() == "ok"
        memory.notes.write(LOUDSPEAKER, "horn: no such device")
        assert state() == "fault"
        memory.notes.write(LOUDSPEAKER, "")
        assert state() == "ok"
