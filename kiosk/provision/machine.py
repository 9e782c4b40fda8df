"""The machine itself: restart, name, technician's PIN, last faults, report onto a stick, back to how it was delivered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from content_cache.files import read_plain
from content_cache.model.problems import problem
from kiosk.provision.programs import run
from kiosk.provision.wifi import WifiControl
from kiosk.settings.faults import SettingError
from kiosk.settings.overrides import change, forget_choices
from kiosk.settings.parsers import hostname
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult, said

_HASH = re.compile(r"scrypt\$\d{1,7}\$\d{1,2}\$\d{1,2}\$[0-9a-f]{32}\$[0-9a-f]{64}")
_FAULTS = 20
_LONGEST = 160  # characters of a fault
_KEPT = re.compile(r"(?P<at>\S{20,32}) (?P<unit>[^\[:]{1,60})(?:\[\d+\])?: (?P<text>.*)")
_MOST_KEPT = 500_000  # bytes
_REPORT = "kiosk-report@{}.service"


class Machine:
    """`data` is the kiosk's data folder, `config` its kiosk.toml, `reported` the answer that the report's unit leaves, `stick`
    gives the kernel's name of a stick that is plugged in, "" for none. Methods raise ProgramError and OSError."""

    def __init__(
        self, data: Path, config: Path | None, wifi: WifiControl, reported: Path, stick: Callable[[], str]
    ) -> None:
        self._data = data
        self._config = config
        self._wifi = wifi
        self._reported = reported
        self._stick = stick

    def restart(self, _argument: str = "") -> RequestAnswer:
        run("systemctl", "reboot", "--no-block")
        return RequestAnswer(RequestResult.DONE)

    def set_pin(self, hashed: str) -> RequestAnswer:
        """The technician's new PIN, as `kiosk.settings.pin.hash_pin` made it: no PIN is ever written down."""
        if not _HASH.fullmatch(hashed):
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_PIN_HASH))
        change(self._data, self._config, {"technician": {"pin": hashed}})
        return RequestAnswer(RequestResult.DONE)

    def set_name(self, name: str) -> RequestAnswer:
        """The machine's name in the network, now and after each boot (RFC 1123)."""
        try:
            hostname(name)
        except SettingError:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_HOSTNAME, text=name[:40]))
        named = run("hostnamectl", "--transient", "hostname", name)
        if not named.ok:
            return RequestAnswer(RequestResult.FAILED, said(named.said))
        change(self._data, self._config, {"network": {"hostname": name}})
        return RequestAnswer(RequestResult.DONE)

    def faults(self, _argument: str = "") -> RequestAnswer:
        """The last warnings of this boot, then the errors kept of earlier ones, the newest first: [{"at": RFC 3339, "unit",
        "text"}]."""
        listed = run("journalctl", "-q", "--no-pager", "-b", "-p", "warning", "-n", "200", "-r", "-o", "json")
        if not listed.ok:
            return RequestAnswer(RequestResult.FAILED, said(listed.said))
        found: list[dict[str, str]] = []
        for fault in (*_faults(listed.out), *_kept_faults(self._data / "faults.log")):
            if all(fault["text"] != other["text"] for other in found):  # the same one again says nothing new
                found.append(fault)
        return RequestAnswer(RequestResult.DONE, data={"faults": found[:_FAULTS]})

    def report(self, _argument: str = "") -> RequestAnswer:
        """Logs and status onto the stick that is plugged in, by a unit that may mount one."""
        name = self._stick()
        if not name:
            return RequestAnswer(RequestResult.NO_DEVICE, problem(AnswerCode.NO_STICK))
        self._reported.unlink(missing_ok=True)
        started = run("systemctl", "start", _REPORT.format(name), timeout_s=120)
        if not started.ok:
            return RequestAnswer(RequestResult.FAILED, said(started.said))
        return RequestAnswer.from_json(self._reported.read_text("utf-8"))

    def reset(self, _argument: str = "") -> RequestAnswer:
        """What was chosen on the screen is forgotten, and the Wi-Fi; news, notices and the technician's PIN stay."""
        forget_choices(self._data)
        self._wifi.forget()
        return RequestAnswer(RequestResult.DONE)


def _kept_faults(path: Path) -> Iterator[dict[str, str]]:
    """What `keep-faults` wrote, as journalctl's short-iso has it; the file is its user's, so anything may stand in it."""
    try:
        lines = read_plain(path, _MOST_KEPT).decode("utf-8", "replace").splitlines()
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
