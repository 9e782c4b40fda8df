"""Heat, power and card, as sysfs has them; and what a loudspeaker is known to be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.store.store import Store
from kiosk.installation import Installation
from kiosk.refresher.machine_state import MachineIdentity, MachineState, machine_identity, machine_state
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


def test_a_machine_tells_board_serial_and_the_age_of_its_card(tmp_path: Path) -> None:
    sys = files(
        tmp_path,
        firmware__devicetree__base__model="Raspberry Pi 4 Model B Rev 1.4\0",
        **{"firmware__devicetree__base__serial-number": "10000000a1b2c3d4\0"},
        block__mmcblk0__device__name="SC16G\n",
        block__mmcblk0__device__date="05/2023\n",
        block__mmcblk0__device__life_time="0x02 0x03\n",
        fs__ext4__mmcblk0p2__lifetime_write_kbytes="1000\n",
        fs__ext4__mmcblk0p3__lifetime_write_kbytes="41000000\n",
    )
    assert machine_identity(sys) == MachineIdentity(
        "Raspberry Pi 4 Model B Rev 1.4", "10000000a1b2c3d4", "SC16G", "2023-05", 30, 41_001_000_000
    )
    pc = files(tmp_path / "pc", class__dmi__id__product_name="OptiPlex 3020\n", block__sda__device__name="x")
    assert machine_identity(pc) == MachineIdentity("OptiPlex 3020")


@pytest.mark.parametrize(("date", "life"), [("", ""), ("5/23", "0x00 0x00"), ("<script>", "0xzz"), ("05/2023/1", "ff")])
def test_what_a_card_does_not_say_is_not_known(tmp_path: Path, date: str, life: str) -> None:
    assert machine_identity(tmp_path / "none") == MachineIdentity()
    sys = files(tmp_path, block__mmcblk0__device__date=date, block__mmcblk0__device__life_time=life)
    assert machine_identity(sys) == MachineIdentity()


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
