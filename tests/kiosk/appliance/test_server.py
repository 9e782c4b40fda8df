"""Requests are done once, answered, and only those of the list."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.appliance.root_files.record import read_kept
from kiosk.appliance.server import serve
from kiosk.appliance.update.slots import SlotState, write_state
from kiosk.appliance.wifi_profile import FILE
from kiosk.core.clock import kernel_synchronised
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.settings.pin import hash_pin, matches
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult, wifi_argument
from tests.support.doors import door_of, make_doors
from tests.support.machine import HOSTNAMECTL, Machine
from tests.told import told

pytestmark = pytest.mark.attack(
    "root and keys",
    "the Wi-Fi password stays in `kiosk.sqlite`",
    "it never comes there; the request lies in memory until root takes it",
)


NOW = datetime(2026, 11, 25, 9, 41, tzinfo=UTC)


class Kiosk:
    """The asking side: its memory, and the appliance's folders around it."""

    def __init__(self, root: Path) -> None:
        self.folders = Folders(root)
        self.folders.data.mkdir(parents=True)
        self.folders.system.mkdir(parents=True)
        make_doors(self.folders)
        self.memory = Memory(self.folders.data, door=door_of(self.folders, "kiosk"))

    def ask(self, want: RequestKind, argument: str = "") -> RequestAnswer:
        number = self.memory.requests.leave_request(want, NOW, argument)
        self.serve()
        return self.answer(number)

    def answer(self, number: int) -> RequestAnswer:
        told = self.memory.requests.answer_to(number)
        assert told is not None
        return RequestAnswer.from_json(told)

    def serve(self, looks: int = 1) -> None:
        serve(self.folders, after(looks))


def after(looks: int) -> Callable[[float], bool]:
    """A `wait` that ends after so many looks."""
    left = iter([False] * looks)
    return lambda _seconds: next(left, True)


@pytest.fixture
def kiosk(tmp_path: Path, machine: Machine) -> Kiosk:  # noqa: ARG001 -- its programs are on PATH
    return Kiosk(tmp_path / "root")


def test_a_request_is_answered_once(kiosk: Kiosk, machine: Machine) -> None:
    first = kiosk.memory.requests.leave_request(RequestKind.HOSTNAME, NOW, "kios-bunga")
    kiosk.serve(looks=4)
    assert kiosk.answer(first).result is RequestResult.DONE
    assert machine.get("hostname") == "kios-bunga"
    assert sum(call.startswith("hostnamectl") for call in machine.calls) == 1
    assert read_kept(kiosk.folders).hostname == "kios-bunga"


@pytest.mark.parametrize("argument", ["Kios", "a b", "-a", "a" * 64, "$(reboot)", "a\n"])
def test_names_that_are_none(kiosk: Kiosk, machine: Machine, argument: str) -> None:
    assert kiosk.ask(RequestKind.HOSTNAME, argument).result is RequestResult.REFUSED
    assert not machine.has("hostname")


def test_a_password_is_never_in_the_memory_and_does_not_stay_at_the_door(kiosk: Kiosk, machine: Machine) -> None:
    machine.put("devices", "wifi")
    machine.put("air", "66;|rahasia desa\n")
    number = kiosk.memory.requests.leave_request(RequestKind.WIFI, NOW, wifi_argument("B", "rahasia desa"))
    kiosk.serve()
    assert kiosk.answer(number).result is RequestResult.DONE
    assert kiosk.memory.requests.since(0) == []
    everywhere = [path for path in kiosk.folders.root.rglob("*") if path.is_file()]
    assert [path.name for path in everywhere if b"rahasia desa" in path.read_bytes()] == [FILE]


def test_the_clock_is_set_and_vouched_for(kiosk: Kiosk, machine: Machine) -> None:
    machine.put("systemd-timesyncd.service")
    machine.put("systemd-timesyncd.service.state", "2031-01-01 00:00:00 UTC")  # from which it would go on
    assert kiosk.ask(RequestKind.CLOCK, "2026-11-25T17:41+08:00").result is RequestResult.DONE
    assert machine.get("time") == "2026-11-25 09:41:00 UTC"
    assert machine.has("systemd-timesyncd.service")  # and the internet may set it again
    assert kiosk.folders.vouched.exists()
    for wrong in ("2026-11-25T17:41", "1970-01-01T00:00+00:00", "2126-01-01T00:00+00:00", "besok", ""):
        assert kiosk.ask(RequestKind.CLOCK, wrong).result is RequestResult.REFUSED
    synchronised = kiosk.folders.run / "systemd/timesync/synchronized"
    synchronised.parent.mkdir(parents=True)
    synchronised.touch()
    assert kiosk.ask(RequestKind.CLOCK, "2027-11-25T17:41+08:00").result is RequestResult.SAME
    assert machine.get("time").startswith("2026")


