"""Actions on the machine itself: restart, host name, technician's PIN, last faults, report or backup onto a stick,
factory reset."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.appliance.handing_out import hand_out
from kiosk.appliance.programs import run
from kiosk.appliance.root_files.held_folder import Folder, OwnFolder, read_own
from kiosk.appliance.root_files.record import read_kept, write_kept
from kiosk.appliance.wifi import WifiControl
from kiosk.core.paths import Folders
from kiosk.settings.faults import SettingError
from kiosk.settings.overrides import digest_of
from kiosk.settings.parsers import hostname
from kiosk.settings.pin import is_hash
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult, program_problem

_FAULTS = 20
_LONGEST = 160  # characters of a fault
_KEPT = re.compile(r"(?P<at>\S{20,32}) (?P<unit>[^\[:]{1,60})(?:\[\d+\])?: (?P<text>.*)")
_MOST_KEPT = 500_000  # bytes
_REPORT = "kiosk-report@{}.service"
_BACKUP = "kiosk-backup@{}.service"


class Machine:
    """Actions on the machine. *stick* returns the kernel's name of a plugged stick, "" for none. Methods raise
    ProgramError and OSError."""

    def __init__(self, folders: Folders, wifi: WifiControl, stick: Callable[[], str]) -> None:
        self._folders = folders
        self._wifi = wifi
        self._stick = stick

    def restart(self, _argument: str = "") -> RequestAnswer:
        run("systemctl", "reboot", "--no-block")
        return RequestAnswer(RequestResult.DONE)

    def set_pin(self, hashed: str) -> RequestAnswer:
        """Store the technician's new PIN. *hashed* is made by `kiosk.settings.pin.hash_pin`: no PIN is ever written down."""
        if not is_hash(hashed):
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_PIN_HASH))
        write_kept(self._folders, replace(read_kept(self._folders), pin=hashed))
        hand_out(self._folders)
        return RequestAnswer(RequestResult.DONE)

    def set_name(self, name: str) -> RequestAnswer:
        """Set the machine's host name, now and after each boot (RFC 1123)."""
        try:
            hostname(name)
        except SettingError:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_HOSTNAME, text=name[:40]))
        named = run("hostnamectl", "--transient", "hostname", name)
        if not named.ok:
            return RequestAnswer(RequestResult.FAILED, program_problem(named.last_line))
        over = digest_of(self._folders.config)
        write_kept(self._folders, replace(read_kept(self._folders), hostname=name, over=over))
        return RequestAnswer(RequestResult.DONE)

    def faults(self, _argument: str = "") -> RequestAnswer:
        """Return the last warnings of this boot, then the stored errors of earlier ones, the newest first: [{"at": RFC
        3339, "unit", "text"}]."""
        listed = run("journalctl", "-q", "--no-pager", "-b", "-p", "warning", "-n", "200", "-r", "-o", "json")
        if not listed.ok:
            return RequestAnswer(RequestResult.FAILED, program_problem(listed.last_line))
        found: list[dict[str, str]] = []
        for fault in (*_faults(listed.out), *_kept_faults(self._folders)):
            if all(fault["text"] != other["text"] for other in found):  # repeated faults are listed once
                found.append(fault)
        return RequestAnswer(RequestResult.DONE, data={"faults": found[:_FAULTS]})

    def report(self, _argument: str = "") -> RequestAnswer:
        """Write logs and status onto the plugged stick, by a unit that may mount one. Return that unit's answer."""
        name = self._stick()
        if not name:
            return RequestAnswer(RequestResult.NO_DEVICE, problem(AnswerCode.NO_STICK))
        reported = self._folders.reported
        with OwnFolder(reported.parent, make=0o755) as folder:
            folder.remove(reported.name)
        started = run("systemctl", "start", _REPORT.format(name), timeout_s=120)
        if not started.ok:
            return RequestAnswer(RequestResult.FAILED, program_problem(started.last_line))
        return RequestAnswer.from_json(read_own(reported, _MOST_KEPT).decode("utf-8", "replace"))

    def back_up(self, _argument: str = "") -> RequestAnswer:
        """Start the unit that mounts the plugged stick and does the window's order. Do not wait for its end."""
        name = self._stick()
        if not name:
            return RequestAnswer(RequestResult.NO_DEVICE, problem(AnswerCode.NO_STICK))
        started = run("systemctl", "start", "--no-block", _BACKUP.format(name))
        return RequestAnswer(
            RequestResult.DONE if started.ok else RequestResult.FAILED, program_problem(started.last_line)
        )

    def reset(self, _argument: str = "") -> RequestAnswer:
        """Forget the Wi-Fi network and the host name. The window forgets the choices made on the screen. News, notices
        and the technician's PIN stay."""
        write_kept(self._folders, replace(read_kept(self._folders), hostname="", over="", usb=False))
        self._wifi.delete_network()
        return RequestAnswer(RequestResult.DONE)


def _kept_faults(folders: Folders) -> Iterator[dict[str, str]]:
    """Yield the faults that `keep-faults` wrote in journalctl's short-iso format, the newest first.

    The file belongs to its user, so it may contain anything."""
    try:
        with Folder(folders.data) as data:
            lines = data.read("faults.log", _MOST_KEPT).decode("utf-8", "replace").splitlines()
    except OSError:
        return
    for line in reversed(lines):
        found = _KEPT.fullmatch(line)
        try:
            at = datetime.fromisoformat(found["at"]) if found else None
        except ValueError:
            at = None
        if found is not None and at is not None and at.tzinfo is not None:
            yield {
                "at": at.isoformat(timespec="seconds"),
                "unit": found["unit"].strip(),
                "text": found["text"][:_LONGEST],
            }


def _faults(journal: str) -> Iterator[dict[str, str]]:
    for line in journal.splitlines():
        try:
            entry: dict[str, Any] = json.loads(line)
            at = datetime.fromtimestamp(int(entry["__REALTIME_TIMESTAMP"]) / 1e6, UTC)
            text = entry["MESSAGE"]
        except (ValueError, KeyError, TypeError, OverflowError):
            continue  # the journal has entries without a message
        if isinstance(text, list):  # bytes that are no text
            text = bytes(number for number in text if isinstance(number, int) and 0 <= number < 256).decode(
                "utf-8", "replace"
            )
        unit = str(entry.get("_SYSTEMD_UNIT") or entry.get("SYSLOG_IDENTIFIER") or "")
        yield {
            "at": at.isoformat(timespec="seconds"),
            "unit": unit.removesuffix(".service"),
            "text": str(text)[:_LONGEST],
        }
