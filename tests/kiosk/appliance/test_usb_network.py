"""An adapter that somebody plugs in routes nothing, unless the settings or the screen say so."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from kiosk.appliance.boot_settings import Settling
from kiosk.appliance.root_files.record import read_kept
from kiosk.appliance.server import acts_of
from kiosk.core.paths import Folders
from kiosk.state.request_kinds import RequestKind, RequestResult
from tests.support.machine import Machine

pytestmark = pytest.mark.attack(
    "root and keys",
    "a network adapter is plugged in",
    "left alone unless the settings want it",
)


RULES = Path(__file__).parents[3] / "deploy/91-kiosk-usb-network.rules"
SOC = "/devices/platform/soc/3f980000.usb/usb1/1-1"
PI_4 = "/devices/platform/scb/fd500000.pcie/pci0000:00/0000:00:00.0/0000:01:00.0/usb1/1-1"


def is_left_alone(path: str) -> bool:
    """Return whether the udev rules leave the network device at this /sys path alone; the last match holds."""
    says = "/usb" in path  # SUBSYSTEMS=="usb": one of the devices around it is of that bus
    globs = re.findall(r'^DEVPATH=="([^"]+)", ENV\{NM_UNMANAGED\}="0"$', RULES.read_text(), re.MULTILINE)
    assert len(globs) == 1
    return says and not any(fnmatchcase(path, glob) for glob in globs[0].split("|"))


@pytest.mark.parametrize(
    "path",
    [
        f"{SOC}/1-1.2/1-1.2:1.0/net/eth1", f"{SOC}/1-1.5/1-1.5:1.0/net/usb0",
        f"{SOC}/1-1.1/1-1.1.2/1-1.1.2:1.0/net/wlan1",
        f"{SOC}/1-1.3/1-1.3.1/1-1.3.1:1.0/net/eth1", f"{PI_4}/1-1.1/1-1.1:1.0/net/eth1",
        f"{PI_4}/1-1.1/1-1.1.1/1-1.1.1:1.0/net/eth1",
    ],
)  # fmt: skip
def test_what_is_plugged_in_is_left_alone_whatever_it_says_it_is(path: str) -> None:
    assert is_left_alone(path)


@pytest.mark.parametrize(
    "path",
    [
        f"{SOC}/1-1.1/1-1.1:1.0/net/eth0", f"{SOC}/1-1.1/1-1.1.1/1-1.1.1:1.0/net/eth0",
        "/devices/platform/scb/fd580000.ethernet/net/eth0",
        "/devices/platform/soc/3f300000.mmcnr/mmc_host/mmc1/mmc1:0001/mmc1:0001:1/net/wlan0", "/devices/virtual/net/lo",
    ],
)  # fmt: skip
def test_the_boards_own_are_used(path: str) -> None:
    assert not is_left_alone(path)


@pytest.fixture
def folders(tmp_path: Path, machine: Machine) -> Folders:  # noqa: ARG001 -- its programs are on PATH
    made = Folders(tmp_path / "root")
    for folder in (made.card, made.data):
        folder.mkdir(parents=True)
    return made


def allowed(folders: Folders) -> bool:
    return (folders.run / "NetworkManager/conf.d/kiosk-usb.conf").exists()


def boot(folders: Folders) -> bool:
    Settling(folders, lasting=lambda: True).settle_settings()
    return allowed(folders)


def test_the_settings_allow_it_and_take_it_back(folders: Folders) -> None:
    card = folders.card / "kiosk.toml"
    card.write_text("[network]\n")
    assert not boot(folders)
    card.write_text("[network]\nusb = true\n")
    assert boot(folders)
    card.write_text("[network]\nusb = false\n")
    assert not boot(folders)


def test_the_choice_on_the_screen_holds_from_now_on(folders: Folders, machine: Machine) -> None:
    (folders.card / "kiosk.toml").write_text("[network]\n")
    assert not boot(folders)
    acts = acts_of(folders)
    acts[RequestKind.INTERNET]("usb")
    assert allowed(folders)
    assert "nmcli general reload conf" in machine.calls
    assert boot(folders)
    acts[RequestKind.INTERNET]("none")
    assert not allowed(folders)
    assert not boot(folders)
    acts[RequestKind.INTERNET]("usb")
    acts[RequestKind.RESET]("")
    assert not read_kept(folders).usb
    assert acts[RequestKind.INTERNET]("everything").result is RequestResult.REFUSED
