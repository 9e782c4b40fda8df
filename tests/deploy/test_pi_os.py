"""The folder that makes a kiosk of Raspberry Pi OS at its first start: its settings, its Wi-Fi, its package, and what it leaves."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from deploy.release import pack_pi_folder
from kiosk.appliance.wifi_profile import keyfile
from kiosk.settings.loader import settings_from_tables

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "deploy/pi-os"
SCRIPT = PARTS / "kios-pasang.sh"
DEB = "kim-kiosk_0.2.0+7_arm64.deb"
SETTINGS = """[place]
name = "Balai Kilongan"
[wifi]
name = "Balai Désa"
password = "  rahasia\\\\123"
[technician]
pin = "246810"
"""


class Pi:
    """A root with a boot partition that the folder was copied onto, and stand-ins for the programs of Raspberry Pi OS."""

    def __init__(self, place: Path) -> None:
        self.root, self.boot, self.etc = place, place / "boot/firmware", place / "etc/kiosk"
        shutil.copytree(PARTS, self.boot)
        (place / "dev").mkdir()
        (place / "dev/tty1").touch()
        self.programs = place / "programs"
        self.programs.mkdir()
        for name in ("systemctl", "raspi-config", "rfkill", "nmcli", "dpkg", "apt-get"):
            self.program(name, "")
        self.program("dpkg-query", "exit 1")
        self.put(DEB, b"package")
        self.put("kios-paket.sha256", f"{hashlib.sha256(b'package').hexdigest()}  {DEB}\n".encode())
        self.put("kiosk.toml", SETTINGS.encode())

    def put(self, name: str, content: bytes) -> None:
        (self.boot / name).write_bytes(content)

    def program(self, name: str, does: str) -> None:
        path = self.programs / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>{self.root}/called\n{does}\n')
        path.chmod(0o755)

    def run(self, what: str) -> int:
        environment = {"PATH": f"{self.programs}:{os.environ['PATH']}", "KIOSK_ROOT": str(self.root)}
        return subprocess.run(["sh", str(SCRIPT), what], env=environment, capture_output=True, check=False).returncode

    @property
    def called(self) -> str:
        path = self.root / "called"
        return path.read_text() if path.exists() else ""

    @property
    def screen(self) -> str:
        return (self.root / "dev/tty1").read_text()


@pytest.fixture
def pi(tmp_path: Path) -> Pi:
    return Pi(tmp_path)


def test_a_shell_reads_it() -> None:
    subprocess.run(["sh", "-n", str(SCRIPT)], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", "--severity=warning", str(SCRIPT)], check=True)


def test_its_settings_have_no_fault() -> None:
    text = (PARTS / "kiosk.toml").read_text("utf-8")
    for each in (text, text.replace("\n# ", "\n").replace("Saat pertama", "# Saat pertama")):
        assert settings_from_tables(tomllib.loads(each), each).faults == ()


def test_the_first_start_asks_for_no_user_and_leaves_two_units(pi: Pi) -> None:
    assert "bootcmd:\n  - [sh, /boot/firmware/kios-pasang.sh, arrange]\n" in (PARTS / "user-data").read_text()
    assert pi.run("arrange") == 0
    order = [
        pi.called.index(f"systemctl {each}") for each in ("mask userconfig", "stop --no-block userconfig", "start")
    ]
    assert order == sorted(order)
    units = [pi.root / "etc/systemd/system" / f"kios-{name}.service" for name in ("setelan", "pasang")]
    own = "/usr/local/lib/kim-kiosk/kios-pasang.sh"
    assert [f"ExecStart=/bin/sh {own} " in unit.read_text() for unit in units] == [True, True]
    assert (pi.root / own[1:]).read_bytes() == SCRIPT.read_bytes()


def test_settings_go_from_the_card_and_nothing_of_them_stays_there(pi: Pi) -> None:
    assert pi.run("settings") == 0
    assert (pi.etc / "kiosk.toml").read_text() == SETTINGS
    assert (pi.etc / "kiosk.toml").stat().st_mode & 0o777 == 0o600
    assert not (pi.boot / "kiosk.toml").exists()
    pi.put("pin-baru.txt", b"135790")
    assert pi.run("settings") == 0
    assert (pi.etc / "pin-baru.txt").read_bytes() == b"135790"
    assert (pi.etc / "kiosk.toml").read_text() == SETTINGS


def test_of_two_files_the_newer_is_taken_and_a_half_wiped_or_empty_one_never(pi: Pi) -> None:
    pi.put("kiosk.toml.txt", b"[place]\n")
    os.utime(pi.boot / "kiosk.toml", (1, 1))
    assert pi.run("settings") == 0
    assert (pi.etc / "kiosk.toml").read_bytes() == b"[place]\n"
    for torn in (b"", bytes(40) + b'pin = "1"'):
        pi.put("kiosk.toml", torn)
        assert pi.run("settings") == 0
        assert (pi.etc / "kiosk.toml").read_bytes() == b"[place]\n"
        assert not (pi.boot / "kiosk.toml").exists()


def test_it_joins_the_wifi_as_the_kiosk_will_installs_and_starts_anew(pi: Pi) -> None:
    assert [pi.run("settings"), pi.run("install")] == [0, 0]
    profile = pi.root / "etc/NetworkManager/system-connections/kiosk-wifi.nmconnection"
    assert profile.read_text() == keyfile("Balai Désa", "  rahasia\\123")
    assert profile.stat().st_mode & 0o777 == 0o600
    order = [
        pi.called.index(each)
        for each in ("nmcli", "apt-get -qq update", f"install {pi.boot / DEB}", "systemctl reboot")
    ]
    assert order == sorted(order)
    assert (pi.root / "etc/cloud/cloud-init.disabled").exists()
    assert not (pi.boot / "user-data").exists()


def test_settings_in_utf_16_and_without_wifi_are_read_as_well(pi: Pi) -> None:
    pi.put("kiosk.toml", '[wifi]\r\nname = "Balai"\r\n'.encode("utf-16"))
    assert [pi.run("settings"), pi.run("install")] == [0, 0]
    profile = pi.root / "etc/NetworkManager/system-connections/kiosk-wifi.nmconnection"
    assert profile.read_text() == keyfile("Balai", "")
    profile.unlink()
    for text in (
        b"[place]\n",
        b"no toml = = =",
        b"[wifi]\nname = 7\n",
        b'wifi = "x"\n',
        b'[wifi]\nname = "x"\npassword = "a\\nb"\n',
    ):
        pi.put("kiosk.toml", text)
        assert [pi.run("settings"), pi.run("install")] == [0, 0]
        assert not profile.exists(), text


def test_without_a_line_it_is_tried_again_and_told(pi: Pi) -> None:
    pi.program("apt-get", "exit 100")
    assert pi.run("install") == 1
    assert "belum ada internet" in pi.screen
    assert "reboot" not in pi.called
    assert (pi.boot / "user-data").exists()
    pi.program("apt-get", "")
    assert pi.run("install") == 0


@pytest.mark.parametrize("torn", ["package", "sum", "none"])
def test_a_folder_that_was_copied_half_is_told_and_nothing_installed(pi: Pi, torn: str) -> None:
    if torn == "package":
        pi.put(DEB, b"pack")
    elif torn == "sum":
        pi.put("kios-paket.sha256", b"")
    else:
        (pi.boot / DEB).unlink()
    assert pi.run("install") == 2
    assert "tidak utuh" in pi.screen
    assert "apt-get" not in pi.called


def test_what_is_installed_already_is_not_installed_again(pi: Pi) -> None:
    pi.program("dpkg-query", "echo installed")
    assert pi.run("install") == 0
    assert "apt-get" not in pi.called
    assert (pi.etc / "installed").exists()


def test_the_zip_has_all_parts_and_equal_bytes(tmp_path: Path) -> None:
    made: list[bytes] = []
    for name in ("satu", "dua"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / DEB).write_bytes(b"package")
        os.utime(folder / DEB, (len(made), len(made)))
        pack_pi_folder(folder, "0.2.0+7", 1_700_000_000)
        made.append((folder / "raspberry-pi-os_0.2.0+7.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "satu/raspberry-pi-os_0.2.0+7.zip") as packed:
        assert set(packed.namelist()) == {DEB, "kios-paket.sha256", *(path.name for path in PARTS.iterdir())}
        packed.extractall(tmp_path / "bootfs")
    subprocess.run(["sha256sum", "--check", "--strict", "kios-paket.sha256"], check=True, cwd=tmp_path / "bootfs")