def test_a_vouched_clock_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "trusted").touch()
    assert kernel_synchronised(tmp_path / "trusted")


def test_the_pin_is_kept_as_a_hash_that_opens(kiosk: Kiosk) -> None:
    assert kiosk.ask(RequestKind.PIN, hash_pin("246813")).result is RequestResult.DONE
    assert matches("246813", load(kiosk.folders.config, kiosk.folders.data).technician.pin)
    assert kiosk.ask(RequestKind.PIN, "1234").result is RequestResult.REFUSED
    assert kiosk.ask(RequestKind.PIN, "").result is RequestResult.REFUSED


def test_a_restart_is_answered_before_it_happens(kiosk: Kiosk, machine: Machine) -> None:
    assert kiosk.ask(RequestKind.REBOOT).result is RequestResult.DONE
    assert machine.has("rebooted")


def test_what_ended_the_provisioner_is_told_and_not_begun_again(kiosk: Kiosk, machine: Machine) -> None:
    number = kiosk.memory.requests.leave_request(RequestKind.HOSTNAME, NOW, "kios-bunga")
    machine.install("hostnamectl", "kill -9 $PPID")
    script = "import sys; from tests.kiosk.appliance.test_server import after, serve, Folders, Path\n"
    script += "serve(Folders(Path(sys.argv[1])), after(1))"
    ended = subprocess.run([sys.executable, "-c", script, str(kiosk.folders.root)], check=False)
    assert ended.returncode == -signal.SIGKILL
    machine.install("hostnamectl", HOSTNAMECTL)
    kiosk.serve(looks=2)
    assert kiosk.answer(number).result is RequestResult.FAILED
    assert not machine.has("hostname")


def test_the_refresher_restarts_the_machine_for_an_update_alone(kiosk: Kiosk, machine: Machine) -> None:
    door = door_of(kiosk.folders, "kiosk-refresher")
    number = door.leave_request(RequestKind.REBOOT)
    kiosk.serve()
    assert RequestAnswer.from_json(door.answer_to(number) or "").result is RequestResult.REFUSED
    assert not machine.has("rebooted")
    write_state(kiosk.folders.system / "slots.json", SlotState(trial="a", tries=3, a=7))
    number = door.leave_request(RequestKind.REBOOT)
    kiosk.serve()
    assert RequestAnswer.from_json(door.answer_to(number) or "").result is RequestResult.DONE
    assert machine.has("rebooted")


def test_a_missing_program_is_named(kiosk: Kiosk, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine.programs / "nmcli").unlink()
    monkeypatch.setenv("PATH", str(machine.programs))
    told = kiosk.ask(RequestKind.SCAN)
    assert told.result is RequestResult.FAILED
    assert "nmcli" in str(told.problem)


def test_last_faults_are_told_newest_first_each_once(kiosk: Kiosk, machine: Machine) -> None:
    lines = [
        {"__REALTIME_TIMESTAMP": "1795599660000000", "MESSAGE": "SD: kesalahan baca", "_SYSTEMD_UNIT": "kiosk.service"},
        {"__REALTIME_TIMESTAMP": "1795599600000000", "MESSAGE": "SD: kesalahan baca", "SYSLOG_IDENTIFIER": "kernel"},
        {"__REALTIME_TIMESTAMP": "1795599000000000", "MESSAGE": [103, 97, 255], "SYSLOG_IDENTIFIER": "kernel"},
        {"__REALTIME_TIMESTAMP": "x", "MESSAGE": "-"},
        {"MESSAGE": None},
    ]
    machine.put("journal", "\n".join(json.dumps(line) for line in lines) + "\nkein JSON\n")
    told = kiosk.ask(RequestKind.FAULTS)
    faults = told.data["faults"]
    assert [(fault["unit"], fault["text"]) for fault in faults] == [
        ("kiosk", "SD: kesalahan baca"),
        ("kernel", "ga\ufffd"),
    ]
    assert faults[0]["at"].startswith("2026-11-25T")


