"""The kiosk's own Wi-Fi: which radio has it, that the hall's network goes first, what NetworkManager and nft make of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from kiosk.appliance.boot_settings import Settling
from kiosk.appliance.hotspot import FILE, RULES, arrange, profile, rearrange
from kiosk.appliance.programs import ProgramError
from kiosk.appliance.server import acts_of
from kiosk.appliance.wifi import WifiControl
from kiosk.core.network import OWN_WIFI, PUBLIC_PORT
from kiosk.core.paths import Folders
from kiosk.refresher.neighbours.reach import SERVICE
from kiosk.settings import Settings, load
from kiosk.settings.sections import PublicSettings
from kiosk.state.request_kinds import RequestKind, RequestResult, wifi_argument
from tests.support.machine import NMCLI, Machine
from tests.support.public_site import PUBLIC
from tests.told import setting_fault

pytestmark = pytest.mark.attack(
    "people",
    "the kiosk's Wi-Fi is joined while its radio changes sides",
    "the firewall follows in one step, while no phone is let in",
)


FENCE = PUBLIC.parent / "image/root/usr/lib/kiosk/public-fence"
WANTED = Settings(public=PublicSettings(enabled=True, hotspot=True))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path)
    for folder in (made.card, made.data, made.system, made.config.parent):
        folder.mkdir(parents=True)
    made.network.mkdir(mode=0o700)
    rules = tmp_path / "usr/lib/kiosk/publik/hotspot.nft"
    rules.parent.mkdir(parents=True)
    shutil.copy(PUBLIC / "hotspot.nft", rules)
    return made


def radios(folders: Folders, *names: str) -> None:
    for name in names:
        (folders.root / "sys/class/net" / name / "phy80211").mkdir(parents=True)


def radio_of(folders: Folders) -> str:
    path = folders.network / FILE
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return next((line.partition("=")[2] for line in lines if line.startswith("interface-name=")), "")


def test_the_only_radio_is_the_kiosks_own_until_it_joins_the_halls_network(folders: Folders) -> None:
    radios(folders, "wlan0")
    assert arrange(folders, WANTED) is None
    assert radio_of(folders) == "wlan0"
    assert (folders.network / FILE).stat().st_mode & 0o777 == 0o600
    WifiControl(folders.network).store_network("Balai", "rahasia desa")
    before = (folders.network / "kiosk-wifi.nmconnection").read_bytes()
    fault = arrange(folders, WANTED)
    assert fault is not None
    assert fault.code == "card_one_radio"
    assert radio_of(folders) == ""
    assert (folders.network / "kiosk-wifi.nmconnection").read_bytes() == before, "and the other is as it was"


def test_of_two_radios_the_second_is_the_kiosks_own(folders: Folders) -> None:
    radios(folders, "wlan0", "wlan1")
    WifiControl(folders.network).store_network("Balai", "rahasia desa")
    assert arrange(folders, WANTED) is None
    assert radio_of(folders) == "wlan1"
    assert 'iifname != "wlan1" accept' in (folders.config.parent / RULES).read_text()


def test_a_network_that_is_joined_on_the_screen_takes_the_radio_out_of_the_fence(
    folders: Folders, machine: Machine
) -> None:
    radios(folders, "wlan0")
    folders.config.write_text("[public]\nenabled = true\nhotspot = true\n")
    arrange(folders, WANTED)
    for name in ("phy80211", ""):
        (folders.root / "sys/class/net/wlan0" / name).rmdir()  # who answers requests sees no radio in /sys
    machine.put("devices", "eth0:ethernet\nwlan0:wifi\n")
    machine.put("air", "66;97;108;97;105;|rahasia desa\n")
    acts = acts_of(folders)
    assert acts[RequestKind.WIFI](wifi_argument("Balai", "rahasia desa")).result is RequestResult.DONE
    assert radio_of(folders) == ""
    assert 'iifname != "kiosk-none" accept' in (folders.config.parent / RULES).read_text()
    assert machine.calls[-2:] == ["systemctl reload kiosk-hotspot.service", "nmcli connection reload"]
    assert not machine.has("hotspot")
    acts[RequestKind.INTERNET]("none")
    assert (radio_of(folders), machine.has("hotspot")) == ("wlan0", True), "and back, once it is left"
    machine.install("systemctl", "exit 1")
    acts[RequestKind.WIFI](wifi_argument("Balai", "rahasia desa"))
    acts[RequestKind.INTERNET]("none")
    assert (radio_of(folders), machine.has("hotspot")) == ("", False), "without its fence there is none"


@pytest.mark.parametrize("fault", ["", "it stays up", "the new profile is not read"])
def test_the_fence_goes_to_another_radio_only_while_no_phone_is_let_in(
    folders: Folders, machine: Machine, fault: str
) -> None:
    """A second radio was plugged in, and it is the first that has the kiosk's own Wi-Fi."""
    radios(folders, "wlan0")
    arrange(folders, WANTED)
    shutil.rmtree(folders.root / "sys/class/net")
    WifiControl(folders.network).store_network("Balai", "rahasia desa")
    machine.put("devices", "wlan0:wifi\nwlan1:wifi\n")
    machine.put("hotspot")
    machine.install("systemctl", '[ ! -e "$STATE/hotspot" ] || touch "$STATE/without"')
    if fault == "it stays up":
        machine.install("nmcli", NMCLI.replace("rm", ":"))
    if fault == "the new profile is not read":
        machine.install("nmcli", NMCLI.replace('"connection reload")', '"connection reload") exit 1 ;; "x")'))
    with nullcontext() if not fault else pytest.raises(ProgramError):
        rearrange(folders, WANTED)
    assert not machine.has("without"), "its firewall was taken from phones that are there"
    assert ('"wlan1"' in (folders.config.parent / RULES).read_text()) is (fault != "it stays up")
    assert machine.has("hotspot") is (fault != "the new profile is not read"), "rather none than one without its fence"


