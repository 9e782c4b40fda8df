"""Wi-Fi: found, joined, left; and never lost to a wrong password."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from kiosk.appliance.wifi import WifiControl
from kiosk.appliance.wifi_profile import FILE, fault_of, keyfile, name_in
from kiosk.state.request_kinds import RequestResult, wifi_argument
from tests.support.machine import Machine

HALL = "Balai Désa: Bunga;1"


def in_bytes(name: str) -> str:
    return "".join(f"{byte};" for byte in name.encode())


@pytest.fixture
def air(machine: Machine) -> Machine:
    machine.put("devices", "wifi\nethernet\n")
    machine.put("air", f"{in_bytes(HALL)}|rahasia desa\n{in_bytes('Kantor')}|kantor\\\\1234\n{in_bytes('Terbuka')}|\n")
    return machine


@pytest.fixture
def wifi(tmp_path: Path) -> WifiControl:
    return WifiControl(tmp_path / "network")


def test_networks_in_reach_are_told_once_each_the_used_one_first(machine: Machine, wifi: WifiControl) -> None:
    machine.put(
        "list",
        " :40:WPA2:Balai Désa\\: Bunga;1\n :72:WPA2:Balai Désa\\: Bunga;1\n*:30:WPA1 WPA2:Kantor\n :90::Terbuka\n"
        " :99:WPA2:\n :20:WPA2 802.1X:Kampus\n :15:WEP:Lama\n",
    )
    told = wifi.scan()
    assert told.result is RequestResult.DONE
    assert [(each["name"], each["signal"]) for each in told.data["networks"]] == [
        ("Kantor", 30), ("Terbuka", 90), (HALL, 72), ("Kampus", 20), ("Lama", 15),
    ]  # fmt: skip
    assert [each["name"] for each in told.data["networks"] if not each["joinable"]] == ["Kampus", "Lama"]
    assert [each["name"] for each in told.data["networks"] if not each["secured"]] == ["Terbuka"]


def test_a_machine_without_a_radio_says_so(machine: Machine, wifi: WifiControl) -> None:
    machine.put("devices", "ethernet\n")
    assert wifi.scan().result is RequestResult.NO_DEVICE


def test_a_network_is_joined_and_its_password_lies_in_roots_file_alone(
    air: Machine, wifi: WifiControl, tmp_path: Path
) -> None:
    assert wifi.join(wifi_argument(HALL, "rahasia desa")).result is RequestResult.DONE
    path = tmp_path / "network" / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert air.get("joined") == in_bytes(HALL)
    assert wifi.known() == HALL
    assert "rahasia" not in "".join(air.calls)  # nothing that every process can read


def test_a_wrong_password_costs_nothing(air: Machine, wifi: WifiControl, tmp_path: Path) -> None:
    assert wifi.join(wifi_argument("Kantor", "kantor\\1234")).result is RequestResult.DONE
    before = (tmp_path / "network" / FILE).read_bytes()
    assert wifi.join(wifi_argument(HALL, "salah semua")).result is RequestResult.WRONG_PASSWORD
    assert (tmp_path / "network" / FILE).read_bytes() == before
    assert air.get("joined") == in_bytes("Kantor")


def test_the_first_network_that_cannot_be_joined_leaves_none(air: Machine, wifi: WifiControl, tmp_path: Path) -> None:
    assert wifi.join(wifi_argument("Tidak Ada", "rahasia desa")).result is RequestResult.NOT_FOUND
    assert not (tmp_path / "network" / FILE).exists()
    (air.state / "devices").unlink()
    assert wifi.join(wifi_argument(HALL, "rahasia desa")).result is RequestResult.NO_DEVICE


def test_without_internet_the_network_is_left_and_kept(air: Machine, wifi: WifiControl, tmp_path: Path) -> None:
    assert wifi.switch("none").result is RequestResult.SAME
    wifi.join(wifi_argument("Terbuka", ""))
    assert wifi.switch("usb").result is RequestResult.DONE
    assert not air.has("joined")
    assert "autoconnect=false" in (tmp_path / "network" / FILE).read_text()
    assert wifi.switch("wifi").result is RequestResult.DONE
    assert air.get("joined") == in_bytes("Terbuka")
    assert wifi.switch("5g").result is RequestResult.REFUSED


def test_state_names_network_addresses_and_reach(air: Machine, wifi: WifiControl) -> None:
    air.put("list", "*:61:WPA2:Kantor\n")
    air.put("addresses", "IP4.ADDRESS[1]:10.14.2.31/24\n")
    air.put("reach", "limited\n")
    assert wifi.state().data == {"wifi": "Kantor", "signal": 61, "addresses": ["10.14.2.31"], "internet": "limited"}


@pytest.mark.parametrize(
    ("name", "password", "fit"),
    [
        ("B", "12345678", True), ("B", "", True), ("B", "a" * 63, True), ("B", "F" * 64, True), ("é" * 16, "", True),
        ("", "12345678", False), ("é" * 17, "", False), ("a\nb", "", False), ("B", "1234567", False), ("B", "g" * 64, False),
        ("B", "sandi dengan é", False), ("Balai", "1234567\n", False),
    ],
)  # fmt: skip
def test_what_can_be_a_network(name: str, password: str, fit: bool) -> None:
    assert (fault_of(name, password) is None) is fit


def test_nothing_in_a_name_or_password_adds_a_line_to_the_file(wifi: WifiControl) -> None:
    assert wifi.join(wifi_argument("x]\n[connection", "12345678")).result is RequestResult.REFUSED
    assert wifi.join('{"name": "Balai"}').result is RequestResult.REFUSED
    assert wifi.join('{"name": ["a"], "password": 3}').result is RequestResult.REFUSED
    assert wifi.join("[").result is RequestResult.REFUSED
    assert name_in(keyfile("a\\b;[x]", " \\ 1234567")) == "a\\b;[x]"
    assert "\npsk=\\s\\\\ 1234567\n" in keyfile("a", " \\ 1234567")