def test_faults_of_earlier_boots_follow(kiosk: Kiosk, machine: Machine) -> None:
    machine.put("journal", json.dumps({"__REALTIME_TIMESTAMP": "1795599660000000", "MESSAGE": "baru"}) + "\n")
    (kiosk.folders.data / "faults.log").write_text(
        "2026-11-23T09:41:00+0000 kernel: mmc0: error -110\n2026-11-24T09:41:00+0000 kiosk[312]: baru\n"
        "tidak berbentuk\n2026-99-24T09:41:00+0000 kiosk: x\n2026-11-24T10:41:00+0000 kiosk[312]: suara: hilang\n"
    )
    faults = kiosk.ask(RequestKind.FAULTS).data["faults"]
    assert [(fault["unit"], fault["text"]) for fault in faults] == [
        ("", "baru"),
        ("kiosk", "suara: hilang"),
        ("kernel", "mmc0: error -110"),
    ]


def test_as_delivered_but_for_news_and_pin(kiosk: Kiosk, machine: Machine) -> None:
    machine.put("devices", "wifi")
    machine.put("air", "66;|rahasia desa\n")
    kiosk.ask(RequestKind.WIFI, wifi_argument("B", "rahasia desa"))
    kiosk.ask(RequestKind.PIN, hash_pin("246813"))
    kiosk.ask(RequestKind.HOSTNAME, "kios-bunga")
    assert kiosk.ask(RequestKind.RESET).result is RequestResult.DONE
    assert matches("246813", read_kept(kiosk.folders).pin)
    assert read_kept(kiosk.folders).hostname == ""
    assert not any(kiosk.folders.network.iterdir())


def plug(folders: Folders, name: str) -> None:
    device = folders.root / f"sys/devices/platform/soc/usb1/1-1/block/{name}"
    device.mkdir(parents=True)
    blocks = folders.root / "sys/class/block"
    blocks.mkdir(parents=True, exist_ok=True)
    (blocks / name).symlink_to(device)


def test_a_report_is_made_by_the_unit_of_the_stick(kiosk: Kiosk, machine: Machine) -> None:
    assert kiosk.ask(RequestKind.REPORT).result is RequestResult.NO_DEVICE
    plug(kiosk.folders, "sdb")
    plug(kiosk.folders, "sdb1")
    answer = kiosk.folders.reported
    answer.parent.mkdir(exist_ok=True)
    on_start = machine.state / "on-start"
    told = RequestAnswer(RequestResult.DONE, data={"folder": "kiosk-x"}).to_json()
    on_start.write_text(f"#!/bin/sh\n[ $1 = kiosk-report@sdb1.service ]\necho '{told}' >{answer}\n")
    on_start.chmod(0o755)
    assert kiosk.ask(RequestKind.REPORT).data == {"folder": "kiosk-x"}


def test_a_backup_is_begun_and_nobody_waits_for_its_end(kiosk: Kiosk, machine: Machine) -> None:
    assert kiosk.ask(RequestKind.BACKUP).result is RequestResult.NO_DEVICE
    plug(kiosk.folders, "sda1")
    assert kiosk.ask(RequestKind.BACKUP).result is RequestResult.DONE
    assert "systemctl start --no-block kiosk-backup@sda1.service" in machine.calls


def test_without_a_kiosk_nothing_is_made(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "bare")
    folders.data.mkdir(parents=True)
    serve(folders, after(2))
    assert not any(folders.data.iterdir())


def test_an_answer_that_cannot_be_read_is_a_failure() -> None:
    for text in ("taken", "", "[1]", '{"result": "huh", "detail": "", "data": {}}'):
        assert RequestAnswer.from_json(text).result is RequestResult.FAILED


def test_an_answer_of_an_older_program_is_still_told() -> None:
    older = RequestAnswer.from_json('{"result": "failed", "detail": "no room on the card", "data": {}}')
    assert (older.result, told(older.problem)) == (RequestResult.FAILED, "no room on the card")
    assert RequestAnswer.from_json('{"result": "done", "detail": "", "data": {}}') == RequestAnswer(RequestResult.DONE)