def test_a_radio_whose_firmware_is_late_is_waited_for(folders: Folders) -> None:
    assert arrange(folders, WANTED) is None
    assert radio_of(folders) == "wlan0"


@pytest.mark.parametrize("public", [PublicSettings(hotspot=True), PublicSettings(enabled=True), PublicSettings()])
def test_what_is_not_wanted_goes(folders: Folders, public: PublicSettings) -> None:
    radios(folders, "wlan0")
    arrange(folders, WANTED)
    assert arrange(folders, Settings(public=public)) is None
    assert radio_of(folders) == ""


@pytest.mark.parametrize(("name", "password"), [("x" * 33, ""), ("", ""), ("Desa\nmode=ap", ""), ("Desa", "pendek")])
def test_a_name_or_password_that_no_wifi_has_is_told(folders: Folders, name: str, password: str) -> None:
    radios(folders, "wlan0")
    fault = arrange(folders, Settings(public=PublicSettings(enabled=True, hotspot=True, name=name, password=password)))
    assert fault is not None
    assert radio_of(folders) == ""


def test_a_boot_tells_it_with_the_other_faults(folders: Folders) -> None:
    radios(folders, "wlan0")
    (folders.card / "kiosk.toml").write_text(
        '[wifi]\nname = "Balai"\npassword = "rahasia desa"\n[public]\nenabled = true\nhotspot = true\n'
    )
    Settling(folders, lasting=lambda: True).settle_settings()
    told = [setting_fault(fault) for fault in load(folders.config).faults]
    assert any("radio" in each for each in told), told
    assert radio_of(folders) == ""


@pytest.mark.skipif(shutil.which("nmcli") is None, reason="nmcli (network-manager) is not installed")
@pytest.mark.parametrize("password", ["", "air laut biru"])
def test_networkmanager_reads_the_profile_as_it_is_meant(password: str) -> None:
    read = subprocess.run(
        ["nmcli", "--offline", "connection", "modify", "connection.zone", ""],
        input=profile("Info Desa Bunga é", password, "wlan0"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (read.returncode, read.stderr) == (0, "")
    lines = set(read.stdout.splitlines())
    assert {"mode=ap", "ap-isolation=1", "method=shared", f"address1={OWN_WIFI}/24", "interface-name=wlan0"} <= lines
    assert ("key-mgmt=wpa-psk" in lines) == bool(password)


def test_address_and_port_are_those_of_the_server_of_the_names_and_of_what_is_announced() -> None:
    for name in ("hotspot.conf", "dnsmasq.conf"):
        assert OWN_WIFI in (PUBLIC / name).read_text("utf-8")
    for name in ("hotspot.conf", "nginx.conf"):
        assert f"listen {PUBLIC_PORT};" in (PUBLIC / name).read_text("utf-8")
    units = PUBLIC.parents[1] / "systemd"
    assert f"SocketBindAllow=tcp:{PUBLIC_PORT}" in (units / "kiosk-public.service").read_text("utf-8")
    assert f"{SERVICE} {PUBLIC_PORT}\n" in (units / "kiosk-neighbours.service").read_text("utf-8")


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("nft"), reason="only root with nftables loads rules")
def test_the_kernel_takes_the_rules(folders: Folders) -> None:
    arrange(folders, WANTED)
    rules = (folders.config.parent / RULES).read_text("utf-8").replace('"kiosk-public", "kiosk-courier"', "807, 808")
    loaded = subprocess.run(
        ["unshare", "-n", "nft", "-f", "-"], input=rules, capture_output=True, text=True, check=False
    )
    assert (loaded.returncode, loaded.stderr) == (0, "")


@pytest.mark.parametrize("taken", [True, False])
def test_without_its_firewall_there_is_no_wifi_of_the_kiosks_own(folders: Folders, taken: bool) -> None:
    """A kernel without nftables: rather none than one from which the desk and the internet are reached."""
    radios(folders, "wlan0")
    arrange(folders, WANTED)
    (folders.root / "nft").write_text(f"#!/bin/sh\nexit {0 if taken else 1}\n")
    (folders.root / "nft").chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", FENCE, folders.config.parent / RULES, folders.network / FILE, folders.root / "not there"],
        env={"PATH": f"{folders.root}:/usr/bin:/bin"},
        check=False,
    )
    assert (done.returncode == 0) is taken
    assert (folders.network / FILE).exists() is taken
